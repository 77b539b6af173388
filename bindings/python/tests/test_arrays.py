# SPDX-License-Identifier: LGPL-2.1-or-later
"""Arrays of every kind give what one date at a time gives, and a result of the same kind; and what one date gives is
what walking from day to day finds."""

import array
import threading
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import cpplan

numpy = pytest.importorskip("numpy")
pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")

CALENDAR = cpplan.Calendar.bank_holidays("england-and-wales")
HOLIDAYS = {holiday.date for holiday in CALENDAR.holidays}
DATES = [date(2024, 12, 12), None, date(2025, 4, 10), date(2025, 4, 19)]
DUE = [None if day is None else CALENDAR.add_working_days(day, 10) for day in DATES]
BETWEEN = [None if day is None else CALENDAR.working_days_between(day, date(2025, 1, 1)) for day in DATES]
WORKED = [None if day is None else CALENDAR.is_working_day(day) for day in DATES]
EPOCH = date(1970, 1, 1)


# ---- a plain walk, in Python alone ----


def is_worked(day):
    return day.weekday() < 5 and day not in HOLIDAYS


def walk(day, n_days):
    step = timedelta(1 if n_days > 0 else -1)
    left = abs(n_days)
    while left:
        day += step
        left -= is_worked(day)
    return day


def count(a, b):
    if a > b:
        return -sum(is_worked(b + timedelta(day)) for day in range((a - b).days))
    return sum(is_worked(a + timedelta(day + 1)) for day in range((b - a).days))


days = some.dates(date(1992, 1, 1), date(2026, 12, 31))


@given(days, some.integers(-300, 300))
def test_adding_is_walking(day, n_days):
    assert CALENDAR.add_working_days(day, n_days) == walk(day, n_days)


@given(days, some.integers(-400, 400))
def test_counting_is_walking(a, n_days):
    b = a + timedelta(n_days)
    assert CALENDAR.working_days_between(a, b) == count(a, b)


@given(days, some.integers(-300, 300))
def test_counting_back_gives_the_number(day, n_days):
    assert CALENDAR.working_days_between(day, CALENDAR.add_working_days(day, n_days)) == n_days


@settings(deadline=None)
@given(some.lists(some.tuples(days, some.integers(-300, 300)), min_size=1, max_size=50))
def test_arrays_are_as_numpy_says(rows):
    starts = numpy.array([day for day, _ in rows], "M8[D]")
    numbers = numpy.array([number for _, number in rows])
    holidays = numpy.array(sorted(HOLIDAYS), "M8[D]")
    # numpy counts from the first day worked on or after the start; we count the days after the start
    later = numpy.busday_offset(starts, numbers, roll="backward", holidays=holidays)
    earlier = numpy.busday_offset(starts, numbers, roll="forward", holidays=holidays)
    wanted = numpy.where(numbers > 0, later, numpy.where(numbers < 0, earlier, starts))
    found = CALENDAR.add_working_days(starts, numbers)
    assert (found == wanted).all()
    assert (CALENDAR.is_working_day(starts) == numpy.is_busday(starts, holidays=holidays)).all()
    assert (CALENDAR.working_days_between(starts, found) == numbers).all()
    assert found.tolist() == [CALENDAR.add_working_days(day, number) for day, number in rows]


@settings(deadline=None)
@given(some.lists(some.tuples(days, days), min_size=1, max_size=50))
def test_counts_are_as_numpy_says(rows):
    a, b = (numpy.array(side, "M8[D]") for side in zip(*rows))
    holidays = numpy.array(sorted(HOLIDAYS), "M8[D]")
    # numpy counts the first day and not the last; we count the days after a, or those from b up to the day before a
    forward = numpy.busday_count(a + 1, b + 1, holidays=holidays)
    backward = -numpy.busday_count(b, a, holidays=holidays)
    found = CALENDAR.working_days_between(a, b)
    assert (found == numpy.where(a <= b, forward, backward)).all()
    assert found.tolist() == [CALENDAR.working_days_between(*row) for row in rows]
    assert CALENDAR.is_working_day(a).tolist() == [is_worked(day) for day, _ in rows]


