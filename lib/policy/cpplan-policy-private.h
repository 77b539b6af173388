/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bodies of policies, rules, selectors and expressions. */
#pragma once

#include "cpplan-record-private.h"

/* ---- the strict key file ---- */

typedef struct
{
  char *key;
  char *value;
  guint line; /* from 1 */
} CpplanKey;

typedef struct
{
  char   *name;
  guint   line;
  GArray *keys; /* (element-type CpplanKey), in the order of the file */
} CpplanGroup;

/* The groups of a text (element-type CpplanGroup), or NULL and an error that names the line. */
GPtrArray *cpplan_key_file_read (const char *text, GError **error);
const CpplanKey *cpplan_group_find (const CpplanGroup *self, const char *key);
CpplanGroup *cpplan_group_copy (const CpplanGroup *self);
void cpplan_group_free (CpplanGroup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanGroup, cpplan_group_free)

/* `line 12, [rule child-seen] within: ...`; @key may be NULL. */
void cpplan_policy_set_error (GError **error, guint line, const char *group, const char *key, const char *format, ...) G_GNUC_PRINTF (5, 6);

/* ---- expressions ---- */

/* A set of event kinds, as bits. */
typedef guint64 CpplanKinds;
#define CPPLAN_KIND_BIT(kind) (G_GUINT64_CONSTANT (1) << (kind))
#define CPPLAN_PLAN_START_KINDS                                                                            \
  (CPPLAN_KIND_BIT (CPPLAN_EVENT_KIND_INITIAL_CONFERENCE) | CPPLAN_KIND_BIT (CPPLAN_EVENT_KIND_TRANSFER_CONFERENCE))

typedef struct _CpplanExpression CpplanExpression;

/* One kind of events, or the conferences that start plans, and what they must be. */
typedef struct
{
  gboolean          plan_start;   /* the conference that began a plan; @kind is 0 */
  gboolean          plan_end;     /* the end of the plan; @kind is 0 */
  gboolean          inside_plan;  /* only while a plan is open */
  gboolean          outside_plan; /* only while none is */
  CpplanEventKind   kind;
  CpplanExpression *where; /* owned, or NULL */
} CpplanSelectorTerm;

typedef struct
{
  gboolean    first; /* only the first since the last plan, or since the rule last closed */
  GArray     *terms; /* (element-type CpplanSelectorTerm) */
  CpplanKinds kinds; /* of all terms; of a plan-start both conferences */
} CpplanSelector;

/* Where a path begins. */
typedef enum
{
  CPPLAN_ROOT_EVENT = 1, /* the event that is looked at */
  CPPLAN_ROOT_TRIGGER,   /* the event that started the instance, or the chain */
  CPPLAN_ROOT_ANCHOR,    /* the event from which a link counts, or before which a thing is due */
  CPPLAN_ROOT_PERSON,    /* the person that is looked at */
  CPPLAN_ROOT_MEMBER,    /* the person whose row it is */
  CPPLAN_ROOT_LATEST,    /* the latest event of @latest on or before the day of the event looked at */
  CPPLAN_ROOT_KNOWN,     /* the latest of those that has the attribute recorded */
} CpplanRoot;

/* `by.role`, `trigger.person`, `about.detailed`, `latest (legal-status).basis`. */
typedef struct
{
  CpplanRoot            root;
  CpplanSelectorTerm   *latest;           /* owned, for CPPLAN_ROOT_LATEST and _KNOWN */
  CpplanAttribute       via;              /* of the root's: the event whose attribute is meant; 0: the root's own */
  CpplanAttribute       attribute;        /* 0: the root itself */
  CpplanPersonAttribute person_attribute; /* 0: none */
  CpplanType            type;             /* of the whole; CPPLAN_TYPE_NAME or _TRUTH for people's */
} CpplanPath;

typedef enum
{
  CPPLAN_EXPRESSION_AND = 1,
  CPPLAN_EXPRESSION_OR,
  CPPLAN_EXPRESSION_NOT,      /* left */
  CPPLAN_EXPRESSION_TRUTH,    /* path */
  CPPLAN_EXPRESSION_HAS,      /* path: is it recorded? */
  CPPLAN_EXPRESSION_HELD,     /* path: was the event that it names held? */
  CPPLAN_EXPRESSION_ONE_OF,   /* path, names */
  CPPLAN_EXPRESSION_INCLUDES, /* path, names[0] or other (the member) */
  CPPLAN_EXPRESSION_SAME,     /* path, other: the same event, person or name */
  CPPLAN_EXPRESSION_AGE,      /* period, comparison: how old the child was */
  CPPLAN_EXPRESSION_LENGTH,   /* path, comparison, period: how long a recorded period is, counted from the event's day */
  CPPLAN_EXPRESSION_BIRTH,    /* is it recorded? */
  CPPLAN_EXPRESSION_SHOWN,    /* left: what is unknown is not shown */
  CPPLAN_EXPRESSION_ANY,      /* path.latest: was there one? not before the latest of other.latest, if that is set */
  CPPLAN_EXPRESSION_CLEAR,    /* names[0]: is that bar open on the day held against it? */
  CPPLAN_EXPRESSION_EVERY,    /* path.latest, left: is it so of each of them? */
  CPPLAN_EXPRESSION_ANY_PERSON,   /* left: is it so of anyone? */
  CPPLAN_EXPRESSION_EVERY_PERSON, /* left, right: is the second so of each of whom the first is? */
  CPPLAN_EXPRESSION_COVERED,        /* path.latest: do they leave no day of the trigger's without one? */
  CPPLAN_EXPRESSION_COVERED_PEOPLE, /* left: was it so of somebody on every day since the trigger? */
  CPPLAN_EXPRESSION_UNCHANGED,    /* path.latest: are those about the trigger those about the entry before it? not
                                     where one of other.latest lies between */
  CPPLAN_EXPRESSION_CONSECUTIVE,  /* path.latest, left, count, period: was it so of that many in a row? */
} CpplanExpressionKind;

