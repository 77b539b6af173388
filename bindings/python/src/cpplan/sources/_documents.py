# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the readers of files have in common: the documents that they make, and the notes beside them."""

from __future__ import annotations

import datetime
import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypedDict, Union

from cpplan.errors import Error

Attribute = Union[str, bool, "list[str]"]
Event = dict[str, Attribute]
Person = dict[str, Attribute]


class Child(TypedDict, total=False):
    """The child of a document: ISO dates; once ``born`` is there, it alone counts."""

    born: str
    expected: str


class _Needed(TypedDict):
    format: str
    id: str
    events: list[Event]


class Document(_Needed, total=False):
    """A case in the format ``cpplan-case/1``, as ``json.loads`` would give it."""

    child: Child
    people: list[Person]


class SourceError(Error):
    """A file that cannot be read at all: it is broken, or it is something else.

    ``line`` is the line (of a spreadsheet: the row) where that was noticed, where there is one.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, int | None]]:
        return type(self), (str(self), self.line)


@dataclass(frozen=True)
class Note:
    """Something that the file says and a document cannot, or that had to be assumed.

    It holds ids and names of elements, never what stood there.
    """

    case: str
    """The id of the document; empty where the note is about no child."""
    element: str
    """The element of the census, or the list and its column."""
    code: str
    """A short name of what is noted: a key of ``CODES``."""
    event: str | None = None
    """The id of the event that it is about."""
    line: int | None = None
    """The line of the file, or the row of the list."""

    @property
    def what(self) -> str:
        """What is noted, as a sentence."""
        return CODES[self.code]

    def __str__(self) -> str:
        place = "" if self.line is None else f" (line {self.line})"
        event = "" if self.event is None else f" {self.event}:"
        return f"{self.case or 'the file'}: {self.element}{place}:{event} {self.what}"


class Readable(Protocol):
    """A file that is open for reading, in binary or in text mode, or anything that reads like one."""

    def read(self, size: int = -1, /) -> bytes | str:
        """Gives up to that many bytes or characters; none at the end."""


Source = Union[str, "os.PathLike[str]", Readable]


def check_source(source: object) -> None:
    """Refuses what is neither a path nor a file."""
    if not callable(getattr(source, "read", None)):
        raise TypeError(f"a path or an open file is wanted, not {type(source).__name__}")


class Notes(Protocol):
    """Where notes go: a list will do, as will anything else that has ``append``."""

    def append(self, note: Note, /) -> object:
        """Takes one note."""


CODES: Mapping[str, str] = {
    "conference-assumed": "the plan has no conference on its first day; one that made it is taken to have been held then",
    "conference-not-required": "no conference was required; the day of that decision is not told, so the enquiry's first is taken",
    "conference-held": "a conference was held, and is also said not to have been required; it is taken as held",
    "date-cut": "the date is outside the years 1900 to 2199; it is left out",
    "died-without-date": "the case was closed because the child died, and no date of death is told",
    "differs": "it is told more than once, and differently; it is left out",
    "ended-before-start": "it ended before it began; the day of its end is kept",
    "id-twice": "an earlier child of the file has the same id; each has a document",
    "no-column": "the list has no such column",
    "no-date": "it has no date, so there is no event",
    "further-action": "the referral is said to have led to no further action, and further action is told; its clocks run",
    "no-further-action": "the referral led to no further action; the day of that decision is not told, so the referral's is taken",
    "no-id": "the child has no id that can be used; the document is named by its place in the file",
    "no-rows": "the list is empty",
    "not-a-date": "it is not a date; it is left out",
    "outcome-unknown": "a plan begins within four weeks and on another day, so the outcome of the conference is left out",
    "perhaps-transfer": "a conference without an enquiry of its own; it may be that of a child who moved here",
    "plan-twice": "two plans begin on one day; they are taken for one",
    "row-without-id": "the row has no id of a child that can be used; it is not read",
    "unknown-code": "the code is not known; it is left out",
    "unknown-element": "the element is not known here; it is not read",
}
"""What each code of a note says."""

FIRST_DAY = datetime.date(1900, 1, 1)
LAST_DAY = datetime.date(2199, 12, 31)
NEAR = datetime.timedelta(weeks=4)

CLOSURES: Mapping[str, tuple[str, str]] = {
    "RC1": ("case", "other"),  # adopted
    "RC2": ("case", "other"),  # died
    "RC3": ("case", "other"),  # child arrangements order
    "RC4": ("case", "other"),  # special guardianship order
    "RC5": ("case", "other"),  # transferred to another authority
    "RC6": ("case", "other"),  # transferred to adult services
    "RC7": ("case", "other"),  # ceased for any other reason
    "RC8": ("assessment", "no-role"),  # closed after assessment, no further action
    "RC9": ("assessment", "other"),  # closed after assessment, referred to early help
}
"""Type and reason of ``case-closed`` for each reason for closure of the census."""

PLAN_ENDS: Mapping[str, str] = {"RC2": "died", "RC5": "moved-permanently"}
"""Why a plan ended that ended on the day on which the case was closed."""


def usable_id(text: str) -> bool:
    """Tells whether a case may have this id."""
    try:
        length = len(text.encode())
    except UnicodeEncodeError:
        return False
    return 1 <= length <= 255 and not any(unicodedata.category(letter) == "Cc" for letter in text)


@dataclass
class _Mention:
    """A note whose event has no id yet."""

    element: str
    code: str
    line: int | None
    event: Event | None


@dataclass
class _Plan:
    start: datetime.date
    end: datetime.date | None
    element: str
    line: int | None

    def runs_on(self, day: datetime.date) -> bool:
        return self.start < day and (self.end is None or day <= self.end)


class Draft:
    """A document in the making. Events get their ids at the end, in the order of time."""

    def __init__(self, identifier: str) -> None:
        self.identifier = identifier
        self.child: Child = {}
        self.people: list[Person] = []
        self._events: list[Event] = []
        self._meetings: dict[tuple[str, str], Event] = {}
        self._disputed: set[tuple[int, str]] = set()
        self._plans: list[_Plan] = []
        self._mentions: list[_Mention] = []
        self._abouts: dict[int, tuple[Event, Event | None]] = {}

    def note(self, element: str, code: str, line: int | None = None, event: Event | None = None) -> None:
        """Keeps a note."""
        self._mentions.append(_Mention(element, code, line, event))

    def add(self, kind: str, date: datetime.date, attributes: Mapping[str, Attribute] | None = None) -> Event:
        """Adds an event."""
        event: Event = {"id": "", "kind": kind, "date": date.isoformat(), **(attributes or {})}
        self._events.append(event)
        return event

    def add_once(self, kind: str, date: datetime.date) -> Event:
        """Adds an event, or gives the one of this kind and day: two of them would be the same meeting."""
        key = (kind, date.isoformat())
        if key not in self._meetings:
            self._meetings[key] = self.add(kind, date)
        return self._meetings[key]

    def has_once(self, kind: str, date: datetime.date) -> bool:
        """Tells whether there is an event of this kind and day."""
        return (kind, date.isoformat()) in self._meetings

    def tell(self, event: Event, name: str, value: Attribute, element: str, line: int | None) -> None:
        """Says something of an event. What is told in two ways is not told at all."""
        key = (id(event), name)
        if event.get(name, value) != value:
            del event[name]
            self._disputed.add(key)
            self.note(element, "differs", line, event)
        elif key not in self._disputed:
            event[name] = value

    def tell_about(self, event: Event, other: Event | None) -> None:
        """Says which event it is about. What is told of two is told of neither: then it may be about both."""
        if other is not None:
            known = self._abouts.setdefault(id(event), (event, other))
            if known[1] is not other:
                self._abouts[id(event)] = (event, None)

    def add_plan(self, start: datetime.date, end: datetime.date | None, element: str, line: int | None) -> None:
        """Keeps the beginning of a child protection plan until its conference can be looked for."""
        if any(plan.start == start for plan in self._plans):
            self.note(element, "plan-twice", line)
        else:
            self._plans.append(_Plan(start, end, element, line))

    def settle(self, *, plans_are_complete: bool) -> None:
        """Brings plans and conferences together.

        A plan is the outcome of the conference of its first day. Where the file has every plan, another conference made
        none; but nothing is said of one while a plan was running, or where a plan without one begins nearby, when one of
        the two days is wrong.
        """
        conferences = {key[1]: event for key, event in self._meetings.items() if key[0] == "initial-conference"}
        lonely = [plan for plan in self._plans if plan.start.isoformat() not in conferences]
        for plan in self._plans:
            conference = self.add_once("initial-conference", plan.start)
            self.tell(conference, "outcome", "plan", plan.element, plan.line)
            if plan in lonely:
                self.note(plan.element, "conference-assumed", plan.line, conference)
        if plans_are_complete:
            started = {plan.start.isoformat() for plan in self._plans}
            for day, conference in conferences.items():
                if day not in started:
                    self._settle_without_plan(datetime.date.fromisoformat(day), conference, lonely)

    def _settle_without_plan(self, day: datetime.date, conference: Event, lonely: list[_Plan]) -> None:
        near = [plan for plan in lonely if abs(plan.start - day) <= NEAR]
        if near:
            self.note(near[0].element, "outcome-unknown", near[0].line, conference)
        elif not any(plan.runs_on(day) for plan in self._plans):
            conference["outcome"] = "child-in-need" if self._has_child_in_need_plan(day) else "none"

    def _has_child_in_need_plan(self, day: datetime.date) -> bool:
        return any(
            event["kind"] == "cin-plan-agreed" and event["date"] == day.isoformat() for event in self._events
        )

    def document(self) -> Document:
        """Gives the document, its events in the order of time; of one day, in that of the file."""
        self._events.sort(key=lambda event: str(event["date"]))
        counts: dict[str, int] = {}
        for event in self._events:
            kind = str(event["kind"])
            counts[kind] = counts.get(kind, 0) + 1
            event["id"] = f"{kind}-{counts[kind]}"
        for event, other in self._abouts.values():
            if other is not None:
                event["about"] = other["id"]
        document: Document = {"format": "cpplan-case/1", "id": self.identifier, "events": self._events}
        if self.child:
            document["child"] = self.child
        if self.people:
            document["people"] = self.people
        return document

    def notes(self) -> Iterator[Note]:
        """Gives the notes, once the document has been made."""
        for mention in self._mentions:
            event = None if mention.event is None else str(mention.event["id"])
            yield Note(self.identifier, mention.element, mention.code, event, mention.line)


def close_case(draft: Draft, date: datetime.date, code: str | None) -> None:
    """Adds the closing of a case, for a known code or none."""
    event = draft.add("case-closed", date, {"type": "case"})
    if code is not None:
        event["type"], event["reason"] = CLOSURES[code]


def end_without_action(draft: Draft, referral: Event | None, element: str, line: int | None) -> None:
    """Adds the decision that a referral leads to nothing more. Without it an assessment would be asked for that nobody owes."""
    decided = referral
    if referral is not None:
        decided = draft.add(
            "referral-decided",
            datetime.date.fromisoformat(str(referral["date"])),
            {"outcome": "no-further-action"},
        )
        draft.tell_about(decided, referral)
    draft.note(element, "no-further-action", line, decided)


def finish(draft: Draft, notes: Notes | None) -> Document:
    """Gives the document of a draft, and its notes to those who want them."""
    document = draft.document()
    if notes is not None:
        for note in draft.notes():
            notes.append(note)
    return document
