# SPDX-License-Identifier: LGPL-2.1-or-later
"""What was done in time, counted by hand beside it."""

import pickle
from datetime import date, timedelta

import pytest

import cpplan

pandas = pytest.importorskip("pandas")
hypothesis = pytest.importorskip("hypothesis")
from hypothesis import strategies  # noqa: E402

AS_OF = date(2025, 6, 30)
STATES = [state.value for state in cpplan.State]


def as_frame(cases, calendar, as_of=AS_OF):
    policies = cpplan.PolicySet.builtin()
    frames = [policies.evaluate(case, calendar, as_of=as_of).to_frame() for case in cases]
    frame = pandas.concat(frames, ignore_index=True)
    frame["working-days"] = calendar.working_days_between(frame["from"], frame["met-on"])
    return frame


def child(id, authority, began, held=None, initiated=True):
    """A strategy discussion, and the conference that followed if one did."""
    events = [cpplan.Event("s", "strategy-discussion", began, section_47_initiated=initiated)]
    if held:
        events.append(cpplan.Event("c", "initial-conference", held, outcome="plan"))
    return cpplan.Case(id, born=date(2018, 11, 2), policy=authority, events=events)


@pytest.fixture(scope="module")
def conferences(calendar):
    """In 2025 Good Friday was 18 April, Easter Monday 21 April, the early May bank holiday 5 May."""
    return as_frame(
        [
            child("a", "rotherham", date(2025, 3, 31), date(2025, 4, 23)),  # day 15, over Easter
            child("b", "rotherham", date(2025, 3, 31), date(2025, 4, 24)),  # day 16
            child("c", "rotherham", date(2025, 5, 12), date(2025, 5, 23)),  # day 9
            child("d", "stoke-on-trent", date(2025, 5, 1)),  # due 23 May, not held
            child("e", "stoke-on-trent", date(2025, 4, 1), date(2025, 5, 2)),  # day 21
            child("f", "stoke-on-trent", date(2025, 6, 20)),  # due 11 July
            child("g", "stoke-on-trent", date(2025, 5, 1), initiated=None),  # began an enquiry? not recorded
        ],
        calendar,
    )


def read(table, *keys):
    """Gives the lines as dicts by what they are grouped by."""
    return {tuple(row[key] for key in keys): row for row in table.to_dict("records")}


def pick(row, *names):
    return tuple(row[name] for name in names)


def test_initial_conferences_in_bands(conferences):
    bands = ("held", "0-10", "11-15", "16-20", "21+", "within-15", "length-unknown")
    left = ("overdue", "lapsed", "open", "undetermined")
    found = read(cpplan.indicators(conferences).initial_conferences("authority"), "authority")
    assert pick(found["rotherham",], *bands) == (3, 1, 1, 1, 0, 2, 0)
    assert pick(found["rotherham",], *left) == (0, 0, 0, 0)
    assert pick(found["stoke-on-trent",], *bands) == (1, 0, 0, 0, 1, 0, 0)
    assert pick(found["stoke-on-trent",], *left) == (1, 0, 1, 1)
    assert found["rotherham",]["within-15-percent"] == pytest.approx(200 / 3)
    assert found["rotherham",]["median"] == 15
    (total,) = cpplan.indicators(conferences).initial_conferences().to_dict("records")
    assert pick(total, *bands) == (4, 1, 1, 1, 1, 2, 0)
    assert total["within-15-percent"] == 50


def test_conferences_are_told_by_the_month_and_year_in_which_they_were_held(conferences):
    found = read(cpplan.indicators(conferences).initial_conferences("month"), "month")
    assert {key: pick(row, "held", "within-15", "overdue", "open") for key, row in found.items()} == {
        ("2025-04",): (2, 1, 0, 0),
        ("2025-05",): (2, 1, 1, 0),
        ("2025-07",): (0, 0, 0, 1),
    }
    assert pandas.isna(found["2025-07",]["within-15-percent"])
    assert list(cpplan.indicators(conferences).initial_conferences("year")["year"]) == ["2025-26"]