def test_the_first_row_without_answer_is_named_wherever_it_stands():
    dates = numpy.full(50_000, "2024-12-12", "M8[D]")
    for place in (0, 1, 4095, 4096, 12_345, 49_999):
        asked = dates.copy()
        asked[place:] = "NaT"
        for ask in (CALENDAR.is_working_day, lambda days: CALENDAR.working_days_between(days, date(2025, 1, 2))):
            with pytest.raises(ValueError, match=f"row {place} has no answer"):
                ask(asked)
            series = ask(pandas.Series(asked))
            assert series.isna().sum() == 50_000 - place and series.notna().sum() == place
        asked[place:] = "2060-01-01"
        with pytest.raises(cpplan.OutOfCoverError, match=rf"row {place} \(2060-01-01\)"):
            CALENDAR.working_days_between(asked, asked)


# ---- the same kind back ----


@pytest.mark.parametrize("make", [list, tuple])
def test_lists(make):
    assert CALENDAR.add_working_days(make(DATES), 10) == DUE
    assert CALENDAR.add_working_days(make(DATES[2:]), [10, 10]) == DUE[2:]
    assert CALENDAR.add_working_days(DATES[0], [1, 2]) == [walk(DATES[0], 1), walk(DATES[0], 2)]
    assert CALENDAR.working_days_between(make(DATES), date(2025, 1, 1)) == BETWEEN
    assert CALENDAR.working_days_between(date(2025, 1, 1), make(DATES[2:])) == [
        count(date(2025, 1, 1), day) for day in DATES[2:]
    ]
    assert CALENDAR.working_days_between(make(DATES), make(DUE)) == [None if day is None else 10 for day in DATES]
    assert CALENDAR.is_working_day(make(DATES)) == WORKED
    assert CALENDAR.add_working_days(make([]), 10) == []
    assert CALENDAR.add_working_days([date(2060, 1, 1), DATES[0]], 10, outside="missing") == [None, DUE[0]]


@pytest.mark.parametrize("unit", ["D", "h", "s", "ms", "us", "ns"])
def test_numpy_datetimes(unit):
    dates = numpy.array(DATES, "M8[D]").astype(f"M8[{unit}]")
    due = CALENDAR.add_working_days(dates, 10)
    assert due.dtype == dates.dtype and due.astype("M8[D]").tolist() == DUE
    assert CALENDAR.working_days_between(dates[2:], dates[3]).tolist() == [count(DATES[2], DATES[3]), 0]
    assert CALENDAR.is_working_day(dates[2:]).tolist() == WORKED[2:]
    if unit != "D":
        with pytest.raises(ValueError, match="times of day"):
            CALENDAR.add_working_days(dates + numpy.timedelta64(1, unit), 10)


@pytest.mark.parametrize("kind", ["i4", "i8"])
def test_numpy_numbers(kind):
    numbers = numpy.array(DATES[2:], "M8[D]").view("i8").astype(kind)
    due = CALENDAR.add_working_days(numbers, 10)
    assert due.dtype == numbers.dtype and due.astype("M8[D]").tolist() == DUE[2:]
    assert CALENDAR.working_days_between(numbers, date(2025, 1, 1)).tolist() == BETWEEN[2:]
    assert CALENDAR.working_days_between(numbers, due).dtype == numbers.dtype
    none = numpy.array([numpy.iinfo(kind).min], kind)
    assert CALENDAR.add_working_days(none, 10).tolist() == none.tolist()


def test_numpy_shapes_and_strides():
    dates = numpy.array([[date(2024, 12, day) for day in range(1, 7)]] * 2, "M8[D]")
    due = CALENDAR.add_working_days(dates, 3)
    assert due.shape == dates.shape and due[1, 2].item() == walk(date(2024, 12, 3), 3)
    assert (CALENDAR.add_working_days(dates[:, ::2], 3) == due[:, ::2]).all()
    assert (CALENDAR.add_working_days(dates[0, ::-1], 3) == due[0, ::-1]).all()
    assert (CALENDAR.add_working_days(dates[0].astype(">M8[D]"), 3) == due[0]).all()
    packed = numpy.zeros(6, numpy.dtype([("flag", "u1"), ("day", "M8[D]")]))
    packed["day"] = dates[0]
    assert (CALENDAR.add_working_days(packed["day"], 3) == due[0]).all()
    scalar = CALENDAR.add_working_days(numpy.datetime64("2024-12-12"), 10)
    assert isinstance(scalar, numpy.datetime64) and scalar.item() == DUE[0]
    assert (
        CALENDAR.add_working_days(dates[0], numpy.arange(6, dtype="u1"))
        == [walk(day, n) for n, day in enumerate(dates[0].tolist())]
    ).all()
    assert (CALENDAR.add_working_days(DATES[0], numpy.arange(3)) == [walk(DATES[0], n) for n in range(3)]).all()
    assert CALENDAR.add_working_days(numpy.array(DATES, object), 10).tolist() == DUE
    assert CALENDAR.add_working_days(dates[:0], 3).shape == (0, 6)


