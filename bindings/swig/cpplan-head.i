/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What every host needs before the declarations: the C includes, GLib's words, who owns what.
 *
 * The headers are regular, and so is this: what a function gives as `const CpplanX *` is lent, and the host gets a
 * reference of its own; what it gives as `CpplanX *` is the host's.
 */
%{
#include <cpplan/cpplan-json.h>
%}

#define CPPLAN_INSIDE
#define CPPLAN_AVAILABLE_IN_0_1
#define G_BEGIN_DECLS
#define G_END_DECLS
%define G_DEFINE_AUTOPTR_CLEANUP_FUNC(type, function)
%enddef

typedef int gboolean;
typedef int gint;
typedef int gint32;
typedef unsigned int guint;
typedef unsigned int guint32;
typedef unsigned char guint8;
typedef long long gint64;
typedef size_t gsize;
typedef ssize_t gssize;

/* A function that may not fail takes no NULL; those that may are named where they are declared. */
%define CPPLAN_OBJECT(Name, prefix)
%nodefaultctor _Cpplan##Name;
%nodefaultdtor _Cpplan##Name;
%rename(Name) _Cpplan##Name;
%ignore cpplan_##prefix##_ref;
%ignore cpplan_##prefix##_unref;
struct _Cpplan##Name {};
%extend _Cpplan##Name { ~_Cpplan##Name () { cpplan_##prefix##_unref ($self); } }
%enddef

%define CPPLAN_BUILDER(Name, prefix)
%nodefaultctor _Cpplan##Name;
%nodefaultdtor _Cpplan##Name;
%rename(Name) _Cpplan##Name;
%ignore cpplan_##prefix##_free;
struct _Cpplan##Name {};
%extend _Cpplan##Name { ~_Cpplan##Name () { cpplan_##prefix##_free ($self); } }
%enddef

CPPLAN_OBJECT (Calendar, calendar)
CPPLAN_OBJECT (Event, event)
CPPLAN_OBJECT (Person, person)
CPPLAN_OBJECT (Case, case)
CPPLAN_OBJECT (Rule, rule)
CPPLAN_OBJECT (Policy, policy)
CPPLAN_OBJECT (PolicySet, policy_set)
CPPLAN_OBJECT (PolicyDiff, policy_diff)
CPPLAN_OBJECT (Timetable, timetable)
CPPLAN_OBJECT (TimetableDiff, timetable_diff)
CPPLAN_OBJECT (Findings, findings)
CPPLAN_OBJECT (Verdict, verdict)
CPPLAN_OBJECT (Caseload, caseload)
CPPLAN_BUILDER (CalendarBuilder, calendar_builder)
CPPLAN_BUILDER (CaseBuilder, case_builder)
CPPLAN_BUILDER (EventBuilder, event_builder)
