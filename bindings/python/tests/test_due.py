# SPDX-License-Identifier: LGPL-2.1-or-later
"""The due day of a rule: as the timetable has it, from one date and from arrays of every kind."""

import array
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import cpplan

numpy = pytest.importorskip("numpy")
pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")

CALENDAR = cpplan.Calendar.bank_holidays("england-and-wales")
POLICY = cpplan.Policy.builtin("rotherham")
DATES = [date(2024, 12, 12), None, date(2025, 4, 10), date(2025, 4, 19)]
DUE = [date(2024, 12, 30), None, date(2025, 4, 28), date(2025, 5, 6)]


@settings(deadline=None, max_examples=40)
@given(some.dates(date(1992, 1, 1), date(2026, 6, 30)))
def test_as_the_timetable_has_it(day):
    case = cpplan.Case(
        "c",
        born=date(day.year - 5, 1, 1),
        events=[cpplan.Event("i", "initial-conference", day, outcome="plan")],
    )
    timetable = POLICY.evaluate(case, CALENDAR, as_of=day)
    for id in ("first-core-group", "first-review"):
        [row] = timetable[id]
        assert POLICY.due(id, day, CALENDAR) == row.due
        assert POLICY.act_by(POLICY[id], day, CALENDAR) == row.act_by


def test_every_kind_of_array():
    assert POLICY.due("first-core-group", DATES, CALENDAR) == DUE
    assert POLICY.due("first-core-group", tuple(DATES), CALENDAR) == DUE
    days = numpy.array(DATES, "M8[D]")
    due = POLICY.due("first-core-group", days, CALENDAR)
    assert due.dtype == days.dtype and due.tolist() == DUE
    out = numpy.empty_like(days)
    assert POLICY.due("first-core-group", days, CALENDAR, out=out) is out and out.tolist() == DUE
    assert POLICY.due("first-core-group", days.view("i8")[2:], CALENDAR).dtype == numpy.int64
    series = pandas.Series(pandas.to_datetime(pandas.Series(DATES)).values, index=list("abcd"), name="conference")
    due = POLICY.due("first-core-group", series, CALENDAR)
    assert list(due.index) == list("abcd") and due.name == "conference" and due.dtype == series.dtype
    assert [None if pandas.isna(day) else day.date() for day in due] == DUE
    assert POLICY.due("first-core-group", polars.Series("x", DATES), CALENDAR).to_list() == DUE
    assert POLICY.due("first-core-group", pyarrow.array(DATES), CALENDAR).to_pylist() == DUE
    numbers = array.array("i", [(day - date(1970, 1, 1)).days for day in DATES[2:]])
    assert [date(1970, 1, 1) + timedelta(n) for n in POLICY.due("first-core-group", numbers, CALENDAR)] == DUE[2:]
    assert POLICY.act_by("first-review", DATES, CALENDAR) == [
        None if day is None else POLICY.act_by("first-review", day, CALENDAR) for day in DATES
    ]
    assert POLICY.due("first-review", [], CALENDAR) == []


def test_long_arrays():
    days = numpy.datetime64("1990-01-01") + numpy.arange(100_000) % 14_000
    due = POLICY.due("first-core-group", days, CALENDAR)
    assert (due == CALENDAR.add_working_days(days, 10)).all()
    months = POLICY.due("first-review", days, CALENDAR)
    assert months[:400].tolist() == [CALENDAR.add(day, "3 months") for day in days[:400].tolist()]
    acts = POLICY.act_by("first-review", days, CALENDAR)
    assert acts[:400].tolist() == [CALENDAR.last_working_day(day) for day in months[:400].tolist()]


def test_what_has_no_due_day():
    with pytest.raises(cpplan.UnknownNameError, match="first-core-grup"):
        POLICY.due("first-core-grup", DATES, CALENDAR)
    for id, key in (
        ("child-seen-alone", "not-before"),
        ("core-group-before-review", "before"),
        ("lead-social-worker", "kind"),
    ):
        for dates in (date(2024, 12, 12), DATES, numpy.array(DATES, "M8[D]")):
            with pytest.raises(cpplan.PolicyError, match=rf"\[rule {id}\] {key}:"):
                POLICY.due(id, dates, CALENDAR)
    stoke = cpplan.Policy.builtin("stoke-on-trent")
    assert stoke.due("earliest-end", date(2024, 12, 12), CALENDAR) == date(2025, 6, 12)
    with pytest.raises(cpplan.PolicyError, match="a bar"):
        stoke.act_by("earliest-end", DATES, CALENDAR)
    with pytest.raises(ValueError, match="earliest-end of the policy stoke-on-trent"):
        POLICY.due(stoke["earliest-end"], DATES, CALENDAR)


def test_the_rule_is_looked_for_where_there_are_no_rows():
    for nothing in ([], numpy.array([], "M8[D]"), pyarrow.array([], pyarrow.date32())):
        for ask in POLICY.due, POLICY.act_by:
            assert len(ask("first-core-group", nothing, CALENDAR)) == 0
            with pytest.raises(cpplan.UnknownNameError, match="first-core-grup"):
                ask("first-core-grup", nothing, CALENDAR)
            with pytest.raises(cpplan.PolicyError, match="not-before"):
                ask("child-seen-alone", nothing, CALENDAR)


def test_what_lies_outside():
    dates = [date(2024, 12, 12), date(2028, 12, 29)]
    with pytest.raises(cpplan.OutOfCoverError, match="does not reach what first-core-group gives from 2028-12-29"):
        POLICY.due("first-core-group", dates[1], CALENDAR)
    with pytest.raises(
        cpplan.OutOfCoverError, match=r"row 1 \(2028-12-29\) of 2: .* no due day of first-core-group"
    ):
        POLICY.due("first-core-group", dates, CALENDAR)
    assert POLICY.due("first-core-group", dates, CALENDAR, outside="missing") == [DUE[0], None]
    days = numpy.array(dates, "M8[D]")
    with pytest.raises(cpplan.OutOfCoverError, match="row 1"):
        POLICY.due("first-core-group", days, CALENDAR, out=days)
    for wrong in ("2024-12-12", None, 3, 1.5):
        with pytest.raises(TypeError):
            POLICY.due("first-core-group", wrong, CALENDAR)
    with pytest.raises(TypeError):
        POLICY.due("first-core-group", DATES, "england-and-wales")
    with pytest.raises(TypeError):
        POLICY.due(7, DATES, CALENDAR)