def test_out():
    dates = numpy.array(DATES[2:], "M8[D]")
    out = numpy.empty_like(dates)
    assert CALENDAR.add_working_days(dates, 10, out=out) is out and out.tolist() == DUE[2:]
    truths = numpy.empty(2, bool)
    assert CALENDAR.is_working_day(dates, out=truths) is truths and truths.tolist() == WORKED[2:]
    counts = numpy.empty(2, "i8")
    assert (
        CALENDAR.working_days_between(dates, date(2025, 1, 1), out=counts) is counts
        and counts.tolist() == BETWEEN[2:]
    )
    CALENDAR.add_working_days(dates, 10, out=dates)
    assert dates.tolist() == DUE[2:]
    long = numpy.array([DATES[2]] * 10, "M8[D]")
    read_only = numpy.empty_like(dates)
    read_only.flags.writeable = False
    for wrong in (
        numpy.empty(3, "M8[D]"),
        numpy.empty(2, "M8[s]"),
        numpy.empty(2, "i4"),
        numpy.empty(2),
        read_only,
        [None, None],
        numpy.empty(4, "M8[D]")[::2],
        "x",
    ):
        with pytest.raises((ValueError, TypeError)):
            CALENDAR.add_working_days(dates, 10, out=wrong)
    with pytest.raises(ValueError, match="across"):
        CALENDAR.add_working_days(long[:-1], 10, out=long[1:])
    with pytest.raises(TypeError):
        CALENDAR.add_working_days(DATES, 10, out=[])


def test_out_is_of_the_kind_of_the_result():
    dates = numpy.array(DATES[2:], "M8[D]")
    with pytest.raises(TypeError, match="kind of the result"):
        CALENDAR.working_days_between(dates, dates, out=numpy.empty(2, "M8[D]"))
    with pytest.raises(TypeError, match="MaskedArray"):
        CALENDAR.add_working_days(dates, 1, out=numpy.ma.array(dates.copy(), mask=[True, False]))


def test_a_row_outside_is_named_also_where_the_result_took_its_place():
    dates = numpy.array(["2025-04-10", "1066-10-14"], "M8[D]")
    with pytest.raises(cpplan.OutOfCoverError, match="^row 1 of 2 leads outside"):
        CALENDAR.add_working_days(dates, 1, out=dates[:])


def test_rows_of_two_shapes_do_not_go_together():
    dates = numpy.array([DATES[2:] * 3, DATES[2:] * 3], "M8[D]")
    for other in (numpy.zeros((6, 2), int), numpy.zeros(12, int), [0] * 12):
        with pytest.raises(ValueError, match="length and shape"):
            CALENDAR.add_working_days(dates, other)
    for other in (dates.reshape(6, 2), dates.reshape(-1), dates.reshape(-1).tolist()):
        with pytest.raises(ValueError, match="length and shape"):
            CALENDAR.working_days_between(other, dates)


def test_one_number_of_numpy_beside_many_dates():
    dates = numpy.array(DATES[2:], "M8[D]")
    for one in (numpy.int64(10), numpy.array(10), numpy.uint8(10)):
        assert CALENDAR.add_working_days(dates, one).tolist() == DUE[2:]


def test_one_day_that_only_64_bits_hold():
    days = numpy.array(DATES[2:], "M8[D]").astype("i8").astype("i4")
    assert CALENDAR.working_days_between(numpy.datetime64("NaT", "D"), days).tolist() == [-(2**31)] * 2
    with pytest.raises(cpplan.OutOfCoverError, match="row 0"):
        CALENDAR.working_days_between(days, numpy.datetime64(2**60, "D"))


