# SPDX-License-Identifier: LGPL-2.1-or-later
"""What differs between two policies, and what that changes for cases."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Optional, Union, overload

from cpplan import _check, _native
from cpplan._answers import Deadline, Timetable
from cpplan._base import Immutable, remember
from cpplan._calendar import Calendar
from cpplan._caseload import Problem, find_fault, read_item
from cpplan._policy import Policy, Rule, make_rule
from cpplan._record import Case
from cpplan.enums import Change, Strictness
from cpplan.errors import Error, RecordError

if TYPE_CHECKING:
    import pandas


# docs: CpplanKeyChange
class KeyChange(NamedTuple):
    """One key in which two rules differ."""

    key: str
    from_: Optional[str]
    to: Optional[str]
    strictness: Strictness


class RuleChange(NamedTuple):
    """A rule that two policies do not have alike.

    `keys` and `strictness` tell of one that changed; what is added or removed has no other to be compared with, and is
    `Strictness.INCOMPARABLE`.
    """

    change: Change
    from_: Optional[Rule]
    to: Optional[Rule]
    strictness: Strictness
    keys: tuple[KeyChange, ...]

    @property
    def rule(self) -> Rule:
        """The rule as the second policy has it, or where it has none, as the first does."""
        rule = self.to or self.from_
        assert rule is not None
        return rule

    def __repr__(self) -> str:
        strictness = f", {self.strictness}" if self.change is Change.CHANGED else ""
        return f"<cpplan.RuleChange {self.rule.id}, {self.change}{strictness}>"


def _make_change(facts: Any) -> RuleChange:
    change, from_, to, strictness, keys = facts
    return RuleChange(
        Change(change),
        from_ and make_rule(from_),
        to and make_rule(to),
        Strictness(strictness),
        tuple(KeyChange(key, before, after, Strictness(text)) for key, before, after, text in keys),
    )


# docs: CpplanPolicyDiff
class PolicyDiff(Immutable):
    """The rules that two policies do not have alike: immutable, reference-counted.

    In Python it is a sequence of `RuleChange`, and `diff["first-core-group"]` gives the one of a rule; it is false
    where no rule differs.
    """

    __slots__ = ("_from", "_to", "_changes")
    _from: Policy
    _to: Policy

    def __new__(cls, *arguments: object) -> PolicyDiff:
        raise TypeError("a PolicyDiff is made with policy.diff(other)")

    @classmethod
    def _of(cls, from_: Policy, to: Policy) -> PolicyDiff:
        self = cls._wrap(_native.cpplan_policy_diff_new(from_._handle, to._handle), "_of", from_, to)
        object.__setattr__(self, "_from", from_)
        object.__setattr__(self, "_to", to)
        return self

    def _digest(self) -> str:
        return f"{self._from._digest()}\n{self._to._digest()}"

    # docs: cpplan_policy_diff_get_from
    @property
    def from_(self) -> Policy:
        """Gives the first policy."""
        return self._from

    # docs: cpplan_policy_diff_get_to
    @property
    def to(self) -> Policy:
        """Gives the second policy."""
        return self._to

    @property
    def changes(self) -> tuple[RuleChange, ...]:
        """The rules that differ, in the order of ids."""
        found: tuple[RuleChange, ...] = remember(
            self,
            "_changes",
            lambda: tuple(_make_change(facts) for facts in _native.cpplan_py_policy_diff_changes(self._handle)),
        )
        return found

    def __len__(self) -> int:
        return len(self.changes)

    def __iter__(self) -> Iterator[RuleChange]:
        return iter(self.changes)

    def __contains__(self, key: object) -> bool:
        return any(key == (change.rule.id if isinstance(key, str) else change) for change in self)

    @overload
    def __getitem__(self, key: Union[int, str]) -> RuleChange: ...

    @overload
    def __getitem__(self, key: slice) -> tuple[RuleChange, ...]: ...

    def __getitem__(self, key: Union[int, str, slice]) -> Union[RuleChange, tuple[RuleChange, ...]]:
        """Gives what became of a rule, KeyError where it does not differ, or the change of a place."""
        if not isinstance(key, str):
            return self.changes[key]
        for change in self:
            if change.rule.id == key:
                return change
        raise KeyError(key)

    def _which(self, change: Change) -> tuple[RuleChange, ...]:
        return tuple(entry for entry in self if entry.change is change)

    @property
    def added(self) -> tuple[RuleChange, ...]:
        """The rules that only the second policy has."""
        return self._which(Change.ADDED)

    @property
    def removed(self) -> tuple[RuleChange, ...]:
        """The rules that only the first policy has."""
        return self._which(Change.REMOVED)

    @property
    def changed(self) -> tuple[RuleChange, ...]:
        """The rules that both have, and not with the same keys."""
        return self._which(Change.CHANGED)

    def how(self, *strictness: Union[Strictness, str]) -> tuple[RuleChange, ...]:
        """Gives the changed rules that compare so with what they were: `diff.how("stricter")`."""
        wanted = {_check.word(entry, Strictness, "strictness") for entry in strictness}
        return tuple(entry for entry in self.changed if entry.strictness in wanted)

    def replay(
        self,
        cases: Union[Case, Iterable[Union[Case, Mapping[str, Any], str, bytes]]],
        calendar: Calendar,
        *,
        as_of: datetime.date,
        known_at: Optional[datetime.date] = None,
        horizon: Optional[datetime.date] = None,
    ) -> Replay:
        """Asks of each case what is due under either policy, whatever policy the case itself names.

        Both policies are taken as though they had always been in force: two editions are in force on different
        days, so that no case would have an answer under both.

        Args:
            cases: one case, or many, each a `Case`, a document (a dict) or a JSON text
            calendar: the calendar by which working days are counted
            as_of: as in `Policy.evaluate`
            known_at: as there
            horizon: as there

        Returns:
            what differs, case by case; a case that could not be answered is among its `problems`
        """
        before, after = self._from.always_in_force(), self._to.always_in_force()

        def ask(policy: Policy, case: Case) -> Timetable:
            return policy.evaluate(case, calendar, as_of=as_of, known_at=known_at, horizon=horizon)

        diffs: list[TimetableDiff] = []
        problems: list[Problem] = []
        for row, item in enumerate(_as_items(cases)):
            name: tuple[Optional[str], Optional[str]] = None, None
            try:
                handle = read_item(item, f"cases[{row}]")
                case = Case._take(handle)
                name = case.id, None
                diffs.append(ask(before, case).diff(ask(after, case)))
            except Error as error:
                problems.append(Problem(row, *(name if name[0] else find_fault(item, error)), error))
        return Replay(diffs, problems)

    def to_frame(self) -> pandas.DataFrame:
        """Gives a DataFrame of pandas, one line a key that differs; a rule that is added or removed has one line."""
        from cpplan import _frames

        return _frames.policy_diff_frame(self)

    def __repr__(self) -> str:
        counts = [
            f"{len(found)} {change}" for change in Change for found in [self._which(change)] if len(found) > 0
        ]
        return f"<cpplan.PolicyDiff {self._from.id} to {self._to.id}, {', '.join(counts) or 'no rule differs'}>"

    def _repr_html_(self) -> str:
        from cpplan import _html

        rows: list[tuple[object, ...]] = []
        for entry in self:
            strictness = entry.strictness if entry.change is Change.CHANGED else None
            rows.append((entry.change, strictness, entry.rule.id, entry.rule.title, None, None, None))
            rows += [(None, key.strictness, None, None, key.key, key.from_, key.to) for key in entry.keys]
        columns = ("change", "strictness", "rule", "title", "key", "from", "to")
        return _html.table(f"From {self._from.title} to {self._to.title}", columns, rows)


def _as_items(cases: Any) -> Iterable[object]:
    if isinstance(cases, (Case, Mapping)):
        return [cases]
    from cpplan import _long_frames

    if isinstance(cases, (str, bytes)) or _long_frames.is_table(cases) or not isinstance(cases, Iterable):
        raise TypeError(
            f"cases has to be a Case or an iterable of cases, not {_check.name_of(cases)}; "
            "cpplan.cases(events) gives those of a table"
        )
    return cases


class DeadlineChange(NamedTuple):
    """One row that two timetables do not have alike: as the first has it, and as the second does."""

    from_: Optional[Deadline]
    to: Optional[Deadline]

    @property
    def change(self) -> Change:
        """Whether only one of the timetables has the row, or both."""
        return Change.ADDED if self.from_ is None else Change.REMOVED if self.to is None else Change.CHANGED

    @property
    def row(self) -> Deadline:
        """The row as the second timetable has it, or where it has none, as the first does."""
        row = self.to or self.from_
        assert row is not None
        return row

    def __repr__(self) -> str:
        sides = [f"{side.due or '-'} {side.state}" if side else "none" for side in self]
        return f"<cpplan.DeadlineChange {self.row.rule.id}, {sides[0]} to {sides[1]}>"


# docs: CpplanTimetableDiff
class TimetableDiff(Immutable):
    """The rows that two timetables do not have alike: immutable, reference-counted.

    In Python it is a sequence of `DeadlineChange`; it is false where no row differs.
    """

    __slots__ = ("_from", "_to", "_changes")
    _from: Timetable
    _to: Timetable

    def __new__(cls, *arguments: object) -> TimetableDiff:
        raise TypeError("a TimetableDiff is made with timetable.diff(other)")

    @classmethod
    def _of(cls, from_: Timetable, to: Timetable) -> TimetableDiff:
        if from_.case.id != to.case.id:
            raise RecordError(f'the timetables are about two cases: "{from_.case.id}" and "{to.case.id}"')
        self = cls._wrap(_native.cpplan_timetable_diff_new(from_._handle, to._handle), "_of", from_, to)
        object.__setattr__(self, "_from", from_)
        object.__setattr__(self, "_to", to)
        return self

    def _digest(self) -> str:
        return f"{self._from._digest()}\n{self._to._digest()}"

    @property
    def from_(self) -> Timetable:
        """The first timetable."""
        return self._from

    @property
    def to(self) -> Timetable:
        """The second timetable."""
        return self._to

    # docs: cpplan_timetable_diff_get_case
    @property
    def case(self) -> Case:
        """Gives the record that both are about, as the first has it."""
        return self._from.case

    def _read(self) -> tuple[DeadlineChange, ...]:
        places = _native.cpplan_py_timetable_diff_rows(self._handle, self._from._handle, self._to._handle)
        return tuple(
            DeadlineChange(
                None if before is None else self._from[before], None if after is None else self._to[after]
            )
            for before, after in places
        )

    @property
    def changes(self) -> tuple[DeadlineChange, ...]:
        """The rows that differ: those of the first timetable in its order, then those that only the second has."""
        found: tuple[DeadlineChange, ...] = remember(self, "_changes", self._read)
        return found

    # docs: cpplan_timetable_diff_get_length
    def __len__(self) -> int:
        """Gives how many rows differ."""
        return int(_native.cpplan_timetable_diff_get_length(self._handle))

    def __iter__(self) -> Iterator[DeadlineChange]:
        return iter(self.changes)

    @overload
    def __getitem__(self, key: int) -> DeadlineChange: ...

    @overload
    def __getitem__(self, key: Union[str, slice]) -> tuple[DeadlineChange, ...]: ...

    def __getitem__(self, key: Union[int, str, slice]) -> Union[DeadlineChange, tuple[DeadlineChange, ...]]:
        """Gives the rows of a rule, none where they are alike, or the row of a place."""
        if isinstance(key, str):
            return tuple(change for change in self if change.row.rule.id == key)
        return self.changes[key]

    def to_frame(self) -> pandas.DataFrame:
        """Gives a DataFrame of pandas, one line a row that differs."""
        from cpplan import _frames

        return _frames.timetable_diff_frame([self])

    def __repr__(self) -> str:
        asked = f"{self.case.id!r}, {self._from.policy} to {self._to.policy}, as of {self._from.as_of}"
        return f"<cpplan.TimetableDiff {asked}, {len(self)} rows differ>"

    def _repr_html_(self) -> str:
        return _write_html(
            f"Case {self.case.id}, {self._from.policy} to {self._to.policy}, as of {self._from.as_of}", [self]
        )


class Replay:
    """What two policies change for given cases: a sequence of `TimetableDiff`, one a case, in the order given.

    A difference is false where nothing changes for the case. Cases that could not be answered are in `problems`.
    """

    __slots__ = ("_diffs", "_problems")
    _diffs: tuple[TimetableDiff, ...]
    _problems: tuple[Problem, ...]

    def __init__(self, diffs: Iterable[TimetableDiff], problems: Iterable[Problem] = ()) -> None:
        object.__setattr__(self, "_diffs", _check.instances(diffs, TimetableDiff, "diffs"))
        object.__setattr__(self, "_problems", _check.instances(problems, Problem, "problems"))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Replay does not change")

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The cases that could not be answered."""
        return self._problems

    @property
    def differing(self) -> tuple[TimetableDiff, ...]:
        """The cases for which something changes."""
        return tuple(diff for diff in self if diff)

    def __len__(self) -> int:
        return len(self._diffs)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[TimetableDiff]:
        return iter(self._diffs)

    @overload
    def __getitem__(self, key: int) -> TimetableDiff: ...

    @overload
    def __getitem__(self, key: slice) -> tuple[TimetableDiff, ...]: ...

    def __getitem__(self, key: Union[int, slice]) -> Union[TimetableDiff, tuple[TimetableDiff, ...]]:
        return self._diffs[key]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Replay):
            return NotImplemented
        return (self._diffs, self._problems) == (other._diffs, other._problems)

    def __hash__(self) -> int:
        return hash((self._diffs, self._problems))

    def __copy__(self) -> Replay:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Replay:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Replay, (self._diffs, self._problems)

    def to_frame(self) -> pandas.DataFrame:
        """Gives a DataFrame of pandas, one line a deadline that differs."""
        from cpplan import _frames

        return _frames.timetable_diff_frame(self)

    def __repr__(self) -> str:
        problems = f", {len(self._problems)} not answered" if self._problems else ""
        return f"<cpplan.Replay of {len(self)} cases, {len(self.differing)} differ{problems}>"

    def _repr_html_(self) -> str:
        problems = f"; not answered: {len(self._problems)}" if self._problems else ""
        return _write_html(f"Of {len(self)} cases, {len(self.differing)} differ{problems}", self)


def _spell_due(row: Optional[Deadline]) -> Optional[str]:
    if row is None:
        return None
    return str(row.due) if row.due else f"at least {row.due_at_least}" if row.due_at_least else None


def _write_html(caption: str, diffs: Iterable[TimetableDiff]) -> str:
    from cpplan import _html

    rows = [
        (
            diff.case.id,
            change.row.rule.title,
            change.row.trigger and change.row.trigger.id,
            change.row.member,
            _spell_due(change.from_),
            change.from_ and change.from_.state,
            _spell_due(change.to),
            change.to and change.to.state,
        )
        for diff in diffs
        for change in diff
    ]
    columns = ("case", "rule", "trigger", "member", "due, from", "state, from", "due, to", "state, to")
    return _html.table(caption, columns, rows)
