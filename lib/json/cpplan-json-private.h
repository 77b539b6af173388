/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the readers and writers of documents share: strict loading, places for messages, dates.
 */
#pragma once

#include <cpplan/cpplan-json.h>

#include <jansson.h>

G_BEGIN_DECLS

/* Where in a document something stands, for messages: a chain on the stack, from the inside out. It is
 * spelled out (`events[3].date`) only when something is wrong there. */
typedef struct _CpplanJsonPlace CpplanJsonPlace;

struct _CpplanJsonPlace
{
  const CpplanJsonPlace *within; /* NULL: in the document itself */
  const char            *member; /* NULL: an element of a list */
  gsize                  index;
};

typedef json_t CpplanJson;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanJson, json_decref)

/* Reads a text within the limits that <cpplan/cpplan-json.h> names; errors name line and column. */
CpplanJson *cpplan_json_load (const char *text, gssize length, GError **error);

/* Sets an error at a place (NULL: the document itself) and gives FALSE. */
gboolean
cpplan_json_refuse (const CpplanJsonPlace *place, CpplanError code, GError **error, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

/* Sets an error with the message of `cause`, which it frees, after the place, and gives FALSE. */
gboolean
cpplan_json_refuse_because (const CpplanJsonPlace *place, CpplanError code, GError **error, GError *cause);

/* The same, for the builders of events and people, whose messages begin with the name of a member of `place`.
 */
gboolean
cpplan_json_refuse_member (const CpplanJsonPlace *place, CpplanError code, GError **error, GError *cause);

gboolean cpplan_json_refuse_unknown (const CpplanJsonPlace *place, const char *member, GError **error);

/* Each of these gives FALSE, with an error, where the value is of another type. */
gboolean cpplan_json_want_object (const json_t *value, const CpplanJsonPlace *place, GError **error);
gboolean cpplan_json_want_list (const json_t *value, const CpplanJsonPlace *place, GError **error);
gboolean cpplan_json_get_text (const json_t          *value,
                               const CpplanJsonPlace *place,
                               const char           **out_text,
                               GError               **error);
gboolean cpplan_json_get_truth (const json_t          *value,
                                const CpplanJsonPlace *place,
                                gboolean              *out_truth,
                                GError               **error);
gboolean
cpplan_json_get_number (const json_t *value, const CpplanJsonPlace *place, gint *out_number, GError **error);

/* An impossible date is an error of `code`. */
gboolean cpplan_json_get_date (const json_t          *value,
                               const CpplanJsonPlace *place,
                               CpplanError            code,
                               CpplanDate            *out_date,
                               GError               **error);

/* Finds a member that has to be there; NULL, with an error, where it is not. */
const json_t *
cpplan_json_need (const json_t *object, const char *member, const CpplanJsonPlace *place, GError **error);

/* As cpplan_json_need() and cpplan_json_get_text(). */
gboolean cpplan_json_need_text (const json_t          *object,
                                const char            *member,
                                const CpplanJsonPlace *place,
                                const char           **out_text,
                                GError               **error);

/* Reads a list of texts, lent by the value: an array to be freed, ended by NULL. */
const char **cpplan_json_get_texts (const json_t *value, const CpplanJsonPlace *place, GError **error);

/* Events in case files. */
CpplanEvent *cpplan_json_event_read (const json_t *value, const CpplanJsonPlace *place, GError **error);
json_t      *cpplan_json_event_write (const CpplanEvent *event);

/* Writing. Texts of the library are valid UTF-8, so these fail only for want of memory, and then abort as
 * GLib does. A NULL text, and CPPLAN_DATE_NONE, leave the member out. */
json_t *cpplan_json_new_object (void);
json_t *cpplan_json_new_list (void);
void    cpplan_json_set (json_t *object, const char *member, json_t *value);
void    cpplan_json_set_text (json_t *object, const char *member, const char *text);
void    cpplan_json_set_date (json_t *object, const char *member, CpplanDate date);
void    cpplan_json_set_texts (json_t *object, const char *member, const char *const *texts);
void    cpplan_json_set_rule (json_t *object, const CpplanRule *rule); /* its id, kind, title and force */
json_t *cpplan_json_new_warning (const CpplanWarning *warning);
void    cpplan_json_set_flags (json_t *object, guint flags); /* sorted, as the member flags */
void    cpplan_json_append (json_t *list, json_t *value);
void    cpplan_json_append_text (json_t *list, const char *text);

/* What an answer says of its question: of whom and when it was asked, and by which library, procedures and calendar it
 * was answered. */
typedef struct
{
  const char           *format;
  const CpplanCase     *record;
  const char           *policy;  /* id, or NULL */
  const char           *edition; /* or NULL */
  const char           *policy_digest;
  const CpplanCalendar *calendar;
  const char           *day_name; /* `as-of` or `on` */
  CpplanDate            day;
  CpplanDate            known_at;
  CpplanDate            horizon; /* or NONE */
} CpplanJsonQuestion;

/* A document that begins with it. */
json_t *cpplan_json_new_answer (const CpplanJsonQuestion *question);

/* Writes the document, on one line or indented by two spaces, and frees it. */
char *cpplan_json_to_string (json_t *document, gboolean is_compact);

G_END_DECLS
