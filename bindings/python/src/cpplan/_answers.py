# SPDX-License-Identifier: LGPL-2.1-or-later
"""The three answers: timetables, findings, verdicts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, Optional, TypeVar, Union, overload

from cpplan import _check, _native
from cpplan._base import Immutable, remember
from cpplan._calendar import Calendar
from cpplan._policy import Policy, PolicySet, Rule, make_rule
from cpplan._record import Case, Event
from cpplan.enums import FindingState, Flag, Outcome, State, Truth
from cpplan.errors import UnknownNameError

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cpplan._comparison import TimetableDiff

COMPACT, EXPLAIN = 1, 2
BETWEEN = "; "

AnswerT = TypeVar("AnswerT", bound="_Answer")
Asked = Union[Policy, PolicySet]


class RecordWarning(NamedTuple):
    """Something in the record itself that a person should look at."""

    id: str
    subject: str
    message: str


class Reading(NamedTuple):
    """What a reading of a rule's text other than the operative one gives."""

    name: str
    due: Optional[datetime.date]
    due_at_least: Optional[datetime.date]
    state: State


class Requirement(NamedTuple):
    """One thing that an ending on the ground requires."""

    rule: Rule
    truth: Truth
    waived_by: Optional[Rule]


def _flags(names: Iterable[str]) -> frozenset[Flag]:
    return frozenset(Flag(name) for name in names)


def _join(texts: Iterable[Any]) -> str:
    return BETWEEN.join(str(text) for text in texts)


class _Answer(Immutable):
    """An answer keeps its question, so that it can be pickled as that and asked again."""

    __slots__ = ("_asked", "_policy_id", "_case", "_calendar", "_days", "_text")
    _asked: Asked
    _policy_id: Optional[str]
    _case: Case
    _calendar: Calendar
    _ask: ClassVar[str]
    _day_names: ClassVar[tuple[str, ...]]
    _to_text: ClassVar[str]

    def __new__(cls, *arguments: object) -> _Answer:
        raise TypeError(f"a {cls.__name__} is the answer of a Policy or a PolicySet")

    @classmethod
    def _answer(
        cls: type[AnswerT],
        handle: Any,
        asked: Asked,
        policy: Optional[str],
        case: Case,
        calendar: Calendar,
        *days: Optional[datetime.date],
    ) -> AnswerT:
        self = cls._wrap(handle, "_again", asked, policy, case, calendar, days)
        for name, value in ("_asked", asked), ("_policy_id", policy), ("_case", case), ("_calendar", calendar):
            object.__setattr__(self, name, value)
        return self

    @classmethod
    def _again(
        cls,
        asked: Asked,
        policy: Optional[str],
        case: Case,
        calendar: Calendar,
        days: tuple[Optional[datetime.date], ...],
    ) -> Any:
        more: dict[str, Any] = dict(zip(cls._day_names, days))
        if isinstance(asked, PolicySet):
            more["policy"] = policy
        return getattr(asked, cls._ask)(case, calendar, **more)

    def _write(self, flags: int) -> str:
        return str(getattr(_native, self._to_text)(self._handle, flags))

    def _digest(self) -> str:
        return str(remember(self, "_text", lambda: self._case._digest() + self._write(COMPACT)))

    def to_json(self, *, compact: bool = False, explain: bool = False) -> str:
        """Writes the document; `compact` on one line, `explain` with the steps of each row."""
        return self._write((COMPACT if compact else 0) | (EXPLAIN if explain else 0))

    @property
    def case(self) -> Case:
        """The record that it is about."""
        return self._case

    @property
    def calendar(self) -> Calendar:
        """The calendar by which it was counted."""
        return self._calendar


RowT = TypeVar("RowT", "Deadline", "Finding")
AnyRows = TypeVar("AnyRows", bound="_Rows[Any]")