def test_masked_arrays_are_refused():
    dates = numpy.ma.array(numpy.array(DATES[2:], "M8[D]"), mask=[True, False])
    for ask in (
        lambda: CALENDAR.add_working_days(dates, 1),
        lambda: CALENDAR.add_working_days(dates.data, numpy.ma.array([1, 2], mask=[True, False])),
        lambda: CALENDAR.is_working_day(dates),
        lambda: CALENDAR.working_days_between(DATES[2:], dates),
        lambda: cpplan.Policy.builtin("rotherham").due("first-core-group", dates, CALENDAR),
    ):
        with pytest.raises(TypeError, match="masked"):
            ask()


@pytest.mark.parametrize("unit", ["2D", "36h", "7s", "W", "ps", "as"])
def test_units_that_cannot_tell_each_day_are_refused(unit):
    with pytest.raises(TypeError, match="does not hold every day"):
        CALENDAR.add_working_days(numpy.array([0, 1], f"M8[{unit}]"), 1)


def test_units_that_tell_each_day():
    for unit in ("12h", "30m", "6s", "ms", "us", "ns"):
        dates = numpy.array(DATES[2:], "M8[D]").astype(f"M8[{unit}]")
        due = CALENDAR.add_working_days(dates, 10)
        assert due.dtype == dates.dtype and due.astype("M8[D]").tolist() == DUE[2:]


def test_numbers_too_short_for_days():
    with pytest.raises(TypeError, match="32-bit or 64-bit"):
        CALENDAR.add_working_days(array.array("H", [20000]), 1)


def test_numpy_has_no_word_for_missing():
    dates = numpy.array(DATES, "M8[D]")
    truths = numpy.ones(4, bool)
    for ask in (
        lambda: CALENDAR.is_working_day(dates),
        lambda: CALENDAR.is_working_day(dates, out=truths),
        lambda: CALENDAR.working_days_between(dates, date(2025, 1, 1)),
        lambda: CALENDAR.working_days_between(dates, date(2025, 1, 1), out=numpy.empty(4, "i8")),
    ):
        with pytest.raises(ValueError, match="row 1 "):
            ask()


@pytest.mark.parametrize(
    "dtype", ["datetime64[s]", "datetime64[ms]", "datetime64[us]", "datetime64[ns]", "object", "date32[pyarrow]"]
)
def test_pandas(dtype):
    series = pandas.Series(DATES, index=list("abcd"), name="conference")
    series = (
        series
        if dtype == "object"
        else series.astype(dtype)
        if "arrow" in dtype
        else pandas.to_datetime(series).astype(dtype)
    )
    due = CALENDAR.add_working_days(series, 10)
    assert due.dtype == series.dtype and list(due.index) == list("abcd") and due.name == "conference"
    assert [None if pandas.isna(day) else pandas.Timestamp(day).date() for day in due] == DUE
    between = CALENDAR.working_days_between(series, date(2025, 1, 1))
    assert between.dtype == "Int64" or between.dtype == "Int32"
    assert [None if pandas.isna(number) else number for number in between] == BETWEEN
    worked = CALENDAR.is_working_day(series)
    assert worked.dtype == "boolean" and [None if pandas.isna(truth) else truth for truth in worked] == WORKED
    assert list(series[worked].index) == [name for name, truth in zip("abcd", WORKED) if truth]
    assert [None if pandas.isna(number) else number for number in CALENDAR.working_days_between(series, due)] == [
        10,
        None,
        10,
        10,
    ]


