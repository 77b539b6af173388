/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief Policies: one authority's procedures as rules, each with its citation.
 *
 * The language is described in docs/policy-language.md.
 */
#pragma once

#include <cpplan/cpplan-date.h>
#include <cpplan/cpplan-period.h>

G_BEGIN_DECLS

/** One edition of one authority's procedures: immutable, reference-counted. Since: 0.1 */
typedef struct _CpplanPolicy CpplanPolicy;

/** One rule of a policy: immutable, reference-counted; it can outlive its policy. Since: 0.1 */
typedef struct _CpplanRule CpplanRule;

/** Policies by id, each in one or more editions: immutable, reference-counted. Since: 0.1 */
typedef struct _CpplanPolicySet CpplanPolicySet;

/**
 * What a rule asks. In the order of docs/policy-language.md.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_RULE_KIND_DEADLINE = 1, /**< after a trigger, something must happen within a period */
  CPPLAN_RULE_KIND_RECUR    = 2, /**< the largest gap between occurrences while an interval lasts */
  CPPLAN_RULE_KIND_BEFORE   = 3, /**< something must be done a period before an event */
  CPPLAN_RULE_KIND_BAR      = 4, /**< an act may not happen before a date */
  CPPLAN_RULE_KIND_EXCEPT   = 5, /**< extends another rule's period on stated facts and authority */
  CPPLAN_RULE_KIND_GATE     = 6, /**< a ground on which a plan may end, or what an ending requires */
  CPPLAN_RULE_KIND_REQUIRE  = 7, /**< what a meeting, document, visit or role must have */
  CPPLAN_RULE_KIND_CONSIDER = 8, /**< a decision that must be recorded, whichever way it went */
  CPPLAN_RULE_KIND_DUTY     = 9, /**< must be done, and the text gives no time: never overdue, but outstanding */
} CpplanRuleKind;

/**
 * How strongly the text puts it.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_FORCE_MUST          = 1,
  CPPLAN_FORCE_SHOULD        = 2,
  CPPLAN_FORCE_GOOD_PRACTICE = 3, /**< never overdue: at worst advised */
} CpplanForce;

