# SPDX-License-Identifier: LGPL-2.1-or-later
"""Timetables and caseloads as pictures. Needs matplotlib, but nothing of pyplot: a figure belongs to who asked for it."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Callable, NamedTuple, Optional, Union, overload

from cpplan import _check
from cpplan._answers import Deadline, Timetable
from cpplan._calendar import Calendar
from cpplan.enums import RuleKind, State
from cpplan.errors import DateError, Error

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

# Days have no time zone; one that matplotlib is set to must not move them.
UTC = datetime.timezone.utc

INK = "#222222"
QUIET = "#8A8A8A"
ALLOWED = "#B9CBDA"
WEEKEND = "#F1F1F1"
HOLIDAY = "#DCDCDC"
GREEN, AMBER, RED = "#3F86B8", "#F0A830", "#8F0D12"

# Inches of a day below which the weekends, or the holidays too, would be a grey haze.
NARROWEST_WEEKEND, NARROWEST_HOLIDAY = 0.011, 0.004

LANE = 0.25  # inches
TEXT_LINE = 0.155
LABEL_WIDTH, LABEL_INCHES = 40, 3.3  # characters of a row's label, and what is left for it
PICTURE_WIDTH = 11.7  # inches: A4 on its side, and A3 upright
WIDEST, A_YEAR_MORE = 30.0, 3.0
LEGEND_ENTRY = 2.05
TITLE_WIDTH = 64  # characters


class Mark(NamedTuple):
    """How a state is drawn: told apart by shape, and by how dark and how full it is."""

    label: str
    marker: str
    face: str
    edge: str
    size: float


MARKS = {
    State.MET: Mark("done in time", "o", GREEN, GREEN, 7),
    State.MET_LATE: Mark("done late", "D", AMBER, INK, 7),
    State.OVERDUE: Mark("overdue", "s", RED, RED, 8),
    State.LAPSED: Mark("overdue, no longer owed", "s", "white", RED, 7),
    State.OPEN: Mark("due", "o", "white", INK, 7.5),
    State.EXTENDED: Mark("due, delay authorised", "D", "white", INK, 6.5),
    State.PROJECTED: Mark("projected", "o", "white", QUIET, 5),
    State.UNDETERMINED: Mark("not known", "o", "white", INK, 10.5),
    State.SHORT_NOTICE: Mark("at short notice", "v", "white", INK, 7),
    State.ADVISED: Mark("good practice, not followed", "^", "white", INK, 7),
    State.CLOSED: Mark("no longer owed", "x", QUIET, QUIET, 5.5),
    State.BARRED: Mark("not before", ">", INK, INK, 7),
    State.CLEAR: Mark("allowed since", ">", "white", INK, 7),
}


UNSETTLED = (State.OVERDUE, State.UNDETERMINED)


def _need_matplotlib() -> None:
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise ImportError("pictures need matplotlib: pip install cpplan[pictures]") from error


def _check_axes(given: object) -> None:
    from matplotlib.axes import Axes

    if given is not None and not isinstance(given, Axes):
        raise TypeError(f"ax has to be the Axes of a figure, not {type(given).__name__}")
    if given is not None and given.name != "rectilinear":
        raise TypeError(f"ax has to be flat Axes, with days along x, not {given.name}")


def write_day(day: datetime.date) -> str:
    """Writes a day as people do, whatever the locale: Fri 9 May 2025."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def wrap(text: str) -> str:
    """Breaks a text into as few lines as it needs, of about the same length."""
    lines = len(textwrap.wrap(text, LABEL_WIDTH))
    width = next((n for n in range(12, LABEL_WIDTH) if len(textwrap.wrap(text, n)) <= lines), LABEL_WIDTH)
    return textwrap.fill(text, width)


# ---- the days of the axis ----


class Span(NamedTuple):
    """Days that follow one another, the last one included."""

    first: datetime.date
    last: datetime.date


def _dates() -> Any:
    """Gives matplotlib's functions for dates, which have no types."""
    import matplotlib.dates

    return matplotlib.dates


def _middle(day: datetime.date) -> float:
    """Gives the place of a day on the axis: its noon, since what is due is due throughout the day."""
    return float(_dates().date2num(day)) + 0.5