def test_more_of_pandas():
    series = pandas.Series(pandas.to_datetime(DATES), index=list("abcd"))
    numbers = pandas.Series([1, 2, 3, 4], index=list("abcd"))
    found = CALENDAR.add_working_days(series, numbers)
    assert found["d"].date() == walk(DATES[3], 4) and CALENDAR.add_working_days(
        series, numbers.astype("Int64")
    ).equals(found)
    assert CALENDAR.add_working_days(DATES[0], numbers)["b"].date() == walk(DATES[0], 2)
    index = CALENDAR.add_working_days(pandas.DatetimeIndex(series, name="x"), 10)
    assert isinstance(index, pandas.DatetimeIndex) and index.name == "x"
    with pytest.raises(ValueError, match="indexes"):
        CALENDAR.add_working_days(series, numbers.reset_index(drop=True))
    with pytest.raises(TypeError, match="time zone"):
        CALENDAR.add_working_days(series.dt.tz_localize("UTC"), 1)
    with pytest.raises(ValueError, match="missing"):
        CALENDAR.add_working_days(series, pandas.Series([1, None, 2, 3], index=series.index, dtype="Int64"))
    with pytest.raises(TypeError):
        CALENDAR.add_working_days(series.iloc[0], 1)
    assert CALENDAR.add_working_days(pandas.Series([], dtype="datetime64[s]"), 1).empty


def test_polars():
    series = polars.Series("conference", DATES)
    due = CALENDAR.add_working_days(series, 10)
    assert due.dtype == polars.Date and due.name == "conference" and due.to_list() == DUE
    assert CALENDAR.add_working_days(series, polars.Series([10] * 4)).to_list() == DUE
    assert CALENDAR.add_working_days(DATES[0], polars.Series([10, 1])).to_list() == [DUE[0], walk(DATES[0], 1)]
    assert CALENDAR.working_days_between(series, date(2025, 1, 1)).to_list() == BETWEEN
    assert CALENDAR.is_working_day(series).to_list() == WORKED
    assert CALENDAR.add_working_days(series[:0], 10).to_list() == []
    with pytest.raises(TypeError, match="cast"):
        CALENDAR.add_working_days(series.cast(polars.Datetime), 10)


@pytest.mark.parametrize("is_chunked", [False, True])
def test_arrow(is_chunked):
    values = pyarrow.array([None, *DATES])[1:]
    column = pyarrow.chunked_array([values[:2], values[2:]]) if is_chunked else values
    due = CALENDAR.add_working_days(column, 10)
    assert type(due) is type(column) and due.type == pyarrow.date32() and due.to_pylist() == DUE
    assert CALENDAR.add_working_days(column, pyarrow.array([10] * 4)).to_pylist() == DUE
    assert CALENDAR.add_working_days(DATES[0], pyarrow.array([10, 1])).to_pylist() == [DUE[0], walk(DATES[0], 1)]
    assert CALENDAR.working_days_between(column, date(2025, 1, 1)).to_pylist() == BETWEEN
    assert CALENDAR.working_days_between(column, due).to_pylist() == [10, None, 10, 10]
    assert CALENDAR.is_working_day(column).to_pylist() == WORKED
    assert CALENDAR.add_working_days(column[:0], 10).to_pylist() == []
    with pytest.raises(TypeError, match="cast"):
        CALENDAR.add_working_days(pyarrow.array(DATES).cast(pyarrow.timestamp("s")), 10)
    with pytest.raises(ValueError, match="missing"):
        CALENDAR.add_working_days(column, pyarrow.array([1, None, 2, 3]))


@pytest.mark.parametrize("code", ["i", "q"])
def test_buffers(code):
    numbers = array.array(code, [(day - EPOCH).days for day in DATES[2:]])
    due = CALENDAR.add_working_days(numbers, 10)
    assert isinstance(due, array.array) and due.typecode == code
    assert [EPOCH + timedelta(number) for number in due] == DUE[2:]
    assert CALENDAR.add_working_days(memoryview(numbers), 10).tolist() == due.tolist()
    assert list(CALENDAR.working_days_between(numbers, date(2025, 1, 1))) == BETWEEN[2:]
    assert list(CALENDAR.is_working_day(numbers)) == WORKED[2:]
    out = array.array(code, [0, 0])
    assert CALENDAR.add_working_days(numbers, 10, out=out) is out and out == due
    with pytest.raises((BufferError, ValueError, TypeError)):
        CALENDAR.add_working_days(numbers, 10, out=b"x" * 16)


@pytest.mark.parametrize("code", "bBhHiIlLqQ")
def test_counts_in_buffers_of_any_integers(code):
    counts = array.array(code, [10, 0])
    for dates in DATES[2:], numpy.array(DATES[2:], "M8[D]"), polars.Series(DATES[2:]):
        for numbers in counts, memoryview(counts):
            found = CALENDAR.add_working_days(dates, numbers)
            assert type(found) is type(dates) and list(found) == [DUE[2], DATES[3]]