def test_the_year_ends_in_march(calendar):
    days = [(date(2025, 3, 3), date(2025, 3, 31)), (date(2025, 3, 4), date(2025, 4, 1))]
    frame = as_frame([child(f"c{n}", "rotherham", *pair) for n, pair in enumerate(days)], calendar)
    found = read(cpplan.indicators(frame).initial_conferences("year"), "year")
    assert {key: row["16-20"] for key, row in found.items()} == {("2024-25",): 1, ("2025-26",): 1}


def test_conferences_of_siblings_are_counted_once_where_it_is_said_which_they_are(conferences, calendar):
    sibling = as_frame([child("a2", "rotherham", date(2025, 3, 28), date(2025, 4, 23))], calendar)  # day 16
    frame = pandas.concat([conferences, sibling], ignore_index=True)
    names = {"a": "K1", "a2": "K1", "b": "K2", "c": "K3", "e": "K1"}
    frame["conference"] = frame["case"].map(names)
    told = cpplan.indicators(frame, conference="conference")
    found = read(told.initial_conferences("authority", count="conference"), "authority")
    # the siblings' one is of day 16 for one of them; K1 of another authority is another
    names = ("held", "0-10", "11-15", "16-20", "21+", "within-15")
    assert pick(found["rotherham",], *names) == (3, 1, 0, 2, 0, 1)
    assert pick(found["stoke-on-trent",], *names) == (1, 0, 0, 0, 1, 0)
    assert told.initial_conferences().loc[0, "held"] == 5
    with pytest.raises(cpplan.Error, match="name the columns"):
        cpplan.indicators(frame).initial_conferences(count="conference")
    with pytest.raises(cpplan.Error, match="1 held conferences have nothing in conference"):
        lost = frame.assign(conference=frame["conference"].where(frame["case"] != "b"))
        cpplan.indicators(lost, conference="conference").initial_conferences(count="conference")
    with pytest.raises(cpplan.Error, match="K1 was held on more than one day"):
        moved = frame.assign(conference=frame["conference"].where(frame["case"] != "b", "K1"))
        cpplan.indicators(moved, conference="conference").initial_conferences(count="conference")


def test_a_conference_that_two_discussions_began_counts_once_from_the_earlier(calendar):
    events = [
        cpplan.Event("s1", "strategy-discussion", date(2025, 3, 3), section_47_initiated=True),
        cpplan.Event("s2", "strategy-discussion", date(2025, 3, 10), section_47_initiated=True),
        cpplan.Event("c", "initial-conference", date(2025, 3, 27), outcome="plan"),  # days 18 and 13
    ]
    frame = as_frame([cpplan.Case("x", born=date(2018, 1, 1), policy="rotherham", events=events)], calendar)
    assert list(frame[frame["rule"] == "initial-conference"]["working-days"]) == [18, 13]
    table = cpplan.indicators(frame).initial_conferences()
    assert pick(table.loc[0], "held", "11-15", "16-20") == (1, 0, 1)


def test_in_time_by_rule_and_authority(conferences):
    found = read(cpplan.indicators(conferences).to_frame(), "authority", "rule")
    row = found["rotherham", "initial-conference"]
    assert pick(row, "deadlines", "due", "in-time", "late", "overdue", "open") == (3, 3, 2, 1, 0, 0)
    assert row["in-time-percent"] == row["percent-at-least"] == row["percent-at-most"] == pytest.approx(200 / 3)
    row = found["stoke-on-trent", "initial-conference"]
    assert pick(row, "deadlines", "due", "in-time", "late", "overdue", "open", "undetermined") == (
        4,
        2,
        0,
        1,
        1,
        1,
        1,
    )
    assert row["in-time-percent"] == 0
    assert row["percent-at-least"] == 0
    assert row["percent-at-most"] == pytest.approx(100 / 3)


