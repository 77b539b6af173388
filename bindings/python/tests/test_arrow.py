# SPDX-License-Identifier: LGPL-2.1-or-later
"""Columns by the Arrow PyCapsule interface, of libraries that are known by name and of such as are not: what is missing,
what lies in the middle of another column, what comes in pieces, and who frees what."""

import array
import ctypes
import datetime
import gc
import io
import pickle
import resource
import threading
from datetime import date

import pytest

import cpplan
from producers import Producer, Stream

nanoarrow = pytest.importorskip("nanoarrow")
numpy = pytest.importorskip("numpy")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")

CALENDAR = cpplan.Calendar.bank_holidays("england-and-wales")
DATES = [date(2024, 12, 12), None, date(2025, 4, 10), date(2025, 4, 19)]
DUE = [None if day is None else CALENDAR.add_working_days(day, 10) for day in DATES]


class Again:
    """What gives the same capsules twice, as no producer should."""

    def __init__(self, capsules, name):
        self.capsules = capsules
        setattr(type(self), name, lambda self, requested_schema=None: self.capsules)


def producers(values):
    whole = pyarrow.array(values, pyarrow.date32())
    middle = pyarrow.array([date(1900, 1, 1), None, *values, None], pyarrow.date32())[2 : 2 + len(values)]
    pieces = pyarrow.chunked_array([whole[:1], whole[1:1], whole[1:]], pyarrow.date32())
    series = polars.Series(values, dtype=polars.Date)
    return [
        Producer(whole),
        Producer(middle),
        Stream(pieces),
        Stream(pyarrow.chunked_array([middle])),
        Stream(series),
        nanoarrow.Array(whole),
        nanoarrow.Array(pieces),
    ]


@pytest.mark.parametrize("place", range(7))
@pytest.mark.parametrize("values", [DATES, DATES[2:], DATES[1:2], [], [None] * 9 + DATES * 5])
def test_whatever_gives_a_column_is_answered_with_one(place, values):
    column = producers(values)[place]
    due = CALENDAR.add_working_days(column, 10)
    wanted = [None if day is None else CALENDAR.add_working_days(day, 10) for day in values]
    assert isinstance(due, cpplan.Column) and due.to_list() == wanted and len(due) == len(values)
    assert due.n_missing == wanted.count(None) and list(due) == wanted
    counts = CALENDAR.working_days_between(producers(values)[place], due)
    assert counts.to_list() == [None if day is None else 10 for day in values]
    truths = CALENDAR.is_working_day(producers(values)[place])
    assert truths.to_list() == [None if day is None else CALENDAR.is_working_day(day) for day in values]
    for answer, kind in ((due, "date32[day]"), (counts, "int32"), (truths, "bool")):
        array = pyarrow.array(answer)
        array.validate(full=True)
        assert str(array.type) == kind and array.to_pylist() == answer.to_list()
        assert array.null_count == answer.n_missing
        assert polars.Series(answer).to_list() == answer.to_list()
        # nanoarrow gives dates as numbers where it has no type of its own for them
        assert pyarrow.array(nanoarrow.Array(answer)).to_pylist() == answer.to_list()
    assert CALENDAR.add_working_days(due, -10).to_list() == [
        None if day is None else CALENDAR.add_working_days(day, -10) for day in wanted
    ]


def test_a_column_reads_well():
    due = CALENDAR.add_working_days(Producer(pyarrow.array(DATES)), 10)
    assert repr(due) == "<cpplan.Column of dates, 4 rows, 1 missing: 2024-12-30, None, 2025-04-28, 2025-05-06>"
    assert due[0] == DUE[0] and due[-1] == DUE[3] and due[1] is None
    assert due == CALENDAR.add_working_days(Producer(pyarrow.array(DATES)), 10)
    assert due != CALENDAR.is_working_day(Producer(pyarrow.array(DATES))) and due != DUE
    many = CALENDAR.is_working_day(Producer(pyarrow.array(DATES[:1] * 7)))
    assert repr(many) == "<cpplan.Column of truths, 7 rows: True, True, True, True, True, True, ...>"
    with pytest.raises(IndexError):
        due[4]
    with pytest.raises(AttributeError):
        due.n_missing = 3
    with pytest.raises(TypeError):
        cpplan.Column()
    with pytest.raises(TypeError):
        hash(due)
    with pytest.raises((BufferError, TypeError)):
        memoryview(due)


