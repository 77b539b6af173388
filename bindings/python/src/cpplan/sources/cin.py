# SPDX-License-Identifier: LGPL-2.1-or-later
"""The Children in Need census of the Department for Education, as XML: one document a child.

The file is read as a stream: what is in memory is one child. Missing and contradictory dates are not mistakes of the file;
they come through, and the checks of the record find them (docs/data-checks.md). What a document cannot say goes into notes.

    notes = []
    for document in cin.read("census.xml", notes=notes):
        ...
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from xml.parsers import expat

from cpplan.sources._documents import (
    CLOSURES,
    FIRST_DAY,
    LAST_DAY,
    PLAN_ENDS,
    Attribute,
    Document,
    Draft,
    Event,
    Notes,
    Readable,
    Source,
    SourceError,
    check_source,
    close_case,
    end_without_action,
    finish,
    usable_id,
)

__all__ = ["RULES", "read"]

RULES = frozenset({"assessment", "initial-conference", "first-review", "review-interval"})
"""Rules of the policies on which the census has the facts. Others, such as those on core groups and visits, ask for
events that no census holds, and find them missing."""

CHUNK = 1 << 16
LONGEST_TEXT = 1024
LONGEST_NAME = 64
MOST_ELEMENTS = 100_000
DEEPEST = 64

DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:T[0-9:.]+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
TRUTH: Mapping[str, bool] = {"0": False, "false": False, "1": True, "true": True}

KNOWN: Mapping[str, frozenset[str]] = {
    "Child": frozenset({"ChildIdentifiers", "ChildCharacteristics", "CINdetails"}),
    "ChildIdentifiers": frozenset(
        {
            "LAchildID",
            "UPN",
            "FormerUPN",
            "UPNunknown",
            "PersonBirthDate",
            "ExpectedPersonBirthDate",
            "GenderCurrent",
            "Gender",
            "Sex",
            "PersonDeathDate",
        }
    ),
    "ChildCharacteristics": frozenset({"Ethnicity", "Disabilities"}),
    "CINdetails": frozenset(
        {
            "CINreferralDate",
            "ReferralSource",
            "PrimaryNeedCode",
            "CINclosureDate",
            "ReasonForClosure",
            "DateOfInitialCPC",
            "Assessments",
            "CINPlanDates",
            "Section47",
            "ReferralNFA",
            "ChildProtectionPlans",
        }
    ),
    "Assessments": frozenset(
        {
            "AssessmentActualStartDate",
            "AssessmentInternalReviewDate",
            "AssessmentAuthorisationDate",
            "FactorsIdentifiedAtAssessment",
        }
    ),
    "CINPlanDates": frozenset({"CINPlanStartDate", "CINPlanEndDate"}),
    "Section47": frozenset({"S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"}),
    "ChildProtectionPlans": frozenset(
        {
            "CPPstartDate",
            "CPPendDate",
            "InitialCategoryOfAbuse",
            "LatestCategoryOfAbuse",
            "NumberOfPreviousCPP",
            "Reviews",
        }
    ),
    "Reviews": frozenset({"CPPreviewDate"}),
}  # of the censuses 2016 to 2017 until 2025 to 2026

FURTHER_ACTION = ("Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans")


def read(source: Source, *, notes: Notes | None = None) -> Iterator[Document]:
    """Reads a census and yields a document for each child, in the order of the file.

    ``source`` is a path, or a file opened in binary or in text mode; a file that was passed stays open. Nothing is read
    before the first document is asked for. Notes are appended to ``notes`` before the document that they are about is
    yielded. Where notes are wanted, a number is kept for each child, to tell ids that stand twice; otherwise memory does
    not grow with the file.

    Raises ``SourceError`` for what is no census, and for broken XML at the place where it breaks (children before it have been
    yielded by then); ``OSError`` where the file cannot be read.
    """
    seen: set[int] = set()
    with _opened(source) as (stream, name):
        for position, child in enumerate(_children(stream, name), 1):
            draft = _draft_of(child, position)
            if notes is not None:
                _note_repeated(draft, child, seen)
            yield finish(draft, notes)


# ---- XML ----


class _Element:
    """An element of a child: its first line, its text, and the elements in it."""

    __slots__ = ("children", "line", "name", "text")

    def __init__(self, name: str, line: int) -> None:
        self.name = name
        self.line = line
        self.text = ""
        self.children: list[_Element] = []

    def all(self, name: str) -> list[_Element]:
        return [child for child in self.children if child.name == name]

    def merged(self, name: str) -> _Element:
        """Gives one element with all that those of this name hold."""
        merged = _Element(name, self.line)
        for child in self.all(name):
            merged.children.extend(child.children)
        return merged


class _Reader:
    """Gives the children of an XML document that comes in chunks.

    This is expat and not ``iterparse``, which tells no line numbers and cannot be kept from reading entities.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_document_type
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._add_text
        self._outside: list[str] = []
        self._inside: list[_Element] = []
        self._collection = ""
        self._elements = 0
        self._found_children = False
        self._complete: list[_Element] = []

    def feed(self, chunk: bytes | str, *, final: bool = False) -> list[_Element]:
        """Takes a chunk and gives the children that end in it."""
        self._complete = []
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise self._error(f"broken XML: {reason} (column {error.offset + 1})", error.lineno) from None
        except (LookupError, ValueError) as error:
            if isinstance(error, SourceError):
                raise
            raise self._error("the file's encoding cannot be read", None) from None
        if final and not self._found_children:
            raise self._error("no census of children in need: there is no <Children>", None)
        return self._complete

    def _error(self, message: str, line: int | None) -> SourceError:
        place = "" if line is None else f" line {line}:"
        return SourceError(f"{self._name}:{place} {message}", line)

    def _line(self) -> int:
        return self._parser.CurrentLineNumber

    def _refuse_document_type(self, *_: object) -> None:
        raise self._error("a census has no document type and no entities; this file is not read", self._line())

    def _start(self, name: str, _: object) -> None:
        name = name.rpartition(":")[2]
        if self._inside:
            self._start_inside(name)
        elif name == "Child" and self._outside[-1:] == ["Children"]:
            self._elements = 0
            self._inside.append(_Element(name, self._line()))
        elif self._outside[-1:] == ["Children"]:
            raise self._error(
                "no census of children in need: <Children> holds something else than <Child>", self._line()
            )
        else:
            self._start_outside(name)

    def _start_outside(self, name: str) -> None:
        if not self._outside and name != "Message":
            raise self._error("no census of children in need: the file does not begin with <Message>", self._line())
        if name == "Children":
            self._found_children = True
        if len(self._outside) >= DEEPEST:
            raise self._error("elements are nested too deeply", self._line())
        self._outside.append(name)

    def _start_inside(self, name: str) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS or len(self._inside) >= DEEPEST:
            raise self._error("a child has too many elements, or they are nested too deeply", self._line())
        element = _Element(name, self._line())
        self._inside[-1].children.append(element)
        self._inside.append(element)

    def _end(self, name: str) -> None:
        if len(self._inside) > 1:
            self._inside.pop()
        elif self._inside:
            self._complete.append(self._inside.pop())
        elif self._outside.pop() == "Collection":
            self._check_collection()

    def _add_text(self, text: str) -> None:
        if self._inside:
            element = self._inside[-1]
            if len(element.text) < LONGEST_TEXT:
                element.text += text[:LONGEST_TEXT]
        elif self._outside[-1:] == ["Collection"] and len(self._collection) < LONGEST_TEXT:
            self._collection += text[:LONGEST_TEXT]

    def _check_collection(self) -> None:
        if self._collection.strip().upper() not in ("", "CIN"):
            raise self._error("no census of children in need: <Collection> names another one", self._line())
        self._collection = ""