def test_every_state_is_counted_in_one_place():
    frame = make_frame([("a", "r", "p", date(2025, 1, 1), state, "") for state in STATES])
    (row,) = cpplan.indicators(frame).in_time(()).to_dict("records")
    assert pick(row, "deadlines", "due") == (13, 5)
    assert pick(row, "in-time", "late", "overdue", "lapsed", "advised") == (1, 1, 1, 1, 1)
    assert pick(row, "open", "undetermined", "external", "other") == (2, 1, 0, 5)
    assert row["in-time-percent"] == 20
    (row,) = cpplan.indicators(frame).states(()).to_dict("records")
    assert [row[state] for state in STATES] == [1] * 13


def test_duties_of_other_bodies_stand_apart():
    rows = [
        ("a", "r", "p", date(2025, 1, 1), "overdue", flags)
        for flags in ("external", "external; inherited", "", None)
    ]
    (row,) = cpplan.indicators(make_frame(rows)).in_time(()).to_dict("records")
    assert pick(row, "external", "overdue", "due") == (2, 2, 2)
    (row,) = cpplan.indicators(make_frame(rows[:1])).children(()).to_dict("records")
    assert row["children"] == 0


def plan(id, *events, authority="rotherham"):
    kinds = {"i": "initial-conference", "r": "review-conference", "e": "plan-ended"}
    made = []
    for place, (kind, day) in enumerate(events):
        more = {"outcome": "plan"} if kind == "i" else {}
        made.append(cpplan.Event(f"{kind}{place}", kinds[kind], day, **more))
    return cpplan.Case(id, born=date(2018, 1, 1), policy=authority, events=made)


def test_reviews_of_children_on_a_plan_for_three_months(calendar):
    first = date(2024, 12, 12)
    frame = as_frame(
        [
            plan("in time, on the last day", ("i", first), ("r", date(2025, 3, 12))),
            plan("a day late", ("i", first), ("r", date(2025, 3, 13))),
            plan("never reviewed", ("i", first)),
            plan("three months today", ("i", date(2025, 3, 30))),
            plan("not three months yet", ("i", date(2025, 4, 1))),
            plan("ended", ("i", first), ("r", date(2025, 4, 1)), ("e", date(2025, 4, 1))),
            plan(
                "late in an earlier plan",
                ("i", date(2023, 1, 9)),
                ("r", date(2023, 6, 9)),
                ("e", date(2023, 6, 9)),
                ("i", first),
                ("r", date(2025, 3, 3)),
            ),
            plan(
                "first in time, then late",
                ("i", date(2024, 1, 9)),
                ("r", date(2024, 4, 9)),
                ("r", date(2024, 10, 10)),
            ),
        ],
        calendar,
    )
    (row,) = cpplan.indicators(frame).reviews(as_of=AS_OF).to_dict("records")
    assert pick(row, "children", "in-time", "not-in-time", "undetermined", "plan-unknown") == (6, 3, 3, 0, 0)
    assert row["in-time-percent"] == 50
    by_child = read(cpplan.indicators(frame).reviews("child", as_of=AS_OF), "child")
    assert {key[0] for key, row in by_child.items() if row["in-time"]} == {
        "in time, on the last day",
        "three months today",
        "late in an earlier plan",
    }
    with pytest.raises(cpplan.Error, match="as_of is missing"):
        cpplan.indicators(frame).reviews()
    further = frame[frame["rule"] == "review-interval"]
    assert cpplan.indicators(further).reviews(as_of=AS_OF).loc[0, "plan-unknown"] == 4


def test_reviews_by_conference(calendar):
    frame = as_frame(
        [
            plan("a", ("i", date(2024, 12, 12)), ("r", date(2025, 3, 12))),
            plan("sibling", ("i", date(2024, 12, 11)), ("r", date(2025, 3, 12))),  # a day late
            plan("b", ("i", date(2024, 12, 12)), ("r", date(2025, 3, 10))),
        ],
        calendar,
    )
    frame["day"] = frame["met-on"]
    told = cpplan.indicators(frame, conference="day")
    assert told.reviews(count="conference").to_dict("records") == [
        {"held": 2, "in-time": 1, "late": 1, "in-time-percent": 50.0}
    ]
    assert list(told.reviews("month", count="conference")["month"]) == ["2025-03"]