def test_counts_of_any_width():
    dates = pyarrow.array([DATES[0], DATES[2]])
    wanted = [DUE[0], CALENDAR.add_working_days(DATES[2], 3)]
    for kind in ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"):
        numbers = pyarrow.array([7, 10, 3], kind)[1:]
        assert CALENDAR.add_working_days(Producer(dates), Producer(numbers)).to_list() == wanted
        given = CALENDAR.add_working_days(DATES[0], Producer(numbers))
        assert given.to_list() == [DUE[0], CALENDAR.add_working_days(DATES[0], 3)]
    for kind in ("int64", "uint64"):
        with pytest.raises(OverflowError):
            CALENDAR.add_working_days(Producer(dates), Producer(pyarrow.array([2**40, 1], kind)))
    with pytest.raises(OverflowError):
        CALENDAR.add_working_days(Producer(dates), Producer(pyarrow.array([2**63, 1], "uint64")))
    with pytest.raises(ValueError, match="missing"):
        CALENDAR.add_working_days(Producer(dates), Producer(pyarrow.array([1, None])))
    with pytest.raises(TypeError, match="integers, not double"):
        CALENDAR.add_working_days(Producer(dates), Producer(pyarrow.array([1.5, 2])))


@pytest.mark.parametrize("place", range(3))
def test_a_count_that_is_missing_is_seen_in_any_piece(place):
    counts = [pyarrow.array([None if place == n else 3], "int32") for n in range(3)]
    dates = Producer(pyarrow.array(DATES[2:] + DATES[:1]))
    with pytest.raises(ValueError, match="missing"):
        CALENDAR.add_working_days(dates, Stream(pyarrow.chunked_array(counts)))
    pieces = [pyarrow.array([None if place == n else DATES[0]], pyarrow.date32()) for n in range(3)]
    due = CALENDAR.add_working_days(Stream(pyarrow.chunked_array(pieces)), 10)
    assert due.to_list() == [None if place == n else DUE[0] for n in range(3)] and due.n_missing == 1


@pytest.mark.parametrize("number", [2**63, 2**63 + 3, 2**64 - 3])
def test_a_count_beyond_64_bits_is_no_count_below_nought(number):
    dates = numpy.array([DATES[0], DATES[2]], "M8[D]")
    for counts in (Producer(pyarrow.array([1, number], "uint64")), pyarrow.array([number, 1], "uint64")):
        with pytest.raises(OverflowError, match="64 bits"):
            CALENDAR.add_working_days(dates, counts)


@pytest.mark.parametrize("field, value", [(0, -1), (0, 2**62), (2, -1), (2, -(2**62)), (3, 1), (3, 3)])
def test_what_is_not_well_formed_is_refused(field, value):
    """Of the 64-bit fields of an array: the length, the missing, the offset, the buffers."""
    schema, rows = pyarrow.array([DATES[0]] * 4).__arrow_c_array__()
    address = ctypes.pythonapi.PyCapsule_GetPointer
    address.restype, address.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    fields = (ctypes.c_int64 * 5).from_address(address(rows, b"arrow_array"))
    fields[field] = value

    class Wrong(Again):
        pass

    with pytest.raises(ValueError, match="not well formed"):
        CALENDAR.add_working_days(Wrong((schema, rows), "__arrow_c_array__"), 1)


def test_a_finished_column_cannot_be_written():
    due = CALENDAR.add_working_days(Producer(pyarrow.array(DATES)), 10)
    wanted = due.to_list()
    assert memoryview(due._native).readonly
    with pytest.raises((BufferError, TypeError)):
        io.BytesIO(b"x" * 4 * len(DATES)).readinto(due._native)
    with pytest.raises((BufferError, TypeError)):
        CALENDAR.add_working_days(array.array("i", [20000] * 4), 1, out=due._native)
    assert due.to_list() == wanted


@pytest.mark.parametrize(
    "column, message",
    [
        (Producer(pyarrow.array([datetime.datetime(2024, 1, 2)])), "timestamp"),
        (Producer(pyarrow.array([date(2024, 1, 2)], pyarrow.date64())), "date64"),
        (Producer(pyarrow.array(["2024-01-02"])), "text"),
        (Producer(pyarrow.array([19724])), "int64"),
        (Producer(pyarrow.array([None])), "null"),
        (Producer(pyarrow.array([date(2024, 1, 2)]).dictionary_encode()), "dictionary"),
        (Producer(pyarrow.array([[date(2024, 1, 2)]])), "format"),
        (pyarrow.table({"day": [date(2024, 1, 2)]}), "take one of its columns"),
        (polars.DataFrame({"day": [date(2024, 1, 2)]}), "take one of its columns"),
        (pyarrow.record_batch({"day": [date(2024, 1, 2)]}), "take one of its columns"),
    ],
)
def test_what_is_no_column_of_dates(column, message):
    for ask in (lambda: CALENDAR.add_working_days(column, 1), lambda: CALENDAR.is_working_day(column)):
        with pytest.raises(TypeError, match=message):
            ask()


