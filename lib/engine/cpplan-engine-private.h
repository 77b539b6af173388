/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One evaluation: policy x record x calendar, and the rows that come of it. */
#pragma once

#include "cpplan-calendar-private.h"
#include "cpplan-policy-private.h"
#include "cpplan-view-private.h"

/* Where a deadline falls. */
typedef struct
{
  CpplanDate due;      /* NONE beyond the calendar */
  CpplanDate at_least; /* = due, or the day before which it cannot be; NONE where nothing is known */
  gboolean   clamped;  /* the corresponding date does not exist */
} CpplanDue;

/* The facts of how many doubtful events are named as needs, of each run of them: a person settles the first ones first. */
enum
{
  CPPLAN_NAMED_MAX = 100
};

/* ---- asking a record ---- */

/* What gates ask beside events: the plan, and its bars. */
typedef struct
{
  guint      plan_start;   /* the event with which the plan that is running began */
  CpplanDate held_against; /* the day that bars are held against */
  CpplanDue  (*opens) (gpointer data, const char *bar); /* where a bar opens */
  gpointer   data;
  gboolean   ambiguous;    /* set where the day is a bar's clamped opening day */
} CpplanGateFacts;

/* What findings ask beside events: the time that counts, and the plan. */
typedef struct
{
  const struct _CpplanEvaluation *evaluation;
  const CpplanRule *rule;
  GHashTable       *about;      /* event -> GArray of the held events that are about it */
  GHashTable       *matches;    /* expression or term -> CpplanMatches, of what is the same for all triggers; filled as asked */
  guint             plan_start; /* the event with which the trigger's plan began, or CPPLAN_NO_INDEX: it lies in none */
  CpplanDate        plan_last;  /* the last day of that plan */
  CpplanDate        through;    /* the last day that is looked at */
  CpplanDate        close;      /* the last day on which it was owed; G_MAXINT32: it still is */
} CpplanFindingFacts;

typedef struct
{
  const CpplanView *view;
  guint             event;   /* the event looked at, or CPPLAN_NO_INDEX */
  guint             trigger; /* likewise */
  guint             anchor;  /* likewise */
  guint             member;  /* a person slot, or CPPLAN_NO_INDEX */
  guint             person;  /* the person looked at, likewise */
  CpplanDate        day;     /* on which roles and ages are judged */
  CpplanGateFacts  *gate;    /* or NULL */
  const CpplanFindingFacts *finding; /* or NULL */
} CpplanAsk;

#define CPPLAN_ASK_INIT(the_view)                                                                          \
  {                                                                                                        \
    (the_view), CPPLAN_NO_INDEX, CPPLAN_NO_INDEX, CPPLAN_NO_INDEX, CPPLAN_NO_INDEX, CPPLAN_NO_INDEX,       \
      CPPLAN_DATE_NONE, NULL, NULL                                                                         \
  }

CpplanTruth cpplan_truth_and (CpplanTruth a, CpplanTruth b);
CpplanTruth cpplan_truth_or (CpplanTruth a, CpplanTruth b);
CpplanTruth cpplan_truth_not (CpplanTruth a);

/* Whether the expression holds; yes for NULL. */
CpplanTruth cpplan_ask (const CpplanAsk *ask, const CpplanExpression *expression);

/* Whether a list names a person, somebody of a role, an audience; whether the person has, on the day, a role, or one
 * for which an audience stands. */
CpplanTruth cpplan_ask_names_person (const CpplanAsk *ask, char **list, guint slot);
CpplanTruth cpplan_ask_names_role (const CpplanAsk *ask, char **list, const char *role);
CpplanTruth cpplan_ask_names_audience (const CpplanAsk *ask, char **list, const char *audience);
CpplanTruth cpplan_ask_has_role (const CpplanAsk *ask, guint slot, const char *role);
gboolean    cpplan_ask_is_of_audience (const CpplanAsk *ask, guint slot, const char *audience);

/* Whether the event is one that the selector means. */
CpplanTruth cpplan_ask_selector (CpplanAsk *ask, const CpplanSelector *selector, guint event);