class _Rows(_Answer, Generic[RowT]):
    """An answer of many rows: by place, by rule, one after another."""

    __slots__ = ("_rows", "_rules")

    def _read(self) -> tuple[RowT, ...]:
        raise NotImplementedError

    @property
    def _all(self) -> tuple[RowT, ...]:
        rows: tuple[RowT, ...] = remember(self, "_rows", self._read)
        return rows

    def _policies(self) -> list[Policy]:
        return [self._asked] if isinstance(self._asked, Policy) else list(self._asked)

    def _knows_rule(self, id: str) -> bool:
        return any(id in policy for policy in self._policies())

    def _check_rule(self, id: str, name: str) -> None:
        """What is named beside the policies asked: a rule of none of them is a slip."""
        if self._knows_rule(id) or any(row.rule.id == id for row in self):
            return
        known = [rule.id for policy in self._policies() for rule in policy]
        asked = ", ".join(dict.fromkeys(policy.id for policy in self._policies()))
        raise UnknownNameError(f'{name}: {asked} has no rule "{id}"{_check.nearest(id, known)}')

    def __len__(self) -> int:
        return len(self._all)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[RowT]:
        return iter(self._all)

    @overload
    def __getitem__(self, key: int) -> RowT: ...

    @overload
    def __getitem__(self, key: Union[str, slice]) -> tuple[RowT, ...]: ...

    def __getitem__(self, key: Union[int, str, slice]) -> Union[RowT, tuple[RowT, ...]]:
        """Gives the rows of a rule, none where nothing started one, or the row of a place."""
        if not isinstance(key, str):
            return self._all[key]
        rows = tuple(row for row in self._all if row.rule.id == key)
        if not rows and not self._knows_rule(key):
            raise KeyError(key)
        return rows

    def to_frame(self) -> pandas.DataFrame:
        """Gives a DataFrame of pandas, one line a row, with the members of the document as columns."""
        raise NotImplementedError


class Deadline(NamedTuple):
    """One row of a timetable: what is due, by when, and how it stands."""

    rule: Rule
    policy: str
    edition: Optional[str]
    trigger: Optional[Event]
    member: Optional[str]
    from_: Optional[datetime.date]
    due: Optional[datetime.date]
    due_at_least: Optional[datetime.date]
    act_by: Optional[datetime.date]
    state: State
    met_by: Optional[Event]
    met_on: Optional[datetime.date]
    flags: frozenset[Flag]
    needs: tuple[str, ...]
    readings: tuple[Reading, ...]
    steps: tuple[str, ...]

    def __repr__(self) -> str:
        due = f" due {self.due}" if self.due else f" due at least {self.due_at_least}" if self.due_at_least else ""
        return f"<cpplan.Deadline {self.rule.id}{due}, {self.state}>"


