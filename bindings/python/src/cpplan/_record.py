# SPDX-License-Identifier: LGPL-2.1-or-later
"""One child's record: events, people, the case."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Optional, Union

from cpplan import _check, _native
from cpplan._base import Immutable, remember
from cpplan._calendar import Period
from cpplan.enums import AttributeType, EventKind, Status
from cpplan.errors import JsonError, RecordError, UnknownNameError

# What an attribute can be given as: a truth, a text, a date, a period or a list of texts. None is not recorded.
Value = Union[bool, str, datetime.date, Period, Sequence[str], None]

_LISTS = (AttributeType.PEOPLE, AttributeType.AUDIENCE, AttributeType.CHOICES)
_SHARED = ("about", "by", "to")


def _set_value(builder: Any, kind: str, name: str, value: Any) -> None:
    attribute = name.replace("_", "-")
    try:
        known, found = _native.cpplan_schema_get_type(kind, attribute)
    except UnknownNameError as error:
        raise UnknownNameError(f"{error}{_check.nearest(attribute, attributes_of(kind))}") from None
    if not known:
        nearest = _check.nearest(attribute, attributes_of(kind))
        raise RecordError(f"{attribute}: events of kind {kind} have no such attribute{nearest}")
    wanted = AttributeType(found)
    if wanted is AttributeType.TRUTH:
        _native.cpplan_event_builder_set_truth(builder, attribute, bool(_check.truth(value, name)))
    elif wanted is AttributeType.DATE:
        _native.cpplan_event_builder_set_date(builder, attribute, _check.day(value, name))
    elif wanted is AttributeType.PERIOD:
        period = Period.parse(value) if isinstance(value, str) else _check.instance(value, Period, name)
        _native.cpplan_event_builder_set_period(builder, attribute, period._native())
    elif wanted in _LISTS:
        if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
            raise TypeError(f"{name} has to be a list of str, not {type(value).__name__}")
        texts = [_check.text(entry, name) for entry in value]
        _native.cpplan_event_builder_set_list(builder, attribute, texts)
    else:
        _native.cpplan_event_builder_set_text(builder, attribute, _check.text(value, name))


def _get_value(handle: Any, kind: str, attribute: str) -> Value:
    wanted = AttributeType(_native.cpplan_schema_get_type(kind, attribute)[1])
    if wanted is AttributeType.TRUTH:
        return {"yes": True, "no": False, "unknown": None}[_native.cpplan_event_get_truth(handle, attribute)]
    if wanted is AttributeType.DATE:
        return _check.optional_day(_native.cpplan_event_get_date_of(handle, attribute), attribute)
    if wanted is AttributeType.PERIOD:
        is_recorded, (count, unit) = _native.cpplan_event_get_period(handle, attribute)
        return Period(count, unit) if is_recorded else None
    if wanted in _LISTS:
        texts: Optional[tuple[str, ...]] = _native.cpplan_event_get_list(handle, attribute)
        return texts
    return _check.optional_text(_native.cpplan_event_get_text(handle, attribute), attribute)


def attributes_of(kind: Union[EventKind, str]) -> Mapping[str, AttributeType]:
    """Gives the attributes that events of a kind can have, and what each holds."""
    wanted = _check.word(kind, EventKind, "kind").value
    names = [*_SHARED, *_native.cpplan_py_schema_attributes(wanted)]
    return {name: AttributeType(_native.cpplan_schema_get_type(wanted, name)[1]) for name in names}


# docs: cpplan_schema_get_choices
def choices_of(kind: Union[EventKind, str], attribute: str) -> Optional[tuple[str, ...]]:
    """Gives the closed list of names that an attribute of type AttributeType.CHOICE can have on a kind.

    Args:
        kind: a kind
        attribute: an attribute of that kind

    Returns:
        the names. None where the attribute is no choice
    """
    names: Optional[tuple[str, ...]] = _native.cpplan_schema_get_choices(
        _check.word(kind, EventKind, "kind").value, _check.text(attribute, "attribute").replace("_", "-")
    )
    return names


# docs: cpplan_schema_get_audiences
def audiences() -> tuple[str, ...]:
    """Gives the names, beside the ids and the roles of people, to whom something can be sent or said.

    Returns:
        the names
    """
    return tuple(_native.cpplan_schema_get_audiences())


# docs: cpplan_schema_get_roles
def roles() -> tuple[str, ...]:
    """Gives the roles that the built-in policies speak of. A record may use any other lower-case name too.

    Returns:
        the names
    """
    return tuple(_native.cpplan_schema_get_roles())


# docs: CpplanEvent
class Event(Immutable):
    """An event: immutable, reference-counted, shared freely between threads.

    In Python its attributes are given by name, with underscores for hyphens: `Event("v1", "visit", date(2025, 4, 29),
    by="w1", child_seen=True)`. What is not given, or None, is not recorded. An attribute that is called as an argument
    is here goes into `attributes`.
    """

    __slots__ = ("_attributes", "_text")

    def __new__(
        cls,
        id: str,
        kind: Union[EventKind, str],
        date: datetime.date,
        *,
        status: Union[Status, str, None] = None,
        recorded: Optional[datetime.date] = None,
        seq: Optional[int] = None,
        supersedes: Optional[str] = None,
        void: bool = False,
        not_held_as_of: Optional[datetime.date] = None,
        attributes: Optional[Mapping[str, Value]] = None,
        **more: Value,
    ) -> Event:
        """Makes an event."""
        wanted = _check.word(kind, EventKind, "kind").value
        builder = _native.cpplan_event_builder_new(_check.text(id, "id"), wanted, _check.day(date, "date"))
        if status is not None:
            _native.cpplan_event_builder_set_status(builder, _check.word(status, Status, "status").value)
        if recorded is not None:
            _native.cpplan_event_builder_set_recorded(builder, _check.day(recorded, "recorded"))
        if seq is not None:
            _native.cpplan_event_builder_set_seq(builder, _check.whole(seq, "seq"))
        if supersedes is not None:
            _native.cpplan_event_builder_set_supersedes(builder, _check.text(supersedes, "supersedes"))
        if _check.truth(void, "void"):
            _native.cpplan_event_builder_set_void(builder, True)
        if not_held_as_of is not None:
            _native.cpplan_event_builder_set_not_held_as_of(builder, _check.day(not_held_as_of, "not_held_as_of"))
        for name, value in [*(attributes or {}).items(), *more.items()]:
            if value is not None:
                _set_value(builder, wanted, name, value)
        return cls._take(_native.cpplan_event_builder_build(builder))

    @classmethod
    def _take(cls, handle: Any) -> Event:
        return cls._wrap(handle, "_of")

    @classmethod
    def _of(cls, text: str) -> Event:
        """Gives an event again from the case file of it alone."""
        import json

        facts = json.loads(text)
        for place in "date", "recorded", "not-held-as-of":
            if place in facts:
                facts[place] = datetime.date.fromisoformat(facts[place])
        named = {
            place.replace("-", "_"): facts.pop(place, None)
            for place in ("id", "kind", "date", "status", "recorded", "seq", "supersedes", "not-held-as-of")
        }
        void = bool(facts.pop("void", False))
        kinds = attributes_of(named["kind"])
        for name, value in facts.items():
            if kinds[name] is AttributeType.DATE:
                facts[name] = datetime.date.fromisoformat(value)
        return Event.__new__(cls, void=void, attributes=facts, **named)

    def _write(self) -> str:
        """Gives every fact as JSON, in one order."""
        import json

        facts: dict[str, Any] = {"id": self.id, "kind": self.kind.value, "date": self.date.isoformat()}
        if _native.cpplan_event_get_not_held_as_of(self._handle) is None or self.status is not Status.CANCELLED:
            facts["status"] = self.status.value
        facts.update(
            {
                "recorded": self.recorded,
                "seq": self.seq,
                "supersedes": self.supersedes,
                "void": self.void,
                "not-held-as-of": self.not_held_as_of,
            }
        )
        facts.update(self.attributes)
        return json.dumps(
            {
                name: str(value) if isinstance(value, (datetime.date, Period)) else value
                for name, value in facts.items()
                if value is not None
            },
            ensure_ascii=False,
        )

    def _digest(self) -> str:
        return str(remember(self, "_text", self._write))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self)._of, (self._digest(),)

    # docs: cpplan_event_get_id
    @property
    def id(self) -> str:
        """Gives the id."""
        return str(_native.cpplan_event_get_id(self._handle))

    # docs: cpplan_event_get_kind
    @property
    def kind(self) -> EventKind:
        """Gives the kind."""
        return EventKind(_native.cpplan_event_get_kind(self._handle))

    # docs: cpplan_event_get_date
    @property
    def date(self) -> datetime.date:
        """Gives the date."""
        return _check.day(_native.cpplan_event_get_date(self._handle), "date")

    # docs: cpplan_event_get_status
    @property
    def status(self) -> Status:
        """Gives the status; an event with a day up to which it was not held, and no status, is cancelled."""
        return Status(_native.cpplan_event_get_status(self._handle))

    # docs: cpplan_event_get_recorded
    @property
    def recorded(self) -> Optional[datetime.date]:
        """Gives the day of entry, or None."""
        return _check.optional_day(_native.cpplan_event_get_recorded(self._handle), "recorded")

    @property
    def seq(self) -> Optional[int]:
        """The number that orders events of one day, or None."""
        is_recorded, number = _native.cpplan_event_get_seq(self._handle)
        return int(number) if is_recorded else None

    # docs: cpplan_event_get_supersedes
    @property
    def supersedes(self) -> Optional[str]:
        """Gives the id of the superseded event, or None."""
        return _check.optional_text(_native.cpplan_event_get_supersedes(self._handle), "supersedes")

    # docs: cpplan_event_is_void
    @property
    def void(self) -> bool:
        """Tells whether the event only withdraws another."""
        return bool(_native.cpplan_event_is_void(self._handle))

    # docs: cpplan_event_get_not_held_as_of
    @property
    def not_held_as_of(self) -> Optional[datetime.date]:
        """Gives the day up to which the thing is known not to have happened, or None."""
        return _check.optional_day(_native.cpplan_event_get_not_held_as_of(self._handle), "not_held_as_of")

    @property
    def attributes(self) -> Mapping[str, Value]:
        """What is recorded beside these, by the attributes' text names."""
        found: Mapping[str, Value] = remember(
            self, "_attributes", lambda: MappingProxyType(self._read_attributes())
        )
        return found

    def _read_attributes(self) -> dict[str, Value]:
        kind = self.kind.value
        values = {
            name: _get_value(self._handle, kind, name)
            for name in (*_SHARED, *_native.cpplan_py_schema_attributes(kind))
        }
        return {name: value for name, value in values.items() if value is not None}

    def __getitem__(self, attribute: str) -> Value:
        """Gives what is recorded of an attribute, or None; KeyError where events of the kind have no such attribute."""
        name = _check.text(attribute, "attribute").replace("_", "-")
        if name not in self.attributes and name not in attributes_of(self.kind):
            raise KeyError(name)
        return self.attributes.get(name)

    def __repr__(self) -> str:
        told = "".join(f", {name.replace('-', '_')}={value!r}" for name, value in self.attributes.items())
        status = "" if self.status is Status.HELD else f", status={self.status.value!r}"
        return f"<cpplan.Event {self.id!r}, {self.kind.value}, {self.date}{status}{told}>"


