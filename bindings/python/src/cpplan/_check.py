# SPDX-License-Identifier: LGPL-2.1-or-later
"""Arguments, checked in Python's own terms before the extension sees them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Optional, TypeVar

from cpplan.enums import Word

WordT = TypeVar("WordT", bound=Word)
T = TypeVar("T")


def name_of(value: object) -> str:
    return "None" if value is None else type(value).__name__


def text(value: object, name: str) -> str:
    """Gives a str as it is; an enum member is its text."""
    if not isinstance(value, str):
        raise TypeError(f"{name} has to be a str, not {name_of(value)}")
    return value.value if isinstance(value, Word) else value


def optional_text(value: object, name: str) -> Optional[str]:
    return None if value is None else text(value, name)


def day(value: object, name: str) -> datetime.date:
    if isinstance(value, datetime.datetime):
        if value != value:
            raise TypeError(f"{name}: the date is missing (NaT)")
        raise TypeError(
            f"{name} has to be a datetime.date, not a {name_of(value)}: call its .date() to drop the time"
        )
    if not isinstance(value, datetime.date):
        raise TypeError(f"{name} has to be a datetime.date, not {name_of(value)}")
    return value


def optional_day(value: object, name: str) -> Optional[datetime.date]:
    return None if value is None else day(value, name)


def instance(value: object, wanted: type[T], name: str) -> T:
    if not isinstance(value, wanted):
        raise TypeError(f"{name} has to be a {wanted.__name__}, not {name_of(value)}")
    return value


def instances(values: Iterable[object], wanted: type[T], name: str) -> tuple[T, ...]:
    return tuple(instance(value, wanted, f"{name}[{place}]") for place, value in enumerate(values))


def truth(value: object, name: str) -> Optional[bool]:
    if value is not None and not isinstance(value, bool):
        raise TypeError(f"{name} has to be True, False or None, not {name_of(value)}")
    return value


def whole(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} has to be an int, not {name_of(value)}")
    return value


def word(value: Any, words: type[WordT], name: str) -> WordT:
    """Gives the member that a text or a member names."""
    if isinstance(value, words):
        return value
    given = text(value, name)
    for member in words:
        if member.value == given:
            return member
    from cpplan.errors import UnknownNameError

    known = [member.value for member in words]
    meant = nearest(given, known)
    if meant:
        raise UnknownNameError(f'{name}: "{given}" is no {words.__name__}{meant}')
    raise UnknownNameError(f'{name}: "{given}" is none of ' + ", ".join(known))


def nearest(given: str, known: Iterable[str]) -> str:
    """Gives what a message says of the name that was probably meant; nothing where none is close."""
    import difflib

    found = difflib.get_close_matches(given.lower(), [str(name) for name in known], n=1, cutoff=0.75)
    return f'; did you mean "{found[0]}"?' if found else ""


def need_pandas() -> None:
    try:
        import pandas  # noqa: F401
    except ImportError as error:
        raise ImportError("DataFrames need pandas: pip install cpplan[frames]") from error
