# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a wheel has to do under any Python, with nothing installed beside it: smoke.py EXAMPLE-CASE. Silence is good."""

import array
import copy
import pickle
import sys
from datetime import date

import cpplan


def main(path):
    calendar = cpplan.Calendar.bank_holidays("england-and-wales")
    assert calendar.add_working_days(date(2024, 12, 12), 10) == date(2024, 12, 30)
    assert calendar.add_working_days([date(2024, 12, 12), None], 10) == [date(2024, 12, 30), None]
    days = array.array("i", [20069] * 10_000)
    assert list(calendar.add_working_days(days, 10)) == [20087] * 10_000

    with open(path, encoding="utf-8") as file:
        case = cpplan.Case.from_json(file.read())
    policy = cpplan.Policy.builtin("rotherham")
    timetable = policy.evaluate(case, calendar, as_of=date(2025, 5, 9))
    assert timetable["first-core-group"][0].due == date(2024, 12, 30) and len(timetable.overdue) == 7
    findings = policy.review(case, calendar, as_of=date(2025, 5, 9))
    verdict = policy.may_end(case, calendar, on=date(2025, 5, 9))
    assert verdict.outcome is cpplan.Outcome.NOT_PERMITTED
    for thing in calendar, case, policy, timetable, findings, verdict, policy.diff(cpplan.Policy.builtin("kent")):
        assert pickle.loads(pickle.dumps(thing)) == copy.deepcopy(thing) == thing
    try:
        cpplan.Case.from_json("{")
    except cpplan.JsonError as error:
        assert str(error)
    else:
        raise AssertionError("what is no case was read")
    from cpplan.sources import annex_a, cin

    assert cin and annex_a
    assert not {"numpy", "pandas", "polars", "pyarrow"} & sys.modules.keys()


if __name__ == "__main__":
    main(sys.argv[1])
