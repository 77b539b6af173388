/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a person should look at in the record itself. */
#pragma once

#include "cpplan-view-private.h"

/* The warnings about what is seen of a record, none twice: those about the child and people first, then those about
 * events, in their order. (element-type CpplanWarning), owned; subjects are lent by the case. docs/data-checks.md
 * says what each means. */
GPtrArray *cpplan_view_lint (const CpplanView *view);