def make_frame(rows):
    """Of (case, rule, authority, due, state, flags)."""
    cases, rules, authorities, due, states, flags = zip(*rows) if rows else [()] * 6
    met = [day if state in ("met", "met-late") else None for day, state in zip(due, states)]
    return pandas.DataFrame(
        {
            "case": pandas.array(cases, dtype="str"),
            "rule": pandas.array(rules, dtype="str"),
            "policy": pandas.array(authorities, dtype="str"),
            "from": pandas.to_datetime(pandas.Series([day and day - timedelta(14) for day in due], dtype="object")),
            "due": pandas.to_datetime(pandas.Series(due, dtype="object")),
            "state": pandas.array(states, dtype="str"),
            "met-on": pandas.to_datetime(pandas.Series(met, dtype="object")),
            "flags": pandas.array(flags, dtype="str"),
            "working-days": pandas.array([10 if day else None for day in met], dtype="Int64"),
        }
    )


def test_visits_by_child_and_by_visit():
    days = [date(2025, 5, 2) + timedelta(14 * n) for n in range(4)]
    visits = {
        "always": ["met", "met", "met", "open"],
        "late once": ["met", "met-late", "met", "open"],
        "overdue": ["met", "met", "met", "overdue"],
        "not known": ["met", "met", "undetermined", "open"],
        "late, then not known": ["met-late", "met", "undetermined", "open"],
        "new": ["open"],
    }
    rows = [
        (name, "child-seen", "sefton", day, state, "")
        for name, states in visits.items()
        for day, state in zip(days, states)
    ]
    (row,) = cpplan.indicators(make_frame(rows)).visits().to_dict("records")
    assert pick(row, "authority", "rule") == ("sefton", "child-seen")
    assert pick(row, "children", "in-time", "not-in-time", "undetermined", "none-due") == (6, 1, 3, 1, 1)
    assert pick(row, "latest-in-time", "latest-not-in-time", "overdue") == (2, 1, 1)
    assert row["in-time-percent"] == 25
    assert row["latest-percent"] == pytest.approx(200 / 3)
    (row,) = cpplan.indicators(make_frame(rows)).visits(count="visit").to_dict("records")
    assert pick(row, "due", "in-time", "late", "overdue", "open", "undetermined") == (14, 11, 2, 1, 5, 2)


def test_assessments_in_bands(calendar):
    began = date(2025, 1, 6)
    lengths = {
        0: "same-day",
        1: "1-10",
        10: "1-10",
        11: "11-20",
        30: "21-30",
        31: "31-40",
        45: "41-45",
        46: "46-50",
    }
    lengths |= {60: "51-60", 61: "61+"}
    cases = [
        cpplan.Case(
            f"c{days}",
            born=date(2018, 1, 1),
            policy="england",
            events=[
                cpplan.Event("r", "referral", began),
                cpplan.Event(
                    "x", "assessment-completed", calendar.add_working_days(began, days), type="section-17"
                ),
            ],
        )
        for days in lengths
    ]
    table = cpplan.indicators(as_frame(cases, calendar)).assessments("child")
    for row in table.to_dict("records"):
        band = lengths[int(row["child"][1:])]
        assert row["held"] == row[band] == 1, row
        assert row["within-45"] == (int(row["child"][1:]) <= 45)
    assert cpplan.indicators(as_frame(cases, calendar)).assessments().loc[0, "within-45"] == 7


