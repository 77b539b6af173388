# SPDX-License-Identifier: LGPL-2.1-or-later
"""Ofsted's Annex A, the child-level lists of an inspection: one document a child, from lists 3 to 7.

    notes = []
    for document in annex_a.read(["list 4.csv", "list 5.csv"], notes=notes):
        ...

The lists have one row an assessment, an enquiry or a plan; what they say of one child is brought together by the child's
id. Lists 6 and 7 have only the latest visit, review and plan of a child, so questions about earlier ones have no answer.
"""

from __future__ import annotations

import datetime
import itertools
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cpplan.sources._documents import (
    CLOSURES,
    Document,
    Draft,
    Event,
    Note,
    Notes,
    Source,
    SourceError,
    close_case,
    end_without_action,
    finish,
    usable_id,
)
from cpplan.sources._tables import (
    NotADate,
    Row,
    Table,
    date_of,
    first_rows,
    is_blank,
    tables_of,
    text_of,
    words_of,
)

__all__ = ["RULES", "read"]

RULES = frozenset({"assessment", "initial-conference"})
"""Rules of the policies on which the lists have the facts: those of lists 3 to 5, which have a row for everything that
happened. Of visits, reviews and plans there is only the latest."""

HEADING_ROWS = 20
LEAD = "lead-social-worker"

CHILD_ID = (
    "Child Unique ID",
    "Unique Child ID",
    "Child ID",
    "LA Child ID",
    "Child Unique Identity Number",
    "Unique ID",
    "Child Unique Reference",
    "Child Reference",
    "Person ID",
)
BORN = (
    "Date of Birth",
    "Birth Date",
    "Date of Birth or Expected Date of Birth",
    "Expected Date of Birth",
    "Child DOB",
)
AGE = ("Age of Child (Years)", "Age", "Age of Child", "Age (Years)", "Child Age")

Columns = Mapping[str, tuple[str, ...]]

COMMON: Columns = {"id": CHILD_ID, "born": BORN, "age": AGE}

LISTS: Mapping[int, Columns] = {
    3: {
        "referral": (
            "Date of Referral",
            "Referral Date",
            "Referral Received Date",
            "Date Referral Received",
            "Referral Start Date",
        ),
        "nfa": ("Referral NFA?", "Referral No Further Action", "NFA", "Referral NFA Flag"),
    },
    4: {
        "started": (
            "Continuous Assessment Start Date",
            "Assessment Start Date",
            "Single Assessment Start Date",
            "Continuous Assessment Actual Start Date",
            "Assessment Actual Start Date",
        ),
        "authorised": (
            "Continuous Assessment Date of Authorisation",
            "Assessment Date of Authorisation",
            "Date of Authorisation",
            "Assessment Completion Date",
            "Continuous Assessment Completion Date",
            "Assessment End Date",
            "Continuous Assessment End Date",
            "Single Assessment Date of Authorisation",
        ),
        "support": (
            "Was the child assessed as requiring LA children's social care support?",
            "Child assessed as requiring social care support",
        ),
    },
    5: {
        "discussion": (
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            "Strategy Discussion Date",
            "Strategy discussion initiating Section 47 Enquiry",
            "Section 47 Start Date",
            "Section 47 Enquiry Start Date",
            "Strategy Discussion Start Date",
            "Strategy discussion initiating Section 47 Enquiry Date",
            "Section 47 Actual Start Date",
        ),
        "unnecessary": (
            "Was an Initial Child Protection Conference deemed unnecessary?",
            "ICPC Not Required",
            "ICPC unnecessary",
        ),
        "conference": (
            "Date of Initial Child Protection Conference",
            "ICPC Held Date",
            "Date ICPC Held",
            "Initial Conference Date",
            "Initial Child Protection Conference",
        ),
        "result": (
            "Did the Initial Child Protection Conference Result in a Child Protection Plan",
            "ICPC result",
            "ICPC resulted in plan",
            "ICPC Outcome Plan",
        ),
    },
    6: {
        "started": ("CIN Start Date", "Children in Need Start Date", "CIN Episode Start Date"),
        "seen": ("Date Child Was Last Seen", "Last Seen Date", "Date Last Seen by Social Worker"),
        "closed": ("CIN Closure Date", "Closure Date", "CIN End Date", "CIN Episode End Date"),
        "reason": ("Reason for Closure", "Closure Reason", "CIN Closure Reason"),
    },
    7: {
        "started": ("Child Protection Plan Start Date", "Plan Start Date", "Date Plan Started"),
        "visit": (
            "Date of the Last Statutory Visit",
            "Date of Last Visit",
            "Last CP Statutory Visit Date",
            "Date of Last CP Visit",
        ),
        "alone": (
            "Was the Child Seen Alone?",
            "Child Seen Alone at Last Visit",
            "Seen Alone",
            "Child Seen Alone at Last Statutory Visit",
        ),
        "review": (
            "Date of latest review conference",
            "Date of Last Review",
            "Date of Latest RCPC",
            "Date of Latest Review Child Protection Conference",
        ),
        "ended": ("Child Protection Plan End Date", "Plan End Date", "Date Plan Ended", "CP Plan Closure Date"),
    },
}
"""Columns of each list by a short name: Ofsted's own heading first, then others that are met with."""