def test_counts_in_buffers_that_are_none():
    for wrong in array.array("f", [1, 2]), array.array("d", [1, 2]), memoryview(b"\1\0").cast("?"):
        with pytest.raises(TypeError, match="counts of days are integers, not of format"):
            CALENDAR.add_working_days(DATES[2:], wrong)
    with pytest.raises(OverflowError):
        CALENDAR.add_working_days(DATES[2:], array.array("q", [10, 2**40]))


@pytest.mark.parametrize("code", "bBhHILQfd")
def test_days_in_buffers_of_other_numbers(code):
    wrong = array.array(code, [1, 2])
    for ask in (
        lambda: CALENDAR.add_working_days(wrong, 1),
        lambda: CALENDAR.is_working_day(wrong),
        lambda: CALENDAR.working_days_between(wrong, DATES[2:]),
        lambda: CALENDAR.working_days_between(DATES[2:], wrong),
    ):
        with pytest.raises(TypeError, match="day numbers are 32-bit or 64-bit integers, not of format"):
            ask()


@pytest.mark.parametrize(
    "dates, n_days, error",
    [
        ([date(2024, 1, 2), "2024-01-02"], 1, TypeError),
        ([date(2024, 1, 2)], [1, 2], ValueError),
        ([date(2024, 1, 2)], 1.5, TypeError),
        ([date(2024, 1, 2)], [1.5], TypeError),
        ([date(2024, 1, 2)], [True], TypeError),
        (date(2024, 1, 2), True, TypeError),
        ([date(2024, 1, 2)], 2**40, OverflowError),
        ("2024-01-02", 1, TypeError),
        ({date(2024, 1, 2)}, 1, TypeError),
        (numpy.array([1.5]), 1, TypeError),
        (numpy.array(["2024-01"], "M8[M]"), 1, TypeError),
        (numpy.array(["2024-01-02"]), 1, TypeError),
        (numpy.array([20000]), numpy.array([1.5]), TypeError),
        (numpy.array([20000], "i4"), numpy.array([2**40]), OverflowError),
        (memoryview(b"x" * 8), 1, TypeError),
    ],
)
def test_what_is_no_array_of_dates(dates, n_days, error):
    with pytest.raises(error):
        CALENDAR.add_working_days(dates, n_days)


def test_outside():
    series = pandas.Series(pandas.to_datetime(["2024-12-12", "2060-01-01"]))
    assert pandas.isna(CALENDAR.add_working_days(series, 10, outside="missing")[1])
    assert CALENDAR.is_working_day(series, outside="missing").tolist() == [True, pandas.NA]
    with pytest.raises(cpplan.OutOfCoverError, match="row 1"):
        CALENDAR.add_working_days(series, 10)
    with pytest.raises(ValueError):
        CALENDAR.add_working_days(series, 10, outside="ignore")


# ---- arrays of two kinds and widths ----

A = [date(2024, 12, 12), None, date(2025, 1, 2), date(2025, 5, 6)]
B = [date(2025, 1, 2), date(2025, 1, 3), None, date(2025, 4, 10)]
NO_DAY = {"i": -(2**31), "q": -(2**63)}


def numbers_of(days, code):
    return [NO_DAY[code] if day is None else (day - EPOCH).days for day in days]


def column_of(days):
    """One that is known by its interface alone."""
    arrow = pyarrow.array(days, pyarrow.date32())
    return CALENDAR.add_working_days(type("Given", (), {"__arrow_c_array__": arrow.__arrow_c_array__})(), 0)


