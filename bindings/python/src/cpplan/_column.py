# SPDX-License-Identifier: LGPL-2.1-or-later
"""What arrays are answered with that came by the Arrow PyCapsule interface from elsewhere."""

from __future__ import annotations

import array
import sys
from collections.abc import Iterator
from typing import Any, Callable, Optional

from cpplan import _native

_SHOWN = 6
_CONTENTS = {"tdD": "dates", "i": "counts", "l": "counts", "b": "truths"}
# of the array module, for what is pickled; truths are bytes there
_TYPE_CODES = {"tdD": "i", "i": "i", "l": "q", "b": "B"}
_NO_ANSWER = 255


def _swap_for_big_endian(numbers: array.array[int]) -> array.array[int]:
    """What is pickled is little-endian, whatever the machine."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _rebuild(format: str, values: bytes) -> Column:
    """Makes a column again from its rows, in which one number stands for those that are missing."""
    rows = array.array(_TYPE_CODES[format])
    rows.frombytes(values)
    native = _native.cpplan_py_column_new(len(rows), rows.itemsize)
    with memoryview(native) as view:
        view[:] = _swap_for_big_endian(rows)
    return Column._of(_native.cpplan_py_column_seal(native, format))


class Column:
    """A column of answers: dates, counts of days, or truths, each of which may be missing (None).

    It is given where an array came from a library that has the Arrow PyCapsule interface and is not known here by name.
    Any such library takes it, without a copy: `nanoarrow.Array(column)`, `pyarrow.array(column)`,
    `polars.Series(column)`. It does not change, and can be copied and pickled.
    """

    __slots__ = ("_native",)
    _native: Any

    def __new__(cls, *arguments: object) -> Column:
        raise TypeError("a Column is what an answer comes in, and is not made")

    @classmethod
    def _of(cls, native: Any) -> Column:
        self = object.__new__(cls)
        object.__setattr__(self, "_native", native)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Column does not change")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a Column does not change")

    @property
    def n_missing(self) -> int:
        """How many rows have no answer."""
        return int(self._native.n_missing)

    def to_list(self) -> list[Any]:
        """Gives the rows: `datetime.date`, int or bool, and None where there is no answer."""
        return list(self._native)

    def __len__(self) -> int:
        return len(self._native)

    def __getitem__(self, place: int) -> Any:
        return self._native[place]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._native)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Column):
            return NotImplemented
        return bool(self._native.format == other._native.format) and self.to_list() == other.to_list()

    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> Column:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Column:
        return self

    def __reduce__(self) -> tuple[Callable[..., Column], tuple[str, bytes]]:
        format = self._native.format
        if format == "b":
            return _rebuild, (format, bytes(_NO_ANSWER if truth is None else truth for truth in self))
        rows = array.array(_TYPE_CODES[format], memoryview(self._native))
        return _rebuild, (format, _swap_for_big_endian(rows).tobytes())

    def __arrow_c_schema__(self) -> object:
        """Gives the type, for Arrow."""
        return self._native.__arrow_c_schema__()

    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> tuple[object, object]:
        """Gives type and rows, for Arrow. The type is always the column's own."""
        schema, rows = self._native.__arrow_c_array__(requested_schema)
        return schema, rows

    def __repr__(self) -> str:
        shown = [str(self[place]) for place in range(min(len(self), _SHOWN))]
        more = ", ..." if len(self) > _SHOWN else ""
        missing = f", {self.n_missing} missing" if self.n_missing else ""
        rows = "row" if len(self) == 1 else "rows"
        return f"<cpplan.Column of {_CONTENTS[self._native.format]}, {len(self)} {rows}{missing}: {', '.join(shown)}{more}>"