def test_a_length_that_is_not_known_is_in_no_band(conferences):
    frame = conferences.assign(**{"working-days": conferences["working-days"].where(conferences["case"] != "a")})
    (row,) = cpplan.indicators(frame).initial_conferences().to_dict("records")
    assert pick(row, "held", "length-unknown", "within-15") == (4, 1, 1)
    assert row["within-15-percent"] == pytest.approx(100 / 3)


def held(*rows):
    """Initial conferences of (case, authority, state, working days, conference), all held on one day if held at all."""
    frame = make_frame(
        [(case, "initial-conference", authority, DAY, state, "") for case, authority, state, *_ in rows]
    )
    frame["working-days"] = pandas.array([days for *_, days, _ in rows], dtype="Int64")
    frame["conference"] = [conference for *_, conference in rows]
    return frame


DAY = date(2025, 5, 2)
LENGTHS = ("held", "0-10", "11-15", "16-20", "21+", "within-15", "length-unknown")


@pytest.mark.parametrize("lengths", [(9, None), (None, 9), (18, None)])
def test_a_conference_has_no_length_if_one_of_its_discussions_has_none(lengths):
    """The longest time counts, and nobody knows whether it was the other."""
    frame = held(*(("a", "p", "met", days, "K1") for days in lengths))
    for count in ("child", "conference"):
        table = cpplan.indicators(frame, conference="conference").initial_conferences(count=count)
        assert pick(table.loc[0], *LENGTHS) == (1, 0, 0, 0, 0, 0, 1)
        assert pandas.isna(table.loc[0, "median"]) and pandas.isna(table.loc[0, "within-15-percent"])


def test_a_length_below_nought_is_not_known():
    table = cpplan.indicators(held(("a", "p", "met", -1, "K1"), ("b", "p", "met", 0, "K2"))).initial_conferences()
    assert pick(table.loc[0], *LENGTHS) == (2, 1, 0, 0, 0, 1, 1) and table.loc[0, "median"] == 0


def test_what_was_advised_and_did_not_take_place_was_not_held():
    frame = held(("a", "p", "advised", None, "K1"), ("b", "p", "met", 3, "K2"))
    assert cpplan.indicators(frame).initial_conferences().loc[0, "held"] == 1
    reviews = frame.assign(rule="review-interval")
    told = cpplan.indicators(reviews, conference="conference").reviews(count="conference")
    assert pick(told.loc[0], "held", "in-time", "late") == (1, 1, 0)


def test_children_and_conferences_of_two_authorities_are_two():
    frame = held(("a", "p", "met", 3, "K1"), ("a", "q", "met-late", 18, "K1"))
    told = cpplan.indicators(frame, conference="conference")
    for count in ("child", "conference"):
        assert pick(told.initial_conferences(count=count).loc[0], *LENGTHS) == (2, 1, 0, 1, 0, 1, 0)
    reviews = cpplan.indicators(frame.assign(rule="review-interval"), conference="conference")
    assert pick(reviews.reviews(count="conference").loc[0], "held", "in-time", "late") == (2, 1, 1)


def test_a_child_with_a_review_that_cannot_be_determined_is_on_a_plan():
    frame = make_frame(
        [
            ("a", "first-review", "p", date(2025, 1, 20), "met", ""),
            ("a", "review-interval", "p", date(2025, 6, 2), "undetermined", ""),
            ("b", "first-review", "p", date(2025, 1, 20), "met", ""),
            ("b", "review-interval", "p", date(2025, 6, 2), "closed", ""),
        ]
    )
    (row,) = cpplan.indicators(frame).reviews(as_of=AS_OF).to_dict("records")
    assert pick(row, "children", "in-time", "not-in-time", "undetermined", "plan-unknown") == (1, 0, 0, 1, 0)


def test_other_columns_can_be_grouped_by(conferences):
    frame = conferences.assign(team=conferences["case"].map(lambda case: "east" if case in "abc" else None))
    table = cpplan.indicators(frame).in_time("team", rules=["initial-conference"])
    assert list(table["deadlines"]) == [3, 4]
    assert pandas.isna(table.loc[1, "team"])


