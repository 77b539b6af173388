# SPDX-License-Identifier: LGPL-2.1-or-later
"""The reader of Annex A: headings, dates, lists brought together, what is noted, what is refused."""

from __future__ import annotations

import datetime
import io
import json
import os
import pathlib
import subprocess
import sys
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cpplan
from cpplan.sources import CODES, Document, Event, Note, SourceError, annex_a
from cpplan.sources._tables import EPOCH_1904, NotADate, date_of, words_of

SHARED = (
    pathlib.Path(os.environ.get("CPPLAN_SHARED", pathlib.Path(__file__).resolve().parents[4] / "shared")) / "data"
)

try:
    import openpyxl
except ImportError:
    openpyxl = None  # type: ignore[assignment]

needs_openpyxl = pytest.mark.skipif(openpyxl is None, reason="openpyxl is not installed")

PERSON = "Child Unique ID,Gender,Date of Birth,Age"
HEADINGS = {
    3: f"{PERSON},Date of Referral,Referral NFA?",
    4: f"{PERSON},Continuous Assessment Start Date,Continuous Assessment Date of Authorisation,"
    "Was the child assessed as requiring LA children's social care support?",
    5: f"{PERSON},Strategy discussion initiating Section 47 Enquiry Start Date,"
    "Was an Initial Child Protection Conference deemed unnecessary?,Date of Initial Child Protection Conference,"
    "Did the Initial Child Protection Conference Result in a Child Protection Plan",
    6: f"{PERSON},CIN Start Date,Date Child Was Last Seen,CIN Closure Date,Reason for Closure",
    7: f"{PERSON},Child Protection Plan Start Date,Date of the Last Statutory Visit,Was the Child Seen Alone?,"
    "Date of latest review conference,Child Protection Plan End Date",
}
WHO = "71,b) Female,04/03/2015,9"


