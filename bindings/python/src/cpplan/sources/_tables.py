# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tables as people have them: sheets of a workbook and files of comma-separated values, their headings and cells."""

from __future__ import annotations

import codecs
import csv
import datetime
import importlib
import io
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cpplan.sources._documents import FIRST_DAY, LAST_DAY, Source, SourceError, check_source

Row = tuple[int, Sequence[object]]

LARGEST_WORKBOOK = 1 << 30
ZIP = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"

EPOCH = datetime.date(1899, 12, 30)
EPOCH_1904 = datetime.date(1904, 1, 1)

BLANK = frozenset({"", "-", "n/a", "na", "nan", "nat", "nil", "none", "not applicable", "null"})
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TIME = r"(?:[T ]+\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)?"
YEAR_FIRST = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)" + TIME, re.ASCII)
DAY_FIRST = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})" + TIME, re.ASCII)
MONTH_NAMED = re.compile(r"(\d\d?)[ -]([a-z]{3,9})[ -](\d{4})" + TIME, re.ASCII | re.IGNORECASE)
SERIAL = re.compile(r"(\d{5,6})(?:\.\d+)?", re.ASCII)


class NotADate(ValueError):
    """A cell holds something else than a date."""


@dataclass
class Table:
    """A sheet: its name, the name of its file, its rows with their numbers, and the day from which it counts days."""

    name: str
    file: str
    rows: Iterator[Row]
    epoch: datetime.date = EPOCH


# ---- files ----


def tables_of(source: Source) -> Iterator[Table]:
    """Gives the tables of a file: each sheet of a workbook, or the one of a text."""
    name, content = _contents(source)
    if isinstance(content, str):
        yield _text_table(name, content)
    elif content.startswith(ZIP):
        yield from _sheets(name, content)
    elif content.startswith(OLD_WORKBOOK):
        raise SourceError(f"{name}: a workbook of the old kind (.xls); save it as .xlsx")
    else:
        yield _text_table(name, _decoded(name, content))


def _contents(source: Source) -> tuple[str, bytes | str]:
    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as stream:
            return os.fspath(source), stream.read()
    check_source(source)
    name = getattr(source, "name", None)
    shown = name if isinstance(name, str) else "the list"
    try:
        content = source.read()
    except UnicodeDecodeError:
        raise SourceError(f"{shown}: the file was opened as text in another encoding than its own") from None
    if not isinstance(content, (bytes, str)):
        raise TypeError(f"{shown}: a file has to give bytes or text, not {type(content).__name__}")
    return shown, content


