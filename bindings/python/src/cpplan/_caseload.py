# SPDX-License-Identifier: LGPL-2.1-or-later
"""Many cases at once: whatever they come as, to one table of what is due."""

from __future__ import annotations

import datetime
import itertools
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Optional, Protocol, Union

from cpplan import _check, _native
from cpplan._calendar import Calendar
from cpplan._policy import Policy, PolicySet
from cpplan._record import Case, write_document
from cpplan.errors import CaseloadWarning, Error, JsonError, RecordError

if TYPE_CHECKING:
    import pandas

    from cpplan._long_frames import Entry

BATCH = 1024


class Problem(NamedTuple):
    """What was wrong with one case of a caseload, or with one row of it; that case has no deadlines in the result.

    `row` is the number of the line in a file, from 1; the label of the row in a DataFrame, which is the place of the row
    in a table of polars or pyarrow; or the place in any other iterable, from 0.
    """

    row: Any
    case: Optional[str]
    event: Optional[str]
    error: Error

    def _said(self) -> tuple[Any, ...]:
        return self.row, self.case, self.event, type(self.error), str(self.error)

    def __eq__(self, other: object) -> bool:
        return self._said() == other._said() if isinstance(other, Problem) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._said())

    def __str__(self) -> str:
        case = "" if self.case is None else f", case {self.case}"
        event = "" if self.event is None else f", event {self.event}"
        return f"row {self.row}{case}{event}: {self.error}"


class Problems(Protocol):
    """Where problems go: a list will do, as will anything else that has `append`."""

    def append(self, problem: Problem, /) -> object:
        """Takes one problem."""


class Table(Protocol):
    """A table of polars, pyarrow or anything else that lends itself as an Arrow stream."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Lends the table."""


class Readable(Protocol):
    """A file that is open for reading, in binary or in text mode."""

    def read(self, size: int = -1, /) -> Union[bytes, str]:
        """Gives up to that many bytes or characters."""


Frame = Union["pandas.DataFrame", Table]
Cases = Union[Iterable[Union[Case, Mapping[str, Any], str, bytes]], "os.PathLike[str]", Readable, Frame]
Progress = Union[bool, Callable[[int, Optional[int]], object], None]


# ---- cases, whatever they come as ----


class _Told:
    """The problems, as they come."""

    def __init__(self, wanted: Optional[Problems]) -> None:
        if wanted is not None and not callable(getattr(wanted, "append", None)):
            raise TypeError(f"problems has to be a list, not {type(wanted).__name__}")
        self._wanted = wanted
        self.sentences: list[str] = []

    def tell(self, row: Any, case: Optional[str], event: Optional[str], error: Error) -> None:
        problem = Problem(row, case, event, error)
        self.sentences.append(str(problem))
        if self._wanted is not None:
            self._wanted.append(problem)

    def warn(self) -> None:
        if self.sentences and self._wanted is None:
            more = f", and {len(self.sentences) - 1} more" if len(self.sentences) > 1 else ""
            warnings.warn(
                f"cases are left out: {self.sentences[0]}{more}; problems=[] takes them all",
                CaseloadWarning,
                stacklevel=3,
            )


def _name_at_fault(document: object, error: Error) -> tuple[Optional[str], Optional[str]]:
    """Gives the ids of the case and of the event that an error is about, as far as the document has them."""
    if not isinstance(document, Mapping):
        return None, None
    found = re.match(r"events\[(\d+)\]", str(error))
    case, event = document.get("id"), None
    if found:
        event = document["events"][int(found[1])]
        event = event.get("id") if isinstance(event, Mapping) else None
    return case if isinstance(case, str) else None, event if isinstance(event, str) else None


class _Piece:
    """A line that is the beginning of a document over many lines, and not one document."""