def test_what_is_wrong_is_said(conferences):
    with pytest.raises(cpplan.UnknownNameError, match='the frame has no column "policy", "state"'):
        cpplan.indicators(conferences.drop(columns=["policy", "state"]))
    with pytest.raises(cpplan.UnknownNameError, match='no column "working-days"'):
        cpplan.indicators(conferences.drop(columns="working-days")).initial_conferences()
    with pytest.raises(cpplan.UnknownNameError, match='no column "siblings"'):
        cpplan.indicators(conferences, conference="siblings")
    with pytest.raises(cpplan.UnknownNameError, match='state: "done" is none of'):
        cpplan.indicators(conferences.assign(state="done"))
    with pytest.raises(cpplan.Error, match="rows of the frame have no state"):
        cpplan.indicators(conferences.assign(state=None))
    with pytest.raises(cpplan.UnknownNameError, match='by: "week" is none of'):
        cpplan.indicators(conferences).in_time("week")
    with pytest.raises(cpplan.UnknownNameError, match='by: "overdue" is none of'):
        cpplan.indicators(conferences.assign(overdue=1)).in_time("overdue")
    with pytest.raises(cpplan.Error, match="twice"):
        cpplan.indicators(conferences).in_time(("rule", "rule"))
    with pytest.raises(cpplan.UnknownNameError, match='count: "family" is none of child, visit'):
        cpplan.indicators(conferences).visits(count="family")
    with pytest.raises(TypeError, match="DataFrame"):
        cpplan.indicators([1])
    with pytest.raises(TypeError, match="by has to be a name or a list of names, not None"):
        cpplan.indicators(conferences).in_time(None)
    with pytest.raises(TypeError, match="datetime.date"):
        cpplan.indicators(conferences).reviews(as_of="2025-06-30")


def test_a_rule_that_is_nowhere_is_a_slip(conferences):
    indicators = cpplan.indicators(conferences)
    for ask in (indicators.in_time, indicators.states, indicators.children, indicators.visits):
        with pytest.raises(
            cpplan.UnknownNameError, match='"initial-conferance"; did you mean "initial-conference"'
        ):
            ask(rules=["initial-conference", "initial-conferance"])
    with pytest.raises(cpplan.UnknownNameError, match='rules: no row of the frame is of the rule "strategy-call"$'):
        indicators.assessments(rules=["strategy-call"])
    with pytest.raises(cpplan.UnknownNameError, match="further: no row"):
        indicators.reviews(as_of=AS_OF, further="some-review")
    assert indicators.assessments().loc[0, "held"] == 0
    assert indicators.reviews(as_of=AS_OF, further="first-review").shape[0] == 1
    nothing = cpplan.indicators(conferences.iloc[:0])
    assert len(nothing.in_time(rules=["initial-conference"])) == 0


DAYS = ("from", "due", "met-on")


def with_days(frame, make):
    return frame.assign(
        **{name: pandas.Series([make(day) for day in frame[name]], dtype="object") for name in DAYS}
    )


def test_days_are_read_as_iso_and_as_nothing_else(conferences, tmp_path):
    expected = cpplan.indicators(conferences).in_time(("month", "rule"))

    def same(frame):
        pandas.testing.assert_frame_equal(cpplan.indicators(frame).in_time(("month", "rule")), expected)

    def write(pattern):
        return with_days(conferences, lambda day: None if pandas.isna(day) else day.strftime(pattern))

    same(write("%Y-%m-%d"))
    same(write("%Y-%m-%dT00:00:00.000"))
    same(with_days(conferences, lambda day: None if pandas.isna(day) else day.date()))
    conferences.to_csv(tmp_path / "frame.csv", index=False)
    same(pandas.read_csv(tmp_path / "frame.csv"))
    same(pandas.read_csv(tmp_path / "frame.csv", dtype=dict.fromkeys(DAYS, "category")))
    nothing_met = conferences.assign(**{"met-on": float("nan")})
    assert cpplan.indicators(nothing_met).initial_conferences().loc[0, "held"] == 0
    cure = r" is no date such as 2025-04-10: .*pandas\.to_datetime\(\.\.\., dayfirst=True\)"
    with pytest.raises(cpplan.Error, match="from: '[0-9/]+'" + cure):
        cpplan.indicators(write("%d/%m/%Y"))
    for wrong in ("20250410", "2025-W15-4", "2025-02-30", "", 45757, 45757.0, True, "2025-04-10T12:00"):
        with pytest.raises(cpplan.Error, match=r"due: .*" + cure):
            cpplan.indicators(conferences.assign(due=pandas.Series([wrong] * len(conferences))))