@contextlib.contextmanager
def _opened(source: Source) -> Iterator[tuple[Readable, str]]:
    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as stream:
            yield stream, os.fspath(source)
    else:
        check_source(source)
        name = getattr(source, "name", None)
        yield source, name if isinstance(name, str) else "the census"


def _children(stream: Readable, name: str) -> Iterator[_Element]:
    reader = _Reader(name)
    while chunk := _chunk(stream, name):
        yield from reader.feed(chunk)
    yield from reader.feed(b"", final=True)


def _chunk(stream: Readable, name: str) -> bytes | str:
    try:
        return stream.read(CHUNK)
    except UnicodeDecodeError:
        raise SourceError(f"{name}: the file was opened as text in another encoding than its own") from None


# ---- values ----


def _texts(parent: _Element, name: str) -> Sequence[_Element]:
    return [element for element in parent.all(name) if element.text.strip()]


def _value(draft: Draft, parent: _Element, name: str) -> tuple[str, int]:
    """Gives the text of the element of that name, and its line; no text where there is none, or more than one."""
    elements = _texts(parent, name)
    if not elements:
        return "", parent.line
    if len({element.text.strip() for element in elements}) > 1:
        draft.note(name, "differs", elements[1].line)
        return "", parent.line
    return elements[0].text.strip(), elements[0].line