NEEDED: Mapping[int, tuple[str, ...]] = {
    3: ("referral",),
    4: ("authorised",),
    5: ("discussion", "unnecessary", "conference", "result"),
    6: ("closed",),
    7: ("started", "ended"),
}
"""Columns whose want is noted."""

NUMBER = re.compile(r"list[\W_]*0*(\d{1,2})(?!\d)", re.IGNORECASE)
CODE_LETTER = re.compile(r"[a-z]\)\s*", re.IGNORECASE)
CLOSURE_CODE = re.compile(r"RC\s?(\d)\b", re.IGNORECASE)
TRUTH: Mapping[str, bool | None] = {
    "yes": True, "y": True, "true": True, "1": True,
    "no": False, "n": False, "false": False, "0": False,
    "unknown": None, "not known": None, "not recorded": None,
}  # fmt: skip


def read(sources: Source | Iterable[Source], *, notes: Notes | None = None) -> Iterator[Document]:
    """Reads workbooks (.xlsx) and comma-separated lists, and yields a document for each child, in the order of the files.

    ``sources`` is a path, an open file, or several of them. Sheets and files are known by the number in their name ("List
    5"), or else by their columns. Everything is read before the first document is yielded, for the lists of one child have
    to be brought together. Notes are appended to ``notes``.

    Raises ``SourceError`` for what is no list, ``ImportError`` where a workbook needs openpyxl and it is not installed,
    ``OSError`` where a file cannot be read.
    """
    caseload = _Caseload()
    for source in _each(sources):
        _read_file(caseload, source)
    if notes is not None:
        for note in caseload.notes:
            notes.append(note)
    for record in caseload.records.values():
        yield finish(record.finished(), notes)


def _each(sources: Source | Iterable[Source]) -> list[Source]:
    if (
        isinstance(sources, (str, bytes, os.PathLike))
        or not isinstance(sources, Iterable)
        or hasattr(sources, "read")
    ):
        return [sources]  # type: ignore[list-item]
    return list(sources)


# ---- what is known of a child ----


@dataclass
class _Record:
    """A draft, and what rows can say differently."""

    draft: Draft
    births: dict[str, set[str]] = field(default_factory=dict)

    def finished(self) -> Draft:
        if len(self.births.get("born", ())) == 1:
            self.draft.child["born"] = next(iter(self.births["born"]))
        if len(self.births.get("expected", ())) == 1:
            self.draft.child["expected"] = next(iter(self.births["expected"]))
        if any(len(days) > 1 for days in self.births.values()):
            self.draft.note("Date of Birth", "differs")
        self.draft.settle(plans_are_complete=False)
        return self.draft


@dataclass
class _Caseload:
    records: dict[str, _Record] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def record_of(self, identifier: str) -> _Record:
        if identifier not in self.records:
            self.records[identifier] = _Record(Draft(identifier))
        return self.records[identifier]


# ---- tables ----


@dataclass
class _List:
    """A table whose number and columns are known."""

    number: int
    columns: Mapping[str, list[int]]
    epoch: datetime.date


def _read_file(caseload: _Caseload, source: Source) -> None:
    found, name = False, "the file"
    for table in tables_of(source):
        name = table.file
        found = _read_table(caseload, table) or found
    if not found:
        raise SourceError(f"{name}: none of the lists 3 to 7 of Annex A is in it, neither by name nor by columns")


def _read_table(caseload: _Caseload, table: Table) -> bool:
    """Reads a table, and tells whether it was known."""
    named = NUMBER.search(table.name)
    number = int(named[1]) if named else None
    if number is not None and number not in LISTS:
        return True
    head = first_rows(table.rows, HEADING_ROWS)
    found = _find_columns(head, number)
    if found is None:
        return _explain_unknown(caseload, table, head, number)
    skipped, number, columns = found
    known = _List(number, columns, table.epoch)
    _note_columns(caseload, known)
    rows = 0
    for row in itertools.chain(head[skipped:], table.rows):
        rows += _read_row(caseload, known, row)
    if rows == 0:
        caseload.notes.append(Note("", f"List {number}", "no-rows"))
    return True


