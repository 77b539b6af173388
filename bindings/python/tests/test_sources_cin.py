# SPDX-License-Identifier: LGPL-2.1-or-later
"""The reader of the census: what becomes of each element, what is noted, what is refused."""

from __future__ import annotations

import copy
import datetime
import io
import itertools
import json
import os
import pathlib
import pickle
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cpplan
from cpplan.sources import CODES, Document, Event, Note, SourceError, cin

SHARED = (
    pathlib.Path(os.environ.get("CPPLAN_SHARED", pathlib.Path(__file__).resolve().parents[4] / "shared")) / "data"
)

HEAD = "<Header><CollectionDetails><Collection>CIN</Collection><Year>2024</Year></CollectionDetails></Header>"

CIN_PLAN = "<CINPlanDates><CINPlanStartDate>%s</CINPlanStartDate><CINPlanEndDate>%s</CINPlanEndDate></CINPlanDates>"


def message(*children: str, attributes: str = "") -> bytes:
    return f"<Message{attributes}>{HEAD}<Children>{''.join(children)}</Children></Message>".encode()


def child(
    details: str = "", identifiers: str = "<PersonBirthDate>2015-03-04</PersonBirthDate>", name: str = "c1"
) -> str:
    return (
        f"<Child><ChildIdentifiers><LAchildID>{name}</LAchildID>{identifiers}</ChildIdentifiers>"
        f"<ChildCharacteristics/>{details}</Child>"
    )


def details(inside: str, referral: str = "2023-05-02") -> str:
    return f"<CINdetails><CINreferralDate>{referral}</CINreferralDate>{inside}</CINdetails>"


def read(content: bytes) -> tuple[list[Document], list[Note]]:
    notes: list[Note] = []
    return list(cin.read(io.BytesIO(content), notes=notes)), notes


def read_one(inside: str, **more: str) -> tuple[dict[str, Event], list[str]]:
    """Gives the events of one child by their ids, without these, and the codes of the notes."""
    documents, notes = read(message(child(details(inside), **more)))
    events = {str(event.pop("id")): dict(event) for event in documents[0]["events"]}
    return events, [note.code for note in notes]


# ---- what becomes of each element ----


def test_the_smallest_census_is_a_document_a_child() -> None:
    documents, notes = read(message(child(details("")), child(name="c2")))
    assert documents == [
        {
            "format": "cpplan-case/1",
            "id": "c1",
            "child": {"born": "2015-03-04"},
            "events": [{"id": "referral-1", "kind": "referral", "date": "2023-05-02"}],
        },
        {"format": "cpplan-case/1", "id": "c2", "child": {"born": "2015-03-04"}, "events": []},
    ]
    assert notes == []


def test_an_unborn_child_is_expected() -> None:
    documents, _ = read(message(child(identifiers="<ExpectedPersonBirthDate>2024-07-01</ExpectedPersonBirthDate>")))
    assert documents[0]["child"] == {"expected": "2024-07-01"}


def test_a_child_of_whom_no_birth_is_told_has_none() -> None:
    documents, _ = read(message(child(identifiers="")))
    assert "child" not in documents[0]


def test_both_days_of_birth_come_through() -> None:
    both = (
        "<PersonBirthDate>2024-01-01</PersonBirthDate><ExpectedPersonBirthDate>2023-01-01</ExpectedPersonBirthDate>"
    )
    assert read(message(child(identifiers=both)))[0][0]["child"] == {"born": "2024-01-01", "expected": "2023-01-01"}


def test_a_death_is_an_event() -> None:
    documents, _ = read(message(child(identifiers="<PersonDeathDate>2024-02-03</PersonDeathDate>")))
    assert documents[0]["events"] == [{"id": "death-1", "kind": "death", "date": "2024-02-03"}]


def test_only_a_completed_assessment_is_an_event() -> None:
    started = "<Assessments><AssessmentActualStartDate>2023-05-03</AssessmentActualStartDate>%s</Assessments>"
    assert read_one(started % "")[0].keys() == {"referral-1"}
    events, notes = read_one(started % "<AssessmentAuthorisationDate>2023-06-05</AssessmentAuthorisationDate>")
    assert events["assessment-completed-1"] == {
        "kind": "assessment-completed",
        "date": "2023-06-05",
        "type": "section-17",
        "about": "referral-1",
    }
    assert notes == []