def every_table(indicators, by):
    return [
        indicators.in_time(by),
        indicators.states(by),
        indicators.children(by),
        indicators.initial_conferences(by),
        indicators.assessments(by),
        indicators.reviews(by, as_of=AS_OF),
        indicators.visits(by),
        indicators.visits(by, count="visit"),
    ]


def test_an_empty_frame_gives_empty_tables(conferences):
    nothing = cpplan.indicators(conferences.iloc[:0])
    for table in every_table(nothing, ("authority", "rule", "month", "child")):
        assert len(table) == 0
        assert list(table.columns[:4]) == ["authority", "rule", "month", "child"]
    for table in every_table(nothing, ()):
        assert len(table) == 1
        counts = table.select_dtypes("int64")
        assert len(counts.columns) > 3 and not counts.to_numpy().any()
        assert table.select_dtypes("Float64").isna().all(axis=None)
    assert "0 deadlines" in repr(nothing)


def test_the_frame_given_stays_as_it_is(conferences):
    before = conferences.copy()
    for table in every_table(cpplan.indicators(conferences), "month"):
        table.iloc[:, 0] = None
    pandas.testing.assert_frame_equal(conferences, before)


def test_categories_and_any_index_give_the_same(conferences):
    other = conferences.astype({name: "category" for name in ("case", "rule", "policy", "state", "flags")})
    other.index = [5] * len(other)
    for plain, same in zip(
        every_table(cpplan.indicators(conferences), ("authority", "child")),
        every_table(cpplan.indicators(other), ("authority", "child")),
    ):
        pandas.testing.assert_frame_equal(
            plain, same.astype({"authority": "str", "child": "str"}), check_column_type=False
        )


def test_it_reads_in_a_notebook_and_can_be_pickled(conferences):
    indicators = cpplan.indicators(conferences)
    assert "66.7" in indicators._repr_html_() and "&lt;NA" not in indicators._repr_html_()
    assert repr(indicators).startswith(f"<cpplan.Indicators {len(conferences)} deadlines, ")
    again = pickle.loads(pickle.dumps(indicators))
    pandas.testing.assert_frame_equal(again.to_frame(), indicators.to_frame())
    assert len(indicators) == len(conferences) and indicators


ROWS = strategies.lists(
    strategies.tuples(
        strategies.sampled_from(["a", "b", "c", "d"]),
        strategies.sampled_from(
            ["initial-conference", "assessment", "first-review", "review-interval", "child-seen"]
        ),
        strategies.sampled_from(["p", "q"]),
        strategies.one_of(strategies.none(), strategies.dates(date(2024, 1, 1), date(2026, 1, 1))),
        strategies.sampled_from(STATES),
        strategies.sampled_from(["", "external", "inherited"]),
    ),
    max_size=15,
)
BY = strategies.sampled_from([(), "rule", "authority", "month", "year", "child", ("authority", "rule", "month")])


