# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every class of error, once, from what a program would do."""

import json
import pickle
import re
from datetime import date

import pytest

import cpplan

LONG_TEXT = "x" * (1024 * 1024 + 1)


def make_case(*events):
    return cpplan.Case("c", policy="england", events=events)


def ask_far(calendar):
    return cpplan.Policy.builtin("england").evaluate(
        make_case(), calendar, as_of=date(2025, 1, 1), horizon=date(2099, 1, 1)
    )


CAUSES = [
    (cpplan.DateError, lambda calendar: cpplan.add_months(date(1850, 1, 1), 1)),
    (
        cpplan.DateError,
        lambda calendar: cpplan.Policy.builtin("england").evaluate(make_case(), calendar, as_of=date(1800, 1, 1)),
    ),
    (cpplan.PeriodError, lambda calendar: cpplan.Period.parse("10 days")),
    (cpplan.PeriodError, lambda calendar: cpplan.Period(-1, "weeks")),
    (cpplan.OutOfCoverError, lambda calendar: calendar.add_working_days(date(2060, 1, 1), 1)),
    (cpplan.OutOfCoverError, lambda calendar: calendar.is_working_day(date(1980, 1, 1))),
    (cpplan.OutOfCoverError, lambda calendar: calendar.add_working_days([date(2024, 1, 2), date(2060, 1, 1)], 1)),
    (cpplan.CalendarError, lambda calendar: cpplan.Calendar("c", date(2025, 1, 2), date(2025, 1, 1))),
    (cpplan.RecordError, lambda calendar: cpplan.Event("", "visit", date(2025, 1, 1))),
    (cpplan.RecordError, lambda calendar: cpplan.Event("e", "visit", date(2025, 1, 1), quorate=True)),
    (cpplan.RecordError, lambda calendar: cpplan.Person("w", "Not A Name")),
    (cpplan.RecordError, lambda calendar: make_case(cpplan.Event("e", "visit", date(2025, 1, 1), about="nothing"))),
    (cpplan.PolicyError, lambda calendar: cpplan.Policy.parse("no policy")),
    (cpplan.UnknownNameError, lambda calendar: cpplan.Calendar.bank_holidays("wales")),
    (cpplan.UnknownNameError, lambda calendar: cpplan.Policy.builtin("atlantis")),
    (cpplan.UnknownNameError, lambda calendar: cpplan.Event("e", "tea-party", date(2025, 1, 1))),
    (cpplan.LimitError, ask_far),
    (cpplan.LimitError, lambda calendar: cpplan.Policy.parse(LONG_TEXT)),
    (cpplan.JsonError, lambda calendar: cpplan.Case.from_json("{")),
    (cpplan.JsonError, lambda calendar: cpplan.Case.from_json("\x00")),
    (cpplan.JsonError, lambda calendar: cpplan.Calendar.from_json("[]", "scotland")),
]


@pytest.mark.parametrize("wanted, cause", CAUSES, ids=lambda value: getattr(value, "__name__", ""))
def test_error(calendar, wanted, cause):
    with pytest.raises(wanted) as caught:
        cause(calendar)
    error = caught.value
    assert type(error) is wanted and isinstance(error, cpplan.Error) and isinstance(error, ValueError)
    # UnknownNameError is of the code unknown-name
    assert error.code is cpplan.ErrorCode(
        re.sub("(?<=[a-z])(?=[A-Z])", "-", wanted.__name__).lower()[: -len("-error")]
    )
    assert error.domain == "cpplan-error-quark" and str(error)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is wanted and str(again) == str(error)


def test_every_code_has_its_class():
    classes = {error.code: error for error in cpplan.Error.__subclasses__() if error.code is not None}
    assert set(classes) == set(cpplan.ErrorCode)
    assert {wanted for wanted, _ in CAUSES} == set(classes.values())


def test_a_message_names_the_place():
    document = {
        "format": "cpplan-case/1",
        "id": "c",
        "events": [{"id": "e", "kind": "visit", "date": "2025-02-30"}],
    }
    with pytest.raises(cpplan.Error, match=r"events\[0\].date"):
        cpplan.Case.from_json(json.dumps(document))


@pytest.mark.parametrize("index", [2, 10])
def test_a_row_outside_is_named(calendar, index):
    dates = [date(2024, 1, 2)] * 12
    dates[index] = date(2031, 5, 6)
    with pytest.raises(cpplan.OutOfCoverError, match=rf"row {index} \(2031-05-06\)"):
        calendar.add_working_days(dates, 3)


def test_a_name_that_is_nearly_right_is_suggested():
    day = date(2025, 4, 10)
    with pytest.raises(cpplan.UnknownNameError, match='kind: "vist" is no EventKind; did you mean "visit"?'):
        cpplan.Event("e1", "vist", day)
    with pytest.raises(cpplan.UnknownNameError, match='kind: "bail" is none of .*visit'):
        cpplan.Event("e1", "bail", day)
    with pytest.raises(cpplan.UnknownNameError, match='"child-sen" .*did you mean "child-seen"?'):
        cpplan.Event("e1", "visit", day, child_sen=True)
    with pytest.raises(cpplan.RecordError, match="outcome: events of kind visit have no such attribute$"):
        cpplan.Event("e1", "visit", day, outcome="plan")
    for name, meant in (("leeds", ";"), ("Rotheram", 'did you mean "rotherham"?')):
        with pytest.raises(cpplan.UnknownNameError) as caught:
            cpplan.Policy.builtin(name)
        assert meant in str(caught.value) and all(known in str(caught.value) for known in cpplan.BUILTIN)