def _load(text: Union[bytes, str]) -> object:
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def read_item(item: object, name: str) -> Any:
    """Gives the record of a case, a document or a text."""
    if isinstance(item, Case):
        return item._handle
    if isinstance(item, Mapping):
        return _native.cpplan_json_case_new(write_document(item))
    if isinstance(item, _Piece):
        raise JsonError(
            "a JSON document over many lines begins here: a file of cases has JSON lines, one case a line; "
            "read it with json.load(file), and give a list of cases"
        )
    if not isinstance(item, (str, bytes)):
        raise TypeError(f"{name} has to be a Case, a dict or a JSON text, not {type(item).__name__}")
    try:
        text = item.decode() if isinstance(item, bytes) else item
        return _native.cpplan_json_case_new(text)
    except UnicodeError:
        raise JsonError("the text is not UTF-8") from None


def find_fault(item: object, error: Error) -> tuple[Optional[str], Optional[str]]:
    """Gives the ids of the case and of the event of an item that an error is about, as far as it has them."""
    return _name_at_fault(_load(item) if isinstance(item, (bytes, str)) else item, error)


class _Items:
    """The cases of an iterable, each with its row."""

    def __init__(self, items: Iterable[tuple[Any, object]], total: Optional[int], told: _Told) -> None:
        self._items = items
        self._told = told
        self._seen: dict[str, Any] = {}
        self.total = total

    def __iter__(self) -> Iterator[Entry]:
        from cpplan._long_frames import Entry

        for row, item in self._items:
            try:
                handle = read_item(item, f"cases[{row}]")
            except Error as error:
                case, event = find_fault(item, error)
                self._told.tell(row, case, event, error)
                yield Entry(row, case, None)
            else:
                case = str(_native.cpplan_case_get_id(handle))
                self._note_twin(row, case)
                yield Entry(row, case, handle)

    def _note_twin(self, row: Any, case: str) -> None:
        first = self._seen.setdefault(case, row)
        if first != row:
            self._told.tell(
                row, case, None, RecordError(f"row {first} has a case of this id too; both are answered")
            )


def _read_lines(file: Any) -> Iterator[tuple[int, object]]:
    """Gives the lines that are not blank, each with its number; of a document over many lines only the first."""
    lines = ((number, line) for number, line in enumerate(file, 1) if line.strip())
    for number, line in itertools.islice(lines, 1):
        if line.strip()[-1:] in ("{", "[", ",", b"{", b"[", b","):
            yield number, _Piece()
            return
        yield number, line
    yield from lines


def _read_path(path: Any) -> Iterator[tuple[int, object]]:
    with open(path, "rb") as file:
        yield from _read_lines(file)


def _open_source(cases: Any, children: Any, people: Any, told: _Told) -> tuple[Iterable[Entry], Optional[int]]:
    from cpplan import _long_frames

    if _long_frames.is_table(cases):
        frames = _long_frames.LongFrames(cases, children, people, told.tell)
        return frames, len(frames)
    if children is not None or people is not None:
        raise TypeError("children and people go with a DataFrame of events")
    if isinstance(cases, (str, os.PathLike)):
        return _Items(_read_path(cases), None, told), None
    if isinstance(cases, (Case, Mapping)) or not isinstance(cases, Iterable):
        raise TypeError(
            f"cases has to be an iterable of cases, a file or a DataFrame, not one {type(cases).__name__}"
        )
    if hasattr(cases, "read"):
        return _Items(_read_lines(cases), None, told), None
    total = len(cases) if isinstance(cases, Sized) else None
    return _Items(enumerate(cases), total, told), total


# ---- progress ----


class _Ticker:
    """Tells how far it is. This one tells nobody."""

    def __enter__(self) -> _Ticker:
        return self

    def tick(self, done: int) -> None:
        pass

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        value: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        pass


class _Caller(_Ticker):
    def __init__(self, call: Callable[[int, Optional[int]], object], total: Optional[int]) -> None:
        self._call = call
        self._total = total

    def tick(self, done: int) -> None:
        self._call(done, self._total)


class _Line(_Ticker):
    """One line on standard error."""

    def __init__(self, total: Optional[int]) -> None:
        self._total = "" if total is None else f" of {total}"

    def tick(self, done: int) -> None:
        sys.stderr.write(f"\r{done}{self._total} cases")
        sys.stderr.flush()

    def __exit__(self, *error: object) -> None:
        sys.stderr.write("\n")


