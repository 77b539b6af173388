#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How long the Python package takes for a million dates, for one, and to be imported, in ratio to NumPy and to nothing:
bench_python.py [ROUNDS]

Two pieces of work are timed in turn, and change places from round to round. Each runs once untimed and then as often as
fills a twentieth of a second, so that one of a millisecond does not find what one of two hundred left in the caches. A line
has the median of the ratios, the lowest and the highest. All of it runs in one thread; nothing fails for being slow.
"""

import datetime
import os
import statistics
import subprocess
import sys
import time

import numpy

import cpplan

N_ROWS = 1_000_000
N_CALLS = 100_000
N_IMPORTS = 5
ENOUGH = 0.05  # seconds
FIRST, N_DAYS = "1995-01-01", 365 * 28  # with the numbers of days, inside the calendar


def measure(work):
    """Gives the seconds that it takes, of the processor's time, as what else runs on the machine matters less there."""
    work()
    begin, n_times, taken = time.process_time(), 0, 0.0
    while taken < ENOUGH:
        work()
        n_times += 1
        taken = time.process_time() - begin
    return taken / n_times


def compare(work, plain, n_rounds):
    """Gives how many times as long `plain` takes as `work`, a number a round, and the median time of `work`."""
    ratios, times = [], []
    for place in range(n_rounds):
        if place % 2:
            own, other = measure(work), measure(plain)
        else:
            other, own = measure(plain), measure(work)
        ratios.append(other / own)
        times.append(own)
    return sorted(ratios), statistics.median(times)


# ---- a million rows ----


def array_pairs():
    calendar = cpplan.Calendar.bank_holidays("england-and-wales")
    policy = cpplan.Policy.builtin("rotherham")
    days = numpy.busdaycalendar(holidays=numpy.array([holiday.date for holiday in calendar.holidays], "M8[D]"))
    random = numpy.random.default_rng(1)
    a, b = (numpy.datetime64(FIRST) + random.integers(0, N_DAYS, N_ROWS) for _ in range(2))
    n_days = random.integers(-300, 301, N_ROWS)
    added, counted, asked = numpy.empty_like(a), numpy.empty(N_ROWS, "i8"), numpy.empty(N_ROWS, bool)
    as_numbers = a.view("i8")

    offset = lambda: numpy.busday_offset(a, n_days, roll="backward", busdaycal=days)  # noqa: E731
    count = lambda: numpy.busday_count(a, b, busdaycal=days)  # noqa: E731
    is_busday = lambda: numpy.is_busday(a, busdaycal=days)  # noqa: E731
    ten = lambda: numpy.busday_offset(a, 10, roll="backward", busdaycal=days)  # noqa: E731
    add = lambda: calendar.add_working_days(a, n_days)  # noqa: E731
    add_out = lambda: calendar.add_working_days(a, n_days, out=added)  # noqa: E731
    return [
        ("add_working_days: numpy.busday_offset, random counts", add, offset),
        (
            "the same with out=",
            add_out,
            lambda: numpy.busday_offset(a, n_days, "backward", busdaycal=days, out=added),
        ),
        ("working_days_between: numpy.busday_count", lambda: calendar.working_days_between(a, b), count),
        ("the same with out=", lambda: calendar.working_days_between(a, b, out=counted), count),
        ("is_working_day: numpy.is_busday", lambda: calendar.is_working_day(a), is_busday),
        ("the same with out=", lambda: calendar.is_working_day(a, out=asked), is_busday),
        (
            "policy.due, 10 working days: numpy.busday_offset",
            lambda: policy.due("first-core-group", a, calendar),
            ten,
        ),
        ("policy.due, 3 months: numpy.busday_offset", lambda: policy.due("first-review", a, calendar), ten),
        ("numpy.add: add_working_days", lambda: numpy.add(as_numbers, n_days), add),
        ("numpy.add with out=: the same", lambda: numpy.add(as_numbers, n_days, out=counted), add_out),
    ]


# ---- one call ----


class Empty:
    """The yardstick of a call: a method with the parameters of add_working_days, which does nothing."""

    __slots__ = ()

    def empty(self, date, n_days, *, out=None, outside="raise"):
        return date


def call_pairs():
    calendar = cpplan.Calendar.bank_holidays("england-and-wales")
    day, other, empty = datetime.date(2024, 12, 12), datetime.date(2025, 1, 2), Empty()

    def call_empty():
        for _ in range(N_CALLS):
            empty.empty(day, 10)

    def add():
        for _ in range(N_CALLS):
            calendar.add_working_days(day, 10)

    def between():
        for _ in range(N_CALLS):
            calendar.working_days_between(day, other)

    def is_working():
        for _ in range(N_CALLS):
            calendar.is_working_day(day)

    return [
        ("an empty method: add_working_days, one date", call_empty, add),
        ("an empty method: working_days_between, two dates", call_empty, between),
        ("an empty method: is_working_day, one date", call_empty, is_working),
    ]


# ---- import ----


def measure_import():
    """The least milliseconds of a few that the import takes in a fresh interpreter, with bytecode at hand."""
    code = "import time; t = time.perf_counter(); import cpplan; print(time.perf_counter() - t)"
    code += "; import sys; assert 'numpy' not in sys.modules"
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    found = [
        float(subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, check=True).stdout)
        for _ in range(N_IMPORTS)
    ]
    return min(found) * 1e3


def main():
    n_rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    print(
        f"cpplan {cpplan.__version__}, numpy {numpy.__version__}, Python {sys.version.split()[0]}, {n_rounds} rounds"
    )
    print("How many times as long the second takes as the first: median (lowest to highest), and the first's time")
    for heading, pairs, unit, scale in (
        ("A million rows, datetime64[D]", array_pairs(), "ms", 1e3),
        ("One call", call_pairs(), "ns", 1e9 / N_CALLS),
    ):
        print(f"\n{heading}")
        for title, work, plain in pairs:
            ratios, own = compare(work, plain, n_rounds)
            spread = f"({ratios[0]:.2f} to {ratios[-1]:.2f})"
            print(f"  {statistics.median(ratios):8.2f}  {spread:20s} {own * scale:7.2f} {unit}  {title}")
    print(f"\nImport, without NumPy: {measure_import():.1f} ms")


if __name__ == "__main__":
    main()