KINDS = {
    "list": list,
    "tuple": tuple,
    "datetime64[D]": lambda days: numpy.array(days, "M8[D]"),
    "datetime64[ns]": lambda days: numpy.array(days, "M8[ns]"),
    "int32": lambda days: numpy.array(numbers_of(days, "i"), "i4"),
    "int64": lambda days: numpy.array(numbers_of(days, "q"), "i8"),
    "objects": lambda days: numpy.array(days, object),
    "Series": lambda days: pandas.Series(numpy.array(days, "M8[s]")),
    "Series of objects": lambda days: pandas.Series(days, dtype=object),
    "Series of Arrow": lambda days: pandas.Series(days, dtype="date32[pyarrow]"),
    "Index": lambda days: pandas.Index(numpy.array(days, "M8[s]")),
    "polars": lambda days: polars.Series(days, dtype=polars.Date),
    "Array": lambda days: pyarrow.array(days, pyarrow.date32()),
    "ChunkedArray": lambda days: pyarrow.chunked_array([days[:1], days[1:]], pyarrow.date32()),
    "Column": column_of,
    "array of 32 bits": lambda days: array.array("i", numbers_of(days, "i")),
    "array of 64 bits": lambda days: array.array("q", numbers_of(days, "q")),
    "memory of 32 bits": lambda days: memoryview(array.array("i", numbers_of(days, "i"))),
    "memory of 64 bits": lambda days: memoryview(array.array("q", numbers_of(days, "q"))),
}
NUMBERS = {"int32": "i", "array of 32 bits": "i", "memory of 32 bits": "i"}
NUMBERS |= {"int64": "q", "array of 64 bits": "q", "memory of 64 bits": "q"}
CANNOT_MISS = {"datetime64[D]", "datetime64[ns]", "objects"}


def rows_of(kind, counts):
    """Plain rows; what is no count is None."""
    rows = counts.to_pylist() if hasattr(counts, "to_pylist") else list(counts)
    none = NO_DAY[NUMBERS[kind]] if kind in NUMBERS else None
    return [None if row is None or row is pandas.NA or row == none else int(row) for row in rows]


def between(a, b):
    return [None if None in row else CALENDAR.working_days_between(*row) for row in zip(a, b)]


@pytest.mark.parametrize("other", KINDS)
@pytest.mark.parametrize("own", KINDS)
def test_any_two_kinds_go_together(own, other):
    a, b = (A[:1] + A[3:], B[:1] + B[3:]) if own in CANNOT_MISS else (A, B)
    own_days, other_days = KINDS[own](a), KINDS[other](b)
    counts = CALENDAR.working_days_between(own_days, other_days)
    assert rows_of(own, counts) == between(a, b)
    assert type(counts) is type(CALENDAR.working_days_between(own_days, own_days))
    if own in NUMBERS:
        assert memoryview(counts).itemsize == memoryview(own_days).itemsize
    if own in CANNOT_MISS:
        for days in (A[:2], B[:2]), (A[::2], B[::2]):
            with pytest.raises(ValueError, match="row 1 has no answer"):
                CALENDAR.working_days_between(KINDS[own](days[0]), KINDS[other](days[1]))


@pytest.mark.parametrize("kind", KINDS)
def test_any_kind_goes_with_one_day(kind):
    days = A[:1] + A[2:] if kind in CANNOT_MISS else A
    one = date(2025, 1, 1)
    for day in (one, numpy.datetime64(one)):
        assert rows_of(kind, CALENDAR.working_days_between(KINDS[kind](days), day)) == between(
            days, [one] * len(days)
        )
        assert rows_of(kind, CALENDAR.working_days_between(day, KINDS[kind](days))) == between(
            [one] * len(days), days
        )


@pytest.mark.parametrize("far", [2**31 + 20_000, 2**32 + 20_000, 2**63 - 1, -(2**31) - 1, -(2**31), 1 - 2**63])
def test_a_day_beyond_32_bits_is_outside(far):
    """It must not come round to a day of these years, nor count as no day."""
    for other in (numpy.array([20_000, far]), array.array("q", [20_000, far])):
        for own in ("list", "polars", "Column", "int32", "array of 32 bits"):
            days = KINDS[own](A[:1] * 2)
            with pytest.raises(cpplan.OutOfCoverError, match="row 1 "):
                CALENDAR.working_days_between(days, other)
            assert rows_of(own, CALENDAR.working_days_between(days, other, outside="missing"))[1] is None


def test_the_result_beside_another_width_goes_where_it_is_wanted():
    days = numpy.array(numbers_of([A[0], A[3]], "i"), "i4")
    out = numpy.empty(2, "i4")
    assert CALENDAR.working_days_between(days, numpy.array([B[0], B[3]], "M8[D]"), out=out) is out
    assert out.tolist() == between([A[0], A[3]], [B[0], B[3]])
    with pytest.raises(TypeError, match="kind of the result"):
        CALENDAR.working_days_between(days, numpy.array([B[0], B[3]], "M8[D]"), out=numpy.empty(2, "i8"))


