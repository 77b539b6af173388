# SPDX-License-Identifier: LGPL-2.1-or-later
"""Many dates in one call: what kinds of arrays there are, and how each becomes day numbers and back.

A kind lends its memory as a buffer of 32-bit or 64-bit day numbers, so that nothing is copied where it need not be,
and makes a result of the same kind. No library is imported here before somebody brings one of its arrays along.
"""

from __future__ import annotations

import array
import copy
import datetime
import operator
from typing import Any, Callable, Optional

from cpplan import _native
from cpplan.errors import OutOfCoverError

NONE_32 = -(2**31)
NONE_64 = -(2**63)
NO_ANSWER = 255
EPOCH = datetime.date(1970, 1, 1).toordinal()

Buffer = Any


def _cast(memory: Any, width: int) -> Buffer:
    """Gives memory as numbers of a width."""
    view: Any = memoryview(memory)
    return view.cast("B").cast({1: "B", 4: "i", 8: "q"}[width])


def _make_buffer(length: int, width: int) -> Buffer:
    return _cast(bytearray(length * width), width)


def _number_of_day(date: datetime.date) -> int:
    return date.toordinal() - EPOCH


class Kind:
    """One kind of array; `like` is the one that the caller gave."""

    def __init__(self, like: Any) -> None:
        self.like = like

    def days(self) -> Buffer:
        raise NotImplementedError

    def numbers(self, width: int) -> Buffer:
        """Gives counts of days, as numbers of that width."""
        raise NotImplementedError

    def empty(self, length: int, width: int) -> Buffer:
        return _make_buffer(length, width)

    def take_out(self, out: Any, width: int, of_dates: bool) -> Buffer:
        """Gives the memory of an array that the caller brought for the result."""
        raise TypeError(f"out cannot be used with a {type(self.like).__name__}")

    def give_dates(self, result: Buffer) -> Any:
        raise NotImplementedError

    def give_counts(self, result: Buffer, first_missing: int) -> Any:
        """Gives counts; the first row that has none is -1 if all have one."""
        raise NotImplementedError

    def give_truths(self, result: Buffer, first_missing: int) -> Any:
        raise NotImplementedError

    def check_counts(self, first_missing: int) -> None:
        """Refuses an answer that lacks a row where the array cannot say so."""

    def check_truths(self, first_missing: int) -> None:
        """The same."""

    def leave_truths(self, result: Buffer) -> None:
        """Sees to it that memory of the caller for truths holds nothing else."""


def _none_of(width: int) -> int:
    return NONE_32 if width == 4 else NONE_64


def _item_width(buffer: Buffer) -> int:
    return int(memoryview(buffer).itemsize)


class Lists(Kind):
    """Lists and tuples of dates, in which None is no date; the result is a list."""

    def days(self) -> Buffer:
        return _cast(_native.cpplan_py_days_from_list(self.like), 4)

    def numbers(self, width: int) -> Buffer:
        if any(isinstance(number, bool) for number in self.like):
            raise TypeError("a count of days has to be an int, not bool")
        return array.array("i" if width == 4 else "q", self.like)

    def give_dates(self, result: Buffer) -> Any:
        return _native.cpplan_py_days_to_list(result)

    def give_counts(self, result: Buffer, first_missing: int) -> Any:
        return [None if count == NONE_32 else count for count in result]

    def give_truths(self, result: Buffer, first_missing: int) -> Any:
        return [None if truth == NO_ANSWER else bool(truth) for truth in result]


