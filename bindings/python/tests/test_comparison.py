# SPDX-License-Identifier: LGPL-2.1-or-later
"""What differs between two policies, and what that changes for cases."""

import copy
import pickle
from datetime import date

import pytest

import cpplan

AS_OF = date(2025, 5, 9)


@pytest.fixture(scope="module")
def northmoor(root):
    text = (root / "examples/policies/northmoor.policy").read_text(encoding="utf-8")
    return cpplan.Policy.parse(text), cpplan.Policy.parse(
        text.replace("7 working days", "5 working days")
        .replace("4 weeks", "1 month")
        .replace("four weeks", "month")
    )


@pytest.fixture(scope="module")
def diff(northmoor):
    return northmoor[0].diff(northmoor[1])


@pytest.fixture(scope="module")
def far():
    return cpplan.Policy.builtin("rotherham").diff(cpplan.Policy.builtin("stoke-on-trent"))


@pytest.fixture
def replay(far, case, calendar):
    return far.replay(case, calendar, as_of=AS_OF)


def test_what_differs_is_what_the_command_tells(diff):
    """As docs/policy-diff.md has it."""
    assert [(entry.rule.id, entry.change, entry.strictness) for entry in diff] == [
        ("core-group-interval", cpplan.Change.CHANGED, cpplan.Strictness.LAXER),
        ("first-core-group", cpplan.Change.CHANGED, cpplan.Strictness.STRICTER),
    ]
    assert diff["core-group-interval"].keys == (
        (
            "title",
            "Core group meeting every four weeks",
            "Core group meeting every month",
            cpplan.Strictness.SAME,
        ),
        ("within", "4 weeks", "1 month", cpplan.Strictness.LAXER),
    )
    assert diff.how("stricter") == (diff["first-core-group"],) == diff.how(cpplan.Strictness.STRICTER)
    with pytest.raises(cpplan.UnknownNameError):
        diff.how("harder")


def test_a_difference_is_a_sequence(diff, northmoor):
    assert len(diff) == 2 and diff[0] is diff.changes[0] and diff[-1] == diff[1] and diff[:1] == (diff[0],)
    assert "first-core-group" in diff and diff[0] in diff and "earliest-end" not in diff
    assert (diff.from_, diff.to) == northmoor
    with pytest.raises(KeyError):
        diff["earliest-end"]
    with pytest.raises(IndexError):
        diff[2]
    assert not northmoor[0].diff(northmoor[0]) and "no rule differs" in repr(northmoor[0].diff(northmoor[0]))


def test_every_rule_is_added_removed_changed_or_the_same(far):
    before, after = ({rule.id: rule for rule in policy.rules} for policy in (far.from_, far.to))
    assert [entry.rule.id for entry in far.added] == sorted(after.keys() - before.keys())
    assert [entry.rule.id for entry in far.removed] == sorted(before.keys() - after.keys())
    assert {entry.rule.id for entry in far.changed} <= before.keys() & after.keys()
    assert len(far.added) + len(far.removed) + len(far.changed) == len(far)
    for entry in far:
        assert (entry.from_, entry.to) == (before.get(entry.rule.id), after.get(entry.rule.id))
        assert bool(entry.keys) == (entry.change is cpplan.Change.CHANGED)
        for key in entry.keys:
            if key.key not in ("calendar", "scope"):
                assert (key.from_, key.to) == (
                    before[entry.rule.id].keys.get(key.key),
                    entry.rule.keys.get(key.key),
                )


def test_the_other_way_round_is_the_opposite(diff, northmoor):
    opposite = {"stricter": "laxer", "laxer": "stricter", "same": "same", "incomparable": "incomparable"}
    back = northmoor[1].diff(northmoor[0])
    assert [(entry.rule.id, entry.strictness) for entry in back] == [
        (entry.rule.id, opposite[entry.strictness]) for entry in diff
    ]


def test_a_replay_tells_which_deadlines_differ(replay, far, case, calendar):
    before = far.from_.always_in_force().evaluate(case, calendar, as_of=AS_OF)
    after = far.to.always_in_force().evaluate(case, calendar, as_of=AS_OF)
    (rows,) = replay
    assert rows == before.diff(after) and rows.case == case and (rows.from_, rows.to) == (before, after)
    assert replay.differing == (rows,) and replay.problems == () and len(rows) == len(rows.changes) > 0
    for entry in rows:
        assert entry.from_ in (*before, None) and entry.to in (*after, None)
        if entry.change is cpplan.Change.CHANGED:
            assert entry.from_.rule.id == entry.to.rule.id and entry.from_.trigger == entry.to.trigger
            assert (entry.from_.due, entry.from_.state) != (entry.to.due, entry.to.state)
    (first, *_) = rows["core-group-interval"]
    assert first.row.rule.id == "core-group-interval" and rows["no-such-rule"] == ()
    same = before.diff(before)
    assert not same and len(same) == 0 and list(same) == []