/* Where in time an expression looks, beside the trigger. */
typedef enum
{
  CPPLAN_SIDE_BOTH = 0,
  CPPLAN_SIDE_SINCE,  /* on its day or after it */
  CPPLAN_SIDE_BEFORE, /* on its day or before it */
} CpplanSide;

typedef enum
{
  CPPLAN_COMPARE_LESS = 1,
  CPPLAN_COMPARE_AT_MOST,
  CPPLAN_COMPARE_MORE,
  CPPLAN_COMPARE_AT_LEAST,
} CpplanComparison;

struct _CpplanExpression
{
  CpplanExpressionKind kind;
  CpplanExpression    *left;
  CpplanExpression    *right;
  CpplanPath           path;
  CpplanPath           other; /* root 0: none */
  char               **names;
  CpplanComparison     comparison;
  CpplanPeriod         period;
  CpplanSide           side;
  guint                count;
};

void cpplan_expression_free (CpplanExpression *self);
void cpplan_selector_free (CpplanSelector *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanExpression, cpplan_expression_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanSelector, cpplan_selector_free)

gboolean cpplan_selector_has_plan_end (const CpplanSelector *self);
gboolean cpplan_selector_has_plan_start (const CpplanSelector *self);

/* ---- where a date comes from ---- */

typedef enum
{
  CPPLAN_SOURCE_ATTRIBUTE = 1,   /* a date attribute of the trigger or anchor */
  CPPLAN_SOURCE_SINCE,           /* a date attribute of the latest event of a kind since the anchor */
  CPPLAN_SOURCE_NEXT,            /* the first appointment on or after the trigger, since cancelled or not */
  CPPLAN_SOURCE_FIRST_APPOINTED, /* the earliest appointment after the anchor, since moved or not */
  CPPLAN_SOURCE_EVENT,           /* of `before`: each event of a kind */
  CPPLAN_SOURCE_DUE,             /* the due day of rules, in the same plan */
  CPPLAN_SOURCE_MET_BY,          /* of `before`: the event that meets another rule */
} CpplanSourceKind;

typedef struct
{
  CpplanSourceKind    kind;
  CpplanAttribute     attribute;
  CpplanEventKind     event_kind;
  CpplanSelectorTerm *since; /* owned */
  char              **rules; /* owned */
} CpplanSource;

/* What an expression or selector may speak of; kinds are 0 where there is no such variable. */
typedef struct
{
  CpplanKinds trigger;
  CpplanKinds anchor;
  gboolean    member;
  gboolean    gate;       /* no event is looked at, but the case on a day; anchor: the conference that decides */
  gboolean    finding;    /* the whole record may be asked about what the trigger calls for */
  GHashTable *parameters; /* name -> CpplanPeriod, lent */
} CpplanScope;

/* The readers of values. Errors are CPPLAN_ERROR_POLICY without a place; the caller adds it. */
CpplanSelector   *cpplan_selector_parse (const char *text, const CpplanScope *scope, GError **error);
CpplanExpression *cpplan_expression_parse (const char *text, CpplanKinds event, const CpplanScope *scope, GError **error);
/* The same text again, its events asked besides that their `to` includes @to, which may be `member`. */
CpplanSelector     *cpplan_selector_parse_to (const char *text, const char *to, const CpplanScope *scope, GError **error);
CpplanSelectorTerm *cpplan_term_parse (const char *text, const CpplanScope *scope, GError **error);
void                cpplan_selector_term_free (CpplanSelectorTerm *self);
CpplanExpression *cpplan_people_parse (const char *text, const CpplanScope *scope, GError **error);
GArray           *cpplan_sources_parse (const char *text, CpplanKinds of, const CpplanScope *scope, GError **error);

/* ---- rules and policies ---- */

/* What holds for all own rules of one file; shared by them. */
typedef struct
{
  gint       ref_count;
  char      *policy;
  char      *title;
  char      *edition; /* or NULL */
  CpplanDate published;
  CpplanDate reviewed;
  CpplanDate from;  /* first day in force, NONE for no bound */
  CpplanDate until; /* last day in force, likewise */
  char     **scope; /* districts; empty: everywhere */
} CpplanEdition;