class Buffers(Kind):
    """Anything else with the buffer protocol: day numbers since 1970-01-01, the least of all numbers being no date."""

    def days(self) -> Buffer:
        view = memoryview(self.like)
        if view.itemsize not in (4, 8):
            raise TypeError(f'day numbers are 32-bit or 64-bit integers, not of format "{view.format}"')
        return self.like

    def numbers(self, width: int) -> Buffer:
        view = memoryview(self.like)
        if view.format not in tuple("bBhHiIlLqQ"):
            raise TypeError(f'counts of days are integers, not of format "{view.format}"')
        if view.format in tuple("ilq") and view.itemsize == width:
            return self.like
        return Lists(view.tolist()).numbers(width)

    def take_out(self, out: Any, width: int, of_dates: bool) -> Buffer:
        return out

    def give_dates(self, result: Buffer) -> Any:
        if not isinstance(self.like, array.array):
            return result
        code = self.like.typecode if result.itemsize > 1 else "B"
        given = array.array(code)
        given.frombytes(memoryview(result).cast("B"))
        return given

    def give_counts(self, result: Buffer, first_missing: int) -> Any:
        return self.give_dates(result)

    give_truths = give_counts


def _refuse_missing(row: int) -> None:
    if row >= 0:
        raise ValueError(
            f"row {row} has no answer, and a NumPy array cannot say so: use a pandas Series, or a list"
        )


# How many there are in a day; those that are finer hold the days of few years.
_UNITS = {"D": 1, "h": 24, "m": 1440, "s": 86400, "ms": 86400 * 10**3, "us": 86400 * 10**6, "ns": 86400 * 10**9}


def _holds_every_day(unit: str, step: int) -> bool:
    """In steps of two days, or of seven seconds, a due day could only be told as another."""
    return unit in _UNITS and _UNITS[unit] % step == 0


