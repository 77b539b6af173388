# SPDX-License-Identifier: LGPL-2.1-or-later
"""Policies: one authority's procedures as rules, and what is asked of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Optional, Union, overload

from cpplan import _check, _native
from cpplan._base import Immutable, remember
from cpplan._calendar import ArrayT, Calendar, Dates, Outside
from cpplan._record import Case
from cpplan.enums import Force, RuleKind
from cpplan.errors import UnknownNameError

if TYPE_CHECKING:
    from cpplan._answers import Findings, Timetable, Verdict
    from cpplan._comparison import PolicyDiff

BUILTIN = ("england", "hampshire", "kent", "rotherham", "sefton", "stoke-on-trent")


# docs: CpplanRule
class Rule(NamedTuple):
    """One rule of a policy: immutable, reference-counted; it can outlive its policy."""

    id: str
    kind: RuleKind
    title: str
    force: Force
    cite: Optional[str]
    note: Optional[str]
    refs: tuple[str, ...]
    policy: str
    line: int
    entries: tuple[tuple[str, str], ...]

    @property
    def keys(self) -> Mapping[str, str]:
        """The keys of the rule, as its file has them."""
        return MappingProxyType(dict(self.entries))

    def __repr__(self) -> str:
        return f"<cpplan.Rule {self.id}, {self.kind}, {self.policy}>"


def make_rule(facts: tuple[Any, ...]) -> Rule:
    return Rule(facts[0], RuleKind(facts[1]), facts[2], Force(facts[3]), *facts[4:])


# docs: CpplanLint
class Lint(NamedTuple):
    """One thing that `lint` found."""

    id: str
    line: int
    message: str


def _question(case: object, calendar: object, day: object, name: str, known_at: object) -> tuple[Any, ...]:
    return (
        _check.instance(case, Case, "case")._handle,
        _check.instance(calendar, Calendar, "calendar")._handle,
        _check.day(day, name),
        _check.optional_day(known_at, "known_at"),
    )


# docs: CpplanPolicy
class Policy(Immutable):
    """One edition of one authority's procedures: immutable, reference-counted.

    In Python `Policy.builtin("rotherham")` gives one of those that are compiled in, and `Policy.parse(text)` reads one.
    """

    __slots__ = ("_rules", "_by_id", "_inherited")

    def __new__(cls, *arguments: object) -> Policy:
        raise TypeError("a Policy is made with Policy.builtin(id) or Policy.parse(text)")

    # docs: cpplan_policy_new_builtin
    @classmethod
    def builtin(cls, id: str) -> Policy:
        """Makes one of the policies that are compiled in.

        Args:
            id: `england`, `sefton`, `rotherham`, `hampshire`, `stoke-on-trent` or `kent`

        Raises:
            UnknownNameError where there is no such policy
        """
        wanted = _check.text(id, "id")
        if wanted not in BUILTIN:
            nearest = _check.nearest(wanted, BUILTIN) or ";"
            raise UnknownNameError(
                f'there is no policy "{wanted}"{nearest} those that are built in are {", ".join(BUILTIN)}'
            )
        return cls._wrap(_native.cpplan_policy_new_builtin(wanted), "builtin", wanted)

    # docs: cpplan_policy_new_from_text
    @classmethod
    def parse(cls, text: str, parents: Optional[PolicySet] = None) -> Policy:
        """Reads a policy.

        Args:
            text: the file's text: UTF-8, at most 1 MiB
            parents: the policies that it may extend

        Raises:
            PolicyError with line, group and key of what is wrong; LimitError where the text is too long

        In Python `parents` are the built-in policies unless others are given.
        """
        if parents is None:
            parents = PolicySet.builtin()
        handle = _native.cpplan_policy_new_from_text(
            _check.text(text, "text"), _check.instance(parents, PolicySet, "parents")._handle
        )
        return cls._wrap(handle, "parse", text, parents)

    # docs: cpplan_policy_new_always_in_force
    def always_in_force(self) -> Policy:
        """Gives a policy as though it had always been in force, and what it extends likewise.

        Two editions of a policy are in force on different days, so that no day of a case has an answer under
        both; so made, they can be held against the same case.

        Returns:
            the policy, with the same text and digest
        """
        return self._wrap(_native.cpplan_policy_new_always_in_force(self._handle), "_always", self)

    @classmethod
    def _always(cls, policy: Policy) -> Policy:
        return policy.always_in_force()

    @classmethod
    def _of_set(cls, policies: PolicySet, place: int) -> Policy:
        if not 0 <= place < len(policies):
            raise IndexError(f"there is no policy {place} among {len(policies)}")
        return cls._wrap(_native.cpplan_policy_set_get_policy(policies._handle, place), "_of_set", policies, place)

    def _digest(self) -> str:
        first, last = self.in_force
        return f"{self.digest} {self.id} {first} {last}"

    # docs: cpplan_policy_get_id
    @property
    def id(self) -> str:
        """Gives the id."""
        return str(_native.cpplan_policy_get_id(self._handle))

    # docs: cpplan_policy_get_title
    @property
    def title(self) -> str:
        """Gives the title of the document behind it."""
        return str(_native.cpplan_policy_get_title(self._handle))

    # docs: cpplan_policy_get_edition
    @property
    def edition(self) -> Optional[str]:
        """Gives the edition's name, or None."""
        return _check.optional_text(_native.cpplan_policy_get_edition(self._handle), "edition")

    # docs: cpplan_policy_get_extends
    @property
    def extends(self) -> Optional[str]:
        """Gives the id of the policy that it extends, or None."""
        return _check.optional_text(_native.cpplan_policy_get_extends(self._handle), "extends")

    # docs: cpplan_policy_get_calendar
    @property
    def calendar(self) -> Optional[str]:
        """Gives the name of the calendar by which it counts, or None."""
        return _check.optional_text(_native.cpplan_policy_get_calendar(self._handle), "calendar")

    # docs: cpplan_policy_get_published
    @property
    def published(self) -> Optional[datetime.date]:
        """Gives the day of publication, or None."""
        return _check.optional_day(_native.cpplan_policy_get_published(self._handle), "published")

    # docs: cpplan_policy_get_reviewed
    @property
    def reviewed(self) -> Optional[datetime.date]:
        """Gives the day of the last review, or None."""
        return _check.optional_day(_native.cpplan_policy_get_reviewed(self._handle), "reviewed")

    @property
    def in_force(self) -> tuple[Optional[datetime.date], Optional[datetime.date]]:
        """The first and the last day on which the edition is in force; None for no bound."""
        first, last = _native.cpplan_py_policy_in_force(self._handle)
        return first, last

    # docs: cpplan_policy_get_scope
    @property
    def scope(self) -> tuple[str, ...]:
        """Gives the districts for which its own rules hold; empty: everywhere."""
        return tuple(_native.cpplan_policy_get_scope(self._handle))

    # docs: cpplan_policy_get_refs
    @property
    def refs(self) -> tuple[str, ...]:
        """Gives the rows of the rule table that the policy as a whole carries."""
        return tuple(_native.cpplan_policy_get_refs(self._handle))

    # docs: cpplan_policy_get_digest
    @property
    def digest(self) -> str:
        """Gives the SHA-256, in hexadecimal, of its text and of those that it extends."""
        return str(_native.cpplan_policy_get_digest(self._handle))

    # docs: cpplan_policy_get_text
    @property
    def text(self) -> str:
        """Gives the text that it was read from."""
        return str(_native.cpplan_policy_get_text(self._handle))

    def _read_rules(self) -> tuple[Rule, ...]:
        found = _native.cpplan_py_policy_rules(self._handle)
        rules = tuple(make_rule(facts) for facts, _ in found)
        object.__setattr__(
            self, "_inherited", frozenset(rule.id for rule, (_, is_inherited) in zip(rules, found) if is_inherited)
        )
        return rules

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that hold under it, inherited ones among them, in the order of ids."""
        found: tuple[Rule, ...] = remember(self, "_rules", self._read_rules)
        return found

    def __getitem__(self, id: str) -> Rule:
        """Gives the rule of an id; KeyError where there is none."""
        rules: dict[str, Rule] = remember(self, "_by_id", lambda: {rule.id: rule for rule in self.rules})
        return rules[_check.text(id, "id")]

    def __contains__(self, id: object) -> bool:
        return any(rule.id == id for rule in self.rules)

    def __len__(self) -> int:
        return int(_native.cpplan_policy_get_n_rules(self._handle))

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    # docs: cpplan_policy_inherits
    def inherits(self, rule: Union[Rule, str]) -> bool:
        """Tells whether the policy has the rule from the one that it extends."""
        id = rule.id if isinstance(rule, Rule) else _check.text(rule, "rule")
        self[id]
        return id in self._inherited

    _inherited: frozenset[str]

    # docs: cpplan_policy_lint
    def lint(self, as_of: Optional[datetime.date] = None) -> tuple[Lint, ...]:
        """Looks for what a well-made policy does not have. It holds all the same; a note can explain it.

        Args:
            as_of: the day against which review dates are held, or None to leave that check out

        Returns:
            the findings by line; empty for a clean policy
        """
        return tuple(
            Lint(*found)
            for found in _native.cpplan_py_policy_lint(self._handle, _check.optional_day(as_of, "as_of"))
        )

    # docs: cpplan_policy_diff_new to=other
    def diff(self, other: Policy) -> PolicyDiff:
        """Compares the rules that hold under two policies, inherited ones among them.

        Rules are compared by their ids. When each policy is in force does not count.

        Args:
            other: the second policy

        Returns:
            the difference; empty where there is none
        """
        from cpplan._comparison import PolicyDiff

        return PolicyDiff._of(self, _check.instance(other, Policy, "other"))

    # docs: cpplan_policy_evaluate record=case
    def evaluate(
        self,
        case: Case,
        calendar: Calendar,
        *,
        as_of: datetime.date,
        known_at: Optional[datetime.date] = None,
        horizon: Optional[datetime.date] = None,
    ) -> Timetable:
        """Answers "when?" under one policy, whatever policy the record names.

        Args:
            case: a record
            calendar: the calendar by which working days are counted
            as_of: the day on which it is asked: held events after it are not seen
            known_at: what is recorded on or before this day is known; None for as_of
            horizon: links of chains beyond the open ones are projected up to this day, at most ten years after
                as_of; None for none

        Returns:
            the timetable

        Raises:
            LimitError where the horizon is too far or the rows are more than 100,000; RecordError where two
            known events supersede one; DateError where a day is no date
        """
        from cpplan._answers import Timetable

        handle = _native.cpplan_policy_evaluate(
            self._handle,
            *_question(case, calendar, as_of, "as_of", known_at),
            _check.optional_day(horizon, "horizon"),
        )
        return Timetable._answer(handle, self, None, case, calendar, as_of, known_at, horizon)

    # docs: cpplan_policy_review record=case
    def review(
        self, case: Case, calendar: Calendar, *, as_of: datetime.date, known_at: Optional[datetime.date] = None
    ) -> Findings:
        """Answers "what is missing?" under one policy, whatever policy the record names: every rule of the kinds
        `require`, `consider` and `duty` is asked of every event that calls for it.

        Args:
            case: a record
            calendar: the calendar by which days are counted
            as_of: the day on which it is asked: held events after it are not seen
            known_at: what is recorded on or before this day is known; None for as_of

        Returns:
            the findings

        Raises:
            DateError where a day is no date; RecordError where two known events supersede one; LimitError where
            the findings are more than 1,000,000
        """
        from cpplan._answers import Findings

        handle = _native.cpplan_policy_review(self._handle, *_question(case, calendar, as_of, "as_of", known_at))
        return Findings._answer(handle, self, None, case, calendar, as_of, known_at)

    # docs: cpplan_policy_may_end record=case
    def may_end(
        self, case: Case, calendar: Calendar, *, on: datetime.date, known_at: Optional[datetime.date] = None
    ) -> Verdict:
        """Answers whether the plan that is running may be ended, under one policy.

        Args:
            case: a record
            calendar: the calendar by which days are counted
            on: the day of the ending asked about; an ending recorded on that very day is not looked at
            known_at: what is recorded on or before this day is known; None for on

        Returns:
            the verdict

        Raises:
            DateError where a day is no date; RecordError where two known events supersede one
        """
        from cpplan._answers import Verdict

        handle = _native.cpplan_policy_may_end(self._handle, *_question(case, calendar, on, "on", known_at))
        return Verdict._answer(handle, self, None, case, calendar, on, known_at)

    def _rule_id(self, rule: Union[str, Rule]) -> str:
        """Gives the id; a Rule has to be this policy's own, as another's may count otherwise."""
        if not isinstance(rule, Rule):
            return _check.text(rule, "rule")
        if rule.id not in self or self[rule.id] != rule:
            raise ValueError(f"rule: {rule.id} of the policy {rule.policy} is not as {self.id} has it")
        return rule.id

    @overload
    def due(self, rule: Union[str, Rule], date: datetime.date, calendar: Calendar) -> datetime.date: ...

    @overload
    def due(
        self, rule: Union[str, Rule], date: Dates, calendar: Calendar, *, outside: Outside = ...
    ) -> list[Optional[datetime.date]]: ...

    @overload
    def due(
        self,
        rule: Union[str, Rule],
        date: ArrayT,
        calendar: Calendar,
        *,
        out: Optional[ArrayT] = ...,
        outside: Outside = ...,
    ) -> ArrayT: ...

    # docs: cpplan_policy_due from=date
    def due(
        self,
        rule: Union[str, Rule],
        date: Any,
        calendar: Calendar,
        *,
        out: Any = None,
        outside: Outside = "raise",
    ) -> Any:
        """Gives the due day of a rule for an instance that counts from a day: what `evaluate` would give where
        nothing else of the record bears on it.

        Of a `deadline` the day is that of the event that starts it; of a `recur` that of the event from which a
        link counts, and the answer is the link after it; of a `bar` it is the start of the plan, and the answer
        the first day on which the act may happen. The period is the rule's own: what a plan or a conference set
        instead, an authorised delay, and the district in which the rule holds are matters of a record. Of
        several readings of a text the operative one counts.

        Args:
            rule: the id of one of its rules
            calendar: the calendar by which working days are counted
            date: a day

        Returns:
            the due day

        Raises:
            UnknownNameError where the policy has no such rule; PolicyError where the due day does not follow
            from that one day: the rule leans on another date of the record (`on`, `before`) or on the birth
            (`not-before`), counts its first link otherwise (`first-within`), has readings and none that is
            operative, or is of a kind that has no due day, and the message names rule and key; OutOfCoverError
            where the calendar does not reach the due day, or the rule is not in force on the day; DateError
            where that is no date

        In Python `rule` can also be a `Rule` of the policy, and `date` is one date, or an array of any kind that
        `Calendar.add_working_days` takes; the result is of the same kind. Rows that have no due day raise
        `OutOfCoverError`, or with `outside="missing"` have no answer.
        """
        asked = self._handle, self._rule_id(rule), _check.instance(calendar, Calendar, "calendar")._handle
        if isinstance(date, datetime.date) and out is None and outside == "raise":
            return _check.day(_native.cpplan_policy_due(*asked, _check.day(date, "date"))[1], "date")
        from cpplan import _arrays

        return _arrays.due(*asked, date, out, outside, False)

    @overload
    def act_by(self, rule: Union[str, Rule], date: datetime.date, calendar: Calendar) -> datetime.date: ...

    @overload
    def act_by(
        self, rule: Union[str, Rule], date: Dates, calendar: Calendar, *, outside: Outside = ...
    ) -> list[Optional[datetime.date]]: ...

    @overload
    def act_by(
        self,
        rule: Union[str, Rule],
        date: ArrayT,
        calendar: Calendar,
        *,
        out: Optional[ArrayT] = ...,
        outside: Outside = ...,
    ) -> ArrayT: ...

    # docs: cpplan_policy_act_by from=date
    def act_by(
        self,
        rule: Union[str, Rule],
        date: Any,
        calendar: Calendar,
        *,
        out: Any = None,
        outside: Outside = "raise",
    ) -> Any:
        """Gives the day by which to act under a rule for an instance that counts from a day: the last working day
        on or before the due day that `due` gives, and on or before those of all other readings.

        Args:
            rule: the id of one of its rules
            calendar: the calendar by which working days are counted
            date: a day, as in `due`

        Returns:
            the day

        Raises:
            as in `due`, and PolicyError for a `bar`, which says from when on

        In Python the arguments are those of `due`.
        """
        asked = self._handle, self._rule_id(rule), _check.instance(calendar, Calendar, "calendar")._handle
        if isinstance(date, datetime.date) and out is None and outside == "raise":
            return _check.day(_native.cpplan_policy_act_by(*asked, _check.day(date, "date"))[1], "date")
        from cpplan import _arrays

        return _arrays.due(*asked, date, out, outside, True)

    def __repr__(self) -> str:
        edition = f" {self.edition}" if self.edition else ""
        return f"<cpplan.Policy {self.id}{edition}, {len(self)} rules>"

    def _repr_html_(self) -> str:
        from cpplan import _html

        rows = [(rule.id, rule.kind, rule.title, rule.force, rule.cite) for rule in self.rules]
        return _html.table(f"{self.title} ({self.id})", ("rule", "kind", "title", "force", "cite"), rows)


# docs: CpplanPolicySet
class PolicySet(Immutable):
    """Policies by id, each in one or more editions: immutable, reference-counted."""

    __slots__ = ("_policies",)

    # docs: cpplan_policy_set_new_from_texts
    def __new__(cls, texts: Iterable[str], base: Optional[PolicySet] = None) -> PolicySet:
        """Makes a set of policies read from texts, in any order, beside or over those of another set.

        Texts that share an id are editions of one policy; then each must say when it is in force, and no two at
        one time. An id of texts replaces the same id of base whole.

        Args:
            texts: the files' texts
            base: the set whose policies the new one has too, and which the texts may extend

        Raises:
            PolicyError as in `new_from_text`, or where editions overlap or policies extend each other in a
            circle
        """
        if isinstance(texts, str):
            raise TypeError("texts has to be a list of str, not one str")
        given = tuple(_check.text(text, f"texts[{place}]") for place, text in enumerate(texts))
        below = None if base is None else _check.instance(base, PolicySet, "base")
        handle = _native.cpplan_py_policy_set_new(given, None if below is None else below._handle)
        return cls._wrap(handle, "_of", given, below)

    @classmethod
    def _of(cls, texts: tuple[str, ...], base: Optional[PolicySet]) -> PolicySet:
        return PolicySet.__new__(cls, texts, base)

    # docs: cpplan_policy_set_new_builtin
    @classmethod
    def builtin(cls) -> PolicySet:
        """Makes a set of the policies that are compiled in."""
        return cls._wrap(_native.cpplan_policy_set_new_builtin(), "builtin")

    def _digest(self) -> str:
        return "\n".join(policy._digest() for policy in self)

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The policies, editions counted apart, in the order of ids and then of time."""
        length = _native.cpplan_policy_set_get_length(self._handle)
        found: tuple[Policy, ...] = remember(
            self, "_policies", lambda: tuple(Policy._of_set(self, place) for place in range(length))
        )
        return found

    def __len__(self) -> int:
        return int(_native.cpplan_policy_set_get_length(self._handle))

    def __iter__(self) -> Iterator[Policy]:
        return iter(self.policies)

    def __contains__(self, id: object) -> bool:
        return any(policy.id == id for policy in self)

    def __getitem__(self, id: str) -> Policy:
        """Gives the last edition of the policy of an id; KeyError where there is none."""
        found = [policy for policy in self if policy.id == _check.text(id, "id")]
        if not found:
            raise KeyError(id)
        return found[-1]

    # docs: cpplan_policy_set_lint
    def lint(self, policy: Policy, as_of: Optional[datetime.date] = None) -> tuple[Lint, ...]:
        """Looks for the same, and for days between this edition and the one before it on which none is in force.

        Args:
            policy: a policy of the set
            as_of: as in `lint`

        Returns:
            the findings by line
        """
        found = _native.cpplan_py_policy_set_lint(
            self._handle, _check.instance(policy, Policy, "policy")._handle, _check.optional_day(as_of, "as_of")
        )
        return tuple(Lint(*each) for each in found)

    # docs: cpplan_policy_set_evaluate record=case
    def evaluate(
        self,
        case: Case,
        calendar: Calendar,
        *,
        as_of: datetime.date,
        policy: Optional[str] = None,
        known_at: Optional[datetime.date] = None,
        horizon: Optional[datetime.date] = None,
    ) -> Timetable:
        """Answers "when?" under the policies that the record itself names: each instance belongs to the policy in
        charge, in the edition in force, on the day from which it counts.

        Args:
            policy: the id of a policy to take in place of those that the record names
            case: a record
            calendar: as in `evaluate`
            as_of: as there
            known_at: as there
            horizon: as there

        Returns:
            the timetable

        Raises:
            as there, and UnknownNameError where the record names no policy or one that the set does not have
        """
        from cpplan._answers import Timetable

        handle = _native.cpplan_policy_set_evaluate(
            self._handle,
            _check.optional_text(policy, "policy"),
            *_question(case, calendar, as_of, "as_of", known_at),
            _check.optional_day(horizon, "horizon"),
        )
        return Timetable._answer(handle, self, policy, case, calendar, as_of, known_at, horizon)

    # docs: cpplan_policy_set_review record=case
    def review(
        self,
        case: Case,
        calendar: Calendar,
        *,
        as_of: datetime.date,
        policy: Optional[str] = None,
        known_at: Optional[datetime.date] = None,
    ) -> Findings:
        """Answers the same under the policies that the record names: a finding belongs to the policy in charge on
        the day of the event that called for it.

        Args:
            policy: the id of a policy to take in place of those that the record names
            case: as in `review`
            calendar: as there
            as_of: as there
            known_at: as there

        Returns:
            the findings

        Raises:
            as there, and UnknownNameError where the record names no policy, or one that the set does not have
        """
        from cpplan._answers import Findings

        handle = _native.cpplan_policy_set_review(
            self._handle,
            _check.optional_text(policy, "policy"),
            *_question(case, calendar, as_of, "as_of", known_at),
        )
        return Findings._answer(handle, self, policy, case, calendar, as_of, known_at)

    # docs: cpplan_policy_set_may_end record=case
    def may_end(
        self,
        case: Case,
        calendar: Calendar,
        *,
        on: datetime.date,
        policy: Optional[str] = None,
        known_at: Optional[datetime.date] = None,
    ) -> Verdict:
        """Answers the same under the policy that is in charge of the record on that day, in the edition in force.

        Args:
            policy: the id of a policy to take in place of those that the record names
            case: as in `may_end`
            calendar: as there
            on: as there
            known_at: as there

        Returns:
            the verdict

        Raises:
            as there, and UnknownNameError where the record names no policy, none that is in charge on that day,
            or one that the set does not have
        """
        from cpplan._answers import Verdict

        handle = _native.cpplan_policy_set_may_end(
            self._handle, _check.optional_text(policy, "policy"), *_question(case, calendar, on, "on", known_at)
        )
        return Verdict._answer(handle, self, policy, case, calendar, on, known_at)

    def __repr__(self) -> str:
        return f"<cpplan.PolicySet {', '.join(policy.id for policy in self)}>"