/** Gives `deadline`, `recur`, `before`, `bar`, `except`, `gate`, `require`, `consider` or `duty`; lent, static. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_rule_kind_to_string (CpplanRuleKind kind);

/** Finds a kind of rule by its text name; #CPPLAN_ERROR_UNKNOWN_NAME where there is none. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_rule_kind_from_string (const char *text, CpplanRuleKind *out_kind, GError **error);

/** Gives `must`, `should` or `good-practice`; lent, static. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_force_to_string (CpplanForce force);

/** Finds a force by its text name; #CPPLAN_ERROR_UNKNOWN_NAME where there is none. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_force_from_string (const char *text, CpplanForce *out_force, GError **error);

/**
 * Reads a policy.
 *
 * @param text the file's text: UTF-8, at most 1 MiB
 * @param parents (nullable): the policies that it may extend
 * @param error #CPPLAN_ERROR_POLICY with line, group and key of what is wrong; #CPPLAN_ERROR_LIMIT where the
 *   text is too long
 * @return (transfer full) (nullable): the policy
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanPolicy *cpplan_policy_new_from_text (const char *text, const CpplanPolicySet *parents, GError **error);

/**
 * Makes one of the policies that are compiled in.
 *
 * @param id `england`, `sefton`, `rotherham`, `hampshire`, `stoke-on-trent` or `kent`
 * @param error #CPPLAN_ERROR_UNKNOWN_NAME where there is no such policy
 * @return (transfer full) (nullable): the policy
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanPolicy *cpplan_policy_new_builtin (const char *id, GError **error);

/** Takes a reference and returns the policy. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanPolicy *cpplan_policy_ref (CpplanPolicy *self);

/** Gives a reference back; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_policy_unref (CpplanPolicy *self);

/** Gives the id; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_policy_get_id (const CpplanPolicy *self);

/** Gives the title of the document behind it; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_policy_get_title (const CpplanPolicy *self);

/** Gives the edition's name, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_policy_get_edition (const CpplanPolicy *self);

/** Gives the id of the policy that it extends, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_policy_get_extends (const CpplanPolicy *self);

/** Gives the name of the calendar by which it counts, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_policy_get_calendar (const CpplanPolicy *self);

/** Gives the day of publication, or #CPPLAN_DATE_NONE. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_policy_get_published (const CpplanPolicy *self);

/** Gives the day of the last review, or #CPPLAN_DATE_NONE. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_policy_get_reviewed (const CpplanPolicy *self);

/**
 * Gives the days on which the edition is in force.
 *
 * @param self a policy
 * @param out_from (out): the first day, #CPPLAN_DATE_NONE for no bound
 * @param out_until (out): the last day, #CPPLAN_DATE_NONE for no bound
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_policy_get_in_force (const CpplanPolicy *self, CpplanDate *out_from, CpplanDate *out_until);

/** Gives the districts for which its own rules hold, ended by NULL; empty: everywhere; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *const *cpplan_policy_get_scope (const CpplanPolicy *self);

/** Gives the rows of the rule table that the policy as a whole carries, ended by NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *const *cpplan_policy_get_refs (const CpplanPolicy *self);

/** Gives the SHA-256, in hexadecimal, of its text and of those that it extends; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_policy_get_digest (const CpplanPolicy *self);

/** Gives the text that it was read from; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_policy_get_text (const CpplanPolicy *self);

/** Gives how many rules hold under it, inherited ones among them. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_policy_get_n_rules (const CpplanPolicy *self);

/** Gives one of its rules, in the order of ids; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanRule *cpplan_policy_get_rule (const CpplanPolicy *self, gsize index);

/** Gives the rule of an id, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanRule *cpplan_policy_find_rule (const CpplanPolicy *self, const char *id);

/** Tells whether the policy has the rule from the one that it extends. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_policy_inherits (const CpplanPolicy *self, const CpplanRule *rule);

/** Takes a reference and returns the rule. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanRule *cpplan_rule_ref (CpplanRule *self);

/** Gives a reference back; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_rule_unref (CpplanRule *self);

/** Gives the id, such as `first-core-group`, the same across policies; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_rule_get_id (const CpplanRule *self);

/** Gives the kind. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanRuleKind cpplan_rule_get_kind (const CpplanRule *self);

/** Gives the title; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_rule_get_title (const CpplanRule *self);

/** Gives the force. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanForce cpplan_rule_get_force (const CpplanRule *self);

/** Gives where the text says so, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_rule_get_cite (const CpplanRule *self);

/** Gives the note, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_rule_get_note (const CpplanRule *self);

/** Gives the rows of the rule table that it carries, ended by NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *const *cpplan_rule_get_refs (const CpplanRule *self);

/** Gives the id of the policy in whose file it stands; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_rule_get_policy (const CpplanRule *self);

/** Gives the line of its group in that file, from 1. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
guint cpplan_rule_get_line (const CpplanRule *self);

/** Gives how many keys the rule has in its file. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_rule_get_n_keys (const CpplanRule *self);

/**
 * Gives one key of the rule as its file has it.
 *
 * @param self a rule
 * @param index 0 to cpplan_rule_get_n_keys() - 1, in the order of the file
 * @param out_value (out) (optional): the value; lent
 * @return the key; lent
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_rule_get_key (const CpplanRule *self, gsize index, const char **out_value);

/**
 * Makes a set of the policies that are compiled in.
 *
 * @param error none is expected
 * @return (transfer full): the set
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanPolicySet *cpplan_policy_set_new_builtin (GError **error);

/**
 * Makes a set of policies read from texts, in any order, beside or over those of another set.
 *
 * Texts that share an id are editions of one policy; then each must say when it is in force, and no two at
 * one time. An id of @p texts replaces the same id of @p base whole.
 *
 * @param texts the files' texts
 * @param n_texts how many
 * @param base (nullable): the set whose policies the new one has too, and which the texts may extend
 * @param out_index (out) (optional): on error, which text is wrong
 * @param error #CPPLAN_ERROR_POLICY as in cpplan_policy_new_from_text(), or where editions overlap or
 *   policies extend each other in a circle
 * @return (transfer full) (nullable): the set
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanPolicySet *cpplan_policy_set_new_from_texts (const char *const     *texts,
                                                   gsize                  n_texts,
                                                   const CpplanPolicySet *base,
                                                   gsize                 *out_index,
                                                   GError               **error);

/** Takes a reference and returns the set. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanPolicySet *cpplan_policy_set_ref (CpplanPolicySet *self);

/** Gives a reference back; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_policy_set_unref (CpplanPolicySet *self);

/** Gives how many policies (editions counted apart) the set has. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_policy_set_get_length (const CpplanPolicySet *self);

/** Gives one policy, in the order of ids and then of time; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanPolicy *cpplan_policy_set_get_policy (const CpplanPolicySet *self, gsize index);

/** Gives the last edition of the policy of an id, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanPolicy *cpplan_policy_set_find (const CpplanPolicySet *self, const char *id);

/** One thing that cpplan_policy_lint() found. Since: 0.1 */
typedef struct
{
  const char *id;      /**< which check, such as `LINT-CITE`; static */
  guint       line;    /**< the line in the policy's file, from 1 */
  char       *message; /**< one sentence; owned by the finding */
} CpplanLint;

/**
 * Looks for what a well-made policy does not have. It holds all the same; a note can explain it.
 *
 * @param self a policy
 * @param as_of the day against which review dates are held, or #CPPLAN_DATE_NONE to leave that check out
 * @return (transfer full) (element-type CpplanLint): the findings by line; empty for a clean policy
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
GPtrArray *cpplan_policy_lint (const CpplanPolicy *self, CpplanDate as_of);

/**
 * Looks for the same, and for days between this edition and the one before it on which none is in force.
 *
 * @param self a set that has the policy, and other editions of it
 * @param policy a policy of the set
 * @param as_of as in cpplan_policy_lint()
 * @return (transfer full) (element-type CpplanLint): the findings by line
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
GPtrArray *cpplan_policy_set_lint (const CpplanPolicySet *self, const CpplanPolicy *policy, CpplanDate as_of);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanPolicy, cpplan_policy_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanRule, cpplan_rule_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanPolicySet, cpplan_policy_set_unref)

G_END_DECLS