# docs: CpplanTimetable
class Timetable(_Rows[Deadline]):
    """An answer to "when?": immutable, reference-counted.

    In Python it is a sequence of `Deadline`, and `timetable["first-core-group"]` gives the rows of a rule.
    """

    __slots__ = ()
    _ask = "evaluate"
    _day_names = ("as_of", "known_at", "horizon")
    _to_text = "cpplan_json_timetable_to_string"

    def _read(self) -> tuple[Deadline, ...]:
        found, rule_facts = _native.cpplan_py_timetable_rows(self._handle)
        rules = [make_rule(facts) for facts in rule_facts]
        return tuple(self._make_row(place, rules, facts) for place, facts in enumerate(found))

    def _make_row(self, place: int, rules: list[Rule], facts: Any) -> Deadline:
        (
            rule,
            policy,
            edition,
            trigger,
            member,
            from_,
            due,
            due_at_least,
            act_by,
            state,
            met_by,
            met_on,
            flags,
            needs,
            readings,
        ) = facts
        return Deadline(
            rules[rule],
            policy,
            edition,
            trigger and self._case.event(trigger),
            member,
            from_,
            due,
            due_at_least,
            act_by,
            State(state),
            met_by and self._case.event(met_by),
            met_on,
            _flags(flags),
            needs,
            tuple(Reading(name, day, least, State(text)) for name, day, least, text in readings),
            _native.cpplan_py_timetable_explain(self._handle, place),
        )

    # docs: cpplan_timetable_get_as_of
    @property
    def as_of(self) -> datetime.date:
        """Gives the day asked about."""
        return _check.day(_native.cpplan_timetable_get_as_of(self._handle), "as_of")

    # docs: cpplan_timetable_get_known_at
    @property
    def known_at(self) -> datetime.date:
        """Gives the day of knowledge."""
        return _check.day(_native.cpplan_timetable_get_known_at(self._handle), "known_at")

    # docs: cpplan_timetable_get_horizon
    @property
    def horizon(self) -> Optional[datetime.date]:
        """Gives the horizon, or None."""
        return _check.optional_day(_native.cpplan_timetable_get_horizon(self._handle), "horizon")

    # docs: cpplan_timetable_get_policy_id
    @property
    def policy(self) -> Optional[str]:
        """Gives the id of the policy in charge on the day asked about, or None."""
        return _check.optional_text(_native.cpplan_timetable_get_policy_id(self._handle), "policy")

    # docs: cpplan_timetable_get_policy_digest
    @property
    def policy_digest(self) -> str:
        """Gives the SHA-256 over all policies that it was answered under."""
        return str(_native.cpplan_timetable_get_policy_digest(self._handle))

    # docs: cpplan_timetable_is_timeline
    @property
    def is_timeline(self) -> bool:
        """Tells whether rows belong to more than one policy, so that each should name its own."""
        return bool(_native.cpplan_timetable_is_timeline(self._handle))

    @property
    def flags(self) -> frozenset[Flag]:
        """The flags of the timetable as a whole."""
        return _flags(_native.cpplan_py_flags_to(_native.cpplan_timetable_get_flags(self._handle)))

    @property
    def warnings(self) -> tuple[RecordWarning, ...]:
        """What in the record itself a person should look at."""
        return tuple(RecordWarning(*facts) for facts in _native.cpplan_py_timetable_warnings(self._handle))

    def in_state(self, *states: Union[State, str]) -> tuple[Deadline, ...]:
        """Gives the rows in one of the states, in the order of the timetable."""
        wanted = {_check.word(state, State, "state") for state in states}
        return tuple(row for row in self if row.state in wanted)

    @property
    def overdue(self) -> tuple[Deadline, ...]:
        """What is overdue."""
        return self.in_state(State.OVERDUE)

    @property
    def open(self) -> tuple[Deadline, ...]:
        """What is still to be done, and in time."""
        return self.in_state(State.OPEN)

    @property
    def undetermined(self) -> tuple[Deadline, ...]:
        """What turns on facts that are not recorded; each row's `needs` names them."""
        return self.in_state(State.UNDETERMINED)

    # docs: cpplan_timetable_diff_new to=other
    def diff(self, other: Timetable) -> TimetableDiff:
        """Compares two answers to "when?" about one record.

        Rows are the same where they are of one rule, count from the same event and are of the same person;
        projected ones are taken in their order. They differ where the due day or the state does, or where only
        one timetable has the row.

        Args:
            other: the second timetable, such as one under the policy to come

        Returns:
            the difference; empty where there is none
        """
        from cpplan._comparison import TimetableDiff

        return TimetableDiff._of(self, _check.instance(other, Timetable, "other"))

    def to_frame(self) -> pandas.DataFrame:
        """Gives a DataFrame of pandas, one line a deadline, with the members of the document as columns."""
        from cpplan import _frames

        return _frames.timetable_frame(self)

    @overload
    def plot(
        self,
        ax: None = ...,
        *,
        rules: Union[str, Iterable[str], None] = ...,
        from_: Optional[datetime.date] = ...,
        until: Optional[datetime.date] = ...,
    ) -> Figure: ...

    @overload
    def plot(
        self,
        ax: Axes,
        *,
        rules: Union[str, Iterable[str], None] = ...,
        from_: Optional[datetime.date] = ...,
        until: Optional[datetime.date] = ...,
    ) -> Axes: ...

    def plot(
        self,
        ax: Optional[Axes] = None,
        *,
        rules: Union[str, Iterable[str], None] = None,
        from_: Optional[datetime.date] = None,
        until: Optional[datetime.date] = None,
    ) -> Union[Axes, Figure]:
        """Draws the timetable: a row for each rule, from the day that began a deadline to its due day, what was met
        and when, what is overdue, and what is coming; the day asked about as a line, days that are not worked shaded.

        States differ in shape and shade, so that the picture can be read in grey. Needs matplotlib.

        Args:
            ax: the axes to draw in; without, a figure of its own, as large as it has to be
            rules: the ids of the rules to draw, in this order, or one id; all of them unless given
            from_: the first day of the picture
            until: the last day of the picture

        Returns:
            the figure, or `ax` if it was given
        """
        from cpplan import _pictures

        return _pictures.plot_timetable(self, ax, rules, from_, until)

    def __repr__(self) -> str:
        asked = f"{self._case.id!r}, {self.policy}, as of {self.as_of}"
        return f"<cpplan.Timetable {asked}, {len(self)} rows, {len(self.overdue)} overdue>"

    def _repr_html_(self) -> str:
        from cpplan import _html

        columns = ("state", "due", "act by", "rule", "trigger", "met on", "flags", "needs", "cite")
        rows = [
            (
                row.state,
                row.due,
                row.act_by,
                row.rule.title,
                row.trigger and row.trigger.id,
                row.met_on,
                _join(sorted(row.flags)),
                _join(row.needs),
                row.rule.cite,
            )
            for row in self
        ]
        return _html.table(f"Case {self._case.id}, policy {self.policy}, as of {self.as_of}", columns, rows)