def test_what_was_taken_before():
    array = pyarrow.array(DATES)

    class AgainArray(Again):
        pass

    class AgainStream(Again):
        pass

    once = AgainArray(array.__arrow_c_array__(), "__arrow_c_array__")
    assert CALENDAR.add_working_days(once, 10).to_list() == DUE
    with pytest.raises(ValueError, match="before"):
        CALENDAR.add_working_days(once, 10)
    stream = AgainStream(pyarrow.chunked_array([array]).__arrow_c_stream__(), "__arrow_c_stream__")
    assert CALENDAR.add_working_days(stream, 10).to_list() == DUE
    with pytest.raises(ValueError, match="before"):
        CALENDAR.add_working_days(stream, 10)
    consumed = pyarrow.chunked_array([array]).__arrow_c_stream__()
    assert pyarrow.ChunkedArray._import_from_c_capsule(consumed).to_pylist() == DATES
    with pytest.raises(ValueError, match="before"):
        CALENDAR.add_working_days(AgainStream(consumed, "__arrow_c_stream__"), 10)


@pytest.mark.parametrize("given", [None, 1, (), (1, 2), (object(), object()), "capsule"])
def test_what_gives_no_capsules(given):
    class Wrong(Again):
        pass

    class WrongStream(Again):
        pass

    for wrong in (Wrong(given, "__arrow_c_array__"), WrongStream(given, "__arrow_c_stream__")):
        with pytest.raises(TypeError):
            CALENDAR.add_working_days(wrong, 1)


def test_what_fails_on_the_way():
    class Fails:
        def __arrow_c_array__(self, requested_schema=None):
            raise RuntimeError("no rows today")

    with pytest.raises(RuntimeError, match="no rows today"):
        CALENDAR.add_working_days(Fails(), 1)

    def batches():
        yield pyarrow.record_batch({"day": [date(2024, 1, 2)]})
        raise OSError("the disk is gone")

    schema = pyarrow.schema([("day", pyarrow.date32())])
    reader = pyarrow.RecordBatchReader.from_batches(schema, batches())
    with pytest.raises(ValueError, match="the disk is gone"):
        CALENDAR.add_working_days(Stream(reader), 1)


def test_counts_beside_dates_of_another_width():
    other = numpy.array([date(2025, 1, 1)] * 4, "M8[D]")
    expected = CALENDAR.working_days_between(DATES, [date(2025, 1, 1)] * 4)
    assert CALENDAR.working_days_between(pyarrow.array(DATES), other).to_pylist() == expected
    assert CALENDAR.working_days_between(polars.Series(DATES), other).to_list() == expected
    column = CALENDAR.working_days_between(Producer(pyarrow.array(DATES)), other)
    assert column.to_list() == expected and "counts" in repr(column)


