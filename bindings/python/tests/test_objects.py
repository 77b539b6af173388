# SPDX-License-Identifier: LGPL-2.1-or-later
"""What objects say, that they are values, and that they can be copied and pickled."""

import copy
import enum
import functools
import inspect
import json
import multiprocessing
import pickle
import subprocess
import sys
from datetime import date, datetime

import pytest

import cpplan

POLICY = "[policy]\nid = ours\ntitle = Ours\nextends = rotherham\n"


@pytest.fixture
def objects(calendar, policy, policies, case, timetable, findings, verdict):
    own = cpplan.Calendar(
        "ours",
        date(2024, 1, 1),
        date(2025, 12, 31),
        base=calendar,
        closures=[(date(2025, 12, 24), "Christmas shutdown")],
        holidays=[date(2025, 7, 1)],
    )
    return [
        calendar,
        own,
        policy,
        policies,
        case,
        timetable,
        findings,
        verdict,
        cpplan.Policy.parse(POLICY),
        cpplan.PolicySet([POLICY], policies),
        policies["kent"].always_in_force(),
        policies["kent"],
        case.events[0],
        case.people[0],
        cpplan.Period(10, "working-days"),
        timetable[0],
        findings[0],
        verdict.requirements[0],
        policy.rules[0],
        calendar.holidays[0],
        cpplan.State.OVERDUE,
        calendar.holiday_on(date(2024, 12, 25)),
    ]


def test_pickles_and_copies_are_equal(objects):
    for thing in objects:
        for again in pickle.loads(pickle.dumps(thing)), copy.copy(thing), copy.deepcopy(thing):
            assert again == thing and hash(again) == hash(thing) and repr(again) == repr(thing), thing


def find_public_classes():
    found = (getattr(cpplan, name) for name in cpplan.__all__)
    return {kind for kind in found if inspect.isclass(kind)}


def test_every_public_class_can_be_copied_and_pickled(objects, policy, case, calendar, timetable):
    nanoarrow = pytest.importorskip("nanoarrow")
    pyarrow = pytest.importorskip("pyarrow")
    column = nanoarrow.Array(pyarrow.array([None, date(2024, 12, 12), date(2025, 4, 19)]))
    diff = policy.diff(cpplan.Policy.builtin("kent"))
    replay = diff.replay(case, calendar, as_of=date(2025, 5, 9))
    things = [
        *objects,
        diff,
        *diff,
        next(change.keys[0] for change in diff if change.keys),
        replay,
        *replay,
        replay[0][0],
    ]
    things += [
        calendar.add_working_days(column, 10),
        calendar.working_days_between(column, date(2025, 1, 1)),
        calendar.is_working_day(column),
        calendar.is_working_day(nanoarrow.Array(pyarrow.array([], "date32"))),
        cpplan.Lint("LINT-CITE", 4, "[rule own] has no cite"),
        cpplan.Reading("fortnight", None, date(2025, 1, 2), cpplan.State.OPEN),
        cpplan.RecordWarning("DATA-1", "e1", "look at it"),
        cpplan.Problem(3, "c1", None, cpplan.JsonError("no JSON")),
    ]
    kinds = find_public_classes()
    things += [next(iter(kind)) for kind in kinds if issubclass(kind, enum.Enum)]
    for thing in things:
        for again in [copy.copy(thing), copy.deepcopy(thing), *map(pickle.loads, dumps_in_every_way(thing))]:
            assert type(again) is type(thing) and again == thing and repr(again) == repr(thing)
    errors = [kind("row 3") for kind in kinds if issubclass(kind, Exception)]
    for error in errors:
        for again in [copy.copy(error), copy.deepcopy(error), *map(pickle.loads, dumps_in_every_way(error))]:
            assert type(again) is type(error) and str(again) == str(error)
    indicators = cpplan.indicators(timetable.to_frame(), conference="trigger")
    for again in [
        copy.copy(indicators),
        copy.deepcopy(indicators),
        *map(pickle.loads, dumps_in_every_way(indicators)),
    ]:
        assert again.to_frame().equals(indicators.to_frame()) and again.states().equals(indicators.states())
        assert again.reviews(count="conference").equals(indicators.reviews(count="conference"))
    with pytest.raises(AttributeError):
        indicators._rows = None
    assert {*map(type, [*things, *errors, indicators])} >= kinds


def dumps_in_every_way(thing):
    return [pickle.dumps(thing, protocol) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)]


def test_every_event_and_person_of_the_examples_is_pickled(root):
    for path in sorted((root / "examples/cases").glob("*.json")):
        case = cpplan.Case.from_json(path.read_text(encoding="utf-8"))
        for thing in (*case.events, *case.people, case):
            assert pickle.loads(pickle.dumps(thing)) == thing
        again = cpplan.Case(
            case.id,
            born=case.born,
            expected=case.expected,
            district=case.district,
            policy=[*case.policies] if len(case.policies) != 1 else case.policies[0][0],
            people=case.people,
            events=case.events,
        )
        assert again == case and cpplan.Case.from_json(case.to_json()) == case


