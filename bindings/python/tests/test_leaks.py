# SPDX-License-Identifier: LGPL-2.1-or-later
"""Nothing is left behind by any call, whether it succeeds or fails: not a byte a round, not a reference."""

import array
import ctypes
import gc
import json
import resource
import sys
from datetime import date

import pytest

import cpplan
from producers import Producer, Stream

numpy = pytest.importorskip("numpy")
pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")

AS_OF = date(2025, 5, 9)
CALENDAR = cpplan.Calendar.bank_holidays("england-and-wales")
POLICY = cpplan.Policy.builtin("rotherham")
POLICIES = cpplan.PolicySet.builtin()
RULE = "first-core-group"
ROWS = 1000
DATES = [date(2024, 12, 12), date(2025, 4, 10), date(2025, 4, 19), date(2025, 5, 2)] * (ROWS // 4)
OUTSIDE = [*DATES[1:], date(2060, 1, 1)]
REFUSALS = (TypeError, ValueError, OverflowError)


# ---- what is there, in bytes and in objects ----


class MallocInfo(ctypes.Structure):
    """Of <malloc.h>."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()
    ]


def find_mallinfo():
    """Gives the C library's count of what is allocated, or None where it has none."""
    mallinfo = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if mallinfo is not None:
        mallinfo.restype = MallocInfo
    return mallinfo


MALLINFO = find_mallinfo()
LEAST_CHUNK = 32  # bytes that the C library lends


def measure():
    """Gives the bytes that are resident, the bytes that the C library has lent, and Python's blocks of memory."""
    gc.collect()
    with open("/proc/self/statm") as statm:
        resident = int(statm.read().split()[1]) * resource.getpagesize()
    lent = 0
    if MALLINFO is not None:
        info = MALLINFO()
        lent = info.uordblks + info.hblkhd
    return resident, lent, sys.getallocatedblocks()


def check_leaks(work, rounds, held, tolerated=100):
    """Does the work many times; what it is given is not held more often afterwards.

    Some of Python's blocks that are kept to be used again are tolerated; of pandas' frames there are hundreds each.
    """

    def run(n):
        for _ in range(n):
            work()

    run(rounds // 5)
    gc.collect()
    references = [sys.getrefcount(thing) for thing in held]
    growth = []
    for _ in range(4):
        before = measure()
        run(rounds // 4)
        growth.append([now - then for now, then in zip(measure(), before)])
    # what was given back earlier may be taken again, and what is kept to be used again is full at last; a leak goes on
    resident, lent, blocks = (min(quarters) for quarters in zip(*growth))
    assert [sys.getrefcount(thing) for thing in held] == references
    assert resident < 200_000 and lent < LEAST_CHUNK * 125 and blocks < tolerated, growth


def refuse(ask):
    def asked():
        try:
            ask()
        except REFUSALS:
            return
        raise AssertionError("nothing was refused")

    return asked


# ---- arrays ----


def to_numbers(dates):
    return [day.toordinal() - date(1970, 1, 1).toordinal() for day in dates]


NUMBERS = to_numbers(DATES)


def in_pieces(values):
    return pyarrow.chunked_array([values[:10], values[10:]])


# How each kind has dates, and counts of days beside them.
KINDS = {
    "datetime64": (lambda dates: numpy.array(dates, "M8[D]"), numpy.array),
    "milliseconds": (lambda dates: numpy.array(dates, "M8[ms]"), lambda counts: numpy.array(counts, "i4")),
    "every-other": (
        lambda dates: numpy.repeat(numpy.array(dates, "M8[D]"), 2)[::2],
        lambda counts: numpy.repeat(numpy.array(counts, "i8"), 2)[::2],
    ),
    "objects": (lambda dates: numpy.array(dates, object), lambda counts: numpy.array(counts, "i4")),
    "lists": (list, list),
    "array": (lambda dates: array.array("i", to_numbers(dates)), lambda counts: array.array("i", counts)),
    "memory": (
        lambda dates: memoryview(array.array("q", to_numbers(dates))),
        lambda counts: memoryview(array.array("q", counts)),
    ),
    "pandas": (lambda dates: pandas.Series(pandas.to_datetime(dates)), pandas.Series),
    "pandas-arrow": (
        lambda dates: pandas.Series(dates, dtype="date32[pyarrow]"),
        lambda counts: pandas.Series(counts, dtype="int32[pyarrow]"),
    ),
    "polars": (lambda dates: polars.Series(dates), lambda counts: polars.Series(counts)),
    "pyarrow": (pyarrow.array, lambda counts: pyarrow.array(counts)),
    "chunked": (
        lambda dates: in_pieces(pyarrow.array(dates)),
        lambda counts: in_pieces(pyarrow.array(counts, "uint16")),
    ),
    "producer": (
        lambda dates: Producer(pyarrow.array(dates)),
        lambda counts: Producer(pyarrow.array(counts, "int64")),
    ),
    "stream": (
        lambda dates: Stream(in_pieces(pyarrow.array(dates))),
        lambda counts: Stream(in_pieces(pyarrow.array(counts, "int64"))),
    ),
}
ROUNDS = 1000


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_leaks(kind):
    make_dates, make_counts = KINDS[kind]
    dates, counts = make_dates(DATES), make_counts([10] * ROWS)
    # NumPy has no word for a count that is missing
    others = make_dates(DATES if isinstance(dates, numpy.ndarray) else OUTSIDE)

    def work():
        CALENDAR.add_working_days(dates, 10)
        CALENDAR.add_working_days(dates, counts)
        CALENDAR.working_days_between(dates, others, outside="missing")
        CALENDAR.working_days_between(date(2025, 1, 1), dates)
        CALENDAR.is_working_day(dates)
        POLICY.due(RULE, dates, CALENDAR)
        POLICY.act_by("first-review", dates, CALENDAR)

    check_leaks(work, ROUNDS, [dates, counts, others, CALENDAR, POLICY])


@pytest.mark.parametrize("kind", KINDS)
def test_no_refusal_leaks(kind):
    make_dates, make_counts = KINDS[kind]
    dates, counts, short = make_dates(DATES), make_counts([10] * ROWS), make_counts([10] * (ROWS - 3))
    outside, far = make_dates(OUTSIDE), make_counts([30_000] * ROWS)
    texts = ["2024-12-12"] * ROWS
    asks = [
        lambda: CALENDAR.add_working_days(dates, short),
        lambda: CALENDAR.add_working_days(dates, far),
        lambda: CALENDAR.add_working_days(dates, texts),
        lambda: CALENDAR.add_working_days(dates, 10, out=texts),
        lambda: CALENDAR.add_working_days(dates, counts, out=texts),
        lambda: CALENDAR.working_days_between(dates, texts),
        lambda: CALENDAR.is_working_day(dates, out=texts),
        lambda: POLICY.due("no-such-rule", dates, CALENDAR),
        lambda: POLICY.due("child-seen-alone", dates, CALENDAR),
        lambda: CALENDAR.add_working_days(outside, 10),
        lambda: CALENDAR.working_days_between(dates, outside),
        lambda: CALENDAR.is_working_day(outside),
        lambda: POLICY.due(RULE, outside, CALENDAR),
    ]
    refused = [refuse(ask) for ask in asks]

    def work():
        for ask in refused:
            ask()

    check_leaks(work, ROUNDS, [dates, counts, short, outside, far, texts, CALENDAR, POLICY])


def test_what_does_not_go_together_leaks_nothing():
    """Both arrays are open when they are found not to fit, or the result is."""
    four, eight = memoryview(array.array("i", NUMBERS)), memoryview(array.array("q", NUMBERS))
    short, fixed = memoryview(array.array("i", NUMBERS[1:])), memoryview(b"x" * 4 * ROWS)
    days = numpy.array(NUMBERS)
    refused = [
        refuse(ask)
        for ask in (
            lambda: CALENDAR.add_working_days(four, eight),
            lambda: CALENDAR.add_working_days(four, short),
            lambda: CALENDAR.add_working_days(four, 1, out=short),
            lambda: CALENDAR.add_working_days(four, fixed),
            lambda: CALENDAR.add_working_days(days[1:], days[1:], out=days[:-1]),
            lambda: CALENDAR.is_working_day(four, out=four),
            lambda: POLICY.due(RULE, four, CALENDAR, out=short),
        )
    ]
    refused.append(lambda: pytest.raises(BufferError, CALENDAR.add_working_days, four, 1, out=fixed))

    def work():
        for ask in refused:
            ask()

    check_leaks(work, ROUNDS, [four, eight, short, fixed, days])


def test_an_array_of_ones_own_for_the_result_leaks_nothing():
    days, numbers, out = numpy.array(DATES, "M8[D]"), numpy.arange(ROWS) % 20, numpy.empty(ROWS, "M8[D]")
    truths, counts = numpy.empty(ROWS, bool), numpy.empty(ROWS, "i8")
    buffer, own = array.array("i", NUMBERS), array.array("i", NUMBERS)

    def work():
        CALENDAR.add_working_days(days, numbers, out=out)
        CALENDAR.working_days_between(days, out, out=counts)
        CALENDAR.is_working_day(days, out=truths)
        POLICY.due(RULE, days, CALENDAR, out=out)
        CALENDAR.add_working_days(buffer, buffer_counts, out=own)

    buffer_counts = array.array("i", [3] * ROWS)
    check_leaks(work, ROUNDS, [days, numbers, out, truths, counts, buffer, buffer_counts, own])


def test_a_column_out_and_back_in_leaks_nothing():
    dates = Producer(pyarrow.array([None, *DATES[1:]]))
    due = CALENDAR.add_working_days(dates, 10)

    def work():
        due.__arrow_c_schema__()
        due.__arrow_c_array__()
        pyarrow.array(due)
        polars.Series(due)
        back = CALENDAR.add_working_days(due, -10)
        CALENDAR.working_days_between(due, back).to_list()
        CALENDAR.is_working_day(back) == CALENDAR.is_working_day(due)
        due[0], repr(due), due.n_missing

    check_leaks(work, ROUNDS, [dates, due])


def test_what_is_no_column_leaks_nothing():
    texts = Producer(pyarrow.array(["2024-12-12"]))
    table = pyarrow.table({"day": DATES})
    dates = pyarrow.array(DATES)
    consumed = dates.__arrow_c_array__()
    pyarrow.Array._import_from_c_capsule(*consumed)

    class Again:
        def __arrow_c_array__(self, requested_schema=None):
            return consumed

    refused = [
        refuse(ask)
        for ask in (
            lambda: CALENDAR.is_working_day(texts),
            lambda: CALENDAR.is_working_day(table),
            lambda: CALENDAR.is_working_day(Again()),
            lambda: CALENDAR.add_working_days(dates, pyarrow.array([2**63] * ROWS, "uint64")),
            lambda: CALENDAR.add_working_days(dates, pyarrow.array([2**40] * ROWS)),
            lambda: CALENDAR.add_working_days(dates, pyarrow.array([None] * ROWS, "int32")),
        )
    ]

    def work():
        for ask in refused:
            ask()

    check_leaks(work, ROUNDS, [texts, table, dates, consumed])


# ---- caseloads, frames and comparisons ----


@pytest.fixture(scope="module")
def documents(root):
    paths = sorted((root / "examples/cases").glob("*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def test_a_caseload_leaks_nothing(documents):
    cases = [cpplan.Case.from_dict(document) for document in documents]
    frame = pandas.DataFrame(
        [{"case": document["id"], **event} for document in documents[:2] for event in document["events"]]
    )

    def work():
        cpplan.evaluate_caseload(cases, POLICIES, CALENDAR, as_of=AS_OF, problems=[])
        cpplan.evaluate_caseload(documents, POLICY, CALENDAR, as_of=AS_OF, threads=1, problems=[])
        cpplan.evaluate_caseload(frame, POLICY, CALENDAR, as_of=AS_OF, threads=1, problems=[])

    check_leaks(work, 240, [cases, documents, frame, POLICIES, POLICY, CALENDAR], tolerated=1000)


def test_a_caseload_that_cannot_be_answered_leaks_nothing():
    unnamed = [cpplan.Case(f"c{n}", events=[cpplan.Event("v", "visit", date(2025, 1, 6))]) for n in range(40)]
    wrong = ["{", {"id": "d"}, json.dumps({"format": "cpplan-case/1", "id": "e", "events": [{"id": "x"}]})]
    frame = pandas.DataFrame(
        {"case": ["a", None], "id": ["v", "w"], "kind": ["visit", "x"], "date": ["2025", None]}
    )
    refused = refuse(
        lambda: cpplan.evaluate_caseload(unnamed, POLICY, CALENDAR, as_of=AS_OF, horizon=date(2099, 1, 1))
    )

    def work():
        problems = []
        cpplan.evaluate_caseload([*unnamed, *wrong], POLICIES, CALENDAR, as_of=AS_OF, problems=problems)
        assert len(problems) == 43
        cpplan.evaluate_caseload(frame, POLICIES, CALENDAR, as_of=AS_OF, problems=problems)
        assert len(problems) == 45
        refused()

    check_leaks(work, 240, [unnamed, wrong, frame, POLICIES], tolerated=1000)


def test_frames_and_comparisons_leak_nothing(documents, case):
    findings = POLICY.review(case, CALENDAR, as_of=AS_OF)
    kent = POLICIES["kent"]
    refused = [
        refuse(ask)
        for ask in (
            lambda: POLICY.evaluate(case, CALENDAR, as_of=date(1800, 1, 1)),
            lambda: POLICY.diff(kent).replay(None, CALENDAR, as_of=AS_OF),
            lambda: POLICY.diff(None),
        )
    ]

    def work():
        timetable = POLICY.evaluate(case, CALENDAR, as_of=AS_OF)
        timetable.to_frame()
        findings.to_frame()
        diff = POLICY.diff(kent)
        list(diff), repr(diff)
        replay = diff.replay(case, CALENDAR, as_of=AS_OF)
        list(replay[0])
        for ask in refused:
            ask()

    check_leaks(work, 240, [case, findings, kent, POLICY, CALENDAR], tolerated=1000)