def _explain_unknown(caseload: _Caseload, table: Table, head: Sequence[Row], number: int | None) -> bool:
    if number is None:
        return False
    if all(is_blank(cell) for _, cells in head for cell in cells):
        caseload.notes.append(Note("", f"List {number}", "no-rows"))
        return True
    wanted = f"{CHILD_ID[0]}, {LISTS[number][NEEDED[number][0]][0]}"
    raise SourceError(f"{table.file}: list {number} ({table.name}) has no row of headings such as {wanted}")


def _find_columns(head: Sequence[Row], number: int | None) -> tuple[int, int, Mapping[str, list[int]]] | None:
    """Gives how many rows come before the first child, the number of the list, and where its columns are."""
    for position, (_, cells) in enumerate(head, 1):
        headings = [words_of("" if cell is None else cell) for cell in cells]
        candidate = number if number is not None else _likeliest_list(headings)
        columns = _columns_of(headings, candidate)
        if "id" in columns and columns.keys() - COMMON.keys():
            return position, candidate, columns
    return None


def _likeliest_list(headings: Sequence[frozenset[str]]) -> int:
    """Gives the list of which a row of headings has most columns; early help has assessments of its own."""
    counts = {number: len(_columns_of(headings, number).keys() - COMMON.keys()) for number in LISTS}
    if any("organisation" in heading for heading in headings):
        counts[4] = 0
    return max(LISTS, key=lambda number: counts[number])


def _columns_of(headings: Sequence[frozenset[str]], number: int) -> Mapping[str, list[int]]:
    columns: dict[str, list[int]] = {}
    for name, known in {**COMMON, **LISTS[number]}.items():
        wanted = {words_of(heading) for heading in known}
        places = [place for place, heading in enumerate(headings) if heading in wanted]
        if places:
            columns[name] = places
    return columns


def _note_columns(caseload: _Caseload, known: _List) -> None:
    for name in NEEDED[known.number]:
        if name not in known.columns:
            caseload.notes.append(Note("", _column_name(known.number, name), "no-column"))


def _column_name(number: int, name: str) -> str:
    return f"List {number}, {(LISTS[number].get(name) or COMMON[name])[0]}"


# ---- rows ----


class _Cells:
    """A row of a list: what its columns say. What cannot be read is noted with the child."""

    def __init__(self, known: _List, row: Row, draft: Draft) -> None:
        self._known = known
        self._row = row
        self.draft = draft

    @property
    def line(self) -> int:
        return self._row[0]

    def name(self, name: str) -> str:
        return _column_name(self._known.number, name)

    def note(self, name: str, code: str) -> None:
        self.draft.note(self.name(name), code, self.line)

    def cell(self, name: str) -> object:
        """Gives what a column says; where its heading stands more than once, what all of them say that say anything."""
        cells = [cell for cell in _cells_at(self._row, self._known.columns.get(name, ())) if not is_blank(cell)]
        if len({text_of(cell) for cell in cells}) > 1:
            self.note(name, "differs")
            return None
        return cells[0] if cells else None

    def date(self, name: str) -> datetime.date | None:
        cell = self.cell(name)
        if cell is None:
            return None
        try:
            return date_of(cell, self._known.epoch)
        except NotADate:
            self.note(name, "not-a-date")
            return None

    def truth(self, name: str) -> bool | None:
        cell = self.cell(name)
        if cell is None:
            return None
        word = CODE_LETTER.sub("", text_of(cell), count=1).casefold()
        if word not in TRUTH:
            self.note(name, "unknown-code")
        return TRUTH.get(word)


def _cells_at(row: Row, places: Iterable[int]) -> list[object]:
    cells = row[1]
    return [cells[place] for place in places if place < len(cells)]


def _identifier(known: _List, row: Row) -> str:
    """Gives the id; numbers that a spreadsheet has rounded are none."""
    texts = {text_of(cell) for cell in _cells_at(row, known.columns["id"]) if not is_blank(cell)}
    text = next(iter(texts)) if len(texts) == 1 else ""
    text = re.sub(r"(?<=\d)\.0+$", "", text) if re.fullmatch(r"\d+\.0+", text) else text
    cells = _cells_at(row, known.columns["id"])
    is_rounded = re.fullmatch(r"\d(?:\.\d+)?E\+?\d+", text, re.IGNORECASE) is not None
    is_rounded |= any(isinstance(cell, (int, float)) and cell >= 10**15 for cell in cells)
    return "" if is_rounded or text.startswith("#") or not usable_id(text) else text