def test_a_review_within_the_authority_completes_no_assessment() -> None:
    reviewed = (
        "<Assessments><AssessmentActualStartDate>2023-05-03</AssessmentActualStartDate>"
        "<AssessmentInternalReviewDate>2023-05-17</AssessmentInternalReviewDate>%s</Assessments>"
    )
    events, notes = read_one(reviewed % "")
    assert events.keys() == {"referral-1"} and notes == []
    authorised = "<AssessmentAuthorisationDate>2023-06-05</AssessmentAuthorisationDate>"
    events, _ = read_one(reviewed % authorised)
    completed = [event["date"] for event in events.values() if event["kind"] == "assessment-completed"]
    assert completed == ["2023-06-05"]


def test_an_assessment_that_ended_before_it_began_is_noted() -> None:
    _, notes = read_one(
        "<Assessments><AssessmentActualStartDate>2023-06-06</AssessmentActualStartDate>"
        "<AssessmentAuthorisationDate>2023-06-05</AssessmentAuthorisationDate></Assessments>"
    )
    assert notes == ["ended-before-start"]


def enquiry(start: str, held: str = "", not_required: str = "0") -> str:
    conference = f"<DateOfInitialCPC>{held}</DateOfInitialCPC>" if held else ""
    return (
        f"<Section47><S47ActualStartDate>{start}</S47ActualStartDate>{conference}"
        f"<ICPCnotRequired>{not_required}</ICPCnotRequired></Section47>"
    )


def plan(start: str, end: str = "", reviews: tuple[str, ...] = ()) -> str:
    ended = f"<CPPendDate>{end}</CPPendDate>" if end else ""
    dates = "".join(f"<CPPreviewDate>{review}</CPPreviewDate>" for review in reviews)
    return (
        f"<ChildProtectionPlans><CPPstartDate>{start}</CPPstartDate>{ended}"
        f"<Reviews>{dates}</Reviews></ChildProtectionPlans>"
    )


def test_an_enquiry_its_conference_and_the_plan_of_that_day() -> None:
    events, notes = read_one(
        enquiry("2023-05-10", "2023-05-30") + plan("2023-05-30", "2024-02-06", ("2023-08-25", "2024-02-06"))
    )
    assert events == {
        "referral-1": {"kind": "referral", "date": "2023-05-02"},
        "strategy-discussion-1": {
            "kind": "strategy-discussion",
            "date": "2023-05-10",
            "section-47-initiated": True,
        },
        "initial-conference-1": {
            "kind": "initial-conference",
            "date": "2023-05-30",
            "outcome": "plan",
            "about": "strategy-discussion-1",
        },
        "review-conference-1": {"kind": "review-conference", "date": "2023-08-25"},
        "review-conference-2": {"kind": "review-conference", "date": "2024-02-06"},
        "plan-ended-1": {"kind": "plan-ended", "date": "2024-02-06"},
    }
    assert notes == []


def test_two_enquiries_share_a_conference() -> None:
    events, _ = read_one(enquiry("2023-05-10", "2023-05-30") + enquiry("2023-05-12", "2023-05-30"))
    assert [name for name in events if name.startswith("initial")] == ["initial-conference-1"]
    assert "about" not in events["initial-conference-1"]