class NumPy(Kind):
    """NumPy: datetime64[D] with NaT, other units at midnight, int32 and int64 day numbers, objects that are dates."""

    dropping = ".astype('datetime64[D]')"

    def __init__(self, like: Any) -> None:
        import numpy

        super().__init__(like)
        self.numpy = numpy
        self.array = numpy.asarray(like)

    def days(self) -> Buffer:
        given = self.array.reshape(-1)
        if given.dtype.kind == "M":
            given = self._read_datetimes(given)
        elif given.dtype.kind == "O":
            given = self.numpy.frombuffer(_native.cpplan_py_days_from_list(given.tolist()), dtype=self.numpy.int32)
        elif given.dtype.kind != "i" or given.dtype.itemsize < 4:
            raise TypeError(f"an array of dates has to be datetime64, int32 or int64, not {given.dtype}")
        return self._lend(given)

    def _read_datetimes(self, given: Any) -> Any:
        unit = self.numpy.datetime_data(given.dtype)
        if unit == ("D", 1):
            return given.astype("M8[D]", copy=False).view("i8")
        if not _holds_every_day(*unit):
            raise TypeError(f"{given.dtype} does not hold every day: convert it to datetime64[D]")
        days = given.astype("M8[D]")
        if not self.numpy.array_equal(days.astype(given.dtype), given, equal_nan=True):
            raise ValueError(f"the dates have times of day: drop them first, for instance with {self.dropping}")
        return days.view("i8")

    def _lend(self, given: Any) -> Any:
        """Copies only what runs backwards, lies between its elements or is of another machine's order."""
        stride = given.strides[0] if given.size > 1 else given.itemsize
        if stride < 0 or stride % given.itemsize or not given.flags.aligned or not given.dtype.isnative:
            return given.astype(given.dtype.newbyteorder("="), copy=True, order="C")
        return given

    def numbers(self, width: int) -> Buffer:
        given = self.array.reshape(-1)
        if given.dtype.kind not in "iu":
            raise TypeError(f"an array of counts of days has to be of integers, not {given.dtype}")
        wanted = self.numpy.dtype(f"i{width}")
        if given.dtype != wanted and given.size and not self.numpy.can_cast(given.dtype, wanted):
            limits = self.numpy.iinfo(wanted)
            if int(given.max()) > limits.max or int(given.min()) < limits.min:
                raise OverflowError(f"a count of days does not fit {width * 8} bits")
        return self._lend(given.astype(wanted, copy=False))

    def empty(self, length: int, width: int) -> Buffer:
        return self.numpy.empty(length, f"i{width}" if width > 1 else "u1")

    def take_out(self, out: Any, width: int, of_dates: bool) -> Buffer:
        if not isinstance(out, self.numpy.ndarray) or _has_base(out, "numpy", "MaskedArray"):
            raise TypeError(f"out has to be a NumPy array, not {type(out).__name__}")
        if out.shape != self.array.shape or not out.flags.c_contiguous or not out.flags.writeable:
            raise ValueError("out has to be writable, in one piece, and of the shape of the dates")
        wanted = "bi"[width > 1]
        if (
            out.dtype.itemsize != width
            or out.dtype.kind not in (wanted + "M" if width == 8 and of_dates else wanted)
            or not out.dtype.isnative
        ):
            raise TypeError(f"out has to be of the kind of the result, not {out.dtype}")
        if out.dtype.kind == "M" and self.numpy.datetime_data(out.dtype) != ("D", 1):
            raise TypeError(f"out has to be datetime64[D], not {out.dtype}")
        return out.reshape(-1).view(f"i{width}" if width > 1 else "u1")

    def _shape(self, result: Any) -> Any:
        shaped = result.reshape(self.array.shape)
        return shaped[()] if self.array.ndim == 0 else shaped

    def give_dates(self, result: Buffer) -> Any:
        kind = self.array.dtype.kind
        if kind == "M":
            days = self.numpy.asarray(result).view("M8[D]")
            unit = self.array.dtype.newbyteorder("=")
            return self._shape(days.astype(unit, copy=False))
        if kind == "O":
            dates = self.numpy.empty(len(result), dtype=object)
            dates[:] = _native.cpplan_py_days_to_list(result)
            return self._shape(dates)
        return self._shape(self.numpy.asarray(result))

    def check_counts(self, first_missing: int) -> None:
        if self.array.dtype.kind != "i":
            _refuse_missing(first_missing)

    def check_truths(self, first_missing: int) -> None:
        _refuse_missing(first_missing)

    def leave_truths(self, result: Buffer) -> None:
        result[result == NO_ANSWER] = False

    def give_counts(self, result: Buffer, first_missing: int) -> Any:
        self.check_counts(first_missing)
        return self._shape(self.numpy.asarray(result))

    def give_truths(self, result: Buffer, first_missing: int) -> Any:
        self.check_truths(first_missing)
        return self._shape(self.numpy.asarray(result).view(bool))


