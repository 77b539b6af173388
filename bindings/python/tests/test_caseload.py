# SPDX-License-Identifier: LGPL-2.1-or-later
"""Many cases at once: one answer, whatever the cases come as; and nothing that is wrong with one is lost."""

import copy
import gc
import io
import json
import os
import pathlib
import pickle
import resource
import subprocess
import sys
import types
import warnings
from datetime import date, datetime

import pytest

import cpplan
from cpplan._caseload import BATCH
from cpplan.sources import cin

pandas = pytest.importorskip("pandas")
numpy = pytest.importorskip("numpy")

ROOT = pathlib.Path(__file__).resolve().parents[3]
SHARED = (
    pathlib.Path(os.environ.get("CPPLAN_SHARED", pathlib.Path(__file__).resolve().parents[4] / "shared")) / "data"
)
AS_OF = date(2025, 5, 9)
CHILD = ("born", "expected", "district", "policy")


def read_vectors():
    return [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "tests/vectors/timetables").glob("*.json"))
    ]


VECTORS = read_vectors()
DOCUMENTS = [vector["case"] for vector in VECTORS]


def same(found, expected):
    pandas.testing.assert_frame_equal(found, expected, check_exact=True)


def evaluate(cases, policy, calendar, **more):
    return cpplan.evaluate_caseload(cases, policy, calendar, **{"as_of": AS_OF, **more})


def make_document(id="c1", *events, **more):
    return {"format": "cpplan-case/1", "id": id, "events": list(events), **more}


def make_event(id="e1", kind="initial-conference", day="2025-04-10", **more):
    return {
        "id": id,
        "kind": kind,
        "date": day,
        **{name.replace("_", "-"): value for name, value in more.items()},
    }


def child_of(document):
    facts = {**document.get("child", {}), **{name: document[name] for name in CHILD if name in document}}
    return {"case": document["id"], **facts}


def to_frames(documents, make=pandas.DataFrame):
    """Gives the tables of events, children and people that say what the documents say."""
    events = [{"case": document["id"], **event} for document in documents for event in document["events"]]
    people = [{"case": document["id"], **person} for document in documents for person in document.get("people", [])]
    return make(events), {
        "children": make([child_of(document) for document in documents]),
        "people": make(people) if people else None,
    }


# ---- one row, one case ----


def write_day(day):
    return None if day is None else day.isoformat()


def write_reading(reading):
    due = f"{reading.due} " if reading.due else ""
    least = f"due-at-least {reading.due_at_least} " if reading.due_at_least and not reading.due else ""
    return f"{reading.name} {due}{least}{reading.state.value}"


def write_row(timetable, row):
    is_counted = row.from_ is not None and row.met_on is not None
    return {
        "case": timetable.case.id,
        "rule": row.rule.id,
        "kind": row.rule.kind.value,
        "title": row.rule.title,
        "force": row.rule.force.value,
        "policy": row.policy,
        "edition": row.edition,
        "trigger": row.trigger and row.trigger.id,
        "member": row.member,
        "from": write_day(row.from_),
        "due": write_day(row.due),
        "due-at-least": write_day(row.due_at_least),
        "act-by": write_day(row.act_by),
        "state": row.state.value,
        "met-by": row.met_by and row.met_by.id,
        "met-on": write_day(row.met_on),
        "working-days": timetable.calendar.working_days_between(row.from_, row.met_on) if is_counted else None,
        "flags": "; ".join(sorted(flag.value for flag in row.flags)),
        "needs": "; ".join(row.needs),
        "readings": "; ".join(write_reading(reading) for reading in row.readings),
        "cite": row.rule.cite,
    }


def read_cell(cell):
    if cell is None or pandas.isna(cell):
        return None
    return cell.date().isoformat() if isinstance(cell, pandas.Timestamp) else cell


def read_rows(frame):
    return [
        dict(zip(frame.columns, map(read_cell, row)))
        for row in zip(*(frame[name].tolist() for name in frame.columns))
    ]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["case"]["id"])
def test_a_frame_says_what_the_rows_say(vector, policies):
    """One timetable's frame, row by row and cell by cell; and a caseload of that case alone is the same."""
    case = cpplan.Case.from_dict(vector["case"])
    for question in vector["questions"][:2]:
        as_of = date.fromisoformat(question["as-of"])
        days = {
            name.replace("-", "_"): date.fromisoformat(question[name])
            for name in ("known-at", "horizon")
            if name in question
        }
        extent = "projected" if question.get("project") else "published"
        calendar = cpplan.Calendar.bank_holidays("england-and-wales", extent, known_at=days.get("known_at", as_of))
        asked = cpplan.Policy.builtin(question["policy"]) if "policy" in question else policies
        timetable = asked.evaluate(case, calendar, as_of=as_of, **days)
        frame = timetable.to_frame()
        assert read_rows(frame) == [write_row(timetable, row) for row in timetable]
        same(cpplan.evaluate_caseload([case], asked, calendar, as_of=as_of, **days), frame)


def test_the_types_of_columns(timetable, policies, calendar):
    frame = timetable.to_frame()
    empty = evaluate([], policies, calendar)
    assert list(frame.columns) == list(empty.columns) and len(empty) == 0
    assert (frame.dtypes == empty.dtypes).all()
    assert {name for name in frame if frame[name].dtype == "datetime64[s]"} == {
        "from",
        "due",
        "due-at-least",
        "act-by",
        "met-on",
    }
    assert frame["working-days"].dtype == "Int64" and frame["working-days"].isna().any()
    assert frame["working-days"].dropna().ge(0).any()


# ---- many cases, whatever they come as ----


@pytest.fixture(scope="module")
def cases():
    return [cpplan.Case.from_dict(document) for document in DOCUMENTS]