# docs: CpplanPerson
class Person(Immutable):
    """A person's part in a case for a time: immutable, reference-counted.

    In Python only the id has to be given; what is None is not recorded. `from_` and `until` are the first and the last
    day of the role.
    """

    __slots__ = ("_facts",)
    _facts: tuple[Any, ...]

    def __new__(
        cls,
        id: str,
        role: Optional[str] = None,
        *,
        employer: Optional[str] = None,
        agency: Optional[str] = None,
        qualified_social_worker: Optional[bool] = None,
        experienced: Optional[bool] = None,
        direct_contact: Optional[bool] = None,
        from_: Optional[datetime.date] = None,
        until: Optional[datetime.date] = None,
        first_language: Optional[str] = None,
        preferred_language: Optional[str] = None,
    ) -> Person:
        """Makes a person."""
        return cls._of(
            _check.text(id, "id"),
            _check.optional_text(role, "role"),
            _check.optional_text(employer, "employer"),
            _check.optional_text(agency, "agency"),
            _check.truth(qualified_social_worker, "qualified_social_worker"),
            _check.truth(experienced, "experienced"),
            _check.truth(direct_contact, "direct_contact"),
            _check.optional_day(from_, "from_"),
            _check.optional_day(until, "until"),
            _check.optional_text(first_language, "first_language"),
            _check.optional_text(preferred_language, "preferred_language"),
        )

    @classmethod
    def _of(cls, *facts: Any) -> Person:
        self = cls._wrap(_native.cpplan_py_person_new(facts), "_of", *facts)
        object.__setattr__(self, "_facts", facts)
        return self

    @classmethod
    def _take(cls, handle: Any) -> Person:
        truths = {"yes": True, "no": False, "unknown": None}
        facts = list(_native.cpplan_py_person_facts(handle))
        facts[4:7] = [truths[fact] for fact in facts[4:7]]
        return cls._of(*facts)

    def _digest(self) -> str:
        return repr(self._facts)

    @property
    def id(self) -> str:
        """Unique person within the case."""
        return str(self._facts[0])

    @property
    def role(self) -> Optional[str]:
        """Such as `lead-social-worker`."""
        return _check.optional_text(self._facts[1], "role")

    @property
    def employer(self) -> Optional[str]:
        """Such as `childrens-social-care`."""
        return _check.optional_text(self._facts[2], "employer")

    @property
    def agency(self) -> Optional[str]:
        """Such as `health`."""
        return _check.optional_text(self._facts[3], "agency")

    @property
    def qualified_social_worker(self) -> Optional[bool]:
        """Whether they are a qualified social worker."""
        return _check.truth(self._facts[4], "qualified_social_worker")

    @property
    def experienced(self) -> Optional[bool]:
        """Whether they are experienced."""
        return _check.truth(self._facts[5], "experienced")

    @property
    def direct_contact(self) -> Optional[bool]:
        """Whether they are in direct contact with the family."""
        return _check.truth(self._facts[6], "direct_contact")

    @property
    def from_(self) -> Optional[datetime.date]:
        """The first day of the role; None: always was."""
        return _check.optional_day(self._facts[7], "from_")

    @property
    def until(self) -> Optional[datetime.date]:
        """The last day of the role; None: still is."""
        return _check.optional_day(self._facts[8], "until")

    @property
    def first_language(self) -> Optional[str]:
        """Such as `urdu`."""
        return _check.optional_text(self._facts[9], "first_language")

    @property
    def preferred_language(self) -> Optional[str]:
        """In which the person wishes to be written to."""
        return _check.optional_text(self._facts[10], "preferred_language")

    def __repr__(self) -> str:
        return f"<cpplan.Person {self.id!r}" + (f", {self.role}" if self.role else "") + ">"