class Pandas(Kind):
    """A Series or an Index of pandas: index and name are kept, and what is missing stays missing."""

    def __init__(self, like: Any) -> None:
        import pandas

        super().__init__(like)
        self.pandas = pandas
        self.inner: Kind = self._open(like)

    def _open(self, like: Any) -> Kind:
        dtype = like.dtype
        if getattr(dtype, "tz", None) is not None:
            raise TypeError("the dates have a time zone: drop it first, with .dt.tz_localize(None)")
        if isinstance(dtype, self.pandas.ArrowDtype):
            return PyArrow(like.array.__arrow_array__())
        if isinstance(dtype, self.pandas.api.extensions.ExtensionDtype):
            if like.hasnans:
                raise ValueError(f"a Series of {dtype} with a number missing is not taken: drop the row first")
            return NumPy(like.to_numpy(dtype=dtype.numpy_dtype if hasattr(dtype, "numpy_dtype") else object))
        values = like.to_numpy()
        if values.dtype.kind == "O":
            values = values.copy()
            values[self.pandas.isna(values)] = None
        inner = NumPy(values)
        inner.dropping = ".dt.normalize()" if isinstance(like, self.pandas.Series) else ".normalize()"
        return inner

    def days(self) -> Buffer:
        return self.inner.days()

    def numbers(self, width: int) -> Buffer:
        return self.inner.numbers(width)

    def empty(self, length: int, width: int) -> Buffer:
        return self.inner.empty(length, width)

    def _wrap(self, values: Any, dtype: Any = None) -> Any:
        if isinstance(self.like, self.pandas.Series):
            return self.pandas.Series(values, index=self.like.index, name=self.like.name, dtype=dtype, copy=False)
        return self.pandas.Index(values, name=self.like.name, dtype=dtype)

    def give_dates(self, result: Buffer) -> Any:
        if isinstance(self.inner, Arrow):
            return self._wrap(self.pandas.arrays.ArrowExtensionArray(self.inner.give_dates(result)))
        return self._wrap(self.inner.give_dates(result))

    def _numpy(self) -> Any:
        import numpy

        return numpy

    def _mask(self, values: Any, none: int, first_missing: int) -> Any:
        return values == none if first_missing >= 0 else self._numpy().zeros(len(values), bool)

    def give_counts(self, result: Buffer, first_missing: int) -> Any:
        counts = self._numpy().asarray(result)
        mask = self._mask(counts, _none_of(counts.itemsize), first_missing)
        return self._wrap(self.pandas.arrays.IntegerArray(counts, mask))

    def give_truths(self, result: Buffer, first_missing: int) -> Any:
        truths = self._numpy().asarray(result)
        return self._wrap(
            self.pandas.arrays.BooleanArray(truths == 1, self._mask(truths, NO_ANSWER, first_missing))
        )


# The names of Arrow's types that people know; the integers are those of which days can be counted.
_INTEGERS = {"c": "int8", "C": "uint8", "s": "int16", "S": "uint16", "i": "int32", "I": "uint32"}
_INTEGERS |= {"l": "int64", "L": "uint64"}
_OTHERS = {"tdD": "date32", "tdm": "date64", "n": "null", "b": "bool", "f": "float", "g": "double"}
_OTHERS |= {"u": "text", "U": "text", "vu": "text"}


def _name_format(text: str) -> str:
    if text.startswith("ts"):
        return "timestamp"
    return _INTEGERS.get(text) or _OTHERS.get(text) or f"of format {text[:40]!r}"


class Arrow(Kind):
    """Whatever gives itself by the Arrow PyCapsule interface: date32, or integers where counts are wanted.

    No library of Arrow is needed. The result is a `Column`, which gives itself in the same way.
    """

    def __init__(self, like: Any) -> None:
        super().__init__(like)
        self.column = _native.cpplan_py_column_take(like)
        self.day: Optional[int] = None

    def _refuse_table(self, wanted: str) -> None:
        if self.column.format == "+s":
            raise TypeError(f"a {type(self.like).__name__} is no array of {wanted}: take one of its columns")

    def repeat(self, date: datetime.date) -> Arrow:
        """Gives a column of the same kind and length that has one date in all rows."""
        repeated = copy.copy(self)
        repeated.day = _number_of_day(date)
        return repeated

    def days(self) -> Buffer:
        if self.day is not None:
            return array.array("i", [self.day]) * len(self.column)
        self._refuse_table("dates")
        if self.column.format != "tdD":
            raise TypeError(
                f"an Arrow array of dates has to be date32, not {_name_format(self.column.format)}: cast it first"
            )
        return self.column

    def numbers(self, width: int) -> Buffer:
        self._refuse_table("counts of days")
        if self.column.format not in _INTEGERS:
            raise TypeError(
                f"an Arrow array of counts of days has to be of integers, not {_name_format(self.column.format)}"
            )
        if self.column.n_missing:
            raise ValueError("a count of days is missing")
        return _native.cpplan_py_column_convert(self.column, width)

    def empty(self, length: int, width: int) -> Buffer:
        return _native.cpplan_py_column_new(length, width)

    def wrap(self, column: Any) -> Any:
        """Makes what the caller gets of a finished column."""
        from cpplan._column import Column

        return Column._of(column)

    def give_dates(self, result: Buffer) -> Any:
        return self.wrap(_native.cpplan_py_column_seal(result, "tdD"))

    def give_counts(self, result: Buffer, first_missing: int) -> Any:
        return self.wrap(_native.cpplan_py_column_seal(result, "i" if _item_width(result) == 4 else "l"))

    def give_truths(self, result: Buffer, first_missing: int) -> Any:
        return self.wrap(_native.cpplan_py_column_seal(result, "b"))


