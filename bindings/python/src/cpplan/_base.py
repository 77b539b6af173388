# SPDX-License-Identifier: LGPL-2.1-or-later
"""What all objects of the library have in common here."""

from __future__ import annotations

from typing import Any, Callable, TypeVar

from cpplan import _native, native as native  # native tells the extension how each of its objects is freed
from cpplan.errors import Error

Self = TypeVar("Self", bound="Immutable")


def _rebuild(cls: type[Any], maker: str, arguments: tuple[Any, ...], digest: str) -> Any:
    """Makes an object again; what comes out must be what went in, also under a later version of the library."""
    made = getattr(cls, maker)(*arguments)
    if made._digest() != digest:
        raise Error(f"this version of the library makes another {cls.__name__} of what was pickled")
    return made


class Immutable:
    """An object of the library. It never changes, and is equal to another that says the same.

    It keeps the object of the library behind it, and how it was made, which is what a pickle holds. Objects are made
    in `__new__`, so that there is none without the one behind it.
    """

    __slots__ = ("_handle", "_made", "__weakref__")
    _handle: Any
    _made: tuple[str, tuple[Any, ...]]

    @classmethod
    def _wrap(cls: type[Self], handle: Any, maker: str, *arguments: Any) -> Self:
        self = object.__new__(cls)
        object.__setattr__(self, "_handle", handle)
        object.__setattr__(self, "_made", (maker, arguments))
        return self

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__} does not change")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a {type(self).__name__} does not change")

    def _digest(self) -> str:
        """Gives a text that is the same for what is equal, and for nothing else."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Immutable) or type(self) is not type(other):
            return NotImplemented
        return self is other or self._digest() == other._digest()

    def __hash__(self) -> int:
        return hash(self._digest())

    def __copy__(self: Self) -> Self:
        return self

    def __deepcopy__(self: Self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        maker, arguments = self._made
        return _rebuild, (type(self), maker, arguments, self._digest())


def remember(self: Any, name: str, make: Callable[[], Any]) -> Any:
    """Gives what was found out before, or finds it out."""
    try:
        return getattr(self, name)
    except AttributeError:
        object.__setattr__(self, name, make())
        return getattr(self, name)


def version() -> str:
    return str(_native.cpplan_version())