def _decoded(name: str, content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or else what Excel writes in this country."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise SourceError(f"{name}: the text is in no encoding that is known here (UTF-8, UTF-16, Windows-1252)")


def _text_table(name: str, text: str) -> Table:
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise SourceError(f"{name}: this is no text", text[: text.index("\0")].count("\n") + 1)
    return Table(os.path.splitext(os.path.basename(name))[0], name, _text_rows(name, text))


def _text_rows(name: str, text: str) -> Iterator[Row]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 1
    try:
        for cells in lines:
            yield number, cells
            number = lines.line_num + 1
    except csv.Error as error:
        raise SourceError(f"{name}: row at line {number}: {error}", number) from None


def _delimiter(text: str) -> str:
    head = text[:4096]
    return max(",;\t", key=head.count)


def _sheets(name: str, content: bytes) -> Iterator[Table]:
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ImportError:
        raise ImportError(
            "reading a workbook (.xlsx) needs openpyxl: pip install openpyxl", name="openpyxl"
        ) from None
    workbook = _open_workbook(openpyxl, name, content)
    try:
        epoch = EPOCH_1904 if workbook.epoch.year == 1904 else EPOCH
        for sheet in workbook.worksheets:
            yield Table(sheet.title, name, _sheet_rows(name, sheet), epoch)
    finally:
        workbook.close()


def _open_workbook(openpyxl: Any, name: str, content: bytes) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > LARGEST_WORKBOOK:
            raise SourceError(f"{name}: the workbook is larger than 1 GiB when unpacked")
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except SourceError:
        raise
    except Exception as error:  # openpyxl says what is wrong with a file in whatever exception comes
        raise SourceError(f"{name}: the workbook cannot be read ({type(error).__name__})") from error


def _sheet_rows(name: str, sheet: Any) -> Iterator[Row]:
    try:
        sheet.reset_dimensions()  # what a file says of its size is often wrong
        yield from enumerate(sheet.iter_rows(values_only=True), 1)
    except Exception as error:  # likewise
        raise SourceError(f"{name}: sheet {sheet.title}: cannot be read ({type(error).__name__})") from error


# ---- headings ----

LONG_FORMS = {
    "s47": "section 47",
    "sec47": "section 47",
    "sec": "section",
    "icpc": "initial child protection conference",
    "rcpc": "review child protection conference",
    "cpc": "child protection conference",
    "cpp": "child protection plan",
    "cp": "child protection",
    "cin": "child in need",
    "need": "need",
    "needs": "need",
    "dob": "date of birth",
    "la": "",
    "nfa": "no further action",
    "identifier": "id",
    "started": "start",
    "starting": "start",
    "commenced": "start",
    "ended": "end",
    "ceased": "end",
    "closed": "closure",
    "authorised": "authorisation",
    "authorized": "authorisation",
    "authorization": "authorisation",
    "completed": "completion",
    "enquiries": "enquiry",
    "discussions": "discussion",
    "reviews": "review",
    "last": "latest",
    "recent": "latest",
    "children": "child",
    "childs": "child",
    "resulted": "result",
    "plans": "plan",
    "yyyy": "",
    "mm": "",
    "dd": "",
}
FILLERS = frozenset(
    (
        "a",
        "an",
        "any",
        "as",
        "at",
        "by",
        "did",
        "do",
        "does",
        "for",
        "has",
        "if",
        "in",
        "into",
        "is",
        "it",
        "most",
        "of",
        "on",
    )
    + ("or", "s", "that", "the", "this", "to", "was", "y", "n")
)


def words_of(heading: object) -> frozenset[str]:
    """Gives the words of a heading that matter, whatever their order, case, punctuation and usual short forms."""
    text = str(heading).casefold().replace("'", "").replace("\u2019", "")
    words = re.findall(r"[a-z0-9]+", text)
    long = " ".join(LONG_FORMS.get(word, word) for word in words).split()
    return frozenset(long) - FILLERS


# ---- cells ----


def is_blank(cell: object) -> bool:
    """Tells whether a cell has nothing to say."""
    return cell is None or text_of(cell).casefold() in BLANK


def text_of(cell: object) -> str:
    """Gives a cell as text; a whole number without a point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def date_of(cell: object, epoch: datetime.date = EPOCH) -> datetime.date:
    """Gives the day that a cell holds: a date, the number of a day, or text with the day first or in the ISO manner.

    Raises ``NotADate`` for anything else, for years outside 1900 to 2199, and for years of two digits.
    """
    if isinstance(cell, datetime.datetime):
        day = cell.date()
    elif isinstance(cell, datetime.date):
        day = cell
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        day = _day_of_serial(cell, epoch)
    else:
        day = _day_of_text(str(cell).strip(), epoch)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise NotADate
    return day


def _day_of_serial(serial: float, epoch: datetime.date) -> datetime.date:
    """Numbers of the first two months of 1900 are refused: Excel counts a 29 February then that never was."""
    try:
        if serial < 61:
            raise NotADate
        return epoch + datetime.timedelta(days=int(serial))
    except (OverflowError, ValueError):
        raise NotADate from None


def _day_of_text(text: str, epoch: datetime.date) -> datetime.date:
    try:
        if match := YEAR_FIRST.fullmatch(text):
            return datetime.date(int(match[1]), int(match[2]), int(match[3]))
        if match := DAY_FIRST.fullmatch(text):
            return datetime.date(int(match[3]), int(match[2]), int(match[1]))
        if match := MONTH_NAMED.fullmatch(text):
            return datetime.date(int(match[3]), MONTHS.index(match[2][:3].lower()) + 1, int(match[1]))
    except ValueError:
        raise NotADate from None
    if match := SERIAL.fullmatch(text):
        return _day_of_serial(int(match[1]), epoch)
    raise NotADate


def first_rows(rows: Iterable[Row], count: int) -> list[Row]:
    """Takes that many rows, or fewer where there are no more."""
    taken: list[Row] = []
    for row in rows:
        taken.append(row)
        if len(taken) == count:
            break
    return taken