def _merge(days: Iterable[datetime.date]) -> Iterator[Span]:
    first = last = None
    for day in days:
        if first is None or last is None or day - last > datetime.timedelta(1):
            if first is not None and last is not None:
                yield Span(first, last)
            first = day
        last = day
    if first is not None and last is not None:
        yield Span(first, last)


def spans_not_worked(calendar: Calendar, window: Span) -> tuple[list[Span], list[Span]]:
    """Gives the weekends of the window, and its holidays and closures, as far as the calendar reaches."""
    first, last = max(window.first, calendar.first), min(window.last, calendar.last)
    holidays = [holiday.date for holiday in calendar.holidays if first <= holiday.date <= last]
    known = set(holidays)
    days = (first + datetime.timedelta(n) for n in range((last - first).days + 1))
    weekends = [day for day in days if day.weekday() >= 5 and day not in known]
    return list(_merge(weekends)), list(_merge(holidays))


def _shade(axes: Axes, spans: Sequence[Span], colour: str, label: str) -> None:
    bars = [(_middle(span.first) - 0.5, (span.last - span.first).days + 1) for span in spans]
    if bars:
        axes.broken_barh(
            bars,
            (0, 1),
            transform=axes.get_xaxis_transform(),
            facecolor=colour,
            edgecolor="none",
            zorder=0,
            label=label,
            gid=label,
        )


def _write_year(day: datetime.date, back: int, first: datetime.date) -> str:
    """Writes the year below the first mark, and below the first of each year."""
    before = day - datetime.timedelta(back)
    return f"\n{day.year}" if before.year < day.year or before < first else ""


def _write_week(place: float, _: Optional[int], first: datetime.date) -> str:
    day = _dates().num2date(place, tz=UTC).date()
    return f"{day.day} {MONTHS[day.month - 1]}" + _write_year(day, 7, first)


def _write_month(place: float, _: Optional[int], first: datetime.date, apart: int) -> str:
    day = _dates().num2date(place, tz=UTC).date()
    return MONTHS[day.month - 1] + _write_year(day, 28 * apart, first)


def _write_year_only(place: float, _: Optional[int]) -> str:
    return str(_dates().num2date(place, tz=UTC).year)


def _mark_days(axes: Axes, window: Span, inches: float) -> None:
    """Puts days or months on the axis, in the order in which they are said here: 9 May, May 2025."""
    from matplotlib.ticker import FuncFormatter

    dates = _dates()
    days = (window.last - window.first).days + 1
    room = max(2.0, inches / 0.62)

    locator: Any
    write: Callable[[float, Optional[int]], str]
    apart = next((n for n in (1, 2, 3) if days / 30.4 / n <= room), 6)
    if days / 7 <= room:
        locator, write = dates.WeekdayLocator(0, tz=UTC), partial(_write_week, first=window.first)
        axes.xaxis.set_minor_locator(dates.DayLocator(tz=UTC))
    elif days / 30.4 <= 3 * room:
        locator, write = (
            dates.MonthLocator(range(1, 13, apart), tz=UTC),
            partial(_write_month, first=window.first, apart=apart),
        )
        axes.xaxis.set_minor_locator(dates.MonthLocator(tz=UTC) if apart > 1 else dates.WeekdayLocator(0, tz=UTC))
    else:
        locator, write = dates.YearLocator(tz=UTC), _write_year_only
        if days / 91 <= 20 * room:
            axes.xaxis.set_minor_locator(dates.MonthLocator((1, 4, 7, 10), tz=UTC))
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(FuncFormatter(write))


# ---- the rows ----


class Row(NamedTuple):
    """The deadlines of one rule, in lanes in which none covers another."""

    label: str
    lanes: list[list[Deadline]]

    @property
    def height(self) -> float:
        """Inches."""
        return max(LANE * len(self.lanes), TEXT_LINE * (self.label.count("\n") + 1)) + 0.13


def _days_of(row: Deadline) -> list[datetime.date]:
    days = (row.from_, row.due, row.due_at_least, row.act_by, row.met_on)
    return [day for day in days if day is not None]


