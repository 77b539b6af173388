# SPDX-License-Identifier: LGPL-2.1-or-later
"""Answers as DataFrames: one line a row, columns named as the members of the documents. Needs pandas."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Optional

from cpplan import _check, _native
from cpplan._answers import BETWEEN, Deadline, Finding, Findings, Timetable
from cpplan.enums import Change

if TYPE_CHECKING:
    import pandas

    from cpplan._comparison import DeadlineChange, PolicyDiff, TimetableDiff

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
    days[found == _NONE] = numpy.datetime64("NaT", "D")
    return days.astype("datetime64[s]")


def _counts(numbers: bytes) -> Any:
    import numpy
    import pandas

    found = numpy.frombuffer(numbers, "int32")
    return pandas.arrays.IntegerArray(found.astype("int64"), found == _NONE)


def caseload_frame(caseload: Any) -> pandas.DataFrame:
    """Gives the columns of a caseload of the library, all rows at once."""
    _check.need_pandas()
    import pandas

    days, texts, counts = _native.cpplan_py_caseload_columns(caseload)
    data = {
        **{column: _days(numbers) for column, numbers in days.items()},
        **{column: _texts(*distinct) for column, distinct in texts.items()},
        **{column: _counts(numbers) for column, numbers in counts.items()},
    }
    return pandas.DataFrame({column: data[column] for column in DEADLINE_COLUMNS})


def make_frame(
    columns: tuple[str, ...], rows: list[dict[str, Any]], days: tuple[str, ...] = ()
) -> pandas.DataFrame:
    """Gives a frame of rows, in which all columns but those of days are texts."""
    _check.need_pandas()
    import pandas

    data: dict[str, Any] = {}
    for column in columns:
        values = [row[column] for row in rows]
        data[column] = _to_days(values) if column in days else pandas.array(values, dtype=_text_dtype())
    return pandas.DataFrame(data)


def _to_days(dates: list[Optional[datetime.date]]) -> Any:
    import numpy

    return numpy.array(dates, dtype="datetime64[D]").astype("datetime64[s]")


def timetable_frame(timetable: Timetable) -> pandas.DataFrame:
    return caseload_frame(_native.cpplan_caseload_new_from_timetables([timetable._handle]))


def findings_frame(findings: Findings) -> pandas.DataFrame:
    return make_frame(FINDING_COLUMNS, [_read_finding(findings.case.id, row) for row in findings])


KEY_CHANGE_COLUMNS = ("rule", "kind", "title", "change", "strictness", "key", "from", "to", "key-strictness")
DEADLINE_CHANGE_DAYS = ("from-due", "from-due-at-least", "to-due", "to-due-at-least")
DEADLINE_CHANGE_COLUMNS = (
    "case",
    "rule",
    "title",
    "change",
    "trigger",
    "member",
    "from-due",
    "from-due-at-least",
    "from-state",
    "to-due",
    "to-due-at-least",
    "to-state",
)


def policy_diff_frame(diff: PolicyDiff) -> pandas.DataFrame:
    rows: list[dict[str, Any]] = []
    for entry in diff:
        rule = {
            "rule": entry.rule.id,
            "kind": entry.rule.kind.value,
            "title": entry.rule.title,
            "change": entry.change.value,
            "strictness": entry.strictness.value if entry.change is Change.CHANGED else None,
        }
        rows += [
            {
                **rule,
                "key": key.key,
                "from": key.from_,
                "to": key.to,
                "key-strictness": key.strictness.value,
            }
            for key in entry.keys
        ] or [{**rule, "key": None, "from": None, "to": None, "key-strictness": None}]
    return make_frame(KEY_CHANGE_COLUMNS, rows)


def _read_side(name: str, row: Optional[Deadline]) -> dict[str, Any]:
    return {
        f"{name}-due": row and row.due,
        f"{name}-due-at-least": row and row.due_at_least,
        f"{name}-state": row and row.state.value,
    }


def _read_deadline_change(case: str, change: DeadlineChange) -> dict[str, Any]:
    row = change.row
    return {
        "case": case,
        "rule": row.rule.id,
        "title": row.rule.title,
        "change": change.change.value,
        "trigger": row.trigger and row.trigger.id,
        "member": row.member,
        **_read_side("from", change.from_),
        **_read_side("to", change.to),
    }


def timetable_diff_frame(diffs: Iterable[TimetableDiff]) -> pandas.DataFrame:
    rows = [_read_deadline_change(diff.case.id, change) for diff in diffs for change in diff]
    return make_frame(DEADLINE_CHANGE_COLUMNS, rows, days=DEADLINE_CHANGE_DAYS)
