/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the floors above the record need of it: the bodies of events, people and cases. */
#pragma once

#include <cpplan/cpplan.h>

#include "cpplan-echo-private.h"

#define CPPLAN_ID_MAX 255
#define CPPLAN_EVENTS_MAX 100000

/* No event, no person. */
#define CPPLAN_NO_INDEX G_MAXUINT

/* An attribute of one kind that is yes where it is not recorded and another attribute is yes (@choice NULL)
 * or has the name @choice. */
typedef struct
{
  CpplanEventKind kind;
  CpplanAttribute attribute;
  CpplanAttribute because;
  const char     *choice;
} CpplanImplication;

const CpplanImplication *cpplan_schema_get_implications (gsize *out_length);

/* Lower-case words of letters and digits, joined by single hyphens. */
gboolean cpplan_is_name (const char *text);

/* 1 to CPPLAN_ID_MAX bytes of UTF-8 without control characters. */
gboolean cpplan_is_id (const char *text);

gboolean cpplan_name_in (const char *name, const char *const *names);

/* One recorded attribute. */
typedef struct
{
  CpplanAttribute attribute;
  CpplanType      type;
  union
  {
    gboolean     truth;
    CpplanDate   date;
    CpplanPeriod period;
    char        *text; /* owned */
    char       **list; /* owned, ended by NULL */
  } as;
} CpplanValue;

struct _CpplanEvent
{
  gint            ref_count;
  char           *id;
  CpplanEventKind kind;
  CpplanStatus    status;
  CpplanDate      date;
  CpplanDate      recorded;         /* or NONE */
  CpplanDate      not_held_as_of;   /* or NONE */
  gint            seq;              /* 0 where none is recorded */
  gboolean        has_seq;
  gboolean        is_void;
  char           *supersedes;       /* id, or NULL */
  GArray         *values;           /* (element-type CpplanValue), by attribute number */
};

struct _CpplanPerson
{
  gint              ref_count;
  CpplanPersonFacts facts; /* its texts are owned */
};

/* One line of a timeline of policies. */
typedef struct
{
  char      *policy;
  CpplanDate from; /* NONE: always */
} CpplanCharge;

/* A person of the case: all parts that stand under one id. */
typedef struct
{
  const char *id;    /* lent by the first part */
  GArray     *parts; /* (element-type guint): indices into people */
} CpplanPersonSlot;

/* An event in its case: references already found. */
typedef struct
{
  CpplanEvent *event;      /* owned reference */
  guint        place;      /* index in the order in which it was added, for messages */
  guint        supersedes; /* index of an event, or CPPLAN_NO_INDEX */
  guint        about;      /* likewise */
  guint        by;         /* index of a person slot, or CPPLAN_NO_INDEX */
} CpplanCaseEvent;

struct _CpplanCase
{
  gint        ref_count;
  char       *id;
  CpplanDate  born;
  CpplanDate  expected;
  char       *district;
  GArray     *charges;      /* (element-type CpplanCharge), by day */
  GPtrArray  *people;       /* (element-type CpplanPerson), as added */
  GArray     *slots;        /* (element-type CpplanPersonSlot), by first appearance */
  GHashTable *slot_of;      /* id -> index of a slot */
  GArray     *events;       /* (element-type CpplanCaseEvent), by date, seq, id */
  GHashTable *event_of;     /* id -> index of an event */
};

/* The recorded value of an attribute, or NULL. */
const CpplanValue *cpplan_event_find_value (const CpplanEvent *self, CpplanAttribute attribute);

static inline const CpplanCaseEvent *
cpplan_case_at (const CpplanCase *self, guint index)
{
  return &g_array_index (self->events, CpplanCaseEvent, index);
}

/* The index of the person of an id, or CPPLAN_NO_INDEX. */
guint cpplan_case_find_person (const CpplanCase *self, const char *id);

/* Whether any part of the person of that slot is in force on the day and says so. */
typedef enum
{
  CPPLAN_PERSON_ROLE                    = 1,
  CPPLAN_PERSON_EMPLOYER                = 2,
  CPPLAN_PERSON_AGENCY                  = 3,
  CPPLAN_PERSON_FIRST_LANGUAGE          = 4,
  CPPLAN_PERSON_PREFERRED_LANGUAGE      = 5,
  CPPLAN_PERSON_QUALIFIED_SOCIAL_WORKER = 6, /* from here on: truths */
  CPPLAN_PERSON_EXPERIENCED             = 7,
  CPPLAN_PERSON_DIRECT_CONTACT          = 8,
} CpplanPersonAttribute;

const char *cpplan_person_attribute_to_string (CpplanPersonAttribute attribute);

/* 0 where no attribute of people has that name. */
CpplanPersonAttribute cpplan_person_attribute_from_string (const char *text);

gboolean cpplan_person_attribute_is_truth (CpplanPersonAttribute attribute);

/* Whether the person's role, employer or agency was @name on @date. A person of whom no part was in force
 * that day had none. */
CpplanTruth cpplan_case_person_has (const CpplanCase *self, guint slot, CpplanPersonAttribute attribute, const char *name, CpplanDate date);

/* Whether the person had any part in the case on @date. */
gboolean cpplan_case_person_takes_part (const CpplanCase *self, guint slot, CpplanDate date);

/* Whether the person was qualified, experienced or in direct contact on @date. */
CpplanTruth cpplan_case_person_is (const CpplanCase *self, guint slot, CpplanPersonAttribute attribute, CpplanDate date);
