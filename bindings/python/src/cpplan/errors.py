# SPDX-License-Identifier: LGPL-2.1-or-later
"""What can go wrong. Every class is a ValueError; the message names the value and the place."""

from __future__ import annotations

from typing import ClassVar, Optional

from cpplan import _native
from cpplan.enums import ErrorCode


class Error(ValueError):
    """Any error of the library. Each code has a class of its own below it."""

    code: ClassVar[Optional[ErrorCode]] = None
    domain: ClassVar[str] = "cpplan-error-quark"


class DateError(Error):
    """Not a date of the years 1900 to 2199."""

    code = ErrorCode.DATE


class PeriodError(Error):
    """Not a period, or one with a count outside 0 to 9999."""

    code = ErrorCode.PERIOD


class OutOfCoverError(Error, LookupError):
    """The calendar does not cover a day that the answer needs."""

    code = ErrorCode.OUT_OF_COVER


class CalendarError(Error):
    """A calendar cannot be made from what was given."""

    code = ErrorCode.CALENDAR


class RecordError(Error):
    """An event, a person or a case is not as the schema says."""

    code = ErrorCode.RECORD


class PolicyError(Error):
    """A policy file is not as the policy language says."""

    code = ErrorCode.POLICY


class UnknownNameError(Error, LookupError):
    """No policy, division or other thing has that name."""

    code = ErrorCode.UNKNOWN_NAME


class LimitError(Error):
    """A horizon, a text or a case is larger than allowed."""

    code = ErrorCode.LIMIT


class JsonError(Error):
    """A text is not JSON, or not the document that it should be."""

    code = ErrorCode.JSON


class CaseloadWarning(UserWarning):
    """Some cases of a caseload, or rows of them, could not be used, and nobody asked to be told which."""


_CLASSES: dict[int, type[Error]] = {
    1: DateError,
    2: PeriodError,
    3: OutOfCoverError,
    4: CalendarError,
    5: RecordError,
    6: PolicyError,
    7: UnknownNameError,
    8: LimitError,
    9: JsonError,
}


def _make(code: int, domain: str, message: str) -> Error:
    """Gives the exception of a GError, for the extension to raise."""
    return _CLASSES.get(code, Error)(message)


_native.cpplan_py_set_error_maker(_make)