def _read_row(caseload: _Caseload, known: _List, row: Row) -> int:
    """Reads a row, and gives how many rows that makes: none where it is empty."""
    if all(is_blank(cell) for cell in row[1]):
        return 0
    identifier = _identifier(known, row)
    if not identifier:
        caseload.notes.append(Note("", _column_name(known.number, "id"), "row-without-id", None, row[0]))
        return 1
    record = caseload.record_of(identifier)
    cells = _Cells(known, row, record.draft)
    _read_birth(record, cells)
    READERS[known.number](record.draft, cells)
    return 1


def _read_birth(record: _Record, cells: _Cells) -> None:
    """The lists give an unborn child the age -1, and the day expected as that of birth."""
    day = cells.date("born")
    if day is not None:
        age = cells.cell("age")
        unborn = age is not None and text_of(age).startswith("-")
        record.births.setdefault("expected" if unborn else "born", set()).add(day.isoformat())


def _read_referral(draft: Draft, cells: _Cells) -> None:
    date = cells.date("referral")
    referral = None if date is None else draft.add("referral", date)
    if date is None:
        cells.note("referral", "no-date")
    if cells.truth("nfa"):
        end_without_action(draft, referral, cells.name("nfa"), cells.line)


def _read_assessment(draft: Draft, cells: _Cells) -> None:
    started, completed = cells.date("started"), cells.date("authorised")
    support = cells.truth("support")
    if completed is None:
        return
    event = draft.add("assessment-completed", completed, {"type": "section-17"})
    if support is not None:
        event["outcome"] = "continued" if support else "no-role"
    if started is not None and completed < started:
        draft.note(cells.name("authorised"), "ended-before-start", cells.line, event)


def _read_enquiry(draft: Draft, cells: _Cells) -> None:
    started, held = cells.date("discussion"), cells.date("conference")
    unnecessary = cells.truth("unnecessary")
    discussion = (
        None if started is None else draft.add("strategy-discussion", started, {"section-47-initiated": True})
    )
    if started is None:
        cells.note("discussion", "no-date")
    if held is not None:
        draft.tell_about(_read_conference(draft, cells, held), discussion)
    elif unnecessary and started is not None:
        concluded = draft.add("section-47-concluded", started, {"risk-of-significant-harm": False})
        draft.tell_about(concluded, discussion)
        draft.note(cells.name("unnecessary"), "conference-not-required", cells.line, concluded)


def _read_conference(draft: Draft, cells: _Cells, held: datetime.date) -> Event:
    conference = draft.add_once("initial-conference", held)
    made_plan = cells.truth("result")
    if made_plan is not None:
        draft.tell(conference, "outcome", "plan" if made_plan else "none", cells.name("result"), cells.line)
    if cells.truth("unnecessary"):
        draft.note(cells.name("unnecessary"), "conference-held", cells.line, conference)
    return conference


def _read_episode(draft: Draft, cells: _Cells) -> None:
    seen = cells.date("seen")
    if seen is not None:
        draft.tell(draft.add_once("visit", seen), "child-seen", True, cells.name("seen"), cells.line)
    code = _closure_code(cells)
    closed = cells.date("closed")
    if closed is not None:
        close_case(draft, closed, code)
    elif code is not None:
        cells.note("closed", "no-date")
    if code == "RC2":
        cells.note("reason", "died-without-date")


def _closure_code(cells: _Cells) -> str | None:
    cell = cells.cell("reason")
    if cell is None:
        return None
    match = CLOSURE_CODE.search(text_of(cell))
    code = f"RC{match[1]}" if match else ""
    if code not in CLOSURES:
        cells.note("reason", "unknown-code")
        return None
    return code


def _read_plan(draft: Draft, cells: _Cells) -> None:
    started, ended = cells.date("started"), cells.date("ended")
    if started is None:
        cells.note("started", "no-date")
    else:
        draft.add_plan(started, ended, cells.name("started"), cells.line)
    if ended is not None:
        draft.add_once("plan-ended", ended)
    reviewed = cells.date("review")
    if reviewed is not None:
        draft.add_once("review-conference", reviewed)
    _read_visit(draft, cells)


def _read_visit(draft: Draft, cells: _Cells) -> None:
    """By Ofsted's definition it is that of the lead social worker, whom the lists name; here the role is enough."""
    date, alone = cells.date("visit"), cells.truth("alone")
    if date is None:
        return
    visit = draft.add_once("visit", date)
    visit["by"] = LEAD
    draft.people = [{"id": LEAD, "role": LEAD}]
    if alone is not None:
        draft.tell(visit, "child-alone", alone, cells.name("alone"), cells.line)


READERS: Mapping[int, Callable[[Draft, _Cells], None]] = {
    3: _read_referral,
    4: _read_assessment,
    5: _read_enquiry,
    6: _read_episode,
    7: _read_plan,
}
