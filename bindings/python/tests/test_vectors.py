# SPDX-License-Identifier: LGPL-2.1-or-later
"""The vectors that every host runs. What the objects say is put together to a document here, which has to be the one
that the library writes, and to hold what the vectors expect."""

import csv
import json
import pathlib
from datetime import date

import pytest

import cpplan

VECTORS = pathlib.Path(__file__).resolve().parents[3] / "tests" / "vectors"


def test_no_vector_is_left_out():
    """A folder or a file of a new kind wants a test here."""
    found = {path.relative_to(VECTORS).as_posix() for path in VECTORS.rglob("*") if path.is_file()}
    run = {
        path.relative_to(VECTORS).as_posix()
        for folder in ("timetables", "verdicts", "findings")
        for path in read_files(folder)
    }
    assert found - run == {"README.md", "dates.csv"} and len(run) > 100


def read_files(folder):
    return sorted((VECTORS / folder).glob("*.json"))


def day(text):
    return None if text is None else date.fromisoformat(text)


def open_calendar(question, known_at):
    extent = "projected" if question.get("project") else "published"
    return cpplan.Calendar.bank_holidays("england-and-wales", extent, known_at=known_at)


def without_none(members):
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in members.items()
        if value is not None
    }


def in_order_of_flags(flags):
    return [flag.value for flag in cpplan.Flag if flag in flags]


def id_of(event):
    return None if event is None else event.id


def write_rule(rule):
    return {"rule": rule.id, "kind": rule.kind.value, "title": rule.title, "force": rule.force.value}


def write_deadline(row, is_timeline):
    own = {"policy": row.policy, "edition": row.edition} if is_timeline else {}
    readings = [
        without_none(
            {
                "name": reading.name,
                "due": reading.due,
                "due-at-least": reading.due_at_least,
                "state": reading.state.value,
            }
        )
        for reading in row.readings
    ]
    return without_none(
        {
            **write_rule(row.rule),
            **own,
            "trigger": id_of(row.trigger),
            "member": row.member,
            "from": row.from_,
            "due": row.due,
            "due-at-least": row.due_at_least,
            "act-by": row.act_by,
            "state": row.state.value,
            "met-by": id_of(row.met_by),
            "met-on": row.met_on,
            "flags": in_order_of_flags(row.flags),
            "needs": list(row.needs),
            "readings": readings or None,
            "cite": row.rule.cite,
            "steps": list(row.steps),
        }
    )


def sorted_flags(members):
    return {**members, "flags": sorted(members["flags"])}


def check_members(row, expected, passed_over):
    for name, value in expected.items():
        if name in passed_over:
            continue
        found = row.get(name)
        if name == "flags":
            found, value = sorted(found), sorted(value)
        assert found == value, (expected, row)


def find_row(rows, expected, selecting):
    def selects(row):
        return all(row.get(name) == expected[name] for name in selecting if name in expected) and (
            "member" in expected or "member" not in row
        )

    found = [row for row in rows if selects(row)]
    assert len(found) == 1, (expected, found)
    return found[0]


@pytest.mark.parametrize("path", read_files("timetables"), ids=lambda path: path.stem)
def test_timetables(path, policies):
    vector = json.loads(path.read_text(encoding="utf-8"))
    case = cpplan.Case.from_json(json.dumps(vector["case"]))
    for question in vector["questions"]:
        as_of = day(question["as-of"])
        known_at = day(question.get("known-at")) or as_of
        timetable = policies.evaluate(
            case,
            open_calendar(question, known_at),
            as_of=as_of,
            known_at=known_at,
            policy=question.get("policy"),
            horizon=day(question.get("horizon")),
        )
        document = json.loads(timetable.to_json(explain=True))
        rows = [write_deadline(row, timetable.is_timeline) for row in timetable]
        assert [sorted_flags(row) for row in rows] == [sorted_flags(row) for row in document["deadlines"]]
        for expected in question["expect"]:
            check_members(
                find_row(rows, expected, ("rule", "trigger", "from", "member")),
                expected,
                ("why", "trigger", "from", "member"),
            )
        for rule in question.get("absent", []):
            assert timetable[rule] == ()
        for rule, count in question.get("count", {}).items():
            assert len(timetable[rule]) == count
        if "flags" in question:
            assert sorted(timetable.flags) == question["flags"]
        if "warnings" in question:
            assert [warning.subject for warning in timetable.warnings] == question["warnings"]