class Named(io.BytesIO):
    """An open file that has a name."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content)
        self.name = name


def listed(number: int, *rows: str, headings: str | None = None, name: str = "") -> Named:
    text = "\n".join([HEADINGS[number] if headings is None else headings, *rows]) + "\n"
    return Named(text.encode(), name or f"list {number}.csv")


def read(*sources: Any) -> tuple[list[Document], list[Note]]:
    notes: list[Note] = []
    return list(annex_a.read(sources, notes=notes)), notes


def read_one(number: int, row: str) -> tuple[dict[str, Event], list[str]]:
    documents, notes = read(listed(number, f"{WHO},{row}"))
    return {str(event.pop("id")): dict(event) for event in documents[0]["events"]}, [note.code for note in notes]


# ---- what becomes of each list ----


def test_a_referral() -> None:
    assert read_one(3, "02/05/2023,b) No") == ({"referral-1": {"kind": "referral", "date": "2023-05-02"}}, [])
    events, notes = read_one(3, "02/05/2023,a) Yes")
    decided = {
        "kind": "referral-decided",
        "date": "2023-05-02",
        "about": "referral-1",
        "outcome": "no-further-action",
    }
    assert (events["referral-decided-1"], notes) == (decided, ["no-further-action"])


@pytest.mark.parametrize(("answer", "outcome"), [("a) Yes", "continued"), ("No", "no-role"), ("", None)])
def test_an_assessment(answer: str, outcome: str | None) -> None:
    events, notes = read_one(4, f"03/05/2023,05/06/2023,{answer}")
    assert events["assessment-completed-1"]["date"] == "2023-06-05"
    assert events["assessment-completed-1"].get("outcome") == outcome
    assert notes == []


def test_an_open_assessment_is_no_event() -> None:
    assert read_one(4, "03/05/2023,,") == ({}, [])


@pytest.mark.parametrize(("answer", "outcome"), [("a) Yes", "plan"), ("b) No", "none"), ("", None)])
def test_an_enquiry_with_a_conference(answer: str, outcome: str | None) -> None:
    events, notes = read_one(5, f"10/05/2023,b) No,30/05/2023,{answer}")
    assert events["strategy-discussion-1"]["section-47-initiated"] is True
    assert events["initial-conference-1"].get("outcome") == outcome
    assert notes == []


def test_an_enquiry_without_a_conference() -> None:
    events, notes = read_one(5, "10/05/2023,a) Yes,,")
    assert events["section-47-concluded-1"]["risk-of-significant-harm"] is False
    assert notes == ["conference-not-required"]
    assert read_one(5, "10/05/2023,a) Yes,30/05/2023,")[1] == ["conference-held"]


def test_an_episode_of_need() -> None:
    events, notes = read_one(6, "03/05/2023,09/10/2023,10/11/2023,RC8 - Case closed after assessment")
    assert events == {
        "visit-1": {"kind": "visit", "date": "2023-10-09", "child-seen": True},
        "case-closed-1": {"kind": "case-closed", "date": "2023-11-10", "type": "assessment", "reason": "no-role"},
    }
    assert notes == []


def test_a_plan() -> None:
    documents, notes = read(listed(7, f"{WHO},30/05/2023,09/10/2023,a) Yes,25/08/2023,06/02/2024"))
    assert documents == [
        {
            "format": "cpplan-case/1",
            "id": "71",
            "child": {"born": "2015-03-04"},
            "people": [{"id": "lead-social-worker", "role": "lead-social-worker"}],
            "events": [
                {
                    "id": "initial-conference-1",
                    "kind": "initial-conference",
                    "date": "2023-05-30",
                    "outcome": "plan",
                },
                {"id": "review-conference-1", "kind": "review-conference", "date": "2023-08-25"},
                {
                    "id": "visit-1",
                    "kind": "visit",
                    "date": "2023-10-09",
                    "by": "lead-social-worker",
                    "child-alone": True,
                },
                {"id": "plan-ended-1", "kind": "plan-ended", "date": "2024-02-06"},
            ],
        }
    ]
    assert [note.code for note in notes] == ["conference-assumed"]


def test_lists_are_brought_together() -> None:
    documents, notes = read(
        listed(5, f"{WHO},10/05/2023,b) No,30/05/2023,a) Yes", "72,,,,11/05/2023,,,"),
        listed(7, f"{WHO},30/05/2023,09/10/2023,a) Yes,,"),
        listed(6, f"{WHO},03/05/2023,09/10/2023,,"),
    )
    assert [document["id"] for document in documents] == ["71", "72"]
    kinds = [event["kind"] for event in documents[0]["events"]]
    assert kinds == ["strategy-discussion", "initial-conference", "visit"]
    assert documents[0]["events"][2]["child-seen"] is True
    assert notes == []


def test_an_unborn_child_is_expected() -> None:
    documents, _ = read(listed(3, "71,c) Not stated,01/07/2024,-1,02/05/2024,No"))
    assert documents[0]["child"] == {"expected": "2024-07-01"}


def test_two_days_of_birth_are_none() -> None:
    documents, notes = read(listed(3, f"{WHO},02/05/2023,No", "71,,05/03/2015,9,03/05/2023,No"))
    assert "child" not in documents[0]
    assert [note.code for note in notes] == ["differs"]


def test_a_conference_told_in_two_ways_has_no_outcome() -> None:
    rows = (f"{WHO},10/05/2023,No,30/05/2023,{answer}" for answer in ("Yes", "No", "Yes"))
    documents, notes = read(listed(5, *rows))
    (conference,) = [event for event in documents[0]["events"] if event["kind"] == "initial-conference"]
    assert "outcome" not in conference
    assert [note.code for note in notes] == ["differs"]


# ---- headings ----


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Date of Referral", "referral_date"),
        ("Date of Initial Child Protection Conference", "ICPC Date"),
        ("Date of Initial Child Protection Conference", "date of initial CPC (dd/mm/yyyy)"),
        ("Child Protection Plan Start Date", "CP Plan: start date"),
        ("Child Protection Plan Start Date", "CPP Start-Date"),
        ("Date of the Last Statutory Visit", " Date  of Last\nStatutory Visit "),
        ("Was the child assessed as requiring LA children's social care support?",
         "Was the child assessed as requiring LA children\u2019s social care support"),
        ("Was the Child Seen Alone?", "CHILD SEEN ALONE (Y/N)"),
        ("Continuous Assessment Date of Authorisation", "Continuous Assessment Authorised Date"),
    ],
)  # fmt: skip
def test_headings_are_the_same(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Date of Referral", "Number of Referrals in Last 12 Months"),
        ("Child Protection Plan Start Date", "Child Protection Plan End Date"),
        ("Child Protection Plan Start Date", "CIN Start Date"),
        ("Date of Birth", "Date of Death"),
    ],
)
def test_headings_are_not_the_same(one: str, other: str) -> None:
    assert words_of(one) != words_of(other)


def test_no_column_of_a_list_is_taken_for_another() -> None:
    for number, columns in annex_a.LISTS.items():
        words = [
            (words_of(heading), name) for name, known in {**annex_a.COMMON, **columns}.items() for heading in known
        ]
        assert all(words for words, _ in words)
        names = dict(words)
        assert all(names[heading] == name for heading, name in words), number


@pytest.mark.parametrize("number", annex_a.LISTS)
def test_a_list_is_known_by_its_columns(number: int) -> None:
    documents, _ = read(listed(number, WHO + ",02/05/2023" * 2, name="export.csv"))
    assert documents[0]["id"] == "71"


def test_headings_may_follow_a_title() -> None:
    documents, _ = read(
        listed(3, HEADINGS[3], f"{WHO},02/05/2023,No", headings="Annex A,,\n,,\nReferrals of the year")
    )
    assert documents[0]["events"][0]["date"] == "2023-05-02"


def test_headings_that_stand_twice() -> None:
    headings = "Child ID,Date of Referral,Referral date"
    documents, notes = read(
        listed(
            3,
            "1,02/05/2023,2023-05-02",
            "2,,02/05/2023",
            "3,02/05/2023,03/05/2023",
            "4,02/05/2023",
            headings=headings,
        )
    )
    assert [len(document["events"]) for document in documents] == [0, 1, 0, 1]
    assert [(note.case, note.code) for note in notes if note.code == "differs"] == [
        ("1", "differs"),
        ("3", "differs"),
    ]


def test_a_column_that_is_missing_is_noted() -> None:
    _, notes = read(listed(7, "1,30/05/2023", headings="Child ID,CP Plan Start Date"))
    assert notes[0] == Note("", "List 7, Child Protection Plan End Date", "no-column")


def test_other_lists_are_left_alone() -> None:
    headings = "Child Unique ID,Assessment start date,Assessment completion date,Organisation completing assessment"
    assert read(listed(3, "1,02/05/2023,03/05/2023,A school", headings=headings, name="list 2.csv")) == ([], [])
    with pytest.raises(SourceError, match="none of the lists"):
        read(listed(3, "1,02/05/2023,03/05/2023,A school", headings=headings, name="early help.csv"))


# ---- cells ----


@pytest.mark.parametrize(
    "cell",
    [
        datetime.date(2023, 5, 2), datetime.datetime(2023, 5, 2, 23, 59), 45048, 45048.75, "45048", "45048.0",
        "2023-05-02", "2023-05-02 00:00:00", "2023-05-02T00:00:00.000", "02/05/2023", "2/5/2023", "02-05-2023", "02.05.2023",
        "02/05/2023 00:00", "2 May 2023", "02-may-2023",
    ],
)  # fmt: skip
def test_what_is_a_date(cell: object) -> None:
    assert date_of(cell) == datetime.date(2023, 5, 2)


@pytest.mark.parametrize(
    "cell",
    ["05/23/2023", "02/05/23", "31/02/2023", "soon", "#N/A", "2023", True, 0, 60, -1, 1e300, float("nan"), float("inf"),
     "0001-01-01", "\u0662/05/2023", "2 Mayday 2023x", datetime.date(1899, 12, 31), datetime.time(1, 2), 99999999],
)  # fmt: skip
def test_what_is_none(cell: object) -> None:
    with pytest.raises(NotADate):
        date_of(cell)


def test_days_that_are_counted_from_1904() -> None:
    assert date_of(43586, EPOCH_1904) == datetime.date(2023, 5, 2)


@settings(max_examples=500)
@given(st.dates(datetime.date(1900, 3, 1), datetime.date(2199, 12, 31)))
def test_every_way_to_write_a_day_is_the_same_day(day: datetime.date) -> None:
    serial = (day - datetime.date(1899, 12, 30)).days
    for cell in (day, day.isoformat(), day.strftime("%d/%m/%Y"), serial, float(serial)):
        assert date_of(cell) == day


@given(
    st.one_of(st.text(max_size=20), st.integers(), st.floats(), st.binary(), st.dates(), st.datetimes(), st.none())
)
def test_any_cell_is_a_date_or_none(cell: object) -> None:
    try:
        assert isinstance(date_of(cell), datetime.date)
    except NotADate:
        pass


@pytest.mark.parametrize("odd", ["soon", "05/23/2023", "#N/A"])
def test_a_cell_that_is_no_date_is_noted(odd: str) -> None:
    events, notes = read_one(3, f"{odd},No")
    assert (events, notes) == ({}, ["not-a-date", "no-date"])


@pytest.mark.parametrize("blank", ["", " ", "-", "N/A", "NULL", "NaT"])
def test_blank_cells_say_nothing(blank: str) -> None:
    assert read_one(4, f"{blank},{blank},{blank}") == ({}, [])


@pytest.mark.parametrize("odd", ["", "1.07E+07", "#REF!", "x" * 256, "a\tb"])
def test_rows_without_an_id_are_noted(odd: str) -> None:
    documents, notes = read(listed(3, f"{odd},,,,02/05/2023,No"))
    assert documents == []
    assert notes == [Note("", "List 3, Child Unique ID", "row-without-id", None, 2)]


def test_numbers_are_the_same_id_with_and_without_a_point() -> None:
    documents, _ = read(listed(3, "71.0,,,,02/05/2023,No", "71,,,,03/05/2023,No", "071,,,,03/05/2023,No"))
    assert [document["id"] for document in documents] == ["71", "071"]


def test_notes_hold_no_values() -> None:
    _, notes = read(listed(6, "71,secret,secret,secret,secret,secret,secret,secret"))
    assert len(notes) >= 3
    assert all(note.code in CODES and "secret" not in str(note) for note in notes)


# ---- files ----


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_texts_of_every_kind(encoding: str, delimiter: str, ending: str) -> None:
    text = f"{HEADINGS[3]}\n\u00e91,b) Female,04/03/2015,9,02/05/2023,No\n".replace(",", delimiter).replace(
        "\n", ending
    )
    documents, notes = read(Named(text.encode(encoding), "list 3.csv"))
    assert (documents[0]["id"], len(documents[0]["events"]), notes) == ("\u00e91", 1, [])


def test_paths_and_open_files(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "Annex_A_List_03.csv"
    path.write_text(HEADINGS[3] + f"\n{WHO},02/05/2023,No\n", encoding="utf-8-sig")
    with path.open("rb") as binary, path.open(encoding="utf-8") as text:
        for source in (path, str(path), [path], binary, text):
            assert [document["id"] for document in annex_a.read(source)] == ["71"]
    with pytest.raises(FileNotFoundError):
        list(annex_a.read(tmp_path / "none.csv"))


@pytest.mark.parametrize(
    ("content", "name", "message_part"),
    [
        (b"", "x.csv", "none of the lists"),
        (b"a,b\n1,2\n", "x.csv", "none of the lists"),
        (b"a,b\n1,2\n", "list 4.csv", "has no row of headings such as Child Unique ID"),
        (HEADINGS[3].encode() + b'\n"71,,,,02/05/2023,No\n', "list 3.csv", "line 2"),
        (HEADINGS[3].encode() + b"\n" + b"x" * 200_000, "list 3.csv", "line 2"),
        (b"\0" * 99, "list 3.csv", "this is no text"),
        (b"\xff\xfe\x00\xd8", "list 3.csv", "no encoding"),
        (b"\x81" * 9, "list 3.csv", "no encoding"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "list 3.xls", "save it as .xlsx"),
    ],
)
def test_what_is_refused(content: bytes, name: str, message_part: str) -> None:
    with pytest.raises(SourceError, match=message_part):
        read(Named(content, name))


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,,\n,,\n"])
def test_an_empty_list_is_noted(content: bytes) -> None:
    assert read(Named(content, "list 5.csv")) == ([], [Note("", "List 5", "no-rows")])
    assert read(listed(5)) == ([], [Note("", "List 5", "no-rows")])


# ---- workbooks ----


def workbook(*sheets: tuple[str, list[list[object]]], epoch_1904: bool = False) -> io.BytesIO:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    if epoch_1904:
        made.epoch = datetime.datetime(1904, 1, 1)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    made.save(content)
    return io.BytesIO(content.getvalue())


@needs_openpyxl
def test_a_workbook() -> None:
    day = datetime.datetime(2023, 5, 2)
    content = workbook(
        ("Guidance", [["Update"], ["List Number", "Field Heading"]]),
        (
            "List 3",
            [[*HEADINGS[3].split(",")], [71, "a) Male", datetime.date(2015, 3, 4), 8.2, day, "No"], [None] * 6],
        ),
        ("List 7", []),
        ("List 8", [["Child Unique ID", "Date Started to be Looked After"], [71, day]]),
        ("Section 47", [[*HEADINGS[5].split(",")], ["71", None, 42067, None, 45049, False, None, None]]),
    )
    documents, notes = read(content)
    assert documents[0]["child"] == {"born": "2015-03-04"}
    assert [(event["kind"], event["date"]) for event in documents[0]["events"]] == [
        ("referral", "2023-05-02"),
        ("strategy-discussion", "2023-05-03"),
    ]
    assert notes == [Note("", "List 7", "no-rows")]


@needs_openpyxl
def test_a_workbook_that_counts_from_1904() -> None:
    rows: list[list[object]] = [["Child ID", "Referral date"], [1, datetime.date(2023, 5, 2)], [2, 43586]]
    documents, _ = read(workbook(("List 3", rows), epoch_1904=True))
    assert [document["events"][0]["date"] for document in documents] == ["2023-05-02", "2023-05-02"]


@needs_openpyxl
def test_every_truncation_of_a_workbook_is_refused() -> None:
    content = workbook(("List 3", [["Child ID", "Referral date"], [1, 45048]])).getvalue()
    for length in range(4, len(content), 97):
        with pytest.raises(SourceError):
            read(io.BytesIO(content[:length]))


@needs_openpyxl
@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=3))
def test_every_damage_of_a_workbook_is_read_or_refused(damages: list[tuple[float, int]]) -> None:
    content = bytearray(workbook(("List 3", [["Child ID", "Referral date"], [1, 45048]])).getvalue())
    for place, value in damages:
        content[4 + int(place * (len(content) - 4))] = value
    try:
        json.dumps(read(io.BytesIO(bytes(content)))[0])
    except SourceError:
        pass


@needs_openpyxl
def test_a_workbook_that_swells_is_refused() -> None:
    content = io.BytesIO()
    with (
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/x.xml", "w", force_zip64=True) as entry,
    ):
        for _ in range(1025):
            entry.write(b"\0" * (1 << 20))
    with pytest.raises(SourceError, match="larger than 1 GiB"):
        read(io.BytesIO(content.getvalue()))


def test_a_workbook_without_openpyxl_says_what_to_install() -> None:
    code = (
        "import io, sys; sys.modules['openpyxl'] = None\n"
        "from cpplan.sources import annex_a\n"
        "try: list(annex_a.read(io.BytesIO(b'PK\\x03\\x04')))\n"
        "except ImportError as error: sys.exit('pip install openpyxl' not in str(error) or error.name != 'openpyxl')\n"
        "sys.exit(1)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_openpyxl_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, cpplan.sources.annex_a; sys.exit('openpyxl' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


# ---- anything may stand in a list ----

CELLS = st.sampled_from(
    ["", "a) Yes", "b) No", "c) Unknown", "RC2", "RC7 - Services ceased", "soon", "02/05/2023", "2023-05-02", "30/05/2023",
     "2023-05-30", "45076", "06/02/2024", "71", "72", "-1"]
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, max_size=9), max_size=5)


@st.composite
def lists(draw: st.DrawFn) -> Named:
    number = draw(st.sampled_from(sorted(annex_a.LISTS)))
    headings = HEADINGS[number].split(",")
    order = draw(st.permutations(headings[1:]))
    kept = [headings[0], *order[: draw(st.integers(1, len(order)))]]
    rows = [",".join([draw(st.sampled_from(["71", "72", "73", ""])), *row]) for row in draw(ROWS)]
    return listed(number, *rows, headings=",".join(kept))


def read_or_refuse(sources: list[Named]) -> list[Document]:
    """Only a list of which none but the columns of every list are left is refused."""
    try:
        documents, notes = read(*sources)
    except SourceError as error:
        assert "headings" in str(error)
        return []
    for note in notes:
        assert note.code in CODES
    return documents


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(lists(), min_size=1, max_size=4))
def test_anything_may_stand_in_a_list(sources: list[Named]) -> None:
    for document in read_or_refuse(sources):
        ids = [event["id"] for event in document["events"]]
        assert len(set(ids)) == len(ids)


def check(documents: list[Document]) -> list[cpplan.Timetable]:
    """Lets the library read documents, and gives their timetables."""
    cases = [cpplan.Case.from_json(json.dumps(document)) for document in documents]
    england, calendar = cpplan.Policy.builtin("england"), cpplan.Calendar.bank_holidays("england-and-wales")
    return [england.evaluate(case, calendar, as_of=datetime.date(2025, 1, 1)) for case in cases]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(lists(), min_size=1, max_size=6))
def test_the_library_reads_every_document(sources: list[Named]) -> None:
    check(read_or_refuse(sources))


def test_what_the_timetable_makes_of_it() -> None:
    documents, _ = read(
        listed(3, f"{WHO},02/05/2023,No"),
        listed(4, f"{WHO},03/05/2023,05/06/2023,a) Yes"),
        listed(5, f"{WHO},10/05/2023,b) No,30/05/2023,a) Yes", f"{WHO},06/11/2023,a) Yes,,"),
        listed(7, f"{WHO},30/05/2023,09/10/2023,a) Yes,06/02/2024,06/02/2024"),
    )
    (timetable,) = check(documents)
    states = [(row.rule.id, str(row.state)) for row in timetable if row.rule.id in annex_a.RULES]
    assert sorted(states) == [
        ("assessment", "met"),
        ("initial-conference", "closed"),
        ("initial-conference", "met"),
    ]


@needs_openpyxl
@pytest.mark.skipif(not SHARED.is_dir(), reason="no samples of others stand beside the project")
def test_samples_of_others() -> None:
    folder = SHARED / "annex-a"
    books, texts = sorted(folder.glob("*.xlsx")), sorted(folder.glob("*List*.csv"))
    assert books
    for sources in (*[[path] for path in books], texts):
        assert check(list(annex_a.read(sources)))


@needs_openpyxl
def test_a_number_of_which_a_workbook_has_lost_digits_is_no_id() -> None:
    rows: list[list[object]] = [["Child ID", "Referral date"], [10**15, datetime.date(2023, 5, 2)]]
    documents, notes = read(workbook(("List 3", rows)))
    assert documents == [] and [note.code for note in notes if note.line == 2] == ["row-without-id"]


@pytest.mark.parametrize("source", [None, 5, b"list.csv", [None], [b"list.csv"]])
def test_what_is_neither_a_path_nor_a_file(source: object) -> None:
    with pytest.raises(TypeError, match="a path or an open file is wanted"):
        list(annex_a.read(source))  # type: ignore[arg-type]


def test_a_file_that_gives_nothing_to_read() -> None:
    class Odd:
        def read(self, size: int = -1) -> None:
            return None

    with pytest.raises(TypeError, match="bytes or text, not NoneType"):
        list(annex_a.read(Odd()))  # type: ignore[arg-type]
