# SPDX-License-Identifier: LGPL-2.1-or-later
"""Answers as DataFrames: one line a row, columns named as the members of the documents. Needs pandas."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Optional

from cpplan._answers import BETWEEN, Deadline, Finding, Findings, Reading, Timetable

if TYPE_CHECKING:
    import pandas

_DAYS = ("from", "due", "due-at-least", "act-by", "met-on")


def _join(texts: Any) -> str:
    return BETWEEN.join(str(text) for text in texts)


def _join_reading(reading: Reading) -> str:
    due = (
        f"{reading.due} "
        if reading.due
        else f"due-at-least {reading.due_at_least} "
        if reading.due_at_least
        else ""
    )
    return f"{reading.name} {due}{reading.state}"


def _read_deadline(case: str, row: Deadline) -> dict[str, Any]:
    return {
        "case": case,
        "rule": row.rule.id,
        "kind": row.rule.kind.value,
        "title": row.rule.title,
        "force": row.rule.force.value,
        "policy": row.policy,
        "edition": row.edition,
        "trigger": row.trigger and row.trigger.id,
        "member": row.member,
        "from": row.from_,
        "due": row.due,
        "due-at-least": row.due_at_least,
        "act-by": row.act_by,
        "state": row.state.value,
        "met-by": row.met_by and row.met_by.id,
        "met-on": row.met_on,
        "flags": _join(flag.value for flag in sorted(row.flags)),
        "needs": _join(row.needs),
        "readings": _join(map(_join_reading, row.readings)),
        "cite": row.rule.cite,
    }


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


def _to_days(dates: list[Optional[datetime.date]]) -> Any:
    import numpy

    return numpy.array(dates, dtype="datetime64[D]").astype("datetime64[s]")


def make_frame(columns: tuple[str, ...], rows: list[dict[str, Any]]) -> pandas.DataFrame:
    import pandas

    data: dict[str, Any] = {}
    for column in columns:
        values = [row[column] for row in rows]
        data[column] = _to_days(values) if column in _DAYS else pandas.array(values, dtype="str")
    return pandas.DataFrame(data)


def timetable_frame(timetable: Timetable) -> pandas.DataFrame:
    return make_frame(DEADLINE_COLUMNS, [_read_deadline(timetable.case.id, row) for row in timetable])


def findings_frame(findings: Findings) -> pandas.DataFrame:
    return make_frame(FINDING_COLUMNS, [_read_finding(findings.case.id, row) for row in findings])