class Polars(Arrow):
    """A Series of polars: one of polars comes back, with its name."""

    def wrap(self, column: Any) -> Any:
        import polars

        return polars.Series(column).alias(self.like.name)


class PyArrow(Arrow):
    """An Array or ChunkedArray of pyarrow: one of pyarrow comes back, in one piece."""

    def wrap(self, column: Any) -> Any:
        import pyarrow

        values = pyarrow.array(column)
        return pyarrow.chunked_array([values]) if isinstance(self.like, pyarrow.ChunkedArray) else values


def _refuse_masked(value: Any) -> Kind:
    raise TypeError("a masked array is not taken: fill it first, for instance with .filled('NaT')")


# By the module and the name of a class, so that none has to be imported to be looked for.
_KINDS: dict[tuple[str, str], Callable[[Any], Kind]] = {
    ("numpy", "MaskedArray"): _refuse_masked,
    ("numpy", "ndarray"): NumPy,
    ("numpy", "datetime64"): NumPy,
    ("pandas", "Series"): Pandas,
    ("pandas", "Index"): Pandas,
    ("polars", "Series"): Polars,
    ("pyarrow", "Array"): PyArrow,
    ("pyarrow", "ChunkedArray"): PyArrow,
}


def _has_base(value: Any, module: str, name: str) -> bool:
    return any(
        base.__module__.partition(".")[0] == module and base.__name__ == name for base in type(value).__mro__
    )


def _find_kind(value: Any) -> Optional[Kind]:
    if isinstance(value, (list, tuple)):
        return Lists(value)
    for base in type(value).__mro__:
        make = _KINDS.get((base.__module__.partition(".")[0], base.__name__))
        if make is not None:
            return make(value)
    if hasattr(type(value), "__arrow_c_stream__") or hasattr(type(value), "__arrow_c_array__"):
        return Arrow(value)
    if isinstance(value, (array.array, memoryview)):
        return Buffers(value)
    return None


def _is_number(value: Any) -> bool:
    return not isinstance(value, bool) and hasattr(value, "__index__") and not hasattr(value, "__len__")


def _shape_of(kind: Kind) -> tuple[int, ...]:
    if isinstance(kind, NumPy):
        return tuple(kind.array.shape)
    return (len(kind.column if isinstance(kind, Arrow) else kind.like),)


def _check_match(kind: Kind, other: Kind) -> None:
    """Rows go together by their places, which have to mean the same on both sides."""
    shapes = _shape_of(kind), _shape_of(other)
    if shapes[0] != shapes[1]:
        raise ValueError(f"the arrays are not of one length and shape, but {shapes[0]} and {shapes[1]}")
    if not isinstance(kind, Pandas) or not isinstance(other, Pandas):
        return
    indexes = [getattr(side.like, "index", None) for side in (kind, other)]
    if indexes[0] is not None and indexes[1] is not None and not indexes[0].equals(indexes[1]):
        raise ValueError("the two Series have different indexes")


Found = tuple[int, int, int]  # rows outside, the first of them, the first without answer or -1


def _show_rows(found: Found, days: Buffer) -> str:
    n_outside, first, _ = found
    more = f" and {n_outside - 1} more" if n_outside > 1 else ""
    number = int(memoryview(days)[first])
    if number == _none_of(_item_width(days)):  # the result took its place
        return f"row {first}{more} of {len(days)}"
    try:
        shown = datetime.date.fromordinal(number + EPOCH).isoformat()
    except (ValueError, OverflowError):
        shown = f"day number {number}"
    return f"row {first} ({shown}){more} of {len(days)}"