def _write_value(value: object) -> str:
    if isinstance(value, Period) or (isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)):
        return str(value)
    raise TypeError(f"a {type(value).__name__} cannot stand in a case file")


def write_document(document: Mapping[str, Any]) -> str:
    """Writes a document as JSON; JsonError where something in it has no place there."""
    import json

    wanted = _check.instance(document, Mapping, "document")  # type: ignore[type-abstract]
    try:
        return json.dumps(dict(wanted), allow_nan=False, default=_write_value)
    except (TypeError, ValueError, RecursionError) as error:
        raise JsonError(str(error)) from None


PolicyNames = Union[str, Sequence[tuple[str, datetime.date]], None]


def _add_policies(builder: Any, policy: PolicyNames) -> None:
    if isinstance(policy, str):
        _native.cpplan_case_builder_add_policy(builder, _check.text(policy, "policy"), None)
        return
    for place, entry in enumerate(policy or ()):
        if not isinstance(entry, tuple) or len(entry) != 2:
            raise TypeError(f"policy[{place}] has to be a policy's id and its first day in charge")
        _native.cpplan_case_builder_add_policy(
            builder,
            _check.text(entry[0], f"policy[{place}]"),
            _check.optional_day(entry[1], f"policy[{place}]"),
        )


# docs: CpplanCase
class Case(Immutable):
    """One child's record: immutable, reference-counted, shared freely between threads.

    In Python a case is read with `Case.from_json()` or made of its parts: `Case("c1", born=date(2018, 11, 2),
    policy="rotherham", people=[Person("w1", "lead-social-worker")], events=[Event(...)])`.
    """

    __slots__ = ("_events", "_people", "_text", "_places")

    # docs: cpplan_case_builder_build
    def __new__(
        cls,
        id: str,
        *,
        born: Optional[datetime.date] = None,
        expected: Optional[datetime.date] = None,
        district: Optional[str] = None,
        policy: PolicyNames = None,
        people: Iterable[Person] = (),
        events: Iterable[Event] = (),
    ) -> Case:
        """Makes the record.

        The same event added twice is one event; two events of one id that differ are an error, as are
        references to nothing, events that supersede each other in a circle, and a timeline out of order. The
        message names the place as a case file would: `events[3].about: no event has the id "e9"`.

        Raises:
            RecordError, or LimitError where there are more than 100,000 events or people

        In Python `policy` is the id of the only policy of the case, or a list of ids with the first day on which
        each is in charge.
        """
        builder = _native.cpplan_case_builder_new(_check.text(id, "id"))
        if born is not None:
            _native.cpplan_case_builder_set_born(builder, _check.day(born, "born"))
        if expected is not None:
            _native.cpplan_case_builder_set_expected(builder, _check.day(expected, "expected"))
        if district is not None:
            _native.cpplan_case_builder_set_district(builder, _check.text(district, "district"))
        _add_policies(builder, policy)
        for person in _check.instances(people, Person, "people"):
            _native.cpplan_case_builder_add_person(builder, person._handle)
        for event in _check.instances(events, Event, "events"):
            _native.cpplan_case_builder_add_event(builder, event._handle)
        return cls._take(_native.cpplan_case_builder_build(builder))

    @classmethod
    def _take(cls, handle: Any) -> Case:
        return cls._wrap(handle, "from_json")

    # docs: cpplan_json_case_new
    @classmethod
    def from_json(cls, text: str) -> Case:
        """Reads a case file (`cpplan-case/1`).

        Args:
            text: the document

        Raises:
            JsonError where it is not JSON or not such a document; RecordError where what it says cannot be;
            LimitError where it is too long
        """
        return cls._take(_native.cpplan_json_case_new(_check.text(text, "text")))

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Case:
        """Reads a case file (`cpplan-case/1`) that is a dict already, as `json.loads` gives it; errors as `from_json`.

        Dates may be `datetime.date` as well as text.
        """
        return cls._take(_native.cpplan_json_case_new(write_document(document)))

    def to_dict(self) -> dict[str, Any]:
        """Gives the case file as a dict, as `json.loads` would."""
        import json

        document: dict[str, Any] = json.loads(self.to_json())
        return document

    # docs: cpplan_json_case_to_string
    def to_json(self) -> str:
        """Writes a record as a case file that `case_new` reads back to an equal record.

        Returns:
            the document, indented by two spaces
        """
        return str(remember(self, "_text", lambda: _native.cpplan_json_case_to_string(self._handle)))

    def _digest(self) -> str:
        return self.to_json()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_json, (self.to_json(),)

    # docs: cpplan_case_get_id
    @property
    def id(self) -> str:
        """Gives the case's id."""
        return str(_native.cpplan_case_get_id(self._handle))

    # docs: cpplan_case_get_born
    @property
    def born(self) -> Optional[datetime.date]:
        """Gives the date of birth, or None."""
        return _check.optional_day(_native.cpplan_case_get_born(self._handle), "born")

    # docs: cpplan_case_get_expected
    @property
    def expected(self) -> Optional[datetime.date]:
        """Gives the expected date of birth, or None."""
        return _check.optional_day(_native.cpplan_case_get_expected(self._handle), "expected")

    # docs: cpplan_case_get_district
    @property
    def district(self) -> Optional[str]:
        """Gives the district, or None."""
        return _check.optional_text(_native.cpplan_case_get_district(self._handle), "district")

    @property
    def policies(self) -> tuple[tuple[str, Optional[datetime.date]], ...]:
        """The policies that the case names, each with its first day in charge; None for the only policy of a case."""
        n_policies = _native.cpplan_case_get_n_policies(self._handle)
        return tuple(tuple(_native.cpplan_case_get_policy(self._handle, place)) for place in range(n_policies))

    @property
    def people(self) -> tuple[Person, ...]:
        """The parts of people, as they were recorded."""
        n_people = _native.cpplan_case_get_n_people(self._handle)
        found: tuple[Person, ...] = remember(
            self,
            "_people",
            lambda: tuple(
                Person._take(_native.cpplan_case_get_person(self._handle, place)) for place in range(n_people)
            ),
        )
        return found

    @property
    def events(self) -> tuple[Event, ...]:
        """The events, in the order of date, seq and id."""
        n_events = _native.cpplan_case_get_n_events(self._handle)
        found: tuple[Event, ...] = remember(
            self,
            "_events",
            lambda: tuple(
                Event._take(_native.cpplan_case_get_event(self._handle, place)) for place in range(n_events)
            ),
        )
        return found

    def event(self, id: str) -> Event:
        """Gives the event of an id; KeyError where there is none."""
        places: dict[str, Event] = remember(self, "_places", lambda: {event.id: event for event in self.events})
        return places[_check.text(id, "id")]

    def __len__(self) -> int:
        return int(_native.cpplan_case_get_n_events(self._handle))

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        named = ", ".join(policy for policy, _ in self.policies)
        return f"<cpplan.Case {self.id!r}" + (f", {named}" if named else "") + f", {len(self)} events>"

    def _repr_html_(self) -> str:
        from cpplan import _html

        rows = [
            (
                str(event.date),
                str(event.kind),
                event.id,
                str(event.status),
                ", ".join(f"{name} = {_html.plain(value)}" for name, value in event.attributes.items()),
            )
            for event in self.events
        ]
        return _html.table(f"Case {self.id}", ("date", "event", "id", "status", "recorded"), rows)