def _ask(arguments):
    policy, case, calendar, as_of = arguments
    return policy.evaluate(case, calendar, as_of=as_of)


def _return(thing):
    return thing


def test_other_processes_give_the_same(policy, case, calendar, timetable, objects):
    """An object of each class, there and back; and the question that analysts put to many processes."""
    kinds = {cpplan.Replay, cpplan.PolicyDiff, cpplan.TimetableDiff, *map(type, objects)}
    diff = policy.diff(cpplan.Policy.builtin("kent"))
    replay = diff.replay(case, calendar, as_of=date(2025, 5, 9))
    things = [*objects, diff, replay, replay[0], replay[0][0], diff[0], *case.events, *case.people]
    things += cpplan.State
    assert kinds <= set(map(type, things))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.map(_ask, [(policy, case, calendar, date(2025, 5, day)) for day in (8, 9)])
        back = pool.map(_return, things)
        dues = pool.map(functools.partial(policy.evaluate, calendar=calendar, as_of=date(2025, 5, 9)), [case] * 3)
        with pytest.raises(cpplan.DateError, match="1900 to 2199"):
            pool.map(_ask, [(policy, case, calendar, date(1800, 1, 1))])
    assert found[1] == timetable != found[0] and dues == [timetable] * 3
    assert back == things and [*map(type, back)] == [*map(type, things)]


def test_different_things_differ(calendar, policy, case, timetable, findings):
    assert calendar != cpplan.Calendar.bank_holidays("scotland") and calendar == cpplan.Calendar.bank_holidays(
        "england-and-wales"
    )
    assert policy != cpplan.Policy.builtin("kent") and policy != policy.id and not policy == None  # noqa: E711
    kent = cpplan.Policy.builtin("kent")
    assert kent != kent.always_in_force()
    assert timetable != findings and case != case.to_json()
    assert len({calendar, cpplan.Calendar.bank_holidays("england-and-wales"), policy}) == 2


def test_objects_do_not_change(objects):
    for thing in objects:
        if isinstance(thing, cpplan.State):
            continue
        for name in "name", "id", "new":
            with pytest.raises((AttributeError, TypeError)):
                setattr(thing, name, 1)


def test_representations_read(objects):
    for thing in objects:
        assert " at 0x" not in repr(thing)
        html = getattr(thing, "_repr_html_", None)
        if html is not None:
            assert html().startswith("<table") and html().count("<tr>") == html().count("</tr>") > 0


def test_a_long_calendar_is_shown_in_part(calendar):
    shown = calendar._repr_html_()
    count = sum(holiday.date.year >= 2019 for holiday in calendar.holidays)
    assert f"{len(calendar.holidays)} holidays; here the {count} since 2019" in shown
    assert shown.count("<tr>") == count + 1
    assert "2028-12-25" in shown and "2018-12-25" not in shown
    short = cpplan.Calendar("ours", date(2025, 1, 1), date(2025, 12, 31), base=calendar)._repr_html_()
    assert f"{short.count('<tr>') - 1} holidays</caption>" in short


def test_html_is_escaped():
    case = cpplan.Case("<b>", events=[cpplan.Event("<i>", "visit", date(2025, 1, 1))])
    assert "<b>" not in case._repr_html_() and "&lt;i&gt;" in case._repr_html_()


def test_documents_are_those_of_the_library(timetable, findings, verdict):
    assert json.loads(timetable.to_json())["format"] == "cpplan-timetable/1"
    assert "\n" not in timetable.to_json(compact=True)
    assert "steps" in json.loads(findings.to_json(explain=True))["findings"][0]
    assert json.loads(verdict.to_json())["verdict"] == verdict.outcome


def test_rows_by_place_rule_and_state(timetable, policy):
    assert (
        timetable[0] is timetable[0]
        and timetable[-1] == list(timetable)[-1]
        and timetable[:2] == tuple(timetable)[:2]
    )
    assert timetable["first-core-group"][0].due == date(2024, 12, 30)
    assert timetable["first-core-group"][0].trigger.kind == "initial-conference"
    assert {row.state for row in timetable.overdue} == {cpplan.State.OVERDUE}
    assert timetable.overdue == timetable.in_state("overdue")
    with pytest.raises(KeyError):
        timetable["no-such-rule"]
    with pytest.raises(IndexError):
        timetable[99]
    assert timetable["end-died"] == ()
    with pytest.raises(cpplan.UnknownNameError):
        timetable.in_state("late")