/* The facts that leave the expression unknown, added to @needs (owned strings). */
void cpplan_ask_needs (const CpplanAsk *ask, const CpplanExpression *expression, GPtrArray *needs);
void cpplan_ask_selector_needs (CpplanAsk *ask, const CpplanSelector *selector, guint event, GPtrArray *needs);

/* Adds copies of the texts. */
void cpplan_add_texts (GPtrArray *texts, const GPtrArray *more);

/* The texts sorted, each once, ended by NULL, for g_strfreev(). */
char **cpplan_sort_texts (GPtrArray *texts);

/* What is not so although the expression wants it, where that does not hold, added to @lacks (owned strings). */
void cpplan_ask_lacks (const CpplanAsk *ask, const CpplanExpression *expression, GPtrArray *lacks);

/* The kind that a term means, and of which type or topic: `plan-part type = objective`. */
void cpplan_term_spell (const CpplanSelectorTerm *self, GString *text);

/* What asks for more than one event. Where @needs or @lacks is given, what leaves it unknown and what is not so are
 * added to them. */
CpplanTruth cpplan_ask_question (const CpplanAsk *ask, const CpplanExpression *self, GPtrArray *needs, GPtrArray *lacks);

/* Whether the event lies in the plan that is asked about, where the term wants that. */
gboolean cpplan_ask_is_of_plan (const CpplanAsk *ask, const CpplanSelectorTerm *term, guint event);

/* The latest event of the term on or before the day, that has the attribute recorded unless that is 0;
 * @out_unknown: it only may be of the term. */
guint cpplan_ask_latest (const CpplanAsk *ask, const CpplanSelectorTerm *term, CpplanAttribute attribute, gboolean *out_unknown);

/* Whether an attribute is recorded of an event, or follows. */
gboolean cpplan_view_is_recorded (const CpplanView *view, guint event, CpplanAttribute attribute);

/* All held events of a selector's kinds in order; free it with g_array_unref(). */
GArray *cpplan_view_select (const CpplanView *view, CpplanKinds kinds);

/* A run of events in order, lent. */
typedef struct
{
  const guint *events;
  guint        length;
} CpplanSlice;

/* The events that a selector means, for all instances of a rule. */
typedef struct _CpplanMatches CpplanMatches;

CpplanMatches *cpplan_matches_new (const CpplanView *view, const CpplanSelector *selector);
void           cpplan_matches_free (CpplanMatches *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanMatches, cpplan_matches_free)

/* Those of a term of which nothing is asked but what is the same for all instances; of which also @but does not hold, if
 * that is given; and that have @attribute recorded, unless that is 0. NULL where each instance must ask for itself. */
CpplanMatches *cpplan_matches_new_of_term (const CpplanView *view, const CpplanSelectorTerm *term, const CpplanExpression *but,
                                           CpplanAttribute attribute);
const GArray  *cpplan_matches_get_certain (const CpplanMatches *self);
const GArray  *cpplan_matches_get_doubtful (const CpplanMatches *self);

/* The first event that certainly matches, on or after the day of @after (and not before it where both have a seq,
 * but for @either_order) and no later than @last, or CPPLAN_NO_INDEX. The doubtful ones before it are added to
 * @doubtful or are in @out_more. */
guint cpplan_matches_find (const CpplanMatches *self, CpplanAsk *ask, guint after, gboolean either_order, CpplanDate last,
                           GArray *doubtful, CpplanSlice *out_more);

/* Whether any matches on a day from @from to @last, apart from the trigger, and not after it where @before; what would
 * settle it is added to @needs. */
CpplanTruth cpplan_matches_find_around (const CpplanMatches *self, const CpplanAsk *ask, CpplanDate from, CpplanDate last,
                                        gboolean before, GPtrArray *needs);

/* ---- rows ---- */

/* When a regime ended. */
typedef struct
{
  CpplanDate date;   /* NONE: it goes on */
  gboolean   counts; /* whether that day still counted */
} CpplanClose;