def test_a_replay_leaves_no_case_out(far, case, calendar):
    twice = cpplan.Case(
        "twice",
        events=[
            cpplan.Event("a", "visit", date(2025, 1, 1)),
            cpplan.Event("b", "visit", date(2025, 1, 2), supersedes="a"),
            cpplan.Event("c", "visit", date(2025, 1, 3), supersedes="a"),
        ],
    )
    replay = far.replay(iter([case, twice, cpplan.Case("nothing")]), calendar, as_of=AS_OF)
    assert [rows.case.id for rows in replay] == [case.id, "nothing"]
    assert [rows.case.id for rows in replay.differing] == [case.id]
    (problem,) = replay.problems
    assert problem.case == "twice" and isinstance(problem.error, cpplan.RecordError) and str(problem.error)
    assert "1 not answered" in repr(replay)


def test_replayed_editions_answer_though_never_in_force_together(root, case, calendar):
    text = (root / "examples/policies/northmoor.policy").read_text(encoding="utf-8")
    later = cpplan.Policy.parse(text)
    assert later.in_force[0] is not None
    replay = later.diff(cpplan.Policy.builtin("rotherham")).replay([case], calendar, as_of=date(2024, 12, 31))
    assert len(replay) == 1 and len(replay[0].from_) > 0


def test_two_cases_are_not_compared(policy, case, calendar, timetable):
    other = policy.evaluate(cpplan.Case("other"), calendar, as_of=AS_OF)
    with pytest.raises(cpplan.RecordError, match='"rotherham-0226" and "other"'):
        timetable.diff(other)


def test_differences_are_values(diff, far, replay):
    for thing in (diff, far, replay, replay[0], diff[0], diff[0].keys[0], replay[0][0]):
        for again in pickle.loads(pickle.dumps(thing)), copy.copy(thing), copy.deepcopy(thing):
            assert again == thing and hash(again) == hash(thing) and repr(again) == repr(thing)
        assert thing != "thing" and " at 0x" not in repr(thing)
        with pytest.raises(AttributeError):
            thing.name = 1
        if hasattr(thing, "_repr_html_"):
            assert thing._repr_html_().startswith("<table") and "&lt;" not in thing._repr_html_()
    assert diff != far and diff != far[0]


def test_frames_have_a_line_a_difference(far, replay):
    pytest.importorskip("pandas")
    frame = far.to_frame()
    assert len(frame) == sum(max(len(entry.keys), 1) for entry in far)
    assert list(frame["rule"].unique()) == [entry.rule.id for entry in far]
    assert set(frame[frame["change"] == "changed"]["strictness"]) <= {word.value for word in cpplan.Strictness}
    rows = replay.to_frame()
    assert len(rows) == sum(map(len, replay)) and rows.equals(replay[0].to_frame())
    assert rows["from-due"].dtype.kind == rows["to-due"].dtype.kind == "M"
    assert list(rows["to-state"].dropna()) == [entry.to.state for entry in replay[0] if entry.to]
    nothing = far.from_.diff(far.from_)
    assert list(nothing.to_frame().columns) == list(frame.columns) and len(nothing.to_frame()) == 0


@pytest.mark.parametrize("rubbish", [None, 1, "rotherham", b"x", cpplan.PolicySet.builtin()])
def test_only_what_can_be_compared(rubbish, policy, far, timetable, case, calendar):
    for ask in (
        lambda: policy.diff(rubbish),
        lambda: timetable.diff(rubbish),
        lambda: far.replay([[rubbish]], calendar, as_of=AS_OF),
        lambda: far.replay(case, rubbish, as_of=AS_OF),
        lambda: far.replay(case, calendar, as_of=rubbish),
        lambda: cpplan.PolicySet.builtin().lint(rubbish),
        lambda: cpplan.PolicyDiff(rubbish),
        lambda: cpplan.TimetableDiff(rubbish),
        lambda: cpplan.Replay([rubbish]),
        lambda: far[None],
    ):
        with pytest.raises(TypeError):
            ask()


EDITION = """[policy]
id = ours
title = Ours
edition = {edition}
in-force = {days}
extends = england
"""


def test_a_set_finds_days_between_editions():
    texts = [
        EDITION.format(edition=1, days="2020-01-01 .. 2022-12-31"),
        EDITION.format(edition=2, days="2023-02-01 .."),
    ]
    policies = cpplan.PolicySet(texts, cpplan.PolicySet.builtin())
    later = policies["ours"]
    (gap,) = set(policies.lint(later)) - set(later.lint())
    assert gap.id == "LINT-GAP" and "2023-01-01" in gap.message and "2023-01-31" in gap.message


def test_cases_to_replay_come_in_any_form(far, case, calendar):
    expected = far.replay([case], calendar, as_of=AS_OF)
    for given in ([case.to_dict()], case.to_dict(), [case.to_json()], [case.to_json().encode()], case):
        assert far.replay(given, calendar, as_of=AS_OF) == expected
    broken = {"format": "cpplan-case/1", "id": "c", "events": [{"id": "e"}]}
    replay = far.replay([broken, case, "{"], calendar, as_of=AS_OF)
    assert [(problem.row, problem.case, problem.event) for problem in replay.problems] == [
        (0, "c", "e"),
        (2, None, None),
    ]
    assert replay[0] == expected[0]
    for wrong in (case.to_json(), 3, [3]):
        with pytest.raises(TypeError, match="cases"):
            far.replay(wrong, calendar, as_of=AS_OF)