def _parse_date(draft: Draft, name: str, text: str, line: int) -> datetime.date | None:
    match = DATE.fullmatch(text)
    try:
        date = datetime.date.fromisoformat(match[1]) if match else None
    except ValueError:
        date = None
    if date is None:
        draft.note(name, "not-a-date", line)
    elif not FIRST_DAY <= date <= LAST_DAY:
        draft.note(name, "date-cut", line)
        date = None
    return date


def _date(draft: Draft, parent: _Element, name: str) -> datetime.date | None:
    text, line = _value(draft, parent, name)
    return _parse_date(draft, name, text, line) if text else None


def _truth(draft: Draft, parent: _Element, name: str) -> bool | None:
    text, line = _value(draft, parent, name)
    truth = TRUTH.get(text.lower())
    if text and truth is None:
        draft.note(name, "unknown-code", line)
    return truth


# ---- what becomes of a child ----


def _draft_of(child: _Element, position: int) -> Draft:
    identifiers = child.merged("ChildIdentifiers")
    draft = Draft("")
    identifier, line = _value(draft, identifiers, "LAchildID")
    if usable_id(identifier):
        draft.identifier = identifier
    else:
        draft.identifier = f"unnamed-{position}"
        draft.note("LAchildID", "no-id", line)
    death = _read_identifiers(draft, identifiers)
    for details in child.all("CINdetails"):
        _read_details(draft, details, death)
    draft.settle(plans_are_complete=True)
    _note_unknown(draft, child)
    return draft


def _note_repeated(draft: Draft, child: _Element, seen: set[int]) -> None:
    number = hash(draft.identifier)
    if number in seen:
        draft.note("LAchildID", "id-twice", child.line)
    seen.add(number)


def _note_unknown(draft: Draft, parent: _Element) -> None:
    known = KNOWN.get(parent.name)
    for child in parent.children if known is not None else ():
        if known is not None and child.name not in known:
            draft.note(child.name[:LONGEST_NAME], "unknown-element", child.line)
        else:
            _note_unknown(draft, child)


def _read_identifiers(draft: Draft, identifiers: _Element) -> datetime.date | None:
    born = _date(draft, identifiers, "PersonBirthDate")
    if born is not None:
        draft.child["born"] = born.isoformat()
    expected = _date(draft, identifiers, "ExpectedPersonBirthDate")
    if expected is not None:
        draft.child["expected"] = expected.isoformat()
    death = _date(draft, identifiers, "PersonDeathDate")
    if death is not None:
        draft.add("death", death)
    return death


def _read_details(draft: Draft, details: _Element, death: datetime.date | None) -> None:
    referral = _read_referral(draft, details)
    for assessment in details.all("Assessments"):
        _read_assessment(draft, assessment, referral)
    for enquiry in details.all("Section47"):
        _read_enquiry(draft, enquiry)
    _read_conference(draft, details)
    for plan in details.all("CINPlanDates"):
        _read_child_in_need_plan(draft, plan)
    closed, reason = _read_closure(draft, details, death)
    for plan in details.all("ChildProtectionPlans"):
        _read_protection_plan(draft, plan, closed, reason)


def _read_referral(draft: Draft, details: _Element) -> Event | None:
    date = _date(draft, details, "CINreferralDate")
    referral = None if date is None else draft.add("referral", date)
    if date is None:
        draft.note("CINreferralDate", "no-date", details.line)
    if not _truth(draft, details, "ReferralNFA"):
        return referral
    line = _value(draft, details, "ReferralNFA")[1]
    if any(details.all(name) for name in FURTHER_ACTION):
        draft.note("ReferralNFA", "further-action", line, referral)
    else:
        end_without_action(draft, referral, "ReferralNFA", line)
    return referral