struct _CpplanDeadline
{
  CpplanTimetable    *timetable; /* lent */
  const CpplanRule   *rule;      /* lent by the timetable's policies */
  const CpplanPolicy *policy;    /* in charge; lent likewise */
  guint               trigger;   /* index of an event, or CPPLAN_NO_INDEX */
  guint               met_by;    /* likewise */
  guint               member;    /* person slot, or CPPLAN_NO_INDEX */
  CpplanDate          from;
  CpplanDue           due;
  CpplanDate          act_by;
  CpplanState         state;
  guint               flags;
  guint               first_reading; /* in the timetable's readings */
  guint               n_readings;
  char              **needs; /* owned, or NULL: none */

  /* What other rules and the explanation ask of a row. */
  guint        episode;      /* index, or CPPLAN_NO_INDEX */
  guint        number;       /* of the row in the order of making, which breaks ties */
  CpplanPeriod period;       /* by which it was counted; count -1: by a date */
  CpplanDate   own_due;      /* before an extension, else NONE */
  CpplanDate   window_from;  /* of a before: the first day that counts */
  CpplanDate   root_from;    /* the same, but for a window of the rule's own */
  CpplanDate   root_date;    /* of a before: the day of the event before which it is due */
  gboolean     root_held;
  CpplanDate   root_known;   /* of a before: when that day became known, NONE: no matter */
  const CpplanRule *exception; /* that extended it, or NULL */
  guint        signed_by;    /* the event that authorised the extension */
  CpplanClose  close;        /* when it was no longer owed */
};

struct _CpplanTimetable
{
  gint             ref_count;
  CpplanCase      *record;
  CpplanCalendar  *calendar;
  GPtrArray       *policies; /* (element-type CpplanPolicy): owned references to all that were asked */
  const CpplanPolicy *policy; /* in charge and in force on as-of, or NULL */
  char            *policy_id; /* in charge on as-of, or NULL */
  char            *policy_digest;
  gboolean         is_timeline;
  CpplanDate       as_of;
  CpplanDate       known_at;
  CpplanDate       horizon;
  guint            flags;
  GArray          *rows;     /* (element-type CpplanDeadline) */
  GArray          *readings; /* (element-type CpplanReading) */
  GPtrArray       *warnings; /* (element-type CpplanWarning) */
};

/* ---- the evaluation ---- */

/* A policy in charge from a day on, in its editions. */
typedef struct
{
  CpplanDate from;     /* NONE: always */
  GPtrArray *editions; /* (element-type CpplanPolicy), lent, by the first day in force */
} CpplanInCharge;

/* The rules of one id under all policies and editions concerned. */
typedef struct
{
  const char *id;
  GPtrArray  *versions; /* (element-type CpplanRule), each once */
  guint       first_row;
  guint       n_rows;
  gboolean    begun;
  gboolean    done;
} CpplanFamily;

typedef struct _CpplanEvaluation
{
  CpplanView           *view;
  const CpplanCalendar *calendar;
  CpplanTimetable      *timetable;
  GArray               *charges;  /* (element-type CpplanInCharge), by day */
  const CpplanInCharge *charge;   /* the one that is being evaluated, as if it had always been in charge */
  GArray               *families; /* (element-type CpplanFamily), by id */
  GArray               *doubtful; /* (element-type guint): scratch, events that may have met an instance */
  GArray               *closing;  /* (element-type guint): scratch, events that may have closed it */
  GError              **error;
  gboolean              failed;
} CpplanEvaluation;

/* The rule of an id on a day, in the edition of that day. */
typedef struct
{
  const CpplanRule   *rule;   /* NULL: the edition has no such rule */
  const CpplanPolicy *policy; /* the edition; the last one where none is in force */
  gboolean            in_force;
} CpplanGoverning;

GArray *cpplan_charges_new (void);

/* Adds the one policy in charge, or those that the record names (or @policy in their place), and a reference of each
 * to @policies. */
void     cpplan_charges_add_policy (GArray *charges, const CpplanPolicy *policy, GPtrArray *policies);
gboolean cpplan_charges_add_record (GArray *charges, const CpplanPolicySet *set, const char *policy, const CpplanCase *record,
                                    GPtrArray *policies, gboolean *out_is_timeline, GError **error);