class Finding(NamedTuple):
    """One finding: what the procedures ask, of which event, and whether it is there."""

    rule: Rule
    policy: str
    edition: Optional[str]
    subject: Optional[Event]
    member: Optional[str]
    state: FindingState
    missing: tuple[str, ...]
    flags: frozenset[Flag]
    needs: tuple[str, ...]
    steps: tuple[str, ...]

    def __repr__(self) -> str:
        subject = f" of {self.subject.id}" if self.subject else ""
        return f"<cpplan.Finding {self.rule.id}{subject}, {self.state}>"


# docs: CpplanFindings
class Findings(_Rows[Finding]):
    """An answer to "what is missing?": immutable, reference-counted.

    In Python it is a sequence of `Finding`.
    """

    __slots__ = ()
    _ask = "review"
    _day_names = ("as_of", "known_at")
    _to_text = "cpplan_json_findings_to_string"

    def _read(self) -> tuple[Finding, ...]:
        found, rule_facts = _native.cpplan_py_findings_rows(self._handle)
        rules = [make_rule(facts) for facts in rule_facts]
        return tuple(self._make_row(place, rules, facts) for place, facts in enumerate(found))

    def _make_row(self, place: int, rules: list[Rule], facts: Any) -> Finding:
        rule, policy, edition, subject, member, state, missing, flags, needs = facts
        return Finding(
            rules[rule],
            policy,
            edition,
            subject and self._case.event(subject),
            member,
            FindingState(state),
            missing,
            _flags(flags),
            needs,
            _native.cpplan_py_findings_explain(self._handle, place),
        )

    # docs: cpplan_findings_get_as_of
    @property
    def as_of(self) -> datetime.date:
        """Gives the day asked about."""
        return _check.day(_native.cpplan_findings_get_as_of(self._handle), "as_of")

    # docs: cpplan_findings_get_known_at
    @property
    def known_at(self) -> datetime.date:
        """Gives the day of knowledge."""
        return _check.day(_native.cpplan_findings_get_known_at(self._handle), "known_at")

    # docs: cpplan_findings_get_policy_id
    @property
    def policy(self) -> Optional[str]:
        """Gives the id of the policy in charge on as-of, in force or not, or None."""
        return _check.optional_text(_native.cpplan_findings_get_policy_id(self._handle), "policy")

    # docs: cpplan_findings_get_policy_digest
    @property
    def policy_digest(self) -> str:
        """Gives the SHA-256 of the policies' texts, in hexadecimal."""
        return str(_native.cpplan_findings_get_policy_digest(self._handle))

    # docs: cpplan_findings_is_timeline
    @property
    def is_timeline(self) -> bool:
        """Tells whether the record names a timeline of policies, so that findings name theirs."""
        return bool(_native.cpplan_findings_is_timeline(self._handle))

    @property
    def flags(self) -> frozenset[Flag]:
        """The flags of the findings as a whole."""
        return _flags(_native.cpplan_py_flags_to(_native.cpplan_findings_get_flags(self._handle)))

    @property
    def warnings(self) -> tuple[RecordWarning, ...]:
        """What in the record itself a person should look at."""
        return tuple(RecordWarning(*facts) for facts in _native.cpplan_py_findings_warnings(self._handle))

    def in_state(self, *states: Union[FindingState, str]) -> tuple[Finding, ...]:
        """Gives the findings in one of the states, in their order."""
        wanted = {_check.word(state, FindingState, "state") for state in states}
        return tuple(row for row in self if row.state in wanted)

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What should be there by now, and is not."""
        return self.in_state(FindingState.MISSING)

    @property
    def outstanding(self) -> tuple[Finding, ...]:
        """What is owed and not done, and not late."""
        return self.in_state(FindingState.OUTSTANDING)

    @property
    def unknown(self) -> tuple[Finding, ...]:
        """What turns on facts that are not recorded; each finding's `needs` names them."""
        return self.in_state(FindingState.UNKNOWN)

    def to_frame(self) -> pandas.DataFrame:
        """Gives a DataFrame of pandas, one line a finding, with the members of the document as columns."""
        from cpplan import _frames

        return _frames.findings_frame(self)

    def __repr__(self) -> str:
        asked = f"{self._case.id!r}, {self.policy}, as of {self.as_of}"
        return f"<cpplan.Findings {asked}, {len(self)} findings, {len(self.missing)} missing>"

    def _repr_html_(self) -> str:
        from cpplan import _html

        rows = [
            (
                row.state,
                row.rule.title,
                row.subject and row.subject.id,
                row.member,
                _join(row.missing),
                _join(row.needs),
                row.rule.cite,
            )
            for row in self
            if row.state is not FindingState.NOT_APPLICABLE
        ]
        return _html.table(
            f"Case {self._case.id}, policy {self.policy}, as of {self.as_of}",
            ("state", "rule", "subject", "member", "missing", "needs", "cite"),
            rows,
        )