@pytest.mark.parametrize("path", read_files("verdicts"), ids=lambda path: path.stem)
def test_verdicts(path, policies):
    vector = json.loads(path.read_text(encoding="utf-8"))
    case = cpplan.Case.from_json(json.dumps(vector["case"]))
    for question in vector["questions"]:
        on = day(question["on"])
        known_at = day(question.get("known-at")) or on
        verdict = policies.may_end(
            case, open_calendar(question, known_at), on=on, known_at=known_at, policy=question.get("policy")
        )
        requirements = [
            without_none(
                {
                    "name": requirement.rule.id,
                    "truth": requirement.truth.value,
                    "cite": requirement.rule.cite,
                    "waived-by": requirement.waived_by and requirement.waived_by.id,
                }
            )
            for requirement in verdict.requirements
        ]
        document = json.loads(verdict.to_json())
        assert [
            {name: value for name, value in requirement.items() if name in ("name", "truth", "cite", "waived-by")}
            for requirement in document["requirements"]
        ] == requirements
        expected = question["expect"]
        found = without_none(
            {
                "verdict": verdict.outcome.value,
                "ground": verdict.ground,
                "policy": verdict.policy,
                "needs": list(verdict.needs),
                "flags": sorted(verdict.flags),
            }
        )
        for name in set(expected) - {"why", "requirements"}:
            assert found.get(name) == expected[name], (name, expected)
        for wanted in expected.get("requirements", []):
            assert [
                requirement
                for requirement in requirements
                if requirement["name"] == wanted["name"]
                and requirement["truth"] == wanted["truth"]
                and requirement.get("waived-by") == wanted.get("waived-by")
            ] != [], wanted


def join_case(base, question):
    left_out = question.get("without", [])
    document = {"format": "cpplan-case/1", "id": "c"}
    for name in "people", "events":
        document[name] = [entry for entry in base.get(name, []) if entry["id"] not in left_out] + question.get(
            name, []
        )
    for name in "child", "district":
        value = question.get(name, base.get(name))
        if value is not None:
            document[name] = value
    return cpplan.Case.from_json(json.dumps(document))


def write_finding(row):
    return without_none(
        {
            "rule": row.rule.id,
            "subject": id_of(row.subject),
            "member": row.member,
            "state": row.state.value,
            "missing": list(row.missing),
            "needs": list(row.needs),
            "flags": sorted(row.flags),
        }
    )


@pytest.mark.parametrize("path", read_files("findings"), ids=lambda path: path.stem)
def test_findings(path, policies):
    vector = json.loads(path.read_text(encoding="utf-8"))
    calendars = {}
    for rule in vector["rules"]:
        for question in rule["questions"]:
            as_of = day(question["as-of"])
            known_at = day(question.get("known-at")) or as_of
            if known_at not in calendars:
                calendars[known_at] = cpplan.Calendar.bank_holidays("england-and-wales", known_at=known_at)
            findings = policies.review(
                join_case(vector["base"], question),
                calendars[known_at],
                as_of=as_of,
                known_at=known_at,
                policy=vector["policy"],
            )
            expected = question["expect"]
            rows = [write_finding(row) for row in findings[rule["rule"]]]
            found = [
                row
                for row in rows
                if row.get("subject") == expected.get("subject") and row.get("member") == expected.get("member")
            ]
            assert len(found) == 1, (rule["rule"], question["why"], rows)
            check_members(found[0], expected, ("why",))


def read_dates():
    lines = [
        line
        for line in (VECTORS / "dates.csv").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return [row[:7] for row in csv.reader(lines)]


def answer(operation, division, start, amount, count, month_end):
    calendar = None if division == "-" else cpplan.Calendar.bank_holidays(division)
    if operation == "period":
        return calendar.add(
            start, amount.removeprefix("-"), backward=amount.startswith("-"), count=count, month_end=month_end
        ).isoformat()
    if operation == "between":
        return str(calendar.working_days_between(start, date.fromisoformat(amount)))
    if operation == "why":
        return calendar.why(start)
    if operation == "months":
        return cpplan.add_months(start, int(amount), month_end).isoformat()
    if operation == "age":
        return cpplan.age_reached(start, int(amount)).isoformat()
    assert operation == "weekday"
    return str(start.isoweekday())


@pytest.mark.parametrize("row", read_dates(), ids=lambda row: "-".join(row[:4]).replace(" ", "-"))
def test_dates(row):
    operation, division, start, amount, count, month_end, expected = row
    question = (operation, division, date.fromisoformat(start), amount, count, month_end)
    if expected == "outside":
        with pytest.raises((cpplan.OutOfCoverError, cpplan.DateError)):
            answer(*question)
    else:
        assert answer(*question) == expected