def _place_of(row: Deadline, as_of: datetime.date) -> datetime.date:
    """Gives the day at which the mark of a deadline stands."""
    if row.state in (State.MET, State.MET_LATE) and row.met_on:
        return row.met_on
    return row.due or row.due_at_least or row.from_ or as_of


def _extent(row: Deadline, as_of: datetime.date) -> Span:
    days = [*_days_of(row), _place_of(row, as_of)]
    return Span(min(days), max(days))


def _is_in(row: Deadline, window: Span, as_of: datetime.date) -> bool:
    """Whether a deadline shows in the window; what is not settled does until the day asked about."""
    first, last = _extent(row, as_of)
    if row.state in UNSETTLED:
        last = max(last, as_of)
    return first <= window.last and last >= window.first


def _lay_out(deadlines: Sequence[Deadline], as_of: datetime.date) -> list[list[Deadline]]:
    lanes: list[list[Deadline]] = []
    ends: list[datetime.date] = []
    for row in sorted(deadlines, key=lambda row: (row.member or "", _extent(row, as_of))):
        extent = _extent(row, as_of)
        for lane, end in enumerate(ends):
            # what is not settled runs on to the day asked about, and only more of it can follow there
            last = lanes[lane][-1]
            runs_on = last.state in UNSETTLED and last.state is not row.state
            if end <= extent.first and not runs_on and last.member == row.member:
                lanes[lane].append(row)
                ends[lane] = extent.last
                break
        else:
            lanes.append([row])
            ends.append(extent.last)
    return lanes


def _read_rules(timetable: Timetable, rules: Union[str, Iterable[str]]) -> list[str]:
    wanted = [_check.text(rule, "rules") for rule in ([rules] if isinstance(rules, str) else rules)]
    for rule in wanted:
        timetable._check_rule(rule, "rules")
    return wanted


def _choose(timetable: Timetable, wanted: Optional[list[str]], window: Span) -> list[tuple[str, list[Deadline]]]:
    """Gives the label and the deadlines of each rule that has any in the window."""
    found: dict[tuple[str, str], list[Deadline]] = {}
    for row in timetable:
        if (wanted is None or row.rule.id in wanted) and _is_in(row, window, timetable.as_of):
            found.setdefault((row.rule.id, row.policy if timetable.is_timeline else ""), []).append(row)

    def order(entry: tuple[tuple[str, str], list[Deadline]]) -> tuple[Any, ...]:
        (rule, policy), rows = entry
        place = 0 if wanted is None else wanted.index(rule)
        extents = [_extent(row, timetable.as_of) for row in rows]
        return place, min(extents), rows[0].rule.title, policy

    return [
        (rows[0].rule.title + (f" ({policy})" if policy else ""), rows)
        for (rule, policy), rows in sorted(found.items(), key=order)
    ]


# ---- a timetable ----


