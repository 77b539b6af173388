# SPDX-License-Identifier: LGPL-2.1-or-later
"""What an analyst writes, for mypy --strict; it runs too."""

from __future__ import annotations

from datetime import date
from typing import Optional

import numpy
import numpy.typing
import pandas

import cpplan

calendar = cpplan.Calendar.bank_holidays("england-and-wales")
due: date = calendar.add_working_days(date(2024, 12, 12), 10)
count: int = calendar.working_days_between(date(2024, 12, 12), due)
is_worked: bool = calendar.is_working_day(due)
listed: list[Optional[date]] = calendar.add_working_days([due, None], 10)
counts: list[Optional[int]] = calendar.working_days_between([due, None], due)
days: numpy.typing.NDArray[numpy.datetime64] = calendar.add_working_days(numpy.array(["2024-12-12"], "M8[D]"), 10)
series: pandas.Series[pandas.Timestamp] = calendar.add_working_days(
    pandas.Series(pandas.to_datetime(["2024-12-12"])), 10
)
holiday = calendar.holiday_on(date(2024, 12, 25))
name: str = holiday.name if holiday is not None else ""
period: cpplan.Period = cpplan.Period.parse("10 working days")
later: date = calendar.add(due, period, count=cpplan.Count.AFTER)

case = cpplan.Case(
    "c1",
    born=date(2018, 11, 2),
    policy="rotherham",
    people=[cpplan.Person("w1", "lead-social-worker")],
    events=[
        cpplan.Event("e1", "strategy-discussion", date(2025, 3, 27), section_47_initiated=True),
        cpplan.Event("e2", cpplan.EventKind.INITIAL_CONFERENCE, date(2025, 4, 10), outcome="plan"),
        cpplan.Event("e3", "core-group", date(2025, 4, 25), attendees=["w1"]),
    ],
)
policy = cpplan.Policy.builtin("rotherham")
timetable: cpplan.Timetable = policy.evaluate(case, calendar, as_of=date(2025, 5, 9))
for deadline in timetable.overdue:
    state: cpplan.State = deadline.state
    day: Optional[date] = deadline.due
    rule: cpplan.Rule = deadline.rule
first: cpplan.Deadline = timetable["first-core-group"][0]
met_by: Optional[cpplan.Event] = first.met_by
frame: pandas.DataFrame = timetable.to_frame()
missing: tuple[cpplan.Finding, ...] = policy.review(case, calendar, as_of=date(2025, 5, 9)).missing
problems: list[cpplan.Problem] = []
caseload: pandas.DataFrame = cpplan.evaluate_caseload(
    (document for document in [case.to_dict()]), policy, calendar, as_of=date(2025, 5, 9), problems=problems
)
lines: pandas.DataFrame = cpplan.evaluate_caseload([case], policy, calendar, as_of=date(2025, 5, 9), threads=2)
events = pandas.DataFrame({"case": ["c"], "id": ["e"], "kind": ["visit"], "date": ["2025-04-29"]})
children = pandas.DataFrame({"case": ["c"], "born": ["2018-11-02"]})
long: pandas.DataFrame = cpplan.evaluate_caseload(
    events, cpplan.Policy.builtin("kent"), calendar, as_of=date(2025, 5, 9), children=children, progress=False
)
places: list[Optional[str]] = [problem.case for problem in problems]
verdict: cpplan.Verdict = policy.may_end(case, calendar, on=date(2025, 5, 9))
outcome: cpplan.Outcome = verdict.outcome
try:
    cpplan.Calendar.bank_holidays("wales")
except cpplan.UnknownNameError as error:
    code: Optional[cpplan.ErrorCode] = error.code
