# SPDX-License-Identifier: LGPL-2.1-or-later
"""Answers as DataFrames: one line a row, columns named as the members of the documents. Needs pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cpplan import _native
from cpplan._answers import BETWEEN, Finding, Findings, Timetable

if TYPE_CHECKING:
    import pandas

_NONE = -(2**31)


def _join(texts: Any) -> str:
    return BETWEEN.join(str(text) for text in texts)


def _read_finding(case: str, row: Finding) -> dict[str, Any]:
    return {
        "case": case,
        "rule": row.rule.id,
        "kind": row.rule.kind.value,
        "title": row.rule.title,
        "force": row.rule.force.value,
        "policy": row.policy,
        "edition": row.edition,
        "subject": row.subject and row.subject.id,
        "member": row.member,
        "state": row.state.value,
        "missing": _join(row.missing),
        "flags": _join(flag.value for flag in sorted(row.flags)),
        "needs": _join(row.needs),
        "cite": row.rule.cite,
    }


DEADLINE_COLUMNS = (
    "case",
    "rule",
    "kind",
    "title",
    "force",
    "policy",
    "edition",
    "trigger",
    "member",
    "from",
    "due",
    "due-at-least",
    "act-by",
    "state",
    "met-by",
    "met-on",
    "working-days",
    "flags",
    "needs",
    "readings",
    "cite",
)
FINDING_COLUMNS = (
    "case",
    "rule",
    "kind",
    "title",
    "force",
    "policy",
    "edition",
    "subject",
    "member",
    "state",
    "missing",
    "flags",
    "needs",
    "cite",
)


def _text_dtype() -> Any:
    """What pandas holds texts in, of which one can be missing; before version 3, "str" would make a text of None."""
    import pandas

    return "str" if int(pandas.__version__.split(".")[0]) >= 3 else object


def _texts(places: bytes, distinct: list[str]) -> Any:
    import numpy
    import pandas

    return pandas.array(distinct, dtype=_text_dtype()).take(numpy.frombuffer(places, "int32"), allow_fill=True)


def _days(numbers: bytes) -> Any:
    import numpy

    found = numpy.frombuffer(numbers, "int32")
    days = found.astype("int64").view("datetime64[D]")
    days[found == _NONE] = numpy.datetime64("NaT")
    return days.astype("datetime64[s]")


def _counts(numbers: bytes) -> Any:
    import numpy
    import pandas

    found = numpy.frombuffer(numbers, "int32")
    return pandas.arrays.IntegerArray(found.astype("int64"), found == _NONE)


def caseload_frame(caseload: Any) -> pandas.DataFrame:
    """Gives the columns of a caseload of the library, all rows at once."""
    import pandas

    days, texts, counts = _native.cpplan_py_caseload_columns(caseload)
    data = {
        **{column: _days(numbers) for column, numbers in days.items()},
        **{column: _texts(*distinct) for column, distinct in texts.items()},
        **{column: _counts(numbers) for column, numbers in counts.items()},
    }
    return pandas.DataFrame({column: data[column] for column in DEADLINE_COLUMNS})


def timetable_frame(timetable: Timetable) -> pandas.DataFrame:
    return caseload_frame(_native.cpplan_caseload_new_from_timetables([timetable._handle]))


def findings_frame(findings: Findings) -> pandas.DataFrame:
    import pandas

    rows = [_read_finding(findings.case.id, row) for row in findings]
    return pandas.DataFrame(
        {column: pandas.array([row[column] for row in rows], dtype=_text_dtype()) for column in FINDING_COLUMNS}
    )