def _find_window(
    timetable: Timetable,
    rules: Optional[Iterable[str]],
    from_: Optional[datetime.date],
    until: Optional[datetime.date],
) -> Span:
    days = [timetable.as_of]
    for row in timetable:
        if rules is None or row.rule.id in rules:
            days += _extent(row, timetable.as_of)
    first, last = min(days), max(days)
    margin = datetime.timedelta(days=max(3, (last - first).days // 40))
    window = Span(from_ or first - margin, until or last + margin)
    if window.first >= window.last:
        raise Error(f"from_ {window.first} is not before until {window.last}")
    for name, day in ("from_", from_), ("until", until):
        if day is not None and not 1900 <= day.year <= 2199:
            raise DateError(f"{name}: {day} is not in the years 1900 to 2199")
    return window


def _draw_lines(axes: Axes, drawn: Sequence[tuple[Deadline, float]], as_of: datetime.date) -> None:
    """Draws how long there is for a deadline, and how late it is."""
    from matplotlib.collections import LineCollection

    lines: dict[str, list[Any]] = {
        "allowed": [],
        "before": [],
        "projected": [],
        "late": [],
        "overdue": [],
        "unknown": [],
    }
    for row, height in drawn:
        due = row.due or row.due_at_least
        if due is None:
            continue
        end = _middle(due)
        if row.from_ is not None:
            kind = "allowed"
            if row.rule.kind is RuleKind.BEFORE:
                kind = "before"
                if row.state is State.MET and row.met_on is not None:
                    lines["allowed"].append([(_middle(row.met_on), height), (end, height)])
            elif row.state is State.PROJECTED:
                kind = "projected"
            lines[kind].append([(_middle(row.from_), height), (end, height)])
        if row.state is State.MET_LATE and row.met_on is not None:
            lines["late"].append([(end, height), (_middle(row.met_on), height)])
        if row.state is State.OVERDUE:
            lines["overdue"].append([(end, height), (_middle(as_of), height)])
        if row.state is State.UNDETERMINED and due < as_of:
            lines["unknown"].append([(end, height), (_middle(as_of), height)])
    styles: dict[str, dict[str, Any]] = {
        "allowed": {"colors": ALLOWED, "linewidths": 5, "capstyle": "butt"},
        "before": {"colors": QUIET, "linewidths": 1, "linestyles": "dotted"},
        "projected": {"colors": QUIET, "linewidths": 1, "linestyles": "dashed"},
        "late": {"colors": AMBER, "linewidths": 2.5, "capstyle": "butt"},
        "overdue": {"colors": RED, "linewidths": 2.5, "capstyle": "butt"},
        "unknown": {"colors": INK, "linewidths": 1.2, "linestyles": "dotted"},
    }
    for kind, style in styles.items():
        if lines[kind]:
            axes.add_collection(LineCollection(lines[kind], zorder=2, gid=kind, **style), autolim=False)


def _draw_marks(axes: Axes, drawn: Sequence[tuple[Deadline, float]], as_of: datetime.date, scale: float) -> None:
    def put(places: Sequence[tuple[float, float]], **how: Any) -> None:
        if places:
            axes.plot(*zip(*places), linestyle="none", **{**how, "markersize": how["markersize"] * scale})

    done = (State.MET, State.MET_LATE)
    for state, mark in MARKS.items():
        put(
            [(_middle(_place_of(row, as_of)), height) for row, height in drawn if row.state is state],
            marker=mark.marker,
            markersize=mark.size,
            markerfacecolor=mark.face,
            markeredgecolor=mark.edge,
            markeredgewidth=1.4 * scale,
            zorder=5,
            label=mark.label,
            gid=str(state),
        )
    unknown = [(_middle(_place_of(row, as_of)), height) for row, height in drawn if row.state is State.UNDETERMINED]
    put(unknown, marker="$?$", markersize=6, color=INK, markeredgewidth=0.3, zorder=6, gid="question")
    ticks = [(_middle(row.due), height) for row, height in drawn if row.due and row.state in done]
    put(ticks, marker="|", markersize=13, color=INK, markeredgewidth=1.3, zorder=3, label="due day", gid="due")
    early = [
        (_middle(row.act_by), height)
        for row, height in drawn
        if row.act_by and row.act_by != row.due and row.state not in (*done, State.CLOSED)
    ]
    put(
        early,
        marker=4,
        markersize=6,
        color=INK,
        zorder=4,
        label="act by",
        gid="act-by",
    )


def _say_beside(row: Deadline) -> str:
    """Gives what is written beside a mark, if anything."""
    said = [row.member or ""]
    if row.due is None:
        said.append("or later" if row.due_at_least else "no due day")
    return ", ".join(filter(None, said))


def _draw_rows(axes: Axes, rows: Sequence[Row], window: Span, as_of: datetime.date) -> list[tuple[Deadline, float]]:
    """Gives each deadline with its height; heights are inches from the top."""
    drawn: list[tuple[Deadline, float]] = []
    ticks, top = [], 0.0
    for row in rows:
        middle = top + row.height / 2
        ticks.append(middle)
        for number, lane in enumerate(row.lanes):
            height = middle + LANE * (number - (len(row.lanes) - 1) / 2)
            drawn += [(deadline, height) for deadline in lane]
        top += row.height
        axes.axhline(top, color="#E2E2E2", linewidth=0.6, zorder=1)
    axes.set_yticks(ticks, [row.label for row in rows], parse_math=False)
    axes.set_ylim(top, 0)
    axes.set_xlim(_middle(window.first) - 0.5, _middle(window.last) + 0.5)
    for deadline, height in drawn:
        if _say_beside(deadline):
            axes.annotate(
                _say_beside(deadline),
                (_middle(_place_of(deadline, as_of)), height),
                xytext=(8, 0),
                textcoords="offset points",
                va="center",
                fontsize=7,
                color=INK,
                clip_on=True,
                parse_math=False,
                zorder=4,
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8},
            )
    return drawn


def _dress(axes: Axes) -> None:
    axes.set_facecolor("white")
    axes.grid(False)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.tick_params(axis="y", length=0, labelsize=9, labelcolor=INK)
    axes.tick_params(axis="x", labelsize=8.5, labelcolor=INK, color=QUIET, which="both")


def _put_title(axes: Axes, title: str, below: str, above: float) -> None:
    title = textwrap.fill(title, TITLE_WIDTH)
    for text, size, weight, offset in ((title, 13, "bold", above + 17), (below, 9.5, "normal", above + 3)):
        axes.annotate(
            text,
            (0, 1),
            xycoords="axes fraction",
            xytext=(0, offset),
            textcoords="offset points",
            fontsize=size,
            fontweight=weight,
            color=INK,
            va="bottom",
            parse_math=False,
            annotation_clip=False,
        )


def _say_nothing(axes: Axes, text: str) -> None:
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", fontsize=11, color=INK)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


SHADED_WEEKEND, SHADED_HOLIDAY = "weekend", "bank holiday or closure"


def _new_axes(height: float, width: float) -> Axes:
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    from cpplan._figure import Picture

    layout = ConstrainedLayoutEngine(h_pad=0.15, w_pad=0.15)
    return Picture(figsize=(width, height), layout=layout, facecolor="white").add_subplot()


def _figure_of(axes: Axes) -> Figure:
    figure = axes.get_figure(root=True)
    assert figure is not None
    return figure


def _give_back(given: Optional[Axes], axes: Axes) -> Union[Axes, Figure]:
    return _figure_of(axes) if given is None else given


def _put_legend(axes: Axes, below: float, columns: int) -> None:
    from matplotlib.legend_handler import HandlerTuple
    from matplotlib.transforms import ScaledTranslation

    plain, labels = axes.get_legend_handles_labels()
    question = next((line for line in axes.lines if line.get_gid() == "question"), None)
    handles: list[Any] = [
        (handle, question) if question and handle.get_gid() == State.UNDETERMINED else handle for handle in plain
    ]
    places = sorted(range(len(labels)), key=lambda n: labels[n] in (SHADED_WEEKEND, SHADED_HOLIDAY))
    if handles:
        axes.legend(
            [handles[n] for n in places],
            [labels[n] for n in places],
            loc="upper left",
            bbox_to_anchor=(0, 0),
            bbox_transform=axes.transAxes + ScaledTranslation(0, -below, _figure_of(axes).dpi_scale_trans),
            borderaxespad=0,
            ncols=columns,
            frameon=False,
            fontsize=8.5,
            handletextpad=0.5,
            columnspacing=1.6,
            handler_map={tuple: HandlerTuple(ndivide=1)},
        )


def plot_timetable(
    timetable: Timetable,
    axes: Optional[Axes],
    rules: Union[str, Iterable[str], None],
    from_: Optional[datetime.date],
    until: Optional[datetime.date],
) -> Union[Axes, Figure]:
    _need_matplotlib()
    _check_axes(axes)
    from_, until = _check.optional_day(from_, "from_"), _check.optional_day(until, "until")
    wanted = None if rules is None else _read_rules(timetable, rules)
    as_of = timetable.as_of
    window = _find_window(timetable, wanted, from_, until)
    rows = [Row(wrap(label), _lay_out(deadlines, as_of)) for label, deadlines in _choose(timetable, wanted, window)]
    height = sum(row.height for row in rows)
    given = axes
    if axes is None:
        years = (window.last - window.first).days / 365
        axes = _new_axes(max(height, 1.0) + 2.1, min(WIDEST, PICTURE_WIDTH + A_YEAR_MORE * max(0.0, years - 2)))
    title = f"Case {timetable.case.id}" + (f", policy {timetable.policy}" if timetable.policy else "")
    below = f"as of {write_day(as_of)}"
    if timetable.known_at != as_of:
        below += f", as known on {write_day(timetable.known_at)}"
    if not rows:
        _say_nothing(axes, "no deadlines" if not len(timetable) else "no deadlines in this picture")
        _put_title(axes, title, below, 0)
        return _give_back(given, axes)
    drawn = _draw_rows(axes, rows, window, as_of)
    inches = _figure_of(axes).get_figwidth()
    inches = inches - LABEL_INCHES if given is None else inches * axes.get_position().width
    a_day = inches / ((window.last - window.first).days + 1)
    weekends, holidays = spans_not_worked(timetable.calendar, window)
    if a_day >= NARROWEST_WEEKEND:
        _shade(axes, weekends, WEEKEND, SHADED_WEEKEND)
    if a_day >= NARROWEST_HOLIDAY:
        _shade(axes, holidays, HOLIDAY, SHADED_HOLIDAY)
    _draw_lines(axes, drawn, as_of)
    _draw_marks(axes, drawn, as_of, 1.0 if a_day >= NARROWEST_HOLIDAY * 2 else 0.7)
    axes.axvline(_middle(as_of), color=INK, linewidth=1.3, zorder=3, label=below, gid="as-of")
    _dress(axes)
    _mark_days(axes, window, inches)
    is_tall = height > 8
    axes.tick_params(axis="x", which="both", top=is_tall, labeltop=False)
    axes.tick_params(axis="x", which="major", labeltop=is_tall)
    _put_title(axes, title, below, 32 if is_tall else 4)
    _put_legend(axes, 0.55, max(2, int(inches / LEGEND_ENTRY)))
    return _give_back(given, axes)


# ---- a caseload ----

SHADES = ("#FBE8D9", "#EDB08C", "#C9593F", "#8F0D12", "#56070B")
CELL = 0.44  # inches
ROW = 0.36


def _shade_of(number: int, most: int) -> tuple[str, str]:
    """Gives the colours of a cell and of the number in it; nothing is white."""
    if number == 0:
        return "white", QUIET
    place = min(len(SHADES) - 1, (number - 1) * len(SHADES) // most)
    return SHADES[place], "white" if place >= 2 else INK


def _label_groups(frame: pandas.DataFrame, names: Iterable[Any], by: str) -> list[str]:
    """Gives the rules' titles; where authorities have several of one rule, or one of several, its id in words."""
    if by != "rule":
        return [str(name) for name in names]
    labels = {str(name): str(name).replace("-", " ").capitalize() for name in names}
    if "title" in frame.columns:
        titles = frame[["rule", "title"]].dropna().astype("str").drop_duplicates()
        alone = titles[~titles["rule"].duplicated(keep=False) & ~titles["title"].duplicated(keep=False)]
        labels.update((rule, title) for rule, title in zip(alone["rule"], alone["title"]) if rule in labels)
    return list(labels.values())


def _count_months(frame: pandas.DataFrame, by: str, months: int) -> pandas.DataFrame:
    """Gives what is overdue by group and month of the due day, every month from the first to the last."""
    import pandas

    from cpplan._indicators import Indicators

    found = Indicators(frame).in_time((by, "month"))
    found = found[found["overdue"] > 0].dropna(subset=["month"])
    table = found.pivot_table(index=by, columns="month", values="overdue", aggfunc="sum", observed=True)
    if not len(table):
        return table
    every = pandas.period_range(min(table.columns), max(table.columns), freq="M").astype("str")
    table = table.reindex(columns=every).fillna(0).astype("int64")
    if len(every) > months:
        before = table[every[:-months]].sum(axis=1)
        table = table[every[-months:]]
        table.insert(0, "before", before)
    return table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]


def _write_month_label(month: str, is_first: bool) -> str:
    if month == "before":
        return "before"
    name = MONTHS[int(month[5:]) - 1]
    return f"{name}\n{month[:4]}" if is_first or name == "Jan" else name


@overload
def plot_overdue(frame: pandas.DataFrame, *, by: str = ..., months: int = ..., ax: None = ...) -> Figure: ...


@overload
def plot_overdue(frame: pandas.DataFrame, *, by: str = ..., months: int = ..., ax: Axes) -> Axes: ...


def plot_overdue(
    frame: pandas.DataFrame, *, by: str = "rule", months: int = 18, ax: Optional[Axes] = None
) -> Union[Axes, Figure]:
    """Draws what is overdue as a table of shades, a row a rule and a column a month of the due day, with totals.

    `frame` is as for `indicators`; duties of other bodies are left out. The row of most is the first. Needs matplotlib.

    Args:
        frame: a DataFrame of pandas
        by: what the rows are: rule, authority, child, or any other column of the frame
        months: how many months to show; what was due before them is added up in one column
        ax: the axes to draw in; without, a figure of its own, as large as it has to be

    Returns:
        the figure, or `ax` if it was given
    """
    _need_matplotlib()
    _check_axes(ax)
    if _check.whole(months, "months") < 1:
        raise Error("months has to be 1 or more")
    table = _count_months(frame, _check.text(by, "by"), months)
    n_rows, n_columns = table.shape
    wide = max(4.6 + CELL * (n_columns + 2), 7.0)
    axes = ax if ax is not None else _new_axes(1.6 + ROW * (n_rows + 1.2) if n_rows else 2.6, wide)
    title = f"Overdue by {by} and month of the due day"
    if not n_rows:
        _say_nothing(axes, "nothing is overdue")
        _put_title(axes, title, "", 0)
    else:
        _draw_table(axes, table, [wrap(label) for label in _label_groups(frame, table.index, by)])
        number = int(table.to_numpy().sum())
        _put_title(axes, title, f"{number} deadline" + "s" * (number > 1), 30)
    return _give_back(ax, axes)


def _draw_table(axes: Axes, table: pandas.DataFrame, labels: list[str]) -> None:
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    numbers = table.to_numpy()
    n_rows, n_columns = numbers.shape
    # what is added up of many months would make all else pale
    n_sums = int(table.columns[0] == "before")
    most = max(1, int(numbers[:, n_sums:].max()))
    cells, colours = [], []

    def write(x: float, y: float, number: int, colour: str, weight: str, gid: str) -> None:
        axes.text(x, y, str(number), ha="center", va="center", fontsize=9, color=colour, fontweight=weight, gid=gid)

    for y in range(n_rows):
        for x in range(n_columns):
            number = int(numbers[y, x])
            face, ink = _shade_of(number, most) if x >= n_sums or not number else (WEEKEND, INK)
            cells.append(Rectangle((x + 0.03, y + 0.03), 0.94, 0.94))
            colours.append(face)
            if number:
                write(x + 0.5, y + 0.5, number, ink, "normal", "cell")
        write(n_columns + 0.75, y + 0.5, int(numbers[y].sum()), INK, "bold", "row total")
    for x in range(n_columns):
        write(x + 0.5, n_rows + 0.65, int(numbers[:, x].sum()), INK, "bold", "column total")
    write(n_columns + 0.75, n_rows + 0.65, int(numbers.sum()), INK, "bold", "total")
    axes.add_collection(
        PatchCollection(cells, facecolor=colours, edgecolor="#E6E6E6", linewidth=0.6), autolim=False
    )
    months = [str(month) for month in table.columns]
    named = [_write_month_label(month, n == n_sums) for n, month in enumerate(months)]
    axes.set_xticks([*(n + 0.5 for n in range(n_columns)), n_columns + 0.75], [*named, "all"])
    axes.set_yticks([*(n + 0.5 for n in range(n_rows)), n_rows + 0.65], [*labels, "all"], parse_math=False)
    axes.set_xlim(0, n_columns + 1.25)
    axes.set_ylim(n_rows + 1.15, 0)
    axes.tick_params(length=0, labelsize=9, labelcolor=INK, labeltop=True, labelbottom=False)
    axes.set_facecolor("white")
    axes.grid(False)
    for spine in axes.spines.values():
        spine.set_visible(False)