def _show_calendar(handle: Any) -> str:
    cover = f"{_native.cpplan_calendar_get_first(handle)} to {_native.cpplan_calendar_get_last(handle)}"
    return f"the calendar {_native.cpplan_calendar_get_name(handle)}, {cover}"


def _refuse_outside(handle: Any, found: Found, days: Buffer) -> None:
    verb = "leads" if found[0] == 1 else "lead"
    raise OutOfCoverError(f"{_show_rows(found, days)} {verb} outside {_show_calendar(handle)}")


def _check_outside(outside: str) -> bool:
    if outside not in ("raise", "missing"):
        raise ValueError(f'outside has to be "raise" or "missing", not {outside!r}')
    return outside == "raise"


def _refuse_with_one_date(out: Any, outside: str) -> None:
    """One date is answered with a value or an exception, and with no array."""
    if out is not None or outside != "raise":
        raise TypeError(f"{'outside' if out is None else 'out'} goes with arrays, not with one date")


def _refuse_kind(value: Any, name: str) -> Any:
    if isinstance(value, datetime.datetime):
        if value != value:
            raise TypeError(f"{name}: the date is missing (NaT)")
        raise TypeError(
            f"{name} has to be a datetime.date, not a {type(value).__name__}: call its .date() to drop the time"
        )
    raise TypeError(f"{name} has to be a date or an array of dates, not {type(value).__name__}")


def _bring_to(days: Buffer, width: int) -> Buffer:
    """Days of another width are copied; no date stays none, and a day too far off lies outside any calendar."""
    if isinstance(days, int) or _item_width(days) == width:
        return days
    return _cast(_native.cpplan_py_days_convert(days, width), width)


def _spread_date(date: datetime.date, numbers: Any) -> Kind:
    """One date beside many counts: dates of the kind that goes with the counts."""
    if isinstance(numbers, NumPy):
        return NumPy(numbers.numpy.full(numbers.array.shape, date, dtype="M8[D]"))
    if isinstance(numbers, Pandas):
        dates = numbers._numpy().full(len(numbers.like), date, dtype="M8[D]").astype("M8[s]")
        return Pandas(numbers._wrap(dates))
    if isinstance(numbers, Arrow):
        return numbers.repeat(date)
    if isinstance(numbers, Buffers):
        raise TypeError("date has to be an array too, so that it says of what kind the result shall be")
    return Lists([date] * len(numbers.like))


def _is_date(value: Any) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def _take_result(kind: Kind, out: Any, length: int, width: int, of_dates: bool = False) -> Buffer:
    return kind.empty(length, width) if out is None else kind.take_out(out, width, of_dates)


def _open_days(value: Any, name: str) -> Kind:
    kind = _find_kind(value)
    if kind is None:
        _refuse_kind(value, name)
    assert kind is not None
    return kind


def add_working_days(handle: Any, date: Any, n_days: Any, out: Any, outside: str) -> Any:
    raises = _check_outside(outside)
    if _is_date(date) and _is_number(n_days):
        _refuse_with_one_date(out, outside)
        return _native.cpplan_calendar_add_working_days(handle, date, n_days)[1]
    counts = None if _is_number(n_days) else _find_kind(n_days)
    if counts is None and not _is_number(n_days):
        raise TypeError(f"n_days has to be an int or an array of integers, not {type(n_days).__name__}")
    kind = _spread_date(date, counts) if _is_date(date) and counts is not None else _open_days(date, "date")
    days = kind.days()
    width = _item_width(days)
    if counts is None:
        numbers = operator.index(n_days)
    elif _is_scalar(counts) and not _is_scalar(kind):
        numbers = int(counts.numbers(8)[0])
    else:
        numbers = counts.numbers(width)
        _check_match(kind, counts)
    result = _take_result(kind, out, len(days), width, of_dates=True)
    found = _native.cpplan_py_add_many(handle, days, numbers, result)
    if found[0] and raises:
        _refuse_outside(handle, found, days)
    return kind.give_dates(result) if out is None else out