/* Who is in charge on a day, or NULL; its edition in force, else its last; its rule of an id. */
const CpplanInCharge *cpplan_charges_find (const GArray *charges, CpplanDate date);
const CpplanPolicy   *cpplan_in_charge_get_edition (const CpplanInCharge *self, CpplanDate date);
CpplanGoverning       cpplan_in_charge_govern (const CpplanInCharge *self, const char *rule, CpplanDate date);

/* The policy that an answer for @as_of names: the edition in force, or NULL where none is; its id also where the policy in
 * charge has none in force (NULL: none is in charge; owned by the caller). Adds the flag of a policy whose last review
 * is two years past. */
const CpplanPolicy *cpplan_charges_name_policy (const GArray *charges, CpplanDate as_of, char **out_id, guint *flags);

/* Of one policy its own, of several one over theirs. */
char *cpplan_policies_make_digest (const GPtrArray *policies);

CpplanGoverning cpplan_evaluation_govern (const CpplanEvaluation *self, const char *rule, CpplanDate date);

/* The same under the policy in charge on @charge_date, whichever is being evaluated. */
CpplanGoverning cpplan_evaluation_govern_within (const CpplanEvaluation *self, const char *rule, CpplanDate charge_date, CpplanDate date);

/* The index of the plan in which an event lies, else of the next to begin; CPPLAN_NO_INDEX where there is none.
 * Only plans that certainly began. */
guint cpplan_evaluation_episode_of (const CpplanEvaluation *self, guint event);

/* The day on which the next plan begins after the one of an event, so that nothing leaks across; G_MAXINT32 where
 * none does. */
CpplanDate cpplan_evaluation_next_plan (const CpplanEvaluation *self, guint event);

/* Whether the event lies in a plan that began for certain; whether it lies where the term wants it. */
gboolean cpplan_evaluation_is_in_plan (const CpplanEvaluation *self, guint event);
gboolean cpplan_evaluation_is_placed (const CpplanEvaluation *self, const CpplanSelectorTerm *term, guint event);

/* Whether the event corrects one that had been entered as held. */
gboolean cpplan_evaluation_replaces_held (const CpplanEvaluation *self, guint event);

/* Whether the rule holds where the case is: no for another district. */
CpplanTruth cpplan_evaluation_in_scope (const CpplanEvaluation *self, const CpplanRule *rule);

/* The rows of a rule, evaluated if they are not yet. */
const CpplanFamily *cpplan_evaluation_get_family (CpplanEvaluation *self, const char *rule);

static inline const CpplanEpisode *
cpplan_evaluation_episode (const CpplanEvaluation *self, guint index)
{
  return &g_array_index (self->view->episodes, CpplanEpisode, index);
}

/* What leaves it open whether a conference began a plan. */
void cpplan_evaluation_start_needs (const CpplanEvaluation *self, guint start, GPtrArray *needs);

/* ---- the kinds of rules ---- */

void cpplan_evaluate_deadline (CpplanEvaluation *self, const CpplanFamily *family, const CpplanRule *rule);
void cpplan_evaluate_bar (CpplanEvaluation *self, const CpplanFamily *family, const CpplanRule *rule);
void cpplan_evaluate_before (CpplanEvaluation *self, const CpplanFamily *family, const CpplanRule *rule);
void cpplan_evaluate_recur (CpplanEvaluation *self, const CpplanFamily *family);

/* ---- counting ---- */

CpplanDue cpplan_count_forward (const CpplanCalendar *calendar, const CpplanRule *rule, CpplanDate from, CpplanPeriod period);
CpplanDue cpplan_count_back (const CpplanCalendar *calendar, const CpplanRule *rule, CpplanDate from, CpplanPeriod period);
CpplanDue cpplan_on_date (const CpplanCalendar *calendar, CpplanDate date);
extern const CpplanDue cpplan_due_none;

/* The last working day on or before a due day; NONE where that or the due day itself is not known. */
CpplanDate cpplan_act_by (const CpplanCalendar *calendar, CpplanDue due);