# docs: CpplanVerdict
class Verdict(_Answer):
    """An answer to "may the plan end?": immutable, reference-counted."""

    __slots__ = ("_requirements",)
    _ask = "may_end"
    _day_names = ("on", "known_at")
    _to_text = "cpplan_json_verdict_to_string"

    # docs: cpplan_verdict_get_outcome
    @property
    def outcome(self) -> Outcome:
        """Gives the outcome."""
        return Outcome(_native.cpplan_verdict_get_outcome(self._handle))

    # docs: cpplan_verdict_get_ground
    @property
    def ground(self) -> Optional[str]:
        """Gives the ground, such as `moved-permanently`, where the outcome is permitted or refer; else None."""
        return _check.optional_text(_native.cpplan_verdict_get_ground(self._handle), "ground")

    # docs: cpplan_verdict_get_on
    @property
    def on(self) -> datetime.date:
        """Gives the day asked about."""
        return _check.day(_native.cpplan_verdict_get_on(self._handle), "on")

    # docs: cpplan_verdict_get_known_at
    @property
    def known_at(self) -> datetime.date:
        """Gives the day of knowledge."""
        return _check.day(_native.cpplan_verdict_get_known_at(self._handle), "known_at")

    @property
    def policy(self) -> str:
        """The id of the policy under which it was answered."""
        return str(_native.cpplan_policy_get_id(_native.cpplan_verdict_get_policy(self._handle)))

    # docs: cpplan_verdict_get_edition
    @property
    def edition(self) -> Optional[str]:
        """Gives the policy's edition,, or None where it has no name or is not in force on the day asked about."""
        return _check.optional_text(_native.cpplan_verdict_get_edition(self._handle), "edition")

    # docs: cpplan_verdict_get_needs
    @property
    def needs(self) -> tuple[str, ...]:
        """Gives the facts that would settle it, sorted; as `deadline_get_needs`."""
        return tuple(_native.cpplan_verdict_get_needs(self._handle))

    @property
    def flags(self) -> frozenset[Flag]:
        """The flags."""
        return _flags(_native.cpplan_py_flags_to(_native.cpplan_verdict_get_flags(self._handle)))

    def _read_requirements(self) -> tuple[Requirement, ...]:
        found, rule_facts = _native.cpplan_py_verdict_requirements(self._handle)
        rules = [make_rule(facts) for facts in rule_facts]
        return tuple(
            Requirement(rules[rule], Truth(truth), None if waived_by is None else rules[waived_by])
            for rule, truth, waived_by in found
        )

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """What was weighed, each with its truth and citation."""
        found: tuple[Requirement, ...] = remember(self, "_requirements", self._read_requirements)
        return found

    def __repr__(self) -> str:
        ground = f", {self.ground}" if self.ground else ""
        return f"<cpplan.Verdict {self._case.id!r}, {self.policy}, on {self.on}: {self.outcome}{ground}>"

    def _repr_html_(self) -> str:
        from cpplan import _html

        rows = [
            (
                requirement.truth,
                requirement.rule.title,
                requirement.waived_by and requirement.waived_by.title,
                requirement.rule.cite,
            )
            for requirement in self.requirements
        ]
        needs = f"; it would be settled by {_join(self.needs)}" if self.needs else ""
        return _html.table(
            f"Case {self._case.id}, policy {self.policy}, on {self.on}: {self.outcome}{needs}",
            ("holds", "requirement", "waived by", "cite"),
            rows,
        )
