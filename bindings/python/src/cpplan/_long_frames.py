# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cases from long tables, one row an event: of pandas, polars, pyarrow, or whatever lends itself as an Arrow stream.

Cells become the values of a case file, and the reader of case files judges them, so that a table and a file are held to
the same. A case is used whole or not at all: without one of its events the answer would be another.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Optional

from cpplan import _check, _native
from cpplan._calendar import Period
from cpplan._record import _LISTS, attributes_of, write_document
from cpplan.attributes import Attribute
from cpplan.enums import AttributeType, EventKind
from cpplan.errors import Error, RecordError

MOST_TOLD = 100
FORMAT = "cpplan-case/1"
TRUTHS = {"true": True, "yes": True, "y": True, "1": True, "false": False, "no": False, "n": False, "0": False}
# Days as people and spreadsheets write them; the numbers are those of the years 1954 to 2119.
DAY_FIRST = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-]([0-9]{2}|[0-9]{4})")
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000

Convert = Callable[[Any], Any]
Tell = Callable[[Any, Optional[str], Optional[str], Error], None]


class Entry(NamedTuple):
    """One case of an input: where it stands, and the record of the library, or None where it has none."""

    row: Any
    case: Optional[str]
    handle: Any


# ---- cells ----


class _Misfit(ValueError):
    """A cell holds something else than its column should."""


def _plain(value: Any) -> Any:
    """A scalar of NumPy in Python's own terms; a datetime64 of nanoseconds would become a number."""
    if type(value).__module__ != "numpy":
        return value
    return value.astype("datetime64[us]").item() if type(value).__name__ == "datetime64" else value.tolist()


def _misfit(wanted: str, value: object) -> _Misfit:
    return _Misfit(f"{wanted} is wanted, not {type(value).__name__}")


def _text(value: Any) -> str:
    """Texts, and whole numbers by their digits: a column of numbers with gaps holds 7 as 7.0."""
    if isinstance(value, str):
        return str(value)
    value = _plain(value)
    if isinstance(value, float) and value.is_integer():
        if abs(value) >= 2**53:
            raise _Misfit("a number of so many digits has lost the last of them: read the column as texts")
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise _misfit("a text", value)


def _day(value: Any) -> str:
    value = _plain(value)
    if isinstance(value, str):
        if DAY_FIRST.fullmatch(value):
            raise _Misfit(
                "a date has to be as 2025-04-10 is: make dates of the column first, "
                "with pandas.to_datetime(column, dayfirst=True)"
            )
        return str(value)
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            raise _Misfit("a date is wanted, not a time of a time zone")
        if value.time() != datetime.time():
            raise _Misfit("a date is wanted, and this has a time of day")
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (int, float)) and FIRST_SERIAL <= value <= LAST_SERIAL:
        raise _Misfit(
            "a date is wanted, not the number of a spreadsheet: make dates of the column first, "
            'with pandas.to_datetime(column, unit="D", origin="1899-12-30")'
        )
    raise _misfit("a date", value)


def _truth(value: Any) -> bool:
    value = _plain(value)
    if isinstance(value, str) and value.lower() in TRUTHS:
        return TRUTHS[value.lower()]
    if isinstance(value, (bool, int, float)) and value in (0, 1):
        return bool(value)
    # what is longer than a word may be a note about the child
    shown = repr(value) if len(str(value)) <= 12 else "a text" if isinstance(value, str) else type(value).__name__
    raise _Misfit(f"a truth is wanted, which is true or false, yes or no, 1 or 0, not {shown}")


def _number(value: Any) -> int:
    """Whole numbers, also as a file of texts has those of a column with gaps: 2.0."""
    value = _plain(value)
    is_number = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    found = re.fullmatch(r"(-?[0-9]{1,10})(\.0+)?", str(value)) if is_number else None
    if found is None:
        raise _Misfit("a whole number is wanted")
    return int(found[1])