@pytest.fixture(scope="module")
def expected(cases, policies, calendar):
    return pandas.concat(
        [policies.evaluate(case, calendar, as_of=AS_OF).to_frame() for case in cases], ignore_index=True
    )


def test_rows_are_numbered_through_all_batches(policy, calendar):
    events = [make_event("i", day="2025-04-10", outcome="plan")]
    many = [make_document(f"c{n}", *events) for n in range(2 * BATCH + 50)]
    frame = evaluate(many, policy, calendar)
    each = len(evaluate(many[:1], policy, calendar))
    assert each > 1 and len(frame) == each * len(many)
    assert frame.index.equals(pandas.RangeIndex(len(frame)))
    assert list(frame["case"]) == [document["id"] for document in many for _ in range(each)]


def as_lines(documents):
    return "\n".join(json.dumps(document, ensure_ascii=False) for document in documents) + "\n\n"


FORMS = {
    "cases": lambda path: [cpplan.Case.from_dict(document) for document in DOCUMENTS],
    "documents": lambda path: DOCUMENTS,
    "texts": lambda path: [json.dumps(document) for document in DOCUMENTS],
    "bytes": lambda path: [json.dumps(document).encode() for document in DOCUMENTS],
    "tuple": lambda path: tuple(DOCUMENTS),
    "generator": lambda path: (document for document in DOCUMENTS),
    "mixed": lambda path: [
        cpplan.Case.from_dict(document) if place % 2 else document for place, document in enumerate(DOCUMENTS)
    ],
    "mappings": lambda path: map(types.MappingProxyType, DOCUMENTS),
    "path": lambda path: path,
    "path as text": lambda path: str(path),
    "open text": lambda path: open(path, encoding="utf-8"),
    "open bytes": lambda path: open(path, "rb"),
    "text in memory": lambda path: io.StringIO(as_lines(DOCUMENTS)),
    "bytes in memory": lambda path: io.BytesIO(as_lines(DOCUMENTS).encode()),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_the_same_answer(form, policies, calendar, expected, tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_text(as_lines(DOCUMENTS), encoding="utf-8")
    given = FORMS[form](path)
    problems = []
    same(evaluate(given, policies, calendar, problems=problems), expected)
    assert problems == []
    if hasattr(given, "close"):
        given.close()


@pytest.mark.parametrize("threads", [1, 2, 7, None])
def test_threads_make_no_difference(threads, cases, policies, calendar, expected):
    same(evaluate(cases, policies, calendar, threads=threads), expected)


def test_one_policy_overrides_what_cases_name(cases, policy, calendar):
    found = evaluate(cases, policy, calendar, known_at=date(2025, 5, 1), horizon=date(2026, 5, 9))
    alone = [
        policy.evaluate(case, calendar, as_of=AS_OF, known_at=date(2025, 5, 1), horizon=date(2026, 5, 9)).to_frame()
        for case in cases
    ]
    same(found, pandas.concat(alone, ignore_index=True))
    assert set(found["policy"]) == {"rotherham"}


def test_the_examples(policies, calendar):
    paths = sorted((ROOT / "examples/cases").glob("*.json"))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    problems = []
    found = evaluate(texts, policies, calendar, problems=problems)
    assert [(problem.row, problem.case) for problem in problems] == [(2, "northmoor-0009")]
    assert isinstance(problems[0].error, cpplan.UnknownNameError)
    alone = [
        policies.evaluate(cpplan.Case.from_json(text), calendar, as_of=AS_OF).to_frame()
        for place, text in enumerate(texts)
        if place != 2
    ]
    same(found, pandas.concat(alone, ignore_index=True))


def test_a_case_as_a_dict(cases):
    for document, case in zip(DOCUMENTS, cases):
        assert cpplan.Case.from_dict(case.to_dict()) == case
    dated = copy.deepcopy(DOCUMENTS[0])
    for event in dated["events"]:
        event["date"] = date.fromisoformat(event["date"])
    assert cpplan.Case.from_dict(dated) == cases[0]
    for wrong in ({"id": {1}}, {"id": float("nan")}, {"date": datetime(2025, 1, 1)}):
        with pytest.raises(cpplan.JsonError):
            cpplan.Case.from_dict(wrong)
    with pytest.raises(TypeError):
        cpplan.Case.from_dict([])


# ---- tables of events ----


def test_tables_have_the_same_answer(policies, calendar, expected):
    events, more = to_frames(DOCUMENTS)
    same(evaluate(events, policies, calendar, **more), expected)


def shuffle(frame):
    return None if frame is None else frame.sample(frac=1, random_state=3)


def underscore(frame):
    return None if frame is None else frame.rename(columns=lambda name: name.replace("-", "_"))


def from_underscore(frame):
    return None if frame is None else frame.rename(columns={"from": "from_"})


def date_columns(frame):
    named = (
        "date",
        "recorded",
        "not-held-as-of",
        "born",
        "expected",
        "from",
        "until",
        "next-review",
        "next-meeting",
    )
    return frame.assign(**{name: pandas.to_datetime(frame[name]) for name in named if name in frame})


def date_objects(frame):
    return frame.assign(
        **{name: frame[name].dt.date for name in date_columns(frame) if frame[name].dtype.kind == "M"}
    )


def spell_lists(frame):
    def spell(cell):
        return "; ".join(cell) if isinstance(cell, list) and cell and isinstance(cell[0], str) else cell

    return frame.apply(lambda column: column.map(spell) if column.dtype == object else column)


def through_csv(frame):
    return pandas.read_csv(io.StringIO(spell_lists(frame).to_csv(index=False)))


def through_csv_as_text(frame):
    return pandas.read_csv(io.StringIO(spell_lists(frame).to_csv(index=False)), dtype=str)


# A table of texts has no timeline of policies.
SIMPLE = [document for document in DOCUMENTS if not isinstance(document.get("policy"), list)]


@pytest.mark.parametrize(
    "change",
    [underscore, from_underscore, date_columns, date_objects, spell_lists, through_csv, through_csv_as_text],
)
def test_tables_however_they_are_written(change, policies, calendar, expected):
    events, more = to_frames(SIMPLE)
    changed = {name: change(frame) for name, frame in more.items()}
    found = evaluate(change(events), policies, calendar, **changed)
    same(found, expected[expected["case"].isin([document["id"] for document in SIMPLE])].reset_index(drop=True))


def test_rows_stand_anywhere(policies, calendar, expected):
    events, more = to_frames(DOCUMENTS)
    found = evaluate(shuffle(events), policies, calendar, **{name: shuffle(frame) for name, frame in more.items()})
    in_order = ["case", "due", "rule", "trigger", "member", "from"]
    same(
        found.sort_values(in_order, ignore_index=True, kind="stable"),
        expected.sort_values(in_order, ignore_index=True, kind="stable"),
    )


def test_polars_and_pyarrow(policies, calendar, expected):
    polars = pytest.importorskip("polars")
    pyarrow = pytest.importorskip("pyarrow")
    wanted = expected[expected["case"].isin([document["id"] for document in SIMPLE])].reset_index(drop=True)

    class Stream:
        def __init__(self, table):
            self.table = table

        def __arrow_c_stream__(self, requested_schema=None):
            return self.table.__arrow_c_stream__(requested_schema)

    for make in (
        lambda rows: polars.DataFrame(rows, infer_schema_length=None),
        pyarrow.Table.from_pylist,
        lambda rows: Stream(pyarrow.Table.from_pylist(rows)),
        lambda rows: pandas.DataFrame(rows).convert_dtypes(dtype_backend="pyarrow"),
        lambda rows: date_columns(pandas.DataFrame(rows)).convert_dtypes(dtype_backend="numpy_nullable"),
    ):
        every = [{name: None for row in rows for name in row} for rows in rows_of(SIMPLE)]
        events, children, people = (
            make([{**empty, **row} for row in rows]) for empty, rows in zip(every, rows_of(SIMPLE))
        )
        same(evaluate(events, policies, calendar, children=children, people=people), wanted)


def rows_of(documents):
    return (
        [{"case": document["id"], **event} for document in documents for event in document["events"]],
        [child_of(document) for document in documents],
        [{"case": document["id"], **person} for document in documents for person in document.get("people", [])],
    )


def test_every_attribute_goes_through_a_table():
    """Each kind of event with all that it can have, and back."""
    values = {
        "truth": True,
        "name": "some-name",
        "date": "2025-04-30",
        "period": "6 weeks",
        "person": "w1",
        "people": ["w1", "w2"],
        "event": "e0",
        "audience": ["w2"],
        "text": "T. 7",
    }
    events = [make_event("e0", "visit", "2025-04-01")]
    for kind in cpplan.EventKind:
        held = {}
        for name, type in cpplan.attributes_of(kind).items():
            choices = cpplan.choices_of(kind, name)
            value = list(choices or ("other",)) if type == "choices" else (choices or (None,))[0]
            held[name] = values[type.value] if type.value in values else value
        for left_out in ((), *((name,) for name in held)):
            event = {**make_event(f"{kind.value}-{len(events)}", kind.value, "2025-05-01"), **held}
            for name in left_out:
                del event[name]
            try:
                cpplan.Case.from_dict(make_document("c", events[0], event, people=[{"id": "w1"}, {"id": "w2"}]))
            except cpplan.Error:
                continue
            events.append(event)
            break
    assert len(events) > len(cpplan.EventKind) * 0.9
    events[3].update({"status": "cancelled", "recorded": "2025-05-02", "seq": 3})
    events[4].update({"supersedes": "e0", "void": True})
    document = make_document(
        "c",
        *events,
        people=[
            {"id": "w1", "role": "lead-social-worker", "experienced": True, "from": "2025-01-01"},
            {"id": "w2", "employer": "health", "direct-contact": False, "until": "2026-01-01"},
        ],
        child={"born": "2020-01-01", "expected": "2020-02-01"},
        district="north",
        policy=[{"policy": "kent", "from": "2020-01-01"}, {"policy": "sefton", "from": "2025-01-01"}],
    )
    frames, more = to_frames([document])
    assert read_back(frames, **more) == [cpplan.Case.from_dict(document)]
    wide = frames.assign(
        **{name: value for name, value in child_of(document).items() if name not in ("case", "policy")}
    )
    assert read_back(wide, children=more["children"][["case", "policy"]], people=more["people"]) == [
        cpplan.Case.from_dict(document)
    ]


def read_back(events, children=None, people=None):
    from cpplan._long_frames import LongFrames

    def tell(*problem):
        raise AssertionError(problem)

    return [cpplan.Case._take(entry.handle) for entry in LongFrames(events, children, people, tell)]


def test_what_is_of_the_child_stands_in_any_row():
    events = pandas.DataFrame(
        {
            "case": [7, 8, 7],
            "id": [1, 1, 2],
            "kind": "visit",
            "date": pandas.to_datetime(["2025-04-01", "2025-04-02", "2025-04-03"]),
            "born": [None, date(2019, 1, 1), "2018-01-01"],
            "policy": ["kent", None, "kent"],
            "child_seen": [1.0, None, 0.0],
        }
    )
    assert read_back(events) == [
        cpplan.Case.from_dict(
            make_document(
                "7",
                make_event("1", "visit", "2025-04-01", child_seen=True),
                make_event("2", "visit", "2025-04-03", child_seen=False),
                child={"born": "2018-01-01"},
                policy="kent",
            )
        ),
        cpplan.Case.from_dict(
            make_document("8", make_event("1", "visit", "2025-04-02"), child={"born": "2019-01-01"})
        ),
    ]


def test_a_child_without_events_is_a_case(policies, calendar):
    children = pandas.DataFrame({"case": ["c9"], "born": ["2025-01-01"], "policy": ["kent"]})
    seen = []
    events = pandas.DataFrame({"case": ["c1"], "id": ["e1"], "kind": ["visit"], "date": ["2025-04-01"]})
    assert [case.id for case in read_back(events, children)] == ["c1", "c9"]
    found = evaluate(
        pandas.DataFrame(), policies, calendar, children=children, progress=lambda *done: seen.append(done)
    )
    assert len(found) == 0 and seen == [(1, 1)]


# ---- what is wrong ----


def tell(problem):
    return problem.row, problem.case, problem.event, type(problem.error).__name__, str(problem.error)


def test_one_bad_case_spoils_no_other(policies, calendar, expected):
    lines = [json.dumps(document) for document in DOCUMENTS]
    bad = {
        0: "{",
        5: "[]",
        9: '{"format": "cpplan-case/1", "id": "x1", "events": [{"id": "e1", "kind": "vist", "date": "2025-01-01"}]}',
        11: '{"format": "cpplan-case/1", "id": "x2", "events": [], "policy": "nowhere"}',
        12: '{"format": "cpplan-case/1", "id": 3, "events": [{}]}',
        400: "\ud800",
    }
    for place, line in bad.items():
        lines.insert(place, line)
    problems = []
    frame = evaluate(lines, policies, calendar, problems=problems)
    same(frame, expected)
    assert sorted((problem.row, problem.case, problem.event) for problem in problems) == [
        (0, None, None),
        (5, None, None),
        (9, "x1", "e1"),
        (11, "x2", None),
        (12, None, None),
        (len(lines) - 1, None, None),
    ]
    errors = {problem.row: problem.error for problem in problems}
    assert isinstance(errors[0], cpplan.JsonError) and isinstance(errors[9], cpplan.RecordError)
    assert isinstance(errors[11], cpplan.UnknownNameError)
    assert sorted(frame.attrs["problems"]) == sorted(map(str, problems))


def test_lines_are_counted_from_one(policies, calendar, tmp_path):
    good = json.dumps(DOCUMENTS[0])
    path = tmp_path / "cases.jsonl"
    path.write_bytes(b"\n" + good.encode() + b"\r\n   \n\xff\n{\n")
    problems = []
    frame = evaluate(path, policies, calendar, problems=problems)
    assert set(frame["case"]) == {DOCUMENTS[0]["id"]}
    assert [problem.row for problem in problems] == [4, 5]
    assert all(isinstance(problem.error, cpplan.JsonError) for problem in problems)
    with pytest.raises(FileNotFoundError):
        evaluate(tmp_path / "none", policies, calendar)


def test_problems_warn_once_where_nobody_asks(policies, calendar):
    with pytest.warns(cpplan.CaseloadWarning, match=r"row 0: .*, and 1 more") as told:
        frame = evaluate(["{", "["], policies, calendar)
    assert len(told) == 1 and told[0].filename == __file__
    assert len(frame.attrs["problems"]) == 2
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(evaluate(["{"], policies, calendar, problems=[]).attrs["problems"]) == 1
        assert evaluate([], policies, calendar).attrs["problems"] == ()


def test_two_cases_of_one_id_are_both_answered(policy, calendar):
    problems = []
    document = make_document("c1", make_event())
    frame = evaluate([document, document], policy, calendar, problems=problems)
    assert [tell(problem)[:3] for problem in problems] == [(1, "c1", None)]
    assert "row 0" in str(problems[0])
    assert len(frame) == 2 * len(evaluate([document], policy, calendar))


def bad_frame():
    return pandas.DataFrame(
        [
            {"case": "good", "id": "e1", "kind": "initial-conference", "date": "2025-04-10", "outcome": "plan"},
            {"case": "late", "id": "e1", "kind": "visit", "date": pandas.Timestamp("2025-04-10 09:30")},
            {"case": "kinds", "id": "e1", "kind": "vist", "date": "2025-04-10"},
            {"case": "kinds", "id": "e2", "kind": "visit", "date": "2025-02-30"},
            {"case": "kinds", "id": "e3", "kind": "visit", "date": "2025-04-12", "about": "e1"},
            {"case": "kinds", "id": "e4", "kind": "visit", "date": "2025-04-12", "about": "e9"},
            {"case": None, "id": "e1", "kind": "visit", "date": "2025-04-10"},
            {"case": "cells", "id": "e1", "kind": "visit", "date": "2025-04-10", "child-seen": "perhaps"},
            {"case": "cells", "id": "e2", "kind": "visit", "date": None},
            {"case": "cells", "id": "e3", "kind": "core-group", "date": "2025-04-10", "child-seen": True},
            {"case": "cells", "id": "e4", "kind": "visit", "date": 20250410},
            {"case": "cells", "id": "e5", "kind": "visit", "date": "2025-04-10", "seq": 1.5},
            {"case": "cells", "id": "e6", "kind": "visit", "date": "2025-04-10", "by": "w9"},
            {"case": "cells", "id": 1.5, "kind": "visit", "date": "2025-04-10"},
            {"case": "twice", "id": "e1", "kind": "visit", "date": "2025-04-10"},
            {"case": "twice", "id": "e1", "kind": "visit", "date": "2025-04-11"},
            {"case": "zone", "id": "e1", "kind": "visit", "date": pandas.Timestamp("2025-04-10", tz="UTC")},
            {"case": "child", "id": "e1", "kind": "visit", "date": "2025-04-10", "born": "2020-01-01"},
            {"case": "child", "id": "e2", "kind": "visit", "date": "2025-04-11", "born": "2020-01-02"},
            {"case": "birth", "id": "e1", "kind": "visit", "date": "2025-04-11", "born": "yesterday"},
            {"case": 3.5, "id": "e1", "kind": "visit", "date": "2025-04-11"},
        ],
        index=[f"r{number}" for number in range(21)],
    )


def test_each_bad_row_is_told(policy, calendar):
    problems = []
    frame = evaluate(bad_frame(), policy, calendar, problems=problems)
    assert set(frame["case"]) == {"good"}
    assert len(frame) == len(evaluate(bad_frame().iloc[:1], policy, calendar))
    assert sorted((tell(problem)[:3] for problem in problems), key=str) == sorted(
        [
            ("r1", "late", "e1"),
            ("r2", "kinds", "e1"),
            ("r3", "kinds", "e2"),
            ("r5", "kinds", "e4"),
            ("r6", None, "e1"),
            ("r7", "cells", "e1"),
            ("r8", "cells", "e2"),
            ("r9", "cells", "e3"),
            ("r10", "cells", "e4"),
            ("r11", "cells", "e5"),
            ("r12", "cells", "e6"),
            ("r13", "cells", None),
            ("r15", "twice", "e1"),
            ("r16", "zone", "e1"),
            ("r18", "child", None),
            ("r19", "birth", None),
            ("r20", None, "e1"),
        ],
        key=str,
    )
    said = {problem.row: str(problem.error) for problem in problems}
    assert said["r1"] == "date: a date is wanted, and this has a time of day"
    assert said["r5"] == 'about: no event has the id "e9"'
    assert said["r6"] == "case: it is missing"
    assert said["r7"].startswith("child-seen: a truth is wanted")
    assert "child-seen" in said["r9"]
    assert said["r18"] == "born: another row of the case says something else"
    assert said["r19"].startswith("born: ")
    assert all(isinstance(problem.error, cpplan.Error) for problem in problems)


def test_days_in_columns_have_no_time(policy, calendar):
    events = bad_frame().iloc[[0, 0, 0]].assign(case=["a", "b", "c"])
    events["date"] = pandas.to_datetime(["2025-04-10 00:00:00", "2025-04-10 00:00:01", None])
    problems = []
    frame = evaluate(events, policy, calendar, problems=problems)
    assert set(frame["case"]) == {"a"}
    assert [problem.case for problem in problems] == ["b", "c"]
    zoned = events.assign(date=events["date"].dt.tz_localize("Europe/London"))
    assert len(evaluate(zoned, policy, calendar, problems=[])) == 0


def test_bad_rows_beside_the_events(policy, calendar):
    events = pandas.DataFrame(
        [
            {"case": name, "id": "e1", "kind": "visit", "date": "2025-04-10"}
            for name in ("a", "b", "c", "d", "e", "f")
        ]
    )
    children = pandas.DataFrame(
        [
            {"case": "a", "born": "2020-02-30"},
            {"case": "b", "born": "2020-01-01"},
            {"case": "b", "district": "north"},
            {"case": "c", "district": "No Name"},
            {"case": None, "born": "2020-01-01"},
        ],
        index=list("pqrst"),
    )
    people = pandas.DataFrame(
        [
            {"case": "d", "id": "w1", "role": "Not A Role"},
            {"case": "e", "id": "w1", "experienced": "rather"},
            {"case": "z", "id": "w1"},
            {"case": "f", "id": "w1", "role": "chair"},
        ]
    )
    problems = []
    seen = []
    evaluate(
        events,
        policy,
        calendar,
        children=children,
        people=people,
        problems=problems,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert [tell(problem)[:2] for problem in problems] == [
        ("t", None),
        ("p", "a"),
        ("r", "b"),
        ("s", "c"),
        (0, "d"),
        (1, "e"),
        (2, "z"),
    ]
    assert [str(problem.error).split(":")[0] for problem in problems] == ["children"] * 4 + ["people"] * 3
    assert seen == [(7, 7)]


def one_visit(**more):
    return pandas.DataFrame({"case": ["c"], "id": ["e1"], "kind": ["visit"], "date": ["2025-04-10"], **more})


def read_problem(events):
    problems = []
    assert cpplan.cases(events, problems=problems) == []
    (problem,) = problems
    return problem


@pytest.mark.parametrize(
    "given, truth",
    [
        ("1", True),
        ("0", False),
        ("y", True),
        ("N", False),
        ("Yes", True),
        ("FALSE", False),
        (1.0, True),
        (0, False),
    ],
)
def test_truths_as_people_write_them(given, truth):
    (case,) = cpplan.cases(one_visit(child_seen=[given]))
    assert case.events[0]["child-seen"] is truth


def test_what_is_no_truth_is_quoted_if_it_is_a_word():
    assert str(read_problem(one_visit(child_seen=["perhaps"])).error) == (
        "child-seen: a truth is wanted, which is true or false, yes or no, 1 or 0, not 'perhaps'"
    )
    assert "not 2" in str(read_problem(one_visit(child_seen=[2])).error)
    assert str(read_problem(one_visit(child_seen=["seen with her mother"])).error).endswith("not a text")


@pytest.mark.parametrize(
    "day, cure",
    [
        ("10/04/2025", "pandas.to_datetime(column, dayfirst=True)"),
        ("1.4.25", "pandas.to_datetime(column, dayfirst=True)"),
        (45757, 'pandas.to_datetime(column, unit="D", origin="1899-12-30")'),
        (45757.0, 'pandas.to_datetime(column, unit="D", origin="1899-12-30")'),
    ],
)
def test_days_that_are_no_iso_tell_the_cure(day, cure):
    problem = read_problem(one_visit().assign(date=[day]))
    assert problem[:3] == (0, "c", "e1") and cure in str(problem.error)
    cured = eval(cure, {"pandas": pandas, "column": pandas.Series([day])})
    assert cured[0] in (pandas.Timestamp(2025, 4, 10), pandas.Timestamp(2025, 4, 1))


def test_other_numbers_are_no_days():
    for number in (20250410, 1.5, float("inf"), True):
        assert "a date is wanted, not " in str(read_problem(one_visit(recorded=[number])).error)


def test_blanks_around_an_id_do_not_make_two_children(policy, calendar):
    good = make_event()
    events = pandas.DataFrame(
        [{"case": case, **good, "id": f"e{place}"} for place, case in enumerate(["a", "b", " b", "c ", "  "])]
    )
    problems = []
    frame = evaluate(events, policy, calendar, problems=problems)
    assert set(frame["case"]) == {"a"}
    assert [problem[:3] for problem in problems] == [(4, None, "e4"), (2, "b", "e2"), (3, "c", "e3")]
    assert str(problems[1].error).startswith('case: there are blanks around "b"')
    children = pandas.DataFrame({"case": ["a "], "born": ["2020-01-01"]})
    problems = []
    assert cpplan.cases(events.iloc[:1], children=children, problems=problems) == []
    assert str(problems[0].error).startswith("children: case: there are blanks")


def test_events_without_ids_are_numbered_by_kind_and_day(policy, calendar):
    rows = [
        ("c", "visit", "2025-05-01", "w1"),
        ("c", "visit", "2025-04-11", "w1"),
        ("c", "initial-conference", "2025-04-10", None),
        ("c", "visit", "2025-05-01", "w1"),
        ("c", "visit", "2025-05-01", None),
        ("d", "visit", "2025-05-02", None),
    ]
    events = pandas.DataFrame(rows, columns=["case", "kind", "date", "agency"]).drop(columns="agency")
    events["child_seen"] = [row[3] is not None or None for row in rows]
    first, second = cpplan.cases(events)
    assert [(event.id, str(event.date)) for event in first.events] == [
        ("initial-conference-1", "2025-04-10"),
        ("visit-1", "2025-04-11"),
        ("visit-2", "2025-05-01"),
        ("visit-3", "2025-05-01"),
    ]
    assert [event.id for event in second.events] == ["visit-1"]
    frame = evaluate(events, policy, calendar)
    assert "initial-conference-1" in set(frame["trigger"])
    problems = []
    bad = events.assign(date=["nonsense", *events["date"][1:]])
    assert [case.id for case in cpplan.cases(bad, problems=problems)] == ["d"]
    assert [problem.row for problem in problems] == [0]
    # of a column of ids none may be missing
    with_gap = events.assign(id=["e1", "e2", None, "e4", "e5", "e6"])
    assert cpplan.cases(with_gap, problems=problems)[0].id == "d"
    assert problems[-1].row == 2


def test_identical_rows_are_one_event():
    events = pandas.concat([one_visit(), one_visit()], ignore_index=True)
    (case,) = cpplan.cases(events)
    assert len(case) == 1
    assert cpplan.cases(events.drop(columns="id"))[0].events[0].id == "visit-1"


def test_cases_of_tables(cases):
    events, more = to_frames(DOCUMENTS)
    assert cpplan.cases(events, **more) == cases
    bad = bad_frame()
    problems = []
    assert [case.id for case in cpplan.cases(bad, problems=problems)] == ["good"]
    told = []
    evaluate(bad, cpplan.PolicySet.builtin(), cpplan.Calendar.bank_holidays("scotland"), problems=told)
    assert problems == [problem for problem in told if problem.case != "good"]
    with pytest.warns(cpplan.CaseloadWarning, match="and 16 more") as warned:
        cpplan.cases(bad)
    assert warned[0].filename == __file__
    with pytest.raises(TypeError, match="events has to be a DataFrame"):
        cpplan.cases([cases[0]])
    polars = pytest.importorskip("polars")
    assert len(cpplan.cases(polars.DataFrame({"case": ["c"], "kind": ["visit"], "date": [date(2025, 4, 10)]}))) == 1


def test_a_document_over_many_lines_is_one_problem(policy, calendar, case, tmp_path):
    path = tmp_path / "case.json"
    for text in (case.to_json(), json.dumps([case.to_dict()], indent=2), "\n" + case.to_json()):
        path.write_text(text, encoding="utf-8")
        problems = []
        assert len(evaluate(path, policy, calendar, problems=problems)) == 0
        (problem,) = problems
        assert problem.row == 1 + text.startswith("\n")
        assert isinstance(problem.error, cpplan.JsonError) and "JSON lines, one case a line" in str(problem.error)
        with path.open(encoding="utf-8") as file:
            problems = []
            evaluate(file, policy, calendar, problems=problems)
            assert len(problems) == 1


def test_a_hundred_bad_rows_are_told_and_no_more(policy, calendar):
    events = pandas.DataFrame({"case": "c", "id": range(300), "kind": "vist", "date": "2025-04-10"})
    problems = []
    evaluate(events, policy, calendar, problems=problems)
    assert len(problems) == 101 and "perhaps more" in str(problems[-1])


@pytest.mark.parametrize(
    "change, said",
    [
        (
            {"child_sen": True},
            '"child_sen" is no attribute of a case file; did you mean "child-seen"\\? columns of',
        ),
        ({"Team": "east"}, '"Team" is no attribute of a case file; columns of one\'s own have to be dropped first'),
        ({"from": "2020-01-01"}, 'events: "from" is no attribute of a case file'),
        ({3: True}, '"3" is no'),
        ({"child_seen": True, "child-seen": True}, "child-seen is there twice"),
    ],
)
def test_a_column_that_there_is_not_is_an_error_at_once(change, said, policy, calendar):
    events = bad_frame().iloc[:1].drop(columns=["child-seen"]).assign(**{str(name): 1 for name in change})
    events.columns = [*events.columns[: -len(change)], *change]
    with pytest.raises(cpplan.RecordError, match=said):
        evaluate(events, policy, calendar, problems=[])


@pytest.mark.parametrize("name", ["case", "kind", "date"])
def test_a_column_that_is_needed(name, policy, calendar):
    with pytest.raises(cpplan.RecordError, match=name):
        evaluate(bad_frame().drop(columns=[name]), policy, calendar)
    assert len(evaluate(bad_frame().drop(columns=[name]).iloc[:0], policy, calendar)) == 0
    with pytest.raises(cpplan.RecordError, match="children: .*name"):
        evaluate(bad_frame(), policy, calendar, children=pandas.DataFrame({"case": ["c"], "name": ["x"]}))


def test_mistakes_of_the_program_raise(policy, calendar, case):
    good = [case]
    for wrong in (case, case.to_dict(), 3, None, case.to_json()[:5], iter([3]), [None], [[]]):
        with pytest.raises((TypeError, FileNotFoundError)):
            evaluate(wrong, policy, calendar)
    for more in (
        {"as_of": "2025-05-09"},
        {"as_of": datetime(2025, 5, 9)},
        {"known_at": 3},
        {"threads": 1.5},
        {"threads": True},
        {"children": pandas.DataFrame()},
        {"people": []},
    ):
        with pytest.raises(TypeError):
            evaluate(good, policy, calendar, **more)
    with pytest.raises(TypeError, match="children"):
        evaluate(bad_frame(), policy, calendar, children=[])
    for threads in (0, -1, 5000):
        with pytest.raises(ValueError):
            evaluate(good, policy, calendar, threads=threads)
    with pytest.raises(TypeError, match="policy"):
        evaluate(good, "rotherham", calendar)
    with pytest.raises(TypeError, match="calendar"):
        evaluate(good, policy, "england-and-wales")


def test_a_question_that_nothing_can_answer_raises_once(policy, policies, calendar, case):
    for asked in policy, policies:
        with pytest.raises(cpplan.LimitError):
            evaluate([case], asked, calendar, horizon=date(2040, 1, 1))
        with pytest.raises(cpplan.DateError):
            evaluate([case], asked, calendar, as_of=date(1850, 1, 1))


def test_numbers_that_have_lost_their_last_digits_are_no_ids(policy, calendar):
    events = pandas.DataFrame({"case": [2.0**53, 7.0], "id": "e1", "kind": "visit", "date": "2025-04-10"})
    problems = []
    frame = evaluate(events, policy, calendar, problems=problems)
    assert set(frame["case"]) <= {"7"} and [problem.row for problem in problems] == [0]
    assert "lost the last" in str(problems[0].error)


def test_what_is_no_whole_number_is_said_so(policy, calendar):
    events = pandas.DataFrame([{"case": "a", "id": "e1", "kind": "visit", "date": "2025-04-10", "seq": 1.5}])
    problems = []
    evaluate(events, policy, calendar, problems=problems)
    assert str(problems[0].error) == "seq: a whole number is wanted"


def test_one_column_is_an_iterable_and_no_table(policy, calendar):
    text = json.dumps(make_document("c", make_event()))
    expected = evaluate([text], policy, calendar)
    same(evaluate(pandas.Series([text]), policy, calendar), expected)
    with pytest.raises(TypeError, match=r"cases\[0\] has to be a Case, a dict or a JSON text, not int"):
        evaluate(pandas.Series([5]), policy, calendar)
    for column in (pandas.Series([text]), pytest.importorskip("polars").Series([text])):
        with pytest.raises(TypeError, match="a Series is no table of children"):
            evaluate(bad_frame(), policy, calendar, children=column, problems=[])


@pytest.mark.parametrize("more", [{"problems": 5}, {"problems": ()}, {"progress": 5}, {"progress": "x"}])
def test_what_cannot_be_told_anything_is_refused_before_the_work(more, policy, calendar):
    def never():
        raise AssertionError("the cases were asked for")
        yield

    with pytest.raises(TypeError, match=f"{next(iter(more))} has to be"):
        evaluate(never(), policy, calendar, **more)


# ---- long work ----


def test_progress_is_told_to_a_function(policies, calendar):
    seen = []
    document = make_document("c", make_event())
    many = ({**document, "id": f"c{number}"} for number in range(2500))
    evaluate(many, policies, calendar, problems=[], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1024, None), (2048, None), (2500, None)]
    seen.clear()
    evaluate(DOCUMENTS, policies, calendar, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(len(DOCUMENTS), len(DOCUMENTS))]

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate(DOCUMENTS, policies, calendar, progress=stop)


def test_progress_on_standard_error(policies, calendar, capsys, monkeypatch):
    class Bar:
        said = []

        def __init__(self, total, unit, file):
            self.n = 0
            self.said.append(total)

        def update(self, more):
            self.n += more
            self.said.append(self.n)

        def close(self):
            self.said.append("closed")

    monkeypatch.setitem(sys.modules, "tqdm", None)
    for progress in (None, False):
        evaluate(DOCUMENTS, policies, calendar, progress=progress)
        assert capsys.readouterr().err == ""
    evaluate(DOCUMENTS, policies, calendar, progress=True)
    assert capsys.readouterr().err == f"\r{len(DOCUMENTS)} of {len(DOCUMENTS)} cases\n"
    evaluate(iter(DOCUMENTS), policies, calendar, progress=True)
    assert capsys.readouterr().err == f"\r{len(DOCUMENTS)} cases\n"
    monkeypatch.setitem(sys.modules, "tqdm", types.SimpleNamespace(tqdm=Bar))
    evaluate(DOCUMENTS, policies, calendar)
    assert Bar.said == []
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    evaluate(DOCUMENTS, policies, calendar)
    assert Bar.said == [len(DOCUMENTS), len(DOCUMENTS), "closed"]
    evaluate(DOCUMENTS, policies, calendar, progress=False)
    assert len(Bar.said) == 3


def test_a_generator_is_read_in_batches(policy, calendar):
    read = []
    answered = []

    def many():
        for number in range(5000):
            read.append(number)
            yield make_document(f"c{number}", make_event())

    evaluate(many(), policy, calendar, progress=lambda done, total: answered.append((done, len(read))))
    assert answered[0] == (1024, 1024) and answered[-1] == (5000, 5000)


def test_ten_thousand_cases(policy, calendar):
    n_cases = 10_000
    events = pandas.DataFrame(
        {
            "case": numpy.repeat(numpy.arange(n_cases), 3),
            "id": numpy.tile(["s", "i", "g"], n_cases),
            "kind": numpy.tile(["strategy-discussion", "initial-conference", "core-group"], n_cases),
            "date": numpy.tile(numpy.array(["2025-03-27", "2025-04-10", "2025-04-25"], "M8[D]"), n_cases)
            - numpy.repeat(numpy.arange(n_cases) % 300, 3),
            "outcome": numpy.tile([None, "plan", None], n_cases),
            "section_47_initiated": numpy.tile([True, None, None], n_cases),
        }
    )
    frame = evaluate(events, policy, calendar)
    assert frame["case"].nunique() == n_cases and len(frame) == 10 * n_cases
    counted = frame.groupby("case", sort=False).size()
    for number in (0, 299, 5000, 9999):
        found = frame[frame["case"] == str(number)].reset_index(drop=True)
        case = read_back(events[events["case"] == number])[0]
        same(found, policy.evaluate(case, calendar, as_of=AS_OF).to_frame())
        assert counted[str(number)] == len(found)


def test_frames_are_pickled_and_stored(policies, calendar, tmp_path, expected):
    problems = []
    frame = evaluate([*DOCUMENTS, "{"], policies, calendar, problems=problems)
    again = pickle.loads(pickle.dumps(frame))
    same(again, frame)
    assert again.attrs == frame.attrs == {"problems": (str(problems[0]),)}
    copied = pickle.loads(pickle.dumps(problems))
    assert [tell(problem) for problem in copied] == [tell(problem) for problem in problems]
    pytest.importorskip("pyarrow")
    frame.to_parquet(tmp_path / "frame.parquet")
    stored = pandas.read_parquet(tmp_path / "frame.parquet")
    assert read_rows(stored) == read_rows(expected)


def memory():
    gc.collect()
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def test_nothing_leaks(policies, calendar):
    from cpplan import _native

    handles = [cpplan.Case.from_dict(document)._handle for document in DOCUMENTS[:20]]
    nameless = cpplan.Case.from_dict(make_document("c", make_event()))._handle

    def work():
        caseload = _native.cpplan_policy_set_evaluate_caseload(
            policies._handle, None, [*handles, nameless], calendar._handle, AS_OF, None, None, 2
        )
        _native.cpplan_py_caseload_columns(caseload)
        assert len(_native.cpplan_py_caseload_errors(caseload)) == 1
        for wrong in ([None], [3], 3, [calendar._handle]):
            with pytest.raises(TypeError):
                _native.cpplan_policy_set_evaluate_caseload(
                    policies._handle, None, wrong, calendar._handle, AS_OF, None, None, 1
                )

    for _ in range(50):
        work()
    growth = []
    for _ in range(2):
        before = memory()
        for _ in range(200):
            work()
        growth.append(memory() - before)
    # what an earlier test gave back may be taken again, once; a leak of one text a row would be more than this
    assert min(growth) < 1_000_000


def test_it_is_silent_at_exit():
    program = (
        "import cpplan; from datetime import date; "
        "frame = cpplan.evaluate_caseload([cpplan.Case('c')], cpplan.PolicySet.builtin(), "
        "cpplan.Calendar.bank_holidays('scotland'), as_of=date(2025, 5, 9), threads=4, problems=[])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


CENSUS = (
    b"<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2024</Year></CollectionDetails></Header>"
    b"<Children><Child><ChildIdentifiers><LAchildID>c1</LAchildID><PersonBirthDate>2015-03-04</PersonBirthDate>"
    b"</ChildIdentifiers><ChildCharacteristics/><CINdetails><CINreferralDate>2023-05-02</CINreferralDate>"
    b"</CINdetails></Child></Children></Message>"
)


def test_the_census_goes_straight_in(policies, policy, calendar):
    found = evaluate(cin.read(io.BytesIO(CENSUS)), policy, calendar, as_of=date(2024, 3, 31))
    alone = [cpplan.Case.from_dict(document) for document in cin.read(io.BytesIO(CENSUS))]
    assert len(found) > 0
    same(found, policy.evaluate(alone[0], calendar, as_of=date(2024, 3, 31)).to_frame())


@pytest.mark.skipif(not SHARED.is_dir(), reason="no samples of others stand beside the project")
def test_the_samples_of_the_census(policy, calendar):
    paths = sorted((SHARED / "cin").glob("*.xml"))
    assert paths
    for path in paths:
        documents = list(cin.read(path))
        problems = []
        found = evaluate(cin.read(path), policy, calendar, as_of=date(2024, 3, 31), problems=problems)
        alone = [
            policy.evaluate(cpplan.Case.from_dict(document), calendar, as_of=date(2024, 3, 31)).to_frame()
            for document in documents
        ]
        same(found, pandas.concat(alone, ignore_index=True))
        assert [problem for problem in problems if "both are answered" not in str(problem)] == []


def test_without_pandas_it_is_said_how_to_get_it(policy, calendar, case, timetable, findings, monkeypatch):
    frame = timetable.to_frame()
    diff = policy.diff(cpplan.Policy.builtin("kent"))
    monkeypatch.setitem(sys.modules, "pandas", None)
    for ask in (
        lambda: evaluate([case], policy, calendar),
        timetable.to_frame,
        findings.to_frame,
        diff.to_frame,
        lambda: cpplan.indicators(frame),
    ):
        with pytest.raises(ImportError, match=r"pip install cpplan\[frames\]"):
            ask()