class Made:
    """An Arrow array that is put together here, with faults that no library would make."""

    class Schema(ctypes.Structure):
        pass

    class Array(ctypes.Structure):
        pass

    RELEASE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
    Schema._fields_ = [
        ("format", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("metadata", ctypes.c_char_p),
        ("flags", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", RELEASE),
        ("private", ctypes.c_void_p),
    ]
    Array._fields_ = [
        ("length", ctypes.c_int64),
        ("null_count", ctypes.c_int64),
        ("offset", ctypes.c_int64),
        ("n_buffers", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("buffers", ctypes.c_void_p),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", RELEASE),
        ("private", ctypes.c_void_p),
    ]

    def __init__(self, format=b"tdD", **faults):
        self.n_released = 0
        self.values = (ctypes.c_int32 * 3)(20000, 20001, 20002)
        self.buffers = (ctypes.c_void_p * 2)(None, ctypes.addressof(self.values))
        self.releases = self.RELEASE(self.release_schema), self.RELEASE(self.release_array)
        self.schema = self.Schema(format=format, name=b"", release=self.releases[0])
        good = {"length": 3, "n_buffers": 2, "buffers": ctypes.addressof(self.buffers)}
        self.array = self.Array(**{**good, "release": self.releases[1], **faults})

    def release_schema(self, schema):
        self.schema.release = self.RELEASE(0)

    def release_array(self, array):
        # what Python does here must neither meet nor clear the exception that is being raised
        self.n_released += len(sorted([str(number) for number in range(1)]))

    def __arrow_c_array__(self, requested_schema=None):
        make = ctypes.pythonapi.PyCapsule_New
        make.restype, make.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        self.names = [ctypes.create_string_buffer(name) for name in (b"arrow_schema", b"arrow_array")]
        return tuple(
            make(ctypes.addressof(struct), ctypes.cast(name, ctypes.c_char_p), None)
            for struct, name in zip((self.schema, self.array), self.names)
        )


def test_an_array_made_by_hand():
    made = Made()
    assert CALENDAR.add_working_days(made, 1).to_list() == [date(2024, 10, 7)] * 3
    assert made.n_released == 1


@pytest.mark.parametrize(
    "faults",
    [
        {"length": -1},
        {"length": 2**62},
        {"offset": -1},
        {"offset": 2**62},
        {"buffers": None},
        {"n_buffers": 0},
        {"n_buffers": 3},
        {"null_count": 2},
        {"null_count": 4},
        {"null_count": -2},
    ],
)
def test_arrays_that_are_not_well_formed(faults):
    made = Made(**faults)
    with pytest.raises(ValueError, match="not well formed"):
        CALENDAR.add_working_days(made, 1)
    assert made.n_released == 1


def test_a_type_that_is_no_text():
    with pytest.raises(TypeError, match="date32"):
        CALENDAR.add_working_days(Made(format=b"\xff\xfe"), 1)


def test_the_rows_outlive_what_gave_them():
    due = CALENDAR.add_working_days(Producer(pyarrow.array(DATES * 1000)), 10)
    array = pyarrow.array(due)
    schema, rows = due.__arrow_c_array__()
    del due
    gc.collect()
    assert array.to_pylist() == DUE * 1000
    assert pyarrow.Array._import_from_c_capsule(schema, rows).to_pylist() == DUE * 1000
    releases = [pyarrow.array(CALENDAR.is_working_day(Producer(pyarrow.array(DATES * 9)))) for _ in range(50)]
    other = threading.Thread(target=releases.clear)
    other.start()
    other.join()


def test_no_copy_where_nothing_is_missing():
    column = pyarrow.array([DATES[0]] * 1_000_000)
    before = pyarrow.total_allocated_bytes()
    due = CALENDAR.add_working_days(column, 10)
    assert pyarrow.total_allocated_bytes() == before and due.null_count == 0
    assert due.buffers()[0] is None and due[0].as_py() == DUE[0]


def test_nothing_leaks():
    column = pyarrow.array(DATES * 2000)
    pieces = pyarrow.chunked_array([column[:5000], column[5000:]])
    table = pyarrow.table({"day": column})

    def ask(n):
        for _ in range(n):
            CALENDAR.add_working_days(Producer(column), 10)
            CALENDAR.add_working_days(Stream(pieces), 10).__arrow_c_array__()
            pyarrow.array(CALENDAR.is_working_day(Producer(column[2:4])))
            CALENDAR.working_days_between(column, pieces)
            for wrong in (table, Producer(column.cast(pyarrow.date64()))):
                with pytest.raises(TypeError):
                    CALENDAR.is_working_day(wrong)

    ask(200)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, pyarrow.total_allocated_bytes()
    ask(2000)
    gc.collect()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, pyarrow.total_allocated_bytes()
    assert after[0] - before[0] < 16 * 1024 and after[1] <= before[1]


def test_columns_of_impossible_sizes():
    """What the package asks of the extension is possible; what it does not ask must not overrun memory either."""
    from cpplan import _native

    for n_rows in 2**62 + 1, 2**61 + 1, 2**60:
        for width in 4, 8:
            with pytest.raises(MemoryError):
                _native.cpplan_py_column_new(n_rows, width)
    for width in -4, 0, 2, 3, 16:
        with pytest.raises(ValueError, match="bytes wide"):
            _native.cpplan_py_column_new(1, width)
    taken = _native.cpplan_py_column_take(pyarrow.array([1, 2]))
    for width in -4, 0, 1, 2, 16:
        with pytest.raises(ValueError, match="4 or 8 bytes wide"):
            _native.cpplan_py_column_convert(taken, width)
        with pytest.raises(ValueError, match="4 or 8 bytes wide"):
            _native.cpplan_py_days_convert(array.array("i", [1]), width)
    for wrong in 7, None, "x", array.array("h", [1]), memoryview(bytearray(16)).cast("i", (2, 2)):
        with pytest.raises((TypeError, ValueError)):
            _native.cpplan_py_days_convert(wrong, 8)


def test_columns_of_each_width_are_pickled():
    days = Producer(pyarrow.array([*DATES, None]))
    wide = numpy.array([*DATES, None], "M8[D]")
    found = set()
    for column in (
        CALENDAR.add_working_days(days, 3),
        CALENDAR.working_days_between(days, DATES[0]),
        CALENDAR.working_days_between(days, wide),
        CALENDAR.is_working_day(days),
    ):
        found.add(column._native.format)
        again = pickle.loads(pickle.dumps(column))
        assert type(again) is cpplan.Column and again == column and again[-1] is None and again.n_missing == 2
    assert found >= {"tdD", "i", "b"}