def _list(value: Any) -> list[str]:
    """Lists, and texts of names with semicolons between them."""
    value = _plain(value)
    if isinstance(value, str):
        return [name.strip() for name in value.split(";")]
    if isinstance(value, (list, tuple)):
        return [_text(name) for name in value]
    return [_text(value)]


def _period(value: Any) -> str:
    return _text(str(value) if isinstance(value, Period) else value)


def _timeline(value: Any) -> Any:
    """The policy of a case, or its policies as a case file or a `Case` has them."""
    value = _plain(value)
    if not isinstance(value, (list, tuple)):
        return _text(value)
    return [
        {"policy": entry[0], "from": _day(entry[1])} if isinstance(entry, tuple) and len(entry) == 2 else entry
        for entry in value
    ]


_CONVERT: Mapping[AttributeType, Convert] = {
    AttributeType.TRUTH: _truth,
    AttributeType.DATE: _day,
    AttributeType.PERIOD: _period,
    **{kind: _list for kind in _LISTS},
}
_EVENT: Mapping[str, Convert] = {
    "id": _text,
    "kind": _text,
    "date": _day,
    "status": _text,
    "recorded": _day,
    "seq": _number,
    "supersedes": _text,
    "void": _truth,
    "not-held-as-of": _day,
}
_CHILD: Mapping[str, Convert] = {"born": _day, "expected": _day, "district": _text, "policy": _timeline}
_PERSON: Mapping[str, Convert] = {
    "id": _text,
    "role": _text,
    "employer": _text,
    "agency": _text,
    "qualified-social-worker": _truth,
    "experienced": _truth,
    "direct-contact": _truth,
    "from": _day,
    "until": _day,
    "first-language": _text,
    "preferred-language": _text,
}


# ---- tables ----


@dataclass
class _Table:
    """A table, whatever it came as: lists of cells, with None for what is missing."""

    name: str
    labels: Sequence[Any]
    columns: dict[str, list[Any]]


def _is(value: object, module: str, name: str) -> bool:
    found = getattr(sys.modules.get(module), name, None)
    return found is not None and isinstance(value, found)


def _is_column(value: object) -> bool:
    return any(
        _is(value, *name) for name in (("pandas", "Series"), ("polars", "Series"), ("pyarrow", "ChunkedArray"))
    )


def is_table(value: object) -> bool:
    """Tells whether it is a table. One column is none; it may hold JSON texts, as any iterable may."""
    return _is(value, "pandas", "DataFrame") or (hasattr(value, "__arrow_c_stream__") and not _is_column(value))


def _days_of_pandas(column: Any) -> list[Any]:
    """Whole columns of datetime64 at once; what has a time of day stays as it is, and is refused later."""
    times = column.to_numpy()
    days = times.astype("datetime64[D]")
    cells: list[Any] = days.astype(str).tolist()
    for place in (days != times).nonzero()[0].tolist():
        cells[place] = column.iloc[place]
    return cells


def _cells_of_pandas(column: Any) -> list[Any]:
    cells = (
        _days_of_pandas(column)
        if str(column.dtype).startswith("datetime64[") and column.dt.tz is None
        else column.tolist()
    )
    missing = column.isna().to_numpy()
    return [None if is_missing else cell for cell, is_missing in zip(cells, missing)] if missing.any() else cells


def _read_pandas(frame: Any) -> tuple[Sequence[Any], list[tuple[Any, list[Any]]]]:
    return frame.index.tolist(), [
        (name, _cells_of_pandas(frame.iloc[:, place])) for place, name in enumerate(frame.columns)
    ]


def _without_nan(cells: list[Any]) -> list[Any]:
    return [None if isinstance(cell, float) and cell != cell else cell for cell in cells]


