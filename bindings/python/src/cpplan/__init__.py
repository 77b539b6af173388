# SPDX-License-Identifier: LGPL-2.1-or-later
"""When is it due, what is missing, may the plan end: the procedures of child protection, worked out from a record.

    import cpplan
    from datetime import date

    calendar = cpplan.Calendar.bank_holidays("england-and-wales")
    case = cpplan.Case.from_json(open("case.json").read())
    timetable = cpplan.Policy.builtin("rotherham").evaluate(case, calendar, as_of=date(2025, 5, 9))
    for deadline in timetable.overdue:
        print(deadline.due, deadline.rule.title)

Nothing here reads the clock: the day asked about is always given. Objects do not change, can be shared by threads, and
can be pickled.
"""

import typing as _typing

from cpplan._base import version as _version
from cpplan._calendar import Calendar, Holiday, Period, add_months, age_reached
from cpplan._record import Case, Event, Person, attributes_of, audiences, choices_of, roles
from cpplan._policy import BUILTIN, Lint, Policy, PolicySet, Rule
from cpplan._answers import Deadline, Finding, Findings, Reading, RecordWarning, Requirement, Timetable, Verdict
from cpplan._caseload import Problem, cases, evaluate_caseload
from cpplan._comparison import DeadlineChange, KeyChange, PolicyDiff, Replay, RuleChange, TimetableDiff
from cpplan.enums import (
    AttributeType,
    CalendarExtent,
    Change,
    Count,
    DayClass,
    Division,
    ErrorCode,
    EventKind,
    FindingState,
    Flag,
    Force,
    MonthEnd,
    Outcome,
    RuleKind,
    State,
    Status,
    Strictness,
    Truth,
    Unit,
)
from cpplan.errors import (
    CalendarError,
    CaseloadWarning,
    DateError,
    Error,
    JsonError,
    LimitError,
    OutOfCoverError,
    PeriodError,
    PolicyError,
    RecordError,
    UnknownNameError,
)

if _typing.TYPE_CHECKING:
    from cpplan import sources as sources
    from cpplan._column import Column
    from cpplan._indicators import Indicators, indicators
    from cpplan._pictures import plot_overdue
    from cpplan.attributes import Attribute
else:
    # What few programs want is read when it is wanted.
    _LATER = {
        "Attribute": "attributes",
        "Column": "_column",
        "Indicators": "_indicators",
        "indicators": "_indicators",
        "plot_overdue": "_pictures",
    }

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name in _LATER:
            return getattr(import_module(f"cpplan.{_LATER[name]}"), name)
        if name == "sources":
            return import_module("cpplan.sources")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_LATER, "sources"})


__version__ = _version()

__all__ = [
    "Attribute",
    "AttributeType",
    "BUILTIN",
    "Calendar",
    "CalendarError",
    "CalendarExtent",
    "Case",
    "CaseloadWarning",
    "Change",
    "Column",
    "Count",
    "DateError",
    "DayClass",
    "Deadline",
    "DeadlineChange",
    "Division",
    "Error",
    "ErrorCode",
    "Event",
    "EventKind",
    "Finding",
    "FindingState",
    "Findings",
    "Flag",
    "Force",
    "Holiday",
    "Indicators",
    "JsonError",
    "KeyChange",
    "LimitError",
    "Lint",
    "MonthEnd",
    "Outcome",
    "OutOfCoverError",
    "Period",
    "PeriodError",
    "Person",
    "Policy",
    "PolicyDiff",
    "PolicyError",
    "PolicySet",
    "Problem",
    "Reading",
    "RecordError",
    "RecordWarning",
    "Replay",
    "Requirement",
    "Rule",
    "RuleChange",
    "RuleKind",
    "State",
    "Status",
    "Strictness",
    "Timetable",
    "TimetableDiff",
    "Truth",
    "Unit",
    "UnknownNameError",
    "Verdict",
    "__version__",
    "add_months",
    "age_reached",
    "attributes_of",
    "audiences",
    "cases",
    "choices_of",
    "evaluate_caseload",
    "indicators",
    "plot_overdue",
    "roles",
]