def test_frames(timetable, findings):
    pandas = pytest.importorskip("pandas")
    frame = timetable.to_frame()
    assert len(frame) == len(timetable) and frame["due"].dtype.kind == "M"
    assert (frame[frame["state"] == "overdue"]["rule"] == [row.rule.id for row in timetable.overdue]).all()
    assert list(findings.to_frame()["state"]) == [row.state for row in findings]
    assert isinstance(frame, pandas.DataFrame)


def test_policies(policy, policies):
    assert {each.id for each in policies} == set(cpplan.BUILTIN)
    rule = policy["first-core-group"]
    assert rule.kind is cpplan.RuleKind.DEADLINE and rule.keys["within"] == "10 working days" and rule.cite
    assert (
        policy.inherits("initial-conference")
        and policy.inherits(policy["initial-conference"])
        and not policy.inherits(rule)
    )
    assert policy.lint() == () and len(policy) == len(policy.rules) and rule.id in policy
    loose = cpplan.Policy.parse(
        POLICY
        + "\n[rule own]\nkind = deadline\ntitle = Own\nafter = plan-start\nwithin = 5 working days\n"
        + "by = core-group\nforce = must\n"
    )
    assert "LINT-CITE" in {found.id for found in loose.lint()}
    with pytest.raises(KeyError):
        policies["atlantis"]


def test_events(case):
    event = cpplan.Event("v", "visit", date(2025, 4, 29), by="w1", child_seen=True, attributes={"place": "home"})
    assert event["child-seen"] is True and event["child_alone"] is None and event["by"] == "w1"
    assert dict(event.attributes) == {"by": "w1", "place": "home", "child-seen": True}
    with pytest.raises(KeyError):
        event["quorate"]
    frequency = cpplan.Event("f", "visit-frequency-set", date(2025, 4, 29), interval="2 weeks")
    assert frequency["interval"] == cpplan.Period(2, cpplan.Unit.WEEKS)
    notes = cpplan.Event("n", "notes-circulated", date(2025, 4, 29), to=["core-group"])
    assert notes["to"] == ("core-group",)
    called_off = cpplan.Event(
        "x", "core-group", date(2025, 4, 29), not_held_as_of=date(2025, 4, 30), seq=2, recorded=date(2025, 5, 1)
    )
    assert called_off.status is cpplan.Status.CANCELLED and called_off.seq == 2
    for each in (
        event,
        frequency,
        notes,
        called_off,
        cpplan.Event("w", "visit", date(2025, 1, 1), void=True, supersedes="v"),
    ):
        assert pickle.loads(pickle.dumps(each)) == each
    assert case.event("c1").kind is cpplan.EventKind.INITIAL_CONFERENCE
    with pytest.raises(KeyError):
        case.event("nothing")


def test_the_schema():
    assert cpplan.attributes_of("visit")["child-seen"] is cpplan.AttributeType.TRUTH
    assert "plan" in cpplan.choices_of("initial-conference", "outcome")
    assert cpplan.choices_of("visit", "child_seen") is None
    assert cpplan.Attribute.CHILD_SEEN == "child-seen"


def test_words_agree_with_the_library():
    from cpplan import _native, attributes, enums

    names = {"AttributeType": "type", "Flag": "flag"}
    for name, words in {**vars(enums), **vars(attributes)}.items():
        if isinstance(words, type) and issubclass(words, enums.Word) and words is not enums.Word:
            function = names.get(
                name, "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).strip("_")
            )
            for word in words:
                assert getattr(_native, f"cpplan_{function}_from_string")(word.value)[0] is True
                assert str(word) == word == word.value and f"{word}" == word.value


@pytest.mark.parametrize("moment", [datetime(2025, 1, 1), "2025-01-01", None, 20000, 1.5])
def test_only_a_date_is_a_date(calendar, policy, case, moment):
    for ask in (
        lambda: calendar.add_working_days(moment, 1),
        lambda: calendar.is_working_day(moment),
        lambda: calendar.working_days_between(moment, date(2025, 1, 1)),
        lambda: calendar.holiday_on(moment),
        lambda: calendar.covers(moment),
        lambda: policy.evaluate(case, calendar, as_of=moment),
        lambda: cpplan.Event("e", "visit", moment),
        lambda: calendar.add(moment, "1 week"),
    ):
        with pytest.raises(TypeError):
            ask()


def test_what_is_read_later_is_named_at_once():
    program = """
import sys, cpplan
later = {"Attribute", "Column", "Indicators", "indicators", "plot_overdue", "sources"}
assert later | set(cpplan.__all__) <= set(dir(cpplan))
assert not any(name in sys.modules for name in ("cpplan.sources", "cpplan._indicators", "cpplan.attributes"))
assert cpplan.sources.SourceError.__module__ == "cpplan.sources"
assert cpplan.indicators.__module__ == "cpplan._indicators"
try:
    cpplan.nothing
except AttributeError as error:
    assert "nothing" in str(error)
else:
    raise AssertionError
"""
    subprocess.run([sys.executable, "-c", program], check=True)