def _read_arrow(frame: Any, table: str) -> tuple[Sequence[Any], list[tuple[Any, list[Any]]]]:
    if _is(frame, "polars", "DataFrame"):
        return range(frame.height), [(column.name, _without_nan(column.to_list())) for column in frame]
    import pyarrow

    try:
        found = pyarrow.table(frame)
    except pyarrow.ArrowInvalid as error:
        raise TypeError(f"{table} has to be a DataFrame: {error}") from None
    return range(found.num_rows), [
        (name, _without_nan(found.column(place).to_pylist())) for place, name in enumerate(found.column_names)
    ]


def _name_column(table: str, name: object, known: frozenset[str]) -> str:
    wanted = name.replace("_", "-").removesuffix("-") if isinstance(name, str) else str(name)
    if wanted in known and isinstance(name, str):
        return wanted
    nearest = _check.nearest(wanted, known) or ";"
    raise RecordError(
        f'{table}: "{name}" is no attribute of a case file{nearest} columns of one\'s own have to be dropped first'
    )


def _read_table(frame: Any, table: str, known: frozenset[str], needed: Sequence[str]) -> _Table:
    if _is_column(frame):
        raise TypeError(f"a {type(frame).__name__} is no table of {table}")
    if not is_table(frame):
        raise TypeError(f"{table} has to be a DataFrame, not {type(frame).__name__}")
    labels, named = _read_pandas(frame) if _is(frame, "pandas", "DataFrame") else _read_arrow(frame, table)
    columns: dict[str, list[Any]] = {}
    for given, cells in named:
        name = _name_column(table, given, known)
        if name in columns:
            raise RecordError(f"{table}: the column {name} is there twice")
        columns[name] = cells
    for name in needed:
        if name not in columns and len(labels) > 0:
            raise RecordError(f"{table}: there is no column {name}, which every row needs")
    return _Table(table, labels, columns)


# ---- cases ----


class _Fact(NamedTuple):
    """One fact of a child, and the row that said it."""

    value: Any
    table: str
    row: Any


@dataclass
class _Draft:
    """A case in the making."""

    id: str
    row: Any
    events: list[dict[str, Any]] = field(default_factory=list)
    event_rows: list[Any] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    people_rows: list[Any] = field(default_factory=list)
    child: dict[str, _Fact] = field(default_factory=dict)
    child_row: Optional[int] = None
    faults: list[tuple[Any, Optional[str], Error]] = field(default_factory=list)
    events_at_fault: set[int] = field(default_factory=set)

    def document(self) -> dict[str, Any]:
        facts = {name: fact.value for name, fact in self.child.items()}
        child = {name: facts.pop(name) for name in ("born", "expected") if name in facts}
        document = {"format": FORMAT, "id": self.id, **facts, "people": self.people, "events": self.events}
        return {**document, "child": child} if child else document


def _id_of(event: Mapping[str, Any]) -> Optional[str]:
    found = event.get("id")
    return found if isinstance(found, str) else None


def _make_ids(events: list[dict[str, Any]]) -> None:
    """Numbers the events of each kind in the order of their days. Rows that are all the same are one event."""
    counts: dict[str, int] = {}
    seen: dict[str, str] = {}
    for event in sorted(events, key=lambda event: str(event.get("date", ""))):
        kind = str(event.get("kind", "event"))
        facts = repr(sorted(event.items()))
        if facts not in seen:
            counts[kind] = counts.get(kind, 0) + 1
            seen[facts] = f"{kind}-{counts[kind]}"
        event["id"] = seen[facts]