/* The one that is safe under both; NONE does not count. */
CpplanDate cpplan_safe_act_by (CpplanDate a, CpplanDate b);

/* The first of the sources that gives a date, for an instance of @trigger; NONE where none does. */
CpplanDate cpplan_source_date (CpplanEvaluation *self, const GArray *sources, guint trigger, guint episode);

/* ---- states ---- */

/* What a state is computed from, but for what is doubtful. */
typedef struct
{
  const CpplanRule *rule;
  CpplanDate        as_of;
  CpplanDue         due;
  CpplanDate        own_due;      /* before an extension, else NONE */
  gboolean          held_passed;  /* of a before: the event was held and its day has passed */
  gboolean          short_notice; /* of a before: its day became known too late */
  CpplanDate        denied_until; /* of an external duty: known not done up to that day, NONE: not known */
} CpplanStanding;

/* The earlier of two ends. */
CpplanClose cpplan_close_earlier (CpplanClose a, CpplanClose b);

/* The state where the thing was done on @met (or NONE) and the regime ended with @close. */
CpplanState cpplan_state_of (const CpplanStanding *standing, CpplanDate met, CpplanClose close);

/* The events that may have met an instance, and those that may have closed it: the scratch and the rest. */
typedef struct
{
  CpplanSlice met[2];
  CpplanSlice close[3];
} CpplanDoubt;

/* The set (1 << state) over what may have met and what may have closed the instance. */
guint cpplan_states_possible (const CpplanView *view, const CpplanStanding *standing, CpplanDate certain_met, CpplanClose certain_close, const CpplanDoubt *doubt);

/* ---- making rows ---- */

/* An instance ready to become a row. */
typedef struct
{
  CpplanGoverning governing;
  guint           trigger;
  guint           member;
  guint           episode;
  CpplanDate      from;
  CpplanTruth     started;       /* whether the trigger did start it */
  CpplanDue       due;           /* under the operative reading; of none, unset */
  CpplanPeriod    period;        /* count -1: a date */
  CpplanDue       extended;      /* date NONE: no extension */
  CpplanTruth     extension;     /* whether it was authorised */
  CpplanDate      authorised_on; /* NONE unless it was */
  guint           signed_by;     /* the event of that day */
  const CpplanRule *exception;   /* the rule that grants it */
  CpplanDate      met;           /* day of the certain event that met it, NONE */
  guint           met_by;
  CpplanClose     close;
  CpplanStanding  standing;      /* its held_passed, short_notice, denied_until */
  gboolean        due_unknown;   /* a fact that moves the due day is not recorded */
  CpplanDue       earliest;      /* the earliest that it may have moved to; unset: it did not move */
  gboolean        doubt_matters; /* set with the state: what is doubtful, counted or not, makes a difference */
  guint           flags;
  CpplanDate      window_from;
  CpplanDate      root_from;
  CpplanDate      root_date;
  gboolean        root_held;
  CpplanDate      root_known;
  CpplanSlice     doubtful;      /* events that may have met it, beside those in the evaluation's scratch */
  CpplanSlice     unless;        /* events that may have closed it, likewise */
  CpplanSlice     until;         /* likewise */
  CpplanAsk       ask;           /* trigger, anchor and member as the rule's expressions see them */
  GPtrArray      *needs;         /* (element-type utf8): facts that leave it undetermined; freed by the row */
} CpplanInstance;

void cpplan_instance_init (CpplanInstance *instance, const CpplanEvaluation *self, CpplanGoverning governing, guint trigger, CpplanDate from);


/* Adds the row of the instance, states of all readings computed from the evaluation's doubtful and closing
 * events; gives it, or NULL where there are too many. */
CpplanDeadline *cpplan_evaluation_add (CpplanEvaluation *self, CpplanInstance *instance);

/* Adds the row of a link that is only projected. */
CpplanDeadline *cpplan_evaluation_add_projected (CpplanEvaluation *self, CpplanInstance *instance);

char **cpplan_explain (const CpplanDeadline *row);