def test_a_conference_answers_its_own_enquiry_alone() -> None:
    """Else the conference of February would have taken since October."""
    first = details(enquiry("2024-10-01") + "<CINclosureDate>2024-12-20</CINclosureDate>", "2024-09-23")
    second = details(
        enquiry("2025-02-03", "2025-02-12")
        + "<Assessments><AssessmentAuthorisationDate>2025-03-20</AssessmentAuthorisationDate></Assessments>",
        "2025-01-27",
    )
    documents, _ = read(message(child(first + second)))
    frame = cpplan.evaluate_caseload(
        documents,
        cpplan.Policy.builtin("england"),
        cpplan.Calendar.bank_holidays("england-and-wales"),
        as_of=datetime.date(2025, 3, 31),
    )
    rows = {(row.rule, row.trigger): row.state for row in frame.itertuples()}
    assert rows["initial-conference", "strategy-discussion-1"] == "lapsed"
    assert rows["initial-conference", "strategy-discussion-2"] == "met"
    assert rows["assessment", "referral-1"] == "lapsed"
    assert rows["assessment", "referral-2"] == "met"
    conferences = cpplan.indicators(frame).initial_conferences()
    assert conferences.loc[0, ["held", "0-10", "21+", "lapsed"]].tolist() == [1, 1, 0, 1]


@pytest.mark.parametrize("value", ["1", "true", "TRUE", " true\n"])
def test_a_conference_that_was_not_required(value: str) -> None:
    events, notes = read_one(enquiry("2023-05-10", not_required=value))
    assert events["section-47-concluded-1"] == {
        "kind": "section-47-concluded",
        "date": "2023-05-10",
        "risk-of-significant-harm": False,
        "about": "strategy-discussion-1",
    }
    assert notes == ["conference-not-required"]


def test_a_conference_that_was_not_required_and_was_held() -> None:
    events, notes = read_one(enquiry("2023-05-10", "2023-05-30", "1"))
    assert "section-47-concluded-1" not in events
    assert notes == ["conference-held"]


@pytest.mark.parametrize(
    ("more", "outcome", "codes"),
    [
        ("", "none", []),
        ("<CINPlanDates><CINPlanStartDate>2023-05-30</CINPlanStartDate></CINPlanDates>", "child-in-need", []),
        (plan("2023-06-01"), None, ["conference-assumed", "outcome-unknown"]),
        (plan("2023-01-10"), None, ["conference-assumed"]),
        (plan("2023-12-04"), "none", ["conference-assumed"]),
    ],
)
def test_the_outcome_of_a_conference(more: str, outcome: str | None, codes: list[str]) -> None:
    events, notes = read_one(enquiry("2023-05-10", "2023-05-30") + more)
    conference = next(
        event for event in events.values() if event["date"] == "2023-05-30" and "conf" in str(event["kind"])
    )
    assert conference.get("outcome") == outcome
    assert notes == codes


def test_a_conference_outside_the_enquiries_may_be_that_of_a_transfer() -> None:
    held = "<DateOfInitialCPC>2023-05-30</DateOfInitialCPC>"
    assert read_one(held + plan("2023-05-30"))[1] == ["perhaps-transfer"]
    assert read_one(held + enquiry("2023-05-10", "2023-05-30") + plan("2023-05-30"))[1] == []


def test_a_referral_without_further_action_is_decided_and_noted() -> None:
    documents, notes = read(message(child(details("<ReferralNFA>true</ReferralNFA>"))))
    referral, decided = documents[0]["events"]
    assert decided == {
        "id": "referral-decided-1",
        "kind": "referral-decided",
        "date": referral["date"],
        "about": "referral-1",
        "outcome": "no-further-action",
    }
    assert notes == [Note("c1", "ReferralNFA", "no-further-action", "referral-decided-1", 1)]
    assert "c1: ReferralNFA (line 1): referral-decided-1: the referral led to no further action" in str(notes[0])


def test_nothing_is_owed_after_no_further_action() -> None:
    documents, _ = read(message(child(details("<ReferralNFA>true</ReferralNFA>"))))
    case = cpplan.Case.from_json(json.dumps(documents[0]))
    calendar = cpplan.Calendar.bank_holidays("england-and-wales")
    timetable = cpplan.Policy.builtin("england").evaluate(case, calendar, as_of=datetime.date(2026, 3, 31))
    assert {row.rule.id: str(row.state) for row in timetable}["assessment"] == "closed"


@pytest.mark.parametrize("action", ["<Assessments/>", "<Section47/>", "<CINPlanDates/>", "<ChildProtectionPlans/>"])
def test_further_action_is_not_denied(action: str) -> None:
    """What is told twice and differently is not decided here: the clocks go on."""
    documents, notes = read(message(child(details(f"<ReferralNFA>true</ReferralNFA>{action}"))))
    assert [event["kind"] for event in documents[0]["events"]] == ["referral"]
    assert Note("c1", "ReferralNFA", "further-action", "referral-1", 1) in notes