def _is_scalar(kind: Optional[Kind]) -> bool:
    return isinstance(kind, NumPy) and kind.array.ndim == 0


def _open_sides(a: Any, b: Any) -> tuple[list[Any], list[Optional[Kind]]]:
    """Gives day numbers and kinds; one date beside an array is a number, of no kind."""
    kinds = [None if _is_date(side) else _open_days(side, name) for side, name in ((a, "a"), (b, "b"))]
    sides: list[Any] = [_number_of_day(side) if kind is None else kind.days() for side, kind in zip((a, b), kinds)]
    for place in 0, 1:
        kind, other = kinds[place], kinds[1 - place]
        if isinstance(kind, NumPy) and _is_scalar(kind) and other is not None and not _is_scalar(other):
            kinds[place] = None
            number = int(sides[place][0])
            # a day that only 64 bits hold, as NaT is, is spread out
            sides[place] = (
                number if abs(number) < -NONE_32 else kind.numpy.full(len(sides[1 - place]), number, dtype="i8")
            )
    return sides, kinds


def working_days_between(handle: Any, a: Any, b: Any, out: Any, outside: str) -> Any:
    raises = _check_outside(outside)
    if _is_date(a) and _is_date(b):
        _refuse_with_one_date(out, outside)
        return _native.cpplan_calendar_working_days_between(handle, a, b)[1]
    sides, kinds = _open_sides(a, b)
    kind = kinds[0] or kinds[1]
    assert kind is not None
    if kinds[0] is not None and kinds[1] is not None:
        _check_match(kinds[0], kinds[1])
    array_side = sides[0] if kinds[0] is not None else sides[1]
    width = _item_width(array_side)
    sides = [_bring_to(side, width) for side in sides]
    result = _take_result(kind, out, len(array_side), width)
    found = _native.cpplan_py_between_many(handle, sides[0], sides[1], result)
    if found[0] and raises:
        _refuse_outside(handle, found, array_side)
    if out is None:
        return kind.give_counts(result, found[2])
    kind.check_counts(found[2])
    return out


def is_working_day(handle: Any, date: Any, out: Any, outside: str) -> Any:
    raises = _check_outside(outside)
    if _is_date(date):
        _refuse_with_one_date(out, outside)
        return _native.cpplan_calendar_is_working_day(handle, date)[1]
    kind = _open_days(date, "date")
    days = kind.days()
    result = _take_result(kind, out, len(days), 1)
    found = _native.cpplan_py_is_working_many(handle, days, result)
    if out is not None and found[2] >= 0:
        kind.leave_truths(result)
    if found[0] and raises:
        _refuse_outside(handle, found, days)
    if out is None:
        return kind.give_truths(result, found[2])
    kind.check_truths(found[2])
    return out


def due(policy: Any, rule: str, calendar: Any, date: Any, out: Any, outside: str, act_by: bool) -> Any:
    """The due days, or the days to act by, of a rule; handles of the policy and of the calendar."""
    raises = _check_outside(outside)
    if _is_date(date):
        _refuse_with_one_date(out, outside)
    kind = _open_days(date, "date")
    days = kind.days()
    result = _take_result(kind, out, len(days), _item_width(days), of_dates=True)
    found = _native.cpplan_py_due_many(policy, rule, calendar, days, result, act_by)
    if found[0] and raises:
        rows = _show_rows(found, days)
        day = "day to act by" if act_by else "due day"
        raise OutOfCoverError(
            f"{rows}: {_show_calendar(calendar)}, gives no {day} of {rule}, or the rule is not in force"
        )
    return kind.give_dates(result) if out is None else out