@hypothesis.given(ROWS, BY, strategies.randoms())
@hypothesis.settings(max_examples=25, deadline=None)
def test_laws(rows, by, random):
    indicators = cpplan.indicators(make_frame(rows))
    table = indicators.in_time(by)
    fell_due = ["in-time", "late", "overdue", "lapsed", "advised"]
    assert (table[fell_due].sum(axis=1) == table["due"]).all()
    assert (table[["due", "open", "undetermined", "external", "other"]].sum(axis=1) == table["deadlines"]).all()
    assert table["deadlines"].sum() == indicators.states(by)["deadlines"].sum() == len(rows)
    known = table.dropna(subset=["in-time-percent"])
    assert (known["percent-at-least"] <= known["in-time-percent"]).all()
    assert (known["in-time-percent"] <= known["percent-at-most"]).all()
    parts = indicators.children(by)[["in-time", "not-in-time", "undetermined", "none-due", "children"]]
    assert (parts.iloc[:, :4].sum(axis=1) == parts["children"]).all()
    bands = indicators.initial_conferences(by)
    assert (bands[["0-10", "11-15", "16-20", "21+", "length-unknown"]].sum(axis=1) == bands["held"]).all()
    shuffled = rows[:]
    random.shuffle(shuffled)
    tables = every_table(indicators, by)
    for one, other in zip(tables, every_table(cpplan.indicators(make_frame(shuffled)), by)):
        pandas.testing.assert_frame_equal(one, other)
        for name in one.columns[one.columns.str.endswith("percent")]:
            assert one[name].dropna().between(0, 100).all()


@hypothesis.given(ROWS)
@hypothesis.settings(max_examples=25, deadline=None)
def test_authorities_add_up_to_the_whole(rows):
    # a child belongs to one authority
    rows = [(authority + case, rule, authority, *rest) for case, rule, authority, *rest in rows]
    whole = every_table(cpplan.indicators(make_frame(rows)), ())
    parts = [
        every_table(cpplan.indicators(make_frame([row for row in rows if row[2] == authority])), ())
        for authority in ("p", "q")
    ]
    for table, one, other in zip(whole, *parts):
        counts = table.select_dtypes("int64").columns
        pandas.testing.assert_frame_equal(table[counts], one[counts] + other[counts])


def test_a_frame_that_a_file_has_changed(conferences):
    expected = cpplan.indicators(conferences).in_time(("authority", "month"))
    days = ["from", "due", "met-on"]
    for changed in (
        conferences.assign(**{name: conferences[name].astype("str") for name in days}),
        conferences.assign(**{name: conferences[name].dt.date for name in days}),
        conferences.assign(
            state=pandas.Categorical(conferences["state"], [*sorted(set(conferences["state"])), "done"])
        ),
    ):
        found = cpplan.indicators(changed).in_time(("authority", "month"))
        pandas.testing.assert_frame_equal(found, expected)


@pytest.mark.parametrize(
    "column, change, message",
    [
        ("due", lambda days: days.dt.strftime("%d/%m/%Y"), "due: '[0-9/]+' is no date such as"),
        ("due", lambda days: days.dt.to_period("D"), "due: Period.* is no date such as"),
        ("met-on", lambda days: days.dt.tz_localize("UTC"), '"met-on" holds times of a time zone'),
        ("from", lambda days: days.astype("int64"), "from: [0-9]+ is no date such as"),
        ("case", lambda names: names.where(names != "a"), "rows of the frame have no case"),
        ("rule", lambda names: names.where(names == ""), "rows of the frame have no rule"),
        ("policy", lambda names: names.where(names == ""), "rows of the frame have no policy"),
    ],
)
def test_a_frame_of_which_nothing_right_could_be_said(conferences, column, change, message):
    with pytest.raises(cpplan.Error, match=message):
        cpplan.indicators(conferences.assign(**{column: change(conferences[column])}))


def test_a_column_that_is_there_twice(conferences):
    twice = pandas.concat([conferences, conferences[["due"]]], axis=1)
    with pytest.raises(cpplan.Error, match='the column "due" twice'):
        cpplan.indicators(twice)


def test_groupings_are_texts(conferences):
    with pytest.raises(TypeError, match="by has to be a name or a list of names, not int"):
        cpplan.indicators(conferences).in_time(5)