@pytest.mark.parametrize("number", range(1, 10))
def test_every_reason_for_closure(number: int) -> None:
    events, _ = read_one(
        f"<CINclosureDate>2023-09-01</CINclosureDate><ReasonForClosure>RC{number}</ReasonForClosure>"
    )
    closed = events["case-closed-1"]
    assert closed["type"] == ("assessment" if number >= 8 else "case")
    assert closed["reason"] == ("no-role" if number == 8 else "other")


@pytest.mark.parametrize(("reason", "because"), [("RC2", "died"), ("RC5", "moved-permanently"), ("RC7", None)])
def test_a_plan_that_ends_with_the_case(reason: str, because: str | None) -> None:
    closure = f"<CINclosureDate>2023-09-01</CINclosureDate><ReasonForClosure>{reason}</ReasonForClosure>"
    assert read_one(closure + plan("2023-05-30", "2023-09-01"))[0]["plan-ended-1"].get("reason") == because
    assert "reason" not in read_one(closure + plan("2023-05-30", "2023-08-31"))[0]["plan-ended-1"]


def test_a_child_in_need_plan() -> None:
    events, _ = read_one(CIN_PLAN % ("2023-06-05", "2023-09-01"))
    assert events["cin-plan-agreed-1"] == {"kind": "cin-plan-agreed", "date": "2023-06-05"}
    assert events["cin-closed-1"] == {"kind": "cin-closed", "date": "2023-09-01"}


def test_ids_count_in_the_order_of_time() -> None:
    documents, _ = read(message(child(details("", "2024-01-02") + details("", "2023-01-03"))))
    assert [(event["id"], event["date"]) for event in documents[0]["events"]] == [
        ("referral-1", "2023-01-03"),
        ("referral-2", "2024-01-02"),
    ]


# ---- notes ----


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<CINclosureDate>soon</CINclosureDate>", "not-a-date"),
        ("<CINclosureDate>2023-02-29</CINclosureDate>", "not-a-date"),
        ("<CINclosureDate>01/02/2023</CINclosureDate>", "not-a-date"),
        ("<CINclosureDate>\u0662\u0660\u0662\u0663-01-01</CINclosureDate>", "not-a-date"),
        ("<CINclosureDate>1023-02-28</CINclosureDate>", "date-cut"),
        ("<CINclosureDate>2200-01-01</CINclosureDate>", "date-cut"),
        ("<ReasonForClosure>RC1</ReasonForClosure>", "no-date"),
        ("<CINclosureDate>2023-09-01</CINclosureDate><ReasonForClosure>RC77</ReasonForClosure>", "unknown-code"),
        (
            "<CINclosureDate>2023-09-01</CINclosureDate><ReasonForClosure>RC2</ReasonForClosure>",
            "died-without-date",
        ),
        ("<CINclosureDate>2023-09-01</CINclosureDate><CINclosureDate>2023-09-02</CINclosureDate>", "differs"),
        ("<ReferralNFA>maybe</ReferralNFA>", "unknown-code"),
        ("<Section47/>", "no-date"),
        ("<CINPlanDates/>", "no-date"),
        ("<ChildProtectionPlans/>", "no-date"),
        ("<CPPStartDate>2023-09-01</CPPStartDate>", "unknown-element"),
        (CIN_PLAN % ("2023-06-05", "2023-06-01"), "ended-before-start"),
    ],
)
def test_what_is_noted(inside: str, code: str) -> None:
    assert read_one(inside)[1] == [code]


def test_every_code_has_a_sentence_and_notes_hold_no_values() -> None:
    secret = "<CINclosureDate>secret</CINclosureDate><ReasonForClosure>secret</ReasonForClosure>"
    _, notes = read(message(child(details(secret), identifiers="<PersonBirthDate>secret</PersonBirthDate>")))
    assert len(notes) == 4
    assert all(note.what == CODES[note.code] and "secret" not in str(note) for note in notes)