def _cells_by_row(table: _Table, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Gives what stands in some columns of each row, without what is missing."""
    columns = [(name, table.columns[name]) for name in names if name in table.columns]
    for place in range(len(table.labels)):
        yield {name: cells[place] for name, cells in columns if cells[place] is not None}


def _converters_of(kind: Optional[str]) -> dict[str, Convert]:
    """Gives what the cells of an event of the kind become. What the kind has not, the reader of case files refuses."""
    types = attributes_of(kind) if kind is not None and kind in set(EventKind) else {}
    return {**{name: _CONVERT.get(type, _text) for name, type in types.items()}, **_EVENT}


class LongFrames:
    """The cases of a table of events, and of tables of children and of people beside it, in the order of their first
    rows."""

    def __init__(self, events: Any, children: Any, people: Any, tell: Tell) -> None:
        self._tell = tell
        self._drafts: dict[str, _Draft] = {}
        attributes = [attribute.value for attribute in Attribute]
        self._add_events(
            _read_table(
                events,
                "events",
                frozenset(["case", *_EVENT, *_CHILD, *attributes]),
                ("case", "kind", "date"),
            )
        )
        if children is not None:
            self._add_children(_read_table(children, "children", frozenset(["case", *_CHILD]), ("case",)))
        if people is not None:
            self._add_people(_read_table(people, "people", frozenset(["case", *_PERSON]), ("case", "id")))

    def __len__(self) -> int:
        return len(self._drafts)

    def __iter__(self) -> Iterator[Entry]:
        for draft in self._drafts.values():
            yield self._finish(draft)

    # ---- rows to drafts ----

    def _draft_of(self, table: _Table, row: Any, cell: Any, event: Optional[str]) -> Optional[_Draft]:
        """Gives the case of a row, a new one for an id that was not there."""
        try:
            if cell is None:
                raise _Misfit("it is missing")
            id = _text(cell).strip()
            if not id:
                raise _Misfit("it is missing")
        except _Misfit as misfit:
            self._tell(row, None, event, RecordError(self._place(table, f"case: {misfit}")))
            return None
        if id not in self._drafts:
            self._drafts[id] = _Draft(id, row)
        draft = self._drafts[id]
        if isinstance(cell, str) and cell != id:
            message = f'case: there are blanks around "{id}": take them off first, with column.str.strip()'
            draft.faults.append((row, event, RecordError(self._place(table, message))))
        return draft

    @staticmethod
    def _place(table: _Table, message: str) -> str:
        return message if table.name == "events" else f"{table.name}: {message}"

    def _convert(
        self, table: _Table, cells: Mapping[str, Any], converters: Mapping[str, Convert]
    ) -> tuple[dict[str, Any], list[RecordError]]:
        values: dict[str, Any] = {}
        faults: list[RecordError] = []
        for name, cell in cells.items():
            try:
                values[name] = converters.get(name, str)(cell)
            except _Misfit as misfit:
                faults.append(RecordError(self._place(table, f"{name}: {misfit}")))
        return values, faults

    def _add_events(self, table: _Table) -> None:
        converters: dict[Optional[str], dict[str, Convert]] = {}
        names = [name for name in table.columns if name != "case" and name not in _CHILD]
        children = list(_cells_by_row(table, [name for name in table.columns if name in _CHILD]))
        cases = table.columns.get("case", [])
        for place, cells in enumerate(_cells_by_row(table, names)):
            kind = cells.get("kind")
            kind = kind if isinstance(kind, str) else None
            if kind not in converters:
                converters[kind] = _converters_of(kind)
            values, faults = self._convert(table, cells, converters[kind])
            row, event = table.labels[place], _id_of(values)
            draft = self._draft_of(table, row, cases[place], event)
            if draft is None:
                continue
            if faults:
                draft.events_at_fault.add(len(draft.events))
                draft.faults.append((row, event, faults[0]))
            draft.events.append(values)
            draft.event_rows.append(row)
            self._add_child(draft, table, row, children[place])
        if "id" not in table.columns:
            for draft in self._drafts.values():
                _make_ids(draft.events)

    def _add_child(self, draft: _Draft, table: _Table, row: Any, cells: Mapping[str, Any]) -> None:
        """Takes over what a row says of the child. Two rows may say the same, and nothing else."""
        values, faults = self._convert(table, cells, _CHILD)
        for name, value in values.items():
            before = draft.child.setdefault(name, _Fact(value, table.name, row))
            if before.value != value:
                faults.append(
                    RecordError(self._place(table, f"{name}: another row of the case says something else"))
                )
        draft.faults += [(row, None, fault) for fault in faults]

    def _add_children(self, table: _Table) -> None:
        cases = table.columns.get("case", [])
        for place, cells in enumerate(_cells_by_row(table, list(_CHILD))):
            row = table.labels[place]
            draft = self._draft_of(table, row, cases[place], None)
            if draft is not None:
                self._add_child(draft, table, row, cells)
                if draft.child_row is not None:
                    draft.faults.append((row, None, RecordError("children: the case has a row already")))
                draft.child_row = place

    def _add_people(self, table: _Table) -> None:
        known = set(self._drafts)
        cases = table.columns.get("case", [])
        for place, cells in enumerate(_cells_by_row(table, list(_PERSON))):
            row = table.labels[place]
            values, faults = self._convert(table, cells, _PERSON)
            draft = self._draft_of(table, row, cases[place], None)
            if draft is not None:
                draft.people.append(values)
                draft.people_rows.append(row)
                draft.faults += [(row, None, fault) for fault in faults[:1]]
                if draft.id not in known:
                    draft.faults.append(
                        (row, None, RecordError("people: neither events nor children have a row of the case"))
                    )

    # ---- drafts to cases ----

    def _finish(self, draft: _Draft) -> Entry:
        handle = None
        faults = list(draft.faults)
        for place, found in _find_faults(draft.document()):
            if not isinstance(found, Error):
                handle = found
            elif place not in draft.events_at_fault and (place is not None or not draft.faults):
                faults.append(_find_row(draft, found))
        for row, event, fault in faults:
            self._tell(row, draft.id, event, fault)
        return Entry(draft.row, draft.id, None if faults else handle)


PLACE = re.compile(r"(events|people)\[(\d+)\][.:]? ?|child\.(?=born|expected)|(?=district\b|policy\b)")


def _find_row(draft: _Draft, error: Error) -> tuple[Any, Optional[str], Error]:
    """Gives the row of what the reader of case files found, and says it as of that row."""
    found = PLACE.match(str(error))
    if found is None:
        return draft.row, None, error
    message = str(error)[found.end() :]
    if found[1] == "events":
        number = int(found[2])
        return draft.event_rows[number], _id_of(draft.events[number]), type(error)(message)
    if found[1] == "people":
        return draft.people_rows[int(found[2])], None, type(error)(f"people: {message}")
    fact = draft.child.get(re.split(r"[^a-z]", message)[0])
    if fact is None:
        return draft.row, None, error
    return fact.row, None, type(error)(message if fact.table == "events" else f"{fact.table}: {message}")


def _make_stand_in(event: Mapping[str, Any], place: int, attempt: int) -> dict[str, Any]:
    """Gives an event to stand in for one at fault, so that what refers to it still finds it."""
    if attempt == 0:
        return {name: event[name] for name in ("id", "kind", "date") if name in event}
    return {"id": event.get("id") if attempt == 1 else f"stand-in {place}", "kind": "visit", "date": "2000-01-01"}


def _find_faults(document: dict[str, Any]) -> Iterator[tuple[Optional[int], Any]]:
    """Gives the record, or each event at fault with its error: the reader of case files stops at the first."""
    events = list(document["events"])
    attempts: dict[int, int] = {}
    while len(attempts) < MOST_TOLD:
        try:
            handle = _native.cpplan_json_case_new(write_document({**document, "events": events}))
        except Error as error:
            found = re.match(r"events\[(\d+)\]", str(error))
            place = int(found[1]) if found else None
            if place is None:
                yield place, error
                return
            attempt = attempts.get(place, 0)
            if attempt == 0:
                yield place, error
            if attempt > 2:
                return
            events[place] = _make_stand_in(document["events"][place], place, attempt)
            attempts[place] = attempt + 1
        else:
            if not attempts:
                yield None, handle
            return
    yield None, RecordError(f"{MOST_TOLD} rows of the case are at fault, and perhaps more")
