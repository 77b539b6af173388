# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calendars of working days, and periods."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple, Optional, Protocol, TypeVar, Union, overload

from cpplan import _check, _native
from cpplan._base import Immutable, remember
from cpplan.enums import CalendarExtent, Count, DayClass, Division, MonthEnd, Unit

# Bound here, as a look into the module would take a tenth of the call.
_add_one = _native.add_one
_between_one = _native.between_one
_is_working_one = _native.is_working_one

# A picture of a calendar in a notebook, not the whole of it: the years to its end.
YEARS_SHOWN = 10

Outside = Literal["raise", "missing"]


class Array(Protocol):
    """An array of NumPy, pandas, polars or pyarrow, or a buffer."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: Any, /) -> Any: ...


ArrayT = TypeVar("ArrayT", bound=Array)
Dates = Union[list[datetime.date], list[Optional[datetime.date]], tuple[Optional[datetime.date], ...]]


# docs: CpplanPeriod
class Period:
    """A period; a value, copied by assignment.

    In Python it is made of a count and a unit, or read from text: `Period(10, "working-days")`,
    `Period.parse("10 working days")`.
    """

    __slots__ = ("_count", "_unit")
    _count: int
    _unit: Unit

    # docs: cpplan_period_new
    def __new__(cls, count: int, unit: Union[Unit, str]) -> Period:
        """Makes a period.

        Args:
            count: 0 to CPPLAN_PERIOD_MAX
            unit: what is counted

        Raises:
            PeriodError
        """
        _, (number, name) = _native.cpplan_period_new(_check.whole(count, "count"), _check.text(unit, "unit"))
        self = object.__new__(cls)
        object.__setattr__(self, "_count", number)
        object.__setattr__(self, "_unit", Unit(name))
        return self

    # docs: cpplan_period_parse
    @classmethod
    def parse(cls, text: str) -> Period:
        """Reads a period: a count without leading zeros, one space, and the words `working days`, `calendar days`,
        `weeks`, `months` or `years`, each in the singular too, whatever the count.

        Args:
            text: a text of any content

        Raises:
            PeriodError; the message says so where the text has bare "days"
        """
        _, (number, name) = _native.cpplan_period_parse(_check.text(text, "text"))
        return cls(number, name)

    @property
    def count(self) -> int:
        """How many."""
        return self._count

    @property
    def unit(self) -> Unit:
        """What is counted."""
        return self._unit

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Period does not change")

    # docs: cpplan_period_equal
    def __eq__(self, other: object) -> bool:
        """Says whether two periods have the same count and the same unit; 2 weeks do not equal 14 calendar days.

        Returns:
            True if they are the same
        """
        if not isinstance(other, Period):
            return NotImplemented
        return self._native() == other._native()

    def __hash__(self) -> int:
        return hash(self._native())

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._native()

    def __str__(self) -> str:
        return str(_native.cpplan_period_to_string(self._native()))

    def __repr__(self) -> str:
        return f"Period({self.count!r}, {self.unit.value!r})"

    def _native(self) -> tuple[int, str]:
        return self._count, self._unit.value


class Holiday(NamedTuple):
    """A day that is not worked though it could be, or a closure."""

    date: datetime.date
    name: str
    day_class: DayClass

    @property
    def is_substitute(self) -> bool:
        """Whether the day stands in for a holiday at a weekend."""
        return self.day_class is DayClass.SUBSTITUTE


def _as_period(period: Union[Period, str]) -> Period:
    return Period.parse(period) if isinstance(period, str) else _check.instance(period, Period, "period")


def _add_days(builder: Any, add: Any, days: Any, name: str, *more: Any) -> None:
    for place, entry in enumerate(days):
        if isinstance(entry, datetime.date):
            entry = (entry, name)
        date, title = entry[:2]
        add(builder, _check.day(date, f"{name}[{place}]"), _check.text(title, f"{name}[{place}]"), *more)


Named = Union[datetime.date, tuple[datetime.date, str]]


# docs: CpplanCalendar
class Calendar(Immutable):
    """A calendar: immutable, counted.

    In Python `Calendar.bank_holidays()` gives those of a part of the United Kingdom, and `Calendar(name, ...)` makes
    one of your own. There is no default calendar: the division is always named.
    """

    __slots__ = ("_holidays",)

    # docs: cpplan_calendar_builder_new
    def __new__(
        cls,
        name: str,
        first: datetime.date,
        last: datetime.date,
        *,
        base: Optional[Calendar] = None,
        holidays: Iterable[Named] = (),
        closures: Iterable[Named] = (),
    ) -> Calendar:
        """Begins a calendar.

        The cover is a promise: the caller answers for every holiday in it having been added. What is wrong with
        the name or the cover, `build` says.

        Args:
            name: what to call it, 1 to 255 bytes of printable UTF-8
            first: the first day of the cover
            last: the last day of the cover

        In Python the calendar is made at once: the holidays and closures of `base` that lie in the cover are taken
        over, then `holidays` and `closures` are added, each a date, or a date and what it is called.
        """
        holidays, closures = tuple(holidays), tuple(closures)
        builder = _native.cpplan_calendar_builder_new(
            _check.text(name, "name"), _check.day(first, "first"), _check.day(last, "last")
        )
        _add_days(builder, _native.cpplan_calendar_builder_add_holiday, holidays, "holiday", False)
        _add_days(builder, _native.cpplan_calendar_builder_add_closure, closures, "closure")
        if base is not None:
            _native.cpplan_calendar_builder_add_calendar(builder, _check.instance(base, Calendar, "base")._handle)
        handle = _native.cpplan_calendar_builder_build(builder)
        return cls._wrap(handle, "_of", name, first, last, base, holidays, closures)

    @classmethod
    def _of(
        cls,
        name: str,
        first: datetime.date,
        last: datetime.date,
        base: Optional[Calendar],
        holidays: Iterable[Named],
        closures: Iterable[Named],
    ) -> Calendar:
        return Calendar.__new__(cls, name, first, last, base=base, holidays=holidays, closures=closures)

    # docs: cpplan_calendar_new_bank_holidays
    @classmethod
    def bank_holidays(
        cls,
        division: Union[Division, str],
        extent: Union[CalendarExtent, str] = CalendarExtent.PUBLISHED,
        known_at: Optional[datetime.date] = None,
    ) -> Calendar:
        """Makes the calendar of a division's bank holidays, from 1990-01-01 on.

        A date of `known_at` gives the calendar as it then was: days that were moved or added and announced
        later than it are left on, or out of, their ordinary places. The dates of announcement held are those of
        2020-05-08 (announced 2019-06-10), 2022-06-02 and 2022-06-03 (2020-11-12), 2022-09-19 (2022-09-09),
        2023-05-08 (2022-11-10) and, in Scotland, 2026-06-15 (2026-02-04); the special days before 2020 count as
        known at any time. The cover does not depend on `known_at`.

        Args:
            division: the part of the United Kingdom
            extent: how far it reaches
            known_at: a date, or None for all that the library knows

        Raises:
            DateError
        """
        wanted, reach = _check.text(division, "division"), _check.text(extent, "extent")
        known = _check.optional_day(known_at, "known_at")
        handle = _native.cpplan_calendar_new_bank_holidays(wanted, reach, known)
        return cls._wrap(handle, "bank_holidays", wanted, reach, known)

    # docs: cpplan_json_calendar_new_bank_holidays
    @classmethod
    def from_json(cls, text: str, division: Union[Division, str]) -> Calendar:
        """Makes a calendar of one division of GOV.UK's bank holiday file, as https://www.gov.uk/bank-holidays.json
        has it. It covers 1 January of the file's first year to 31 December of its last.

        Args:
            text: the document
            division: which division

        Raises:
            JsonError where it is not such a document; CalendarError where a division has no holidays or one day
            twice; LimitError where it is too long
        """
        wanted = _check.text(division, "division")
        handle = _native.cpplan_json_calendar_new_bank_holidays(_check.text(text, "text"), wanted)
        return cls._wrap(handle, "from_json", text, wanted)

    # docs: cpplan_calendar_get_name
    @property
    def name(self) -> str:
        """Gives the name of a calendar: of a built-in one the name of its division, else what the builder was
        given.

        Returns:
            the name
        """
        return str(_native.cpplan_calendar_get_name(self._handle))

    # docs: cpplan_calendar_get_first
    @property
    def first(self) -> datetime.date:
        """Gives the first day of the cover.

        Returns:
            the day
        """
        return _check.day(_native.cpplan_calendar_get_first(self._handle), "first")

    # docs: cpplan_calendar_get_last
    @property
    def last(self) -> datetime.date:
        """Gives the last day of the cover.

        Returns:
            the day
        """
        return _check.day(_native.cpplan_calendar_get_last(self._handle), "last")

    # docs: cpplan_calendar_get_published_last
    @property
    def published_last(self) -> datetime.date:
        """Gives the last day whose holidays are published; the days after it are projected by rule.

        It equals `last` where nothing is projected. It may lie before the cover, if a builder took over
        projected years only.

        Returns:
            the day
        """
        return _check.day(_native.cpplan_calendar_get_published_last(self._handle), "published_last")

    # docs: cpplan_calendar_get_digest
    @property
    def digest(self) -> str:
        """Gives the digest of a calendar: SHA-256 over its name, its cover, the last day published, and every
        holiday and closure with name and class. Equal digests mean equal answers.

        Returns:
            64 hexadecimal digits
        """
        return str(_native.cpplan_calendar_get_digest(self._handle))

    def _digest(self) -> str:
        return self.digest

    # docs: cpplan_calendar_covers
    def covers(self, date: datetime.date) -> bool:
        """Says whether a calendar covers a day.

        Args:
            date: any date, None included

        Returns:
            True if the day lies in the cover
        """
        return bool(_native.cpplan_calendar_covers(self._handle, _check.day(date, "date")))

    @overload
    def add_working_days(self, date: datetime.date, n_days: int) -> datetime.date: ...

    @overload
    def add_working_days(
        self, date: Dates, n_days: Union[int, Sequence[int]], *, outside: Outside = ...
    ) -> list[Optional[datetime.date]]: ...

    @overload
    def add_working_days(
        self, date: ArrayT, n_days: Union[int, Array], *, out: Optional[ArrayT] = ..., outside: Outside = ...
    ) -> ArrayT: ...

    @overload
    def add_working_days(self, date: datetime.date, n_days: Array, *, outside: Outside = ...) -> Any: ...

    # docs: cpplan_calendar_add_working_days from=date
    def add_working_days(self, date: Any, n_days: Any, *, out: Any = None, outside: Outside = "raise") -> Any:
        """Adds working days.

        For `n_days` > 0 the n-th working day strictly after `date`; `date` is day 0, whether or not it is
        worked, so that from a Saturday the Monday is day 1. For `n_days` < 0 the n-th working day strictly
        before. For 0, `date` itself, worked or not.

        Args:
            date: a day
            n_days: how many working days; any number

        Returns:
            the day reached

        Raises:
            OutOfCoverError

        In Python `date` can also be an array of dates, and `n_days` one of integers: a list, a NumPy array
        (datetime64[D], or int32 and int64 day numbers), a pandas Series or Index, a polars Series, a pyarrow array,
        or a buffer. The result is of the same kind. What is missing stays missing. `out` takes the result of NumPy
        arrays and buffers. Rows outside the cover raise, or with `outside="missing"` have no answer.
        """
        answer = _add_one(self._handle, date, n_days, out, outside)
        if answer is not None:
            return answer
        from cpplan import _arrays

        return _arrays.add_working_days(self._handle, date, n_days, out, outside)

    @overload
    def working_days_between(self, a: datetime.date, b: datetime.date) -> int: ...

    @overload
    def working_days_between(
        self, a: Dates, b: Union[datetime.date, Dates], *, outside: Outside = ...
    ) -> list[Optional[int]]: ...

    @overload
    def working_days_between(
        self, a: datetime.date, b: Dates, *, outside: Outside = ...
    ) -> list[Optional[int]]: ...

    @overload
    def working_days_between(
        self,
        a: Union[datetime.date, Array],
        b: Union[datetime.date, Array],
        *,
        out: Any = ...,
        outside: Outside = ...,
    ) -> Any: ...

    # docs: cpplan_calendar_working_days_between
    def working_days_between(self, a: Any, b: Any, *, out: Any = None, outside: Outside = "raise") -> Any:
        """Counts working days: those in (a, b] if `a` <= `b`, else minus those in [b, a).

        It is the inverse of `add_working_days` both ways: between (a, add (a, n)) is n, from any day. (NumPy's
        `busday_count` counts [a, b) instead.)

        Args:
            a: a day
            b: a day

        Returns:
            the count; negative if `b` is before `a`

        Raises:
            OutOfCoverError

        In Python either day can be an array, as in `add_working_days`.
        """
        answer = _between_one(self._handle, a, b, out, outside)
        if answer is not None:
            return answer
        from cpplan import _arrays

        return _arrays.working_days_between(self._handle, a, b, out, outside)

    @overload
    def is_working_day(self, date: datetime.date) -> bool: ...

    @overload
    def is_working_day(self, date: Dates, *, outside: Outside = ...) -> list[Optional[bool]]: ...

    @overload
    def is_working_day(self, date: Array, *, out: Any = ..., outside: Outside = ...) -> Any: ...

    # docs: cpplan_calendar_is_working_day
    def is_working_day(self, date: Any, *, out: Any = None, outside: Outside = "raise") -> Any:
        """Asks whether a day is worked.

        Args:
            date: a day

        Returns:
            the answer

        Raises:
            OutOfCoverError

        In Python `date` can also be an array, as in `add_working_days`.
        """
        answer = _is_working_one(self._handle, date, out, outside)
        if answer is not None:
            return answer
        from cpplan import _arrays

        return _arrays.is_working_day(self._handle, date, out, outside)

    # docs: cpplan_calendar_get_day_class
    def day_class(self, date: datetime.date) -> DayClass:
        """Asks what a day is.

        A holiday or a closure that falls at a weekend has its own class, not DayClass.WEEKEND. (The built-in
        calendars have none there: a holiday that falls at a weekend is listed on its substitute day only.)

        Args:
            date: a day

        Returns:
            its class

        Raises:
            OutOfCoverError
        """
        return DayClass(_native.cpplan_calendar_get_day_class(self._handle, _check.day(date, "date"))[1])

    # docs: cpplan_calendar_holiday_on
    def holiday_on(self, date: datetime.date) -> Optional[Holiday]:
        """Asks which holiday or closure a day is.

        Names of bank holidays are the titles that GOV.UK uses, such as `New Year’s Day`, with its apostrophe.

        Args:
            date: a day

        Returns:
            the name

        Raises:
            OutOfCoverError

        In Python the answer is a `Holiday`, which has the name, or None.
        """
        _, name, _ = _native.cpplan_calendar_holiday_on(self._handle, _check.day(date, "date"))
        return None if name is None else Holiday(date, name, self.day_class(date))

    # docs: cpplan_calendar_why
    def why(self, date: datetime.date) -> str:
        """Says in a few words for people why a day is worked or not: `working day`, `Saturday`, `Christmas Day`,
        `Christmas Day (substitute)`, `closure: Town hall moves`.

        Args:
            date: a day

        Returns:
            the text

        Raises:
            OutOfCoverError
        """
        return str(_native.cpplan_calendar_why(self._handle, _check.day(date, "date")))

    # docs: cpplan_calendar_add_period from=date
    def add(
        self,
        date: datetime.date,
        period: Union[Period, str],
        *,
        backward: bool = False,
        count: Union[Count, str] = Count.AFTER,
        month_end: Union[MonthEnd, str] = MonthEnd.CLAMP,
    ) -> datetime.date:
        """Adds a period of any unit. Nothing is rolled off a day that is not worked.

        | unit          | `after`                  | `inclusive`                          | `clear`    |
        | ------------- | ------------------------ | ------------------------------------ | ---------- |
        | working days  | n working days           | n - 1 if `date` is worked and n > 0  | n + 1      |
        | calendar days | n days                   | n - 1 days if n > 0                  | n + 1 days |
        | weeks         | 7 n days                 | 7 n - 1 days if n > 0                | 7 n + 1    |
        | months        | corresponding date       | as `after`                           | as `after` |
        | years         | corresponding date, 12 n | as `after`                           | as `after` |

        Where `inclusive` names a condition that does not hold, it is as `after`. Backward (`direction` -1) each
        is counted the same way to the other side.

        Args:
            date: a day of the cover, whatever the unit
            period: a period
            count: which day is the first
            month_end: what to do where the month has no such day; for months and years only

        Returns:
            the day reached

        Raises:
            OutOfCoverError

        In Python `period` can be its text, such as "10 working days", and `backward` takes the place of a direction.
        """
        answer = _native.cpplan_calendar_add_period(
            self._handle,
            _check.day(date, "date"),
            _as_period(period)._native(),
            -1 if backward else 1,
            _check.text(count, "count"),
            _check.text(month_end, "month_end"),
        )
        return _check.day(answer[1], "date")

    # docs: cpplan_calendar_last_working_day on_or_before=date
    def last_working_day(self, date: datetime.date) -> datetime.date:
        """Gives the last working day on or before a day.

        Args:
            date: a day

        Returns:
            that day itself if it is worked, else the last one worked before it

        Raises:
            OutOfCoverError
        """
        return _check.day(
            _native.cpplan_calendar_last_working_day(self._handle, _check.day(date, "date"))[1], "date"
        )

    @property
    def holidays(self) -> tuple[Holiday, ...]:
        """All holidays and closures, in the order of their dates; mere Saturdays and Sundays are not among them."""
        found = remember(
            self,
            "_holidays",
            lambda: tuple(
                Holiday(date, name, DayClass(kind))
                for date, name, kind in _native.cpplan_py_calendar_holidays(self._handle)
            ),
        )
        return tuple(found)

    def __repr__(self) -> str:
        return f"<cpplan.Calendar {self.name}, {self.first} to {self.last}, {len(self.holidays)} holidays>"

    def _repr_html_(self) -> str:
        from cpplan import _html

        holidays = self.holidays
        since = self.last.year - YEARS_SHOWN + 1
        shown = [holiday for holiday in holidays if holiday.date.year >= since]
        rows = [(f"{holiday.date:%a} {holiday.date}", holiday.name, str(holiday.day_class)) for holiday in shown]
        caption = f"Calendar {self.name}, {self.first} to {self.last}, {len(holidays)} holidays"
        if len(shown) < len(holidays):
            caption += f"; here the {len(shown)} since {since}"
        return _html.table(caption, ("date", "name", "class"), rows)


# docs: cpplan_date_add_months from=date
def add_months(
    date: datetime.date, n_months: int, month_end: Union[MonthEnd, str] = MonthEnd.CLAMP
) -> datetime.date:
    """Gives the corresponding date some months later or earlier (*Dodds v Walker* [1981] 1 WLR 1027).

    A year is 12 months, added at once and rounded once. Compute from the anchor each time: adding one month
    twice is not adding two months.

    Args:
        date: a date
        n_months: how many months; negative for earlier
        month_end: what to do where the month has no such day

    Returns:
        the corresponding date

    Raises:
        DateError
    """
    answer = _native.cpplan_date_add_months(
        _check.day(date, "date"), _check.whole(n_months, "n_months"), _check.text(month_end, "month_end")
    )
    return _check.day(answer[1], "date")


# docs: cpplan_date_age_reached
def age_reached(born: datetime.date, years: int) -> datetime.date:
    """Gives the day at whose start a person reaches an age.

    A child born on 29 February reaches an age on 1 March of a common year. The age is reached at the start
    of the birthday (Family Law Reform Act 1969 s.9).

    Args:
        born: the day of birth
        years: the age, 0 to 9999

    Returns:
        the first day of that age

    Raises:
        DateError, PeriodError
    """
    answer = _native.cpplan_date_age_reached(_check.day(born, "born"), _check.whole(years, "years"))
    return _check.day(answer[1], "date")