def test_a_child_without_id_is_named_by_its_place() -> None:
    documents, notes = read(message("<Child/>", child(name=" "), child(name="x" * 256), child(name="c2")))
    assert [document["id"] for document in documents] == ["unnamed-1", "unnamed-2", "unnamed-3", "c2"]
    assert [note.code for note in notes] == ["no-id"] * 3


def test_an_id_that_stands_twice_is_noted() -> None:
    documents, notes = read(message(child(), child()))
    assert [document["id"] for document in documents] == ["c1", "c1"]
    assert [note.code for note in notes] == ["id-twice"]


def test_empty_elements_say_nothing() -> None:
    assert read_one("<CINclosureDate/><ReasonForClosure> </ReasonForClosure><ReferralNFA></ReferralNFA>")[1] == []


def test_dates_with_a_time_zone_or_a_time_are_dates() -> None:
    for text in ("2023-09-01Z", "2023-09-01+01:00", "2023-09-01T00:00:00", "\n 2023-09-01 "):
        assert read_one(f"<CINclosureDate>{text}</CINclosureDate>")[0]["case-closed-1"]["date"] == "2023-09-01"


# ---- files ----


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        ' xmlns="http://www.dfes.gov.uk/schemas/cin"',
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="CIN.xsd"',
    ],
)
def test_with_and_without_namespace(attributes: str) -> None:
    assert len(read(message(child(), attributes=attributes))[0]) == 1


def test_with_prefixes() -> None:
    content = b'<c:Message xmlns:c="urn:x"><c:Children><c:Child><c:ChildIdentifiers><c:LAchildID>a</c:LAchildID>\
</c:ChildIdentifiers></c:Child></c:Children></c:Message>'
    assert read(content)[0][0]["id"] == "a"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252", "us-ascii"])
def test_encodings_that_are_declared(encoding: str) -> None:
    name = "a1" if encoding == "us-ascii" else "\u00e91"
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + message(child(name=name)).decode()
    assert read(text.encode(encoding))[0][0]["id"] == name