class _Bar(_Ticker):
    """The bar of tqdm."""

    def __init__(self, tqdm: Any, total: Optional[int]) -> None:
        self._bar = tqdm.tqdm(total=total, unit=" cases", file=sys.stderr)

    def tick(self, done: int) -> None:
        self._bar.update(done - self._bar.n)

    def __exit__(self, *error: object) -> None:
        self._bar.close()


def _find_tqdm() -> Any:
    import importlib

    try:
        return importlib.import_module("tqdm")
    except ImportError:
        return None


def _open_ticker(progress: Progress, total: Optional[int]) -> _Ticker:
    if progress is not None and not isinstance(progress, bool):
        if not callable(progress):
            raise TypeError(f"progress has to be True, False or a function, not {type(progress).__name__}")
        return _Caller(progress, total)
    is_watched = sys.stderr is not None and sys.stderr.isatty()
    if progress is False or (progress is None and not is_watched):
        return _Ticker()
    tqdm = _find_tqdm()
    if tqdm is not None:
        return _Bar(tqdm, total)
    return _Line(total) if progress else _Ticker()


# ---- the answer ----


def _count_threads(threads: Optional[int]) -> int:
    if threads is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    wanted = _check.whole(threads, "threads")
    if not 1 <= wanted <= BATCH:
        raise ValueError(f"threads has to be from 1 to {BATCH}, not {wanted}")
    return wanted


class _Question(NamedTuple):
    policy: Union[Policy, PolicySet]
    calendar: Calendar
    as_of: datetime.date
    known_at: Optional[datetime.date]
    horizon: Optional[datetime.date]
    threads: int

    def check(self) -> None:
        """What would be wrong for every case is asked of none, so that it raises once."""
        for policy in [self.policy] if isinstance(self.policy, Policy) else list(self.policy)[:1]:
            policy.evaluate(
                Case("none"), self.calendar, as_of=self.as_of, known_at=self.known_at, horizon=self.horizon
            )

    def ask(self, handles: list[Any]) -> Any:
        days = (self.calendar._handle, self.as_of, self.known_at, self.horizon, self.threads)
        if isinstance(self.policy, Policy):
            return _native.cpplan_policy_evaluate_caseload(self.policy._handle, handles, *days)
        return _native.cpplan_policy_set_evaluate_caseload(self.policy._handle, None, handles, *days)


def _make_question(
    policy: object, calendar: object, as_of: object, known_at: object, horizon: object, threads: Optional[int]
) -> _Question:
    if not isinstance(policy, (Policy, PolicySet)):
        raise TypeError(f"policy has to be a Policy or a PolicySet, not {type(policy).__name__}")
    question = _Question(
        policy,
        _check.instance(calendar, Calendar, "calendar"),
        _check.day(as_of, "as_of"),
        _check.optional_day(known_at, "known_at"),
        _check.optional_day(horizon, "horizon"),
        _count_threads(threads),
    )
    question.check()
    return question


def _answer(question: _Question, batch: list[Entry], told: _Told) -> pandas.DataFrame:
    from cpplan import _frames

    asked = [entry for entry in batch if entry.handle is not None]
    caseload = question.ask([entry.handle for entry in asked])
    for place, error in _native.cpplan_py_caseload_errors(caseload):
        told.tell(asked[place].row, asked[place].case, None, error)
    return _frames.caseload_frame(caseload)


def _join(frames: list[pandas.DataFrame], question: _Question) -> pandas.DataFrame:
    import pandas

    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return frames[0] if frames else _answer(question, [], _Told(None))
    return filled[0] if len(filled) == 1 else pandas.concat(filled, ignore_index=True)