def _read_assessment(draft: Draft, assessment: _Element, referral: Event | None) -> None:
    """Only its end is an event: the clock runs from the referral."""
    started = _date(draft, assessment, "AssessmentActualStartDate")
    completed = _date(draft, assessment, "AssessmentAuthorisationDate")
    if completed is None:
        return
    event = draft.add("assessment-completed", completed, {"type": "section-17"})
    draft.tell_about(event, referral)
    if started is not None and completed < started:
        draft.note("AssessmentAuthorisationDate", "ended-before-start", assessment.line, event)


def _read_enquiry(draft: Draft, enquiry: _Element) -> None:
    started = _date(draft, enquiry, "S47ActualStartDate")
    held = _date(draft, enquiry, "DateOfInitialCPC")
    not_required = _truth(draft, enquiry, "ICPCnotRequired")
    discussion = (
        None if started is None else draft.add("strategy-discussion", started, {"section-47-initiated": True})
    )
    if started is None:
        draft.note("S47ActualStartDate", "no-date", enquiry.line)
    if held is not None:
        conference = draft.add_once("initial-conference", held)
        draft.tell_about(conference, discussion)
        if not_required:
            draft.note("ICPCnotRequired", "conference-held", enquiry.line, conference)
    elif not_required and started is not None:
        concluded = draft.add("section-47-concluded", started, {"risk-of-significant-harm": False})
        draft.tell_about(concluded, discussion)
        draft.note("ICPCnotRequired", "conference-not-required", enquiry.line, concluded)


def _read_conference(draft: Draft, details: _Element) -> None:
    """A conference that is told outside the enquiries is meant for children who come from another authority."""
    held = _date(draft, details, "DateOfInitialCPC")
    if held is None or draft.has_once("initial-conference", held):
        return
    conference = draft.add_once("initial-conference", held)
    draft.note("DateOfInitialCPC", "perhaps-transfer", details.line, conference)


def _read_child_in_need_plan(draft: Draft, plan: _Element) -> None:
    started = _date(draft, plan, "CINPlanStartDate")
    ended = _date(draft, plan, "CINPlanEndDate")
    if started is None:
        draft.note("CINPlanStartDate", "no-date", plan.line)
    else:
        draft.add("cin-plan-agreed", started)
    if ended is not None:
        closed = draft.add("cin-closed", ended)
        if started is not None and ended < started:
            draft.note("CINPlanEndDate", "ended-before-start", plan.line, closed)


def _read_closure(
    draft: Draft, details: _Element, death: datetime.date | None
) -> tuple[datetime.date | None, str | None]:
    closed = _date(draft, details, "CINclosureDate")
    text, line = _value(draft, details, "ReasonForClosure")
    reason = text.upper() if text.upper() in CLOSURES else None
    if text and reason is None:
        draft.note("ReasonForClosure", "unknown-code", line)
    if reason == "RC2" and death is None:
        draft.note("ReasonForClosure", "died-without-date", line)
    if closed is not None:
        close_case(draft, closed, reason)
    elif text:
        draft.note("CINclosureDate", "no-date", line)
    return closed, reason


def _read_protection_plan(draft: Draft, plan: _Element, closed: datetime.date | None, reason: str | None) -> None:
    started = _date(draft, plan, "CPPstartDate")
    ended = _date(draft, plan, "CPPendDate")
    if started is None:
        draft.note("CPPstartDate", "no-date", plan.line)
    else:
        draft.add_plan(started, ended, "CPPstartDate", plan.line)
    reviews = plan.merged("Reviews")
    for review in _texts(reviews, "CPPreviewDate"):
        held = _parse_date(draft, "CPPreviewDate", review.text.strip(), review.line)
        if held is not None:
            draft.add_once("review-conference", held)
    if ended is not None:
        event = draft.add_once("plan-ended", ended)
        because: Attribute | None = PLAN_ENDS.get(reason or "") if ended == closed else None
        if because is not None:
            draft.tell(event, "reason", because, "ReasonForClosure", plan.line)