def test_paths_and_open_files(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "census.xml"
    path.write_bytes(message(child(name="\u00e91")))
    with path.open("rb") as binary, path.open(encoding="utf-8") as text:
        for source in (path, str(path), binary, text):
            assert [document["id"] for document in cin.read(source)] == ["\u00e91"]
        assert not binary.closed
    with pytest.raises(FileNotFoundError):
        list(cin.read(tmp_path / "none.xml"))
    with path.open(encoding="ascii") as wrong, pytest.raises(SourceError, match="another encoding"):
        list(cin.read(wrong))


LAUGHS = b"""<!DOCTYPE Message [
<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
]><Message><Children><Child><ChildIdentifiers><LAchildID>&c;</LAchildID></ChildIdentifiers></Child></Children></Message>"""


@pytest.mark.parametrize(
    ("content", "message_part", "line"),
    [
        (b"", "no element found", 1),
        (b"\n\nnot XML", "line 3: broken XML", 3),
        (b"<Message>\n<Children>\n<Child>\n", "line 4: broken XML: no element found", 4),
        (b"<Message>\n<Children></Message>", "line 2: broken XML: mismatched tag", 2),
        (b"<Message>\n<Children>\xe9</Children></Message>", "line 2: broken XML: not well-formed", 2),
        (b'<?xml version="1.0" encoding="klingon"?><Message/>', "encoding cannot be read", None),
        (b'<?xml version="1.0" encoding="gb18030"?><Message/>', "encoding cannot be read", None),
        (b"<Message><x>&nbsp;</x></Message>", "undefined entity", 1),
        (LAUGHS, "line 1: a census has no document type", 1),
        (b'<!DOCTYPE Message SYSTEM "http://example.org/x.dtd"><Message/>', "no document type", 1),
        (b"<html/>", "does not begin with <Message>", 1),
        (b"<Message/>", "there is no <Children>", None),
        (b"<Message>\n<Collection>SEN</Collection></Message>", "names another one", 2),
        (b"<Message>" + b"<a>" * 100, "nested too deeply", 1),
        (b"<Message><Children><Child>" + b"<a>" * 100, "nested too deeply", 1),
        (b"<Message><Children><Child>" + b"<a/>" * 100_001, "too many elements", 1),
    ],
)
def test_what_is_refused(content: bytes, message_part: str, line: int | None) -> None:
    with pytest.raises(SourceError) as caught:
        read(content)
    assert message_part in str(caught.value)
    assert caught.value.line == line
    assert pickle.loads(pickle.dumps(caught.value)).line == line
    assert str(copy.copy(caught.value)) == str(caught.value)


def test_children_before_the_break_are_given() -> None:
    content = message(child(), child(name="c2"))
    documents = cin.read(io.BytesIO(content[: content.index(b"c2")]))
    assert next(documents)["id"] == "c1"
    with pytest.raises(SourceError):
        next(documents)


def test_every_truncation_is_refused() -> None:
    content = message(child(details(enquiry("2023-05-10", "2023-05-30") + plan("2023-05-30"))))
    for length in range(len(content)):
        with pytest.raises(SourceError):
            read(content[:length])


@settings(max_examples=300)
@given(st.data())
def test_every_damage_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(message(child(details(enquiry("2023-05-10", "2023-05-30") + plan("2023-05-30")))))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    try:
        documents, _ = read(bytes(content))
    except SourceError:
        return
    json.dumps(documents)


def test_a_long_text_is_no_burden() -> None:
    content = message(child(f"<UPN>{'x' * 5_000_000}</UPN>", identifiers=f"<UPN>{'y ' * 2_000_000}</UPN>"))
    tracemalloc.start()
    for _ in cin.read(io.BytesIO(content)):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


class Endless:
    """A census of that many children, made while it is read."""

    def __init__(self, count: int) -> None:
        self._parts = self._content(count)

    @staticmethod
    def _content(count: int) -> Iterator[bytes]:
        yield b"<Message><Children>"
        inside = details(enquiry("2023-05-10", "2023-05-30") + plan("2023-05-30", "2024-02-06", ("2023-08-25",)))
        for number in range(count):
            yield child(inside, name=f"c{number}").encode()
        yield b"</Children></Message>"

    def read(self, size: int = -1, /) -> bytes:
        return b"".join(itertools.islice(self._parts, 50))


def peak_of(count: int) -> int:
    tracemalloc.start()
    assert sum(1 for _ in cin.read(Endless(count))) == count
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_file() -> None:
    peak_of(100)
    assert peak_of(5000) < peak_of(500) + 100_000


# ---- anything may be missing ----

PARTS = {
    "Child": ["ChildIdentifiers", "CINdetails", "CINdetails"],
    "ChildIdentifiers": ["LAchildID", "PersonBirthDate", "ExpectedPersonBirthDate", "PersonDeathDate"],
    "CINdetails": ["CINreferralDate", "CINclosureDate", "ReasonForClosure", "DateOfInitialCPC", "Assessments",
                   "CINPlanDates", "Section47", "Section47", "ReferralNFA", "ChildProtectionPlans",
                   "ChildProtectionPlans"],
    "Assessments": ["AssessmentActualStartDate", "AssessmentAuthorisationDate"],
    "CINPlanDates": ["CINPlanStartDate", "CINPlanEndDate"],
    "Section47": ["S47ActualStartDate", "DateOfInitialCPC", "ICPCnotRequired"],
    "ChildProtectionPlans": ["CPPstartDate", "CPPendDate", "Reviews"],
    "Reviews": ["CPPreviewDate", "CPPreviewDate"],
}  # fmt: skip

DAYS = st.sampled_from([f"2023-0{month}-{day:02}" for month in (1, 2, 5) for day in (1, 6, 20, 28)])
ODD = st.sampled_from(["", " ", "2023-02-30", "0001-01-01", "never", "RC5", "1"])
VALUES = {
    "LAchildID": st.one_of(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9), st.just("c1")),
    "ReasonForClosure": st.sampled_from([f"RC{number}" for number in range(1, 11)]),
    "ReferralNFA": st.sampled_from(["0", "1", "true", "false", "2"]),
    "ICPCnotRequired": st.sampled_from(["0", "1", "true", "false", ""]),
}