def evaluate_caseload(
    cases: Cases,
    policy: Union[Policy, PolicySet],
    calendar: Calendar,
    *,
    as_of: datetime.date,
    known_at: Optional[datetime.date] = None,
    horizon: Optional[datetime.date] = None,
    children: Optional[Frame] = None,
    people: Optional[Frame] = None,
    threads: Optional[int] = None,
    progress: Progress = None,
    problems: Optional[Problems] = None,
) -> pandas.DataFrame:
    """Answers "when?" for many cases, as a DataFrame of pandas with one row a deadline and the columns of
    `Timetable.to_frame()`, in the order of the cases.

    Args:
        cases: an iterable (a list, a generator) of `Case` objects, of documents (dicts, as `json.loads` gives case files
            and `cpplan.sources` yields them) or of JSON texts; the path of a file of JSON lines, or such a file, open;
            or a DataFrame of pandas, polars or pyarrow with one row an event. Its columns are `case` and those of an
            event in a case file, with hyphens or underscores; a missing cell is not recorded; a list is a list, or
            a text with semicolons between the names; a truth is true or false, yes or no, 1 or 0; a whole number
            serves as an id. Without a column `id` the events of a case are called by their kind and a number in the
            order of their days, such as `visit-2`; rows that are all the same are one event. What is of the child (`born`, `expected`, `district`, `policy`) may be a column too
        policy: a Policy, whatever the cases name; or a PolicySet, in which each case has the policies that it names
        calendar: the calendar by which working days are counted
        as_of: the day on which it is asked
        known_at: what is recorded on or before this day is known; None for as_of
        horizon: what is coming is projected up to this day
        children: beside a DataFrame of events: one row a case, with the columns `case` and those of the child. A case
            that has no events has a row here alone
        people: beside a DataFrame of events: one row for each part of a person in a case, with the columns `case`,
            `id`, and those of a person in a case file
        threads: how many threads work; None for as many as there are processors for this program
        progress: None for the bar of tqdm, where there is tqdm and somebody at a terminal; True for a bar always; False
            for none; or a function, called with the number of cases done and that of all cases, or None
        problems: a list, to which a `Problem` is appended for each case that cannot be answered, and for each row of a
            DataFrame at fault

    Returns:
        the rows. A case with a fault in it has none; the others are answered. The sentences of all problems are in
        `frame.attrs["problems"]`. Where two items have one id, both are answered, and a problem says so

    Raises:
        RecordError where a DataFrame has a column that is not in the schema, or lacks one; LimitError where the
        horizon is too far; DateError where a day is no date. Where there are problems and no list to take them, there is
        one CaseloadWarning
    """
    _check.need_pandas()
    question = _make_question(policy, calendar, as_of, known_at, horizon, threads)
    told = _Told(problems)
    entries, total = _open_source(cases, children, people, told)
    remaining = iter(entries)
    frames: list[pandas.DataFrame] = []
    done = 0
    with _open_ticker(progress, total) as ticker:
        while batch := list(itertools.islice(remaining, BATCH)):
            frames.append(_answer(question, batch, told))
            done += len(batch)
            ticker.tick(done)
    frame = _join(frames, question)
    frame.attrs["problems"] = tuple(told.sentences)
    told.warn()
    return frame


def cases(
    events: Frame,
    *,
    children: Optional[Frame] = None,
    people: Optional[Frame] = None,
    problems: Optional[Problems] = None,
) -> list[Case]:
    """Gives the cases of tables, as `evaluate_caseload` reads them, so that each can be asked, explained and drawn.

    Args:
        events: a DataFrame of pandas, polars or pyarrow with one row an event
        children: beside it, one row a case
        people: beside it, one row for each part of a person in a case
        problems: a list, to which a `Problem` is appended for each row at fault

    Returns:
        the cases that have no fault, in the order of their first rows

    Raises:
        RecordError where a table has a column that is not in the schema, or lacks one. Where there are problems and no
        list to take them, there is one CaseloadWarning
    """
    from cpplan import _long_frames

    told = _Told(problems)
    entries = _long_frames.LongFrames(events, children, people, told.tell)
    found = [Case._take(entry.handle) for entry in entries if entry.handle is not None]
    told.warn()
    return found