CpplanEdition *cpplan_edition_ref (CpplanEdition *self);
void           cpplan_edition_unref (CpplanEdition *self);
gboolean       cpplan_edition_in_force (const CpplanEdition *self, CpplanDate date);

typedef enum
{
  CPPLAN_FREQUENCY_NONE = 0,
  CPPLAN_FREQUENCY_STRICTER_ONLY,
  CPPLAN_FREQUENCY_REPLACE,
} CpplanFrequencyMode;

typedef struct
{
  char        *name;
  CpplanPeriod within;
} CpplanRuleReading;

/* What a finding looks for once for each who is to be reached; of a rule without `to`, for nobody by name. */
typedef struct
{
  char           *to; /* a role or an audience, or NULL */
  CpplanSelector *by;
  CpplanSelector *each; /* likewise of one person of the audience; NULL where nobody's name is asked, or `per` has it */
} CpplanReach;

struct _CpplanRule
{
  gint            ref_count;
  char           *id;
  CpplanRuleKind  kind;
  CpplanForce     force;
  gboolean        external;
  char           *title;
  char           *cite;
  char           *note;
  char          **refs;
  CpplanEdition  *edition;
  CpplanGroup    *group; /* the keys as they stand in the file */

  CpplanSelector   *start;      /* `after` of deadline and bar, `from` of recur */
  CpplanSelector   *by;
  CpplanSelector   *until;      /* or NULL */
  CpplanSelector   *unless;     /* or NULL */
  CpplanSelector   *awaits;     /* or NULL */
  gboolean          has_within; /* an operative period */
  CpplanPeriod      within;     /* of before and bar: at-least */
  gboolean          has_first_within;
  CpplanPeriod      first_within;
  GArray           *readings;   /* (element-type CpplanRuleReading) */
  GArray           *on;         /* (element-type CpplanSource), or NULL */
  GArray           *before;     /* (element-type CpplanSource), or NULL */
  CpplanCount       count;
  CpplanMonthEnd    month_end;
  gboolean          not_before_birth;
  gboolean          either_order;
  gboolean          has_window;
  CpplanPeriod      window;
  CpplanExpression *per;        /* of people, or NULL */
  CpplanFrequencyMode frequency_mode;
  CpplanEventKind   frequency_kind; /* 0: the plan's start */
  CpplanAttribute   frequency_attribute;

  char             *overrides;  /* of except: the rule that it extends */
  CpplanExpression *when;       /* of except: of the anchor */
  CpplanSelector   *authority;  /* of except */
  GArray           *extend_to;  /* of except (element-type CpplanSource) */

  char               *ground;     /* of gate: the ground that it is; NULL: a requirement of endings */
  CpplanSelectorTerm *decided_by; /* of a ground: the conference that decides, or NULL */
  CpplanSelectorTerm *since;      /* of a ground: that conference must not be before the latest of these, or NULL */
  gboolean            on_asked;   /* of a ground: bars are held against the day asked about, not the conference's */
  CpplanExpression   *holds;      /* of gate and findings: what must be so, or NULL */
  char              **waives;     /* of a ground: ids of gates that do not apply, or NULL */
  char              **refers;     /* of a ground: ids of gates, or its own, whose failing a person must judge, or NULL */

  GArray    *reaches; /* of findings (element-type CpplanReach): what must have been done, and who be reached */
  CpplanSide side;    /* of findings: when it must have been done, beside the trigger */
};

/* With nothing read yet but what stands around the keys. */
CpplanRule *cpplan_rule_new_empty (const CpplanGroup *group, const char *id, CpplanEdition *edition);

CpplanRule *cpplan_rule_new (const CpplanGroup *group, const char *id, CpplanEdition *edition, GHashTable *parameters, GError **error);

static inline gboolean
cpplan_rule_is_of_findings (const CpplanRule *self)
{
  return self->kind >= CPPLAN_RULE_KIND_REQUIRE;
}

/* Whether the instances of the rule live and die with a plan. */
gboolean cpplan_rule_is_of_plan (const CpplanRule *self);

struct _CpplanPolicy
{
  gint           ref_count;
  CpplanEdition *edition;
  char          *extends; /* or NULL */
  CpplanPolicy  *parent;  /* owned reference, or NULL */
  char          *calendar;
  char         **refs;
  GPtrArray     *rules;      /* (element-type CpplanRule), by id, inherited ones among them */
  GHashTable    *parameters; /* name -> CpplanPeriod *, inherited ones among them */
  char          *text;
  char          *digest;
};

struct _CpplanPolicySet
{
  gint       ref_count;
  GPtrArray *policies; /* (element-type CpplanPolicy), by id, then by the first day in force */
};

/* The except rules that override the rule in this policy, one after another: pass 0 at first. */
const CpplanRule *cpplan_policy_next_exception (const CpplanPolicy *self, const CpplanRule *rule, guint *index);

/* The built-in texts: id and text, ended by NULL. Made from lib/policy/builtin/ when the library is built. */
typedef struct
{
  const char *id;
  const char *text;
} CpplanBuiltin;
extern const CpplanBuiltin cpplan_builtins[];