def test_what_goes_with_arrays_does_not_go_with_one_date():
    policy = cpplan.Policy.builtin("rotherham")
    for ask in (
        lambda **more: CALENDAR.add_working_days(DATES[0], 10, **more),
        lambda **more: CALENDAR.add_working_days(DATES[0], numpy.int64(10), **more),
        lambda **more: CALENDAR.working_days_between(DATES[0], DATES[2], **more),
        lambda **more: CALENDAR.is_working_day(DATES[0], **more),
        lambda **more: policy.due("first-core-group", DATES[0], CALENDAR, **more),
        lambda **more: policy.act_by("first-core-group", DATES[0], CALENDAR, **more),
    ):
        assert ask(outside="raise", out=None) == ask()
        assert repr(ask(outside="".join(["ra", "ise"]))) == repr(ask())
        with pytest.raises(TypeError, match="^out goes with arrays, not with one date"):
            ask(out=numpy.empty(1, "M8[D]"))
        with pytest.raises(TypeError, match="^outside goes with arrays, not with one date"):
            ask(outside="missing")
        with pytest.raises(ValueError, match='outside has to be "raise" or "missing", not'):
            ask(outside="nonsense")


def test_rows_outside_are_told_one_or_many():
    for n_outside, verb in (
        (1, r"row 0 \(2060-01-01\) of 4 leads"),
        (3, r"row 0 \(2060-01-01\) and 2 more of 4 lead"),
    ):
        dates = [date(2060, 1, 1)] * n_outside + [DATES[0]] * (4 - n_outside)
        with pytest.raises(cpplan.OutOfCoverError, match=f"^{verb} outside"):
            CALENDAR.is_working_day(dates)


def test_long_arrays_let_other_threads_run():
    """While a long array is counted, another thread gets on; the answer is the same."""
    dates = numpy.tile(numpy.array(DATES[2:], "M8[D]"), 2_000_000)
    numbers = numpy.tile(numpy.array([10, 10]), 2_000_000)
    steps, done = [], threading.Event()

    def count_steps():
        while not done.is_set():
            steps.append(None)
            done.wait(0.001)

    other = threading.Thread(target=count_steps)
    other.start()
    before = len(steps)
    due = CALENDAR.add_working_days(dates, numbers)
    during = len(steps) - before
    done.set()
    other.join()
    assert during >= 2 and due[:2].tolist() == DUE[2:] and (due[::2] == due[0]).all()


def test_messages_say_what_to_do(calendar):
    pandas = pytest.importorskip("pandas")
    times = pandas.Series(pandas.to_datetime(["2025-01-01 10:00"]))
    with pytest.raises(ValueError, match=r"times of day: drop them first, for instance with \.dt\.normalize\(\)"):
        calendar.add_working_days(times, 3)
    with pytest.raises(ValueError, match=r"with \.normalize\(\)"):
        calendar.is_working_day(pandas.Index(times))
    assert len(calendar.add_working_days(times.dt.normalize(), 3)) == 1
    with pytest.raises(ValueError, match="astype"):
        calendar.add_working_days(times.to_numpy(), 3)
    frame = pandas.DataFrame({"day": times})
    if hasattr(frame, "__arrow_c_stream__"):
        with pytest.raises(TypeError, match="^a DataFrame is no array of dates: take one of its columns$"):
            calendar.add_working_days(frame, 3)
        with pytest.raises(TypeError, match="^a DataFrame is no array of counts of days: take one of its columns$"):
            calendar.add_working_days(date(2025, 1, 1), frame)
    for ask in (
        lambda: calendar.add_working_days(pandas.NaT, 3),
        lambda: calendar.is_working_day(pandas.NaT),
        lambda: calendar.holiday_on(pandas.NaT),
        lambda: calendar.add_working_days([date(2025, 1, 1), pandas.NaT], 3),
        lambda: cpplan.Event("e1", "visit", pandas.NaT),
    ):
        with pytest.raises(TypeError, match=r"the date is missing \(NaT\)"):
            ask()