@st.composite
def elements(draw: st.DrawFn, name: str = "Child") -> str:
    """An element of the census with any part of what it can hold."""
    if name not in PARTS:
        text = draw(st.one_of(VALUES.get(name, DAYS), VALUES.get(name, DAYS), ODD))
        return f"<{name}>{text.replace('&', '&amp;').replace('<', '&lt;')}</{name}>"
    parts = draw(st.permutations(PARTS[name]))
    kept = parts[: draw(st.integers(0, len(parts)))]
    return f"<{name}>{''.join(draw(elements(part)) for part in kept)}</{name}>"


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(elements(), max_size=3))
def test_anything_may_be_missing(children: list[str]) -> None:
    documents, notes = read(message(*children))
    assert len(documents) == len(children)
    for document in documents:
        ids = [event["id"] for event in document["events"]]
        assert len(set(ids)) == len(ids)
        assert json.loads(json.dumps(document)) == document
    for note in notes:
        assert note.code in CODES
        assert note.event is None or any(event["id"] == note.event for d in documents for event in d["events"])


def check(documents: list[Document], policy: str = "england") -> list[cpplan.Timetable]:
    """Lets the library read documents, and gives their timetables."""
    cases = [cpplan.Case.from_json(json.dumps(document)) for document in documents]
    asked, calendar = cpplan.Policy.builtin(policy), cpplan.Calendar.bank_holidays("england-and-wales")
    return [asked.evaluate(case, calendar, as_of=datetime.date(2025, 1, 1)) for case in cases]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(elements(), min_size=20, max_size=30))
def test_the_library_reads_every_document(children: list[str]) -> None:
    documents, _ = read(message(*children))
    check(documents)


@pytest.mark.parametrize("policy", ["england", "hampshire", "rotherham", "sefton", "stoke-on-trent", "kent"])
def test_every_policy_answers(policy: str) -> None:
    documents, _ = read(message(child(details(enquiry("2023-05-10", "2023-05-30") + plan("2023-05-30")))))
    check(documents, policy)


def states(timetable: cpplan.Timetable, rule: str) -> list[str]:
    return [str(row.state) for row in timetable if row.rule.id == rule]


def test_what_the_timetable_makes_of_it() -> None:
    inside = (
        enquiry("2023-05-10", "2023-05-30")
        + enquiry("2023-11-06", not_required="1")
        + plan("2023-05-30", "2024-02-06", ("2023-08-25", "2024-02-06"))
        + "<Assessments><AssessmentAuthorisationDate>2023-06-05</AssessmentAuthorisationDate></Assessments>"
    )
    (timetable,) = check(read(message(child(details(inside))))[0])
    assert states(timetable, "assessment") == ["met"]
    assert states(timetable, "initial-conference") == ["met", "closed"]
    assert states(timetable, "first-review") == ["met"]
    assert states(timetable, "review-interval") == ["met", "closed"]


def test_the_rules_that_can_be_answered_are_rules() -> None:
    assert cin.RULES <= {rule.id for rule in cpplan.Policy.builtin("england")}


@pytest.mark.skipif(not SHARED.is_dir(), reason="no samples of others stand beside the project")
def test_samples_of_others() -> None:
    paths = sorted((SHARED / "cin").glob("*.xml"))
    assert paths
    for path in paths:
        check(list(cin.read(path)))


def test_nothing_else_is_needed() -> None:
    """The reader imports nothing that has to be installed."""
    code = "import sys, cpplan.sources.cin; sys.exit('openpyxl' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_is_no_child_among_the_children() -> None:
    with pytest.raises(SourceError, match="something else than <Child>"):
        read(message(child(), child(name="c2").replace("Child>", "child>")))


@pytest.mark.parametrize("source", [None, 5, b"census.xml", ["census.xml"]])
def test_what_is_neither_a_path_nor_a_file(source: object) -> None:
    with pytest.raises(TypeError, match="a path or an open file is wanted"):
        list(cin.read(source))  # type: ignore[arg-type]
