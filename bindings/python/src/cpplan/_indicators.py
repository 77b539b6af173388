# SPDX-License-Identifier: LGPL-2.1-or-later
"""What was done in time, counted as the statutory returns and inspections count it. Needs pandas."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Callable, Literal, Optional, Union

from cpplan import _check
from cpplan._answers import BETWEEN
from cpplan.enums import Flag, State
from cpplan.errors import Error, UnknownNameError

if TYPE_CHECKING:
    import pandas

By = Union[str, Iterable[str]]
Rules = Iterable[str]

INITIAL_CONFERENCES = ("initial-conference",)
ASSESSMENTS = ("assessment",)
FIRST_REVIEWS = ("first-review",)
FURTHER_REVIEWS = ("review-interval",)
VISITS = ("child-seen", "child-seen-alone")
_DEFAULTS = (INITIAL_CONFERENCES, ASSESSMENTS, FIRST_REVIEWS, FURTHER_REVIEWS, VISITS)

# Each row of a frame is counted in one of these.
FELL_DUE = ("in-time", "late", "overdue", "lapsed", "advised")
COUNTS = (*FELL_DUE, "open", "undetermined", "external", "other")
_COUNTED_AS = {
    State.MET: "in-time",
    State.MET_LATE: "late",
    State.OVERDUE: "overdue",
    State.LAPSED: "lapsed",
    State.ADVISED: "advised",
    State.OPEN: "open",
    State.EXTENDED: "open",
    State.UNDETERMINED: "undetermined",
    State.CLOSED: "other",
    State.SHORT_NOTICE: "other",
    State.PROJECTED: "other",
    State.BARRED: "other",
    State.CLEAR: "other",
}

_NEEDED = ("case", "rule", "policy", "from", "due", "state", "met-on", "flags")
_GROUPINGS = {"rule": "rule", "authority": "policy", "child": "case"}
_DAYS = ("from", "due", "met-on")
_NAMES = ("case", "rule", "policy")
# Also as JSON of pandas has the days of a frame.
_ISO_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([T ]00:00(:00(\.0+)?)?)?")

# The bands of the published tables, each with its last working day.
_CONFERENCE_BANDS = (("0-10", 10), ("11-15", 15), ("16-20", 20), ("21+", None))
_ASSESSMENT_BANDS = (
    ("same-day", 0),
    ("1-10", 10),
    ("11-20", 20),
    ("21-30", 30),
    ("31-40", 40),
    ("41-45", 45),
    ("46-50", 50),
    ("51-60", 60),
    ("61+", None),
)


def _check_frame(frame: object) -> pandas.DataFrame:
    _check.need_pandas()
    import pandas

    if not isinstance(frame, pandas.DataFrame):
        raise TypeError(f"frame has to be a pandas DataFrame, not {type(frame).__name__}")
    _check_columns(frame, _NEEDED)
    return frame


def _check_columns(frame: pandas.DataFrame, names: Iterable[str]) -> None:
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise UnknownNameError("the frame has no column " + ", ".join(f'"{name}"' for name in missing))
    twice = [name for name in names if (frame.columns == name).sum() > 1]
    if twice:
        raise Error(f'the frame has the column "{twice[0]}" twice')


def _check_filled(frame: pandas.DataFrame, names: Iterable[str]) -> None:
    for name in names:
        missing = int(frame[name].isna().sum())
        if missing:
            raise Error(f"{missing} rows of the frame have no {name}")


def _read_day(cell: object, name: str) -> datetime.date:
    if isinstance(cell, datetime.date) and getattr(cell, "tzinfo", None) is None:
        return cell
    found = _ISO_DAY.fullmatch(cell) if isinstance(cell, str) else None
    if found is not None:
        try:
            return datetime.date.fromisoformat(found[1])
        except ValueError:
            pass
    raise Error(
        f"{name}: {cell!r} is no date such as 2025-04-10: make dates of the column first, "
        "with pandas.to_datetime(..., dayfirst=True)"
    )


def to_days(frame: pandas.DataFrame, name: str) -> pandas.Series[Any]:
    """Gives a column of days as datetimes; what is no day for sure is refused, for a guess could be wrong."""
    import pandas

    column = frame[name]
    if getattr(column.dtype, "tz", None) is not None:
        raise Error(f'the column "{name}" holds times of a time zone: drop it first, with .dt.tz_localize(None)')
    if pandas.api.types.is_datetime64_any_dtype(column.dtype):
        return pandas.to_datetime(column)
    cells = column.astype("object")
    days = {cell: _read_day(cell, name) for cell in set(cells[cells.notna()])}
    return pandas.to_datetime(cells.map(days))


def count_as(frame: pandas.DataFrame) -> pandas.Series[Any]:
    """Gives for each row the one of `COUNTS` that it belongs to."""
    import pandas

    _check_filled(frame, ["state"])
    states = frame["state"].astype("category").cat.remove_unused_categories()
    names = [_COUNTED_AS[_check.word(text, State, "state")] for text in states.cat.categories]
    places = pandas.Series([COUNTS.index(name) for name in names], dtype="int64").to_numpy()[states.cat.codes]
    flags = frame["flags"].astype("category")
    others = [text for text in flags.cat.categories if Flag.EXTERNAL.value in str(text).split(BETWEEN)]
    places[flags.isin(others)] = COUNTS.index("external")
    return pandas.Series(
        pandas.Categorical.from_codes(places, dtype=pandas.CategoricalDtype(list(COUNTS))), index=frame.index
    )


def _as_list(by: By, name: str) -> list[str]:
    if isinstance(by, str):
        return [_check.text(by, name)]
    if not isinstance(by, Iterable):
        raise TypeError(f"{name} has to be a name or a list of names, not {_check.name_of(by)}")
    return [_check.text(entry, name) for entry in by]


def _name(numbers: pandas.Series[Any], name: Callable[[int], str]) -> pandas.Series[Any]:
    """Names each number, calling once for each that there is; the names are in the order of the numbers."""
    import pandas

    codes, found = pandas.factorize(numbers, sort=True)
    names = [name(int(number)) for number in found]
    return pandas.Series(
        pandas.Categorical.from_codes(codes, dtype=pandas.CategoricalDtype(names)), index=numbers.index
    )


def to_months(days: pandas.Series[Any]) -> pandas.Series[Any]:
    """Gives each day's month, such as "2025-04"."""
    return _name(days.dt.year * 12 + days.dt.month - 1, lambda month: f"{month // 12}-{month % 12 + 1:02}")


def _to_years(days: pandas.Series[Any]) -> pandas.Series[Any]:
    """Gives each day's statistical year, from 1 April to 31 March, such as "2024-25"."""
    return _name(days.dt.year - (days.dt.month < 4), lambda year: f"{year}-{(year + 1) % 100:02}")


def _percent(part: pandas.Series[Any], whole: pandas.Series[Any]) -> pandas.Series[Any]:
    return (100 * part.astype("Float64") / whole.astype("Float64").where(whole > 0)).astype("Float64")


def _share(table: pandas.DataFrame, name: str, part: str, whole: str) -> None:
    table[name] = _percent(table[part], table[whole])


def _has(rows: pandas.DataFrame, *names: str) -> pandas.Series[Any]:
    return rows["counted"].isin(names)


def _rebuild(cls: type[Indicators], frame: pandas.DataFrame, conference: tuple[str, ...]) -> Indicators:
    return cls(frame, conference=conference)


class Indicators:
    """What was done in time in a frame of deadlines, as `indicators` makes it.

    Each method gives a DataFrame with a line a group. `by` names the grouping, or several: `rule`, `authority` (the
    column `policy`), `child` (the column `case`), `month`, `year` (1 April to 31 March, such as "2024-25"), or any other
    column of the frame; with `()` there is one line for all. Month and year are those of the due day unless it is
    said otherwise. Percentages are not rounded, and are <NA> where nothing is to be divided.

    It does not change, and can be copied and pickled. Two of them are never equal: compare their tables.
    """

    __slots__ = ("_rows", "_conference")
    _rows: pandas.DataFrame
    _conference: tuple[str, ...]

    def __init__(self, frame: pandas.DataFrame, *, conference: By = ()) -> None:
        frame = _check_frame(frame)
        _check_filled(frame, _NAMES)
        object.__setattr__(self, "_conference", tuple(_as_list(conference, "conference")))
        _check_columns(frame, self._conference)
        rows = frame.reset_index(drop=True)
        for name in _DAYS:
            rows[name] = to_days(rows, name)
        rows["counted"] = count_as(rows)
        object.__setattr__(self, "_rows", rows)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Indicators do not change")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("Indicators do not change")

    def __copy__(self) -> Indicators:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Indicators:
        return self

    def __reduce__(self) -> tuple[Callable[..., Indicators], tuple[Any, ...]]:
        return _rebuild, (type(self), self._rows.drop(columns="counted"), self._conference)

    # ---- groups ----

    def _name_rules(self, rules: Rules, name: str) -> list[str]:
        """Gives the ids of rules. One that the caller named is in the frame, or it would count as nothing to be done."""
        wanted = _as_list(rules, name)
        if len(self._rows) and not any(rules is default for default in _DEFAULTS):
            known = set(self._rows["rule"])
            for rule in wanted:
                if rule not in known:
                    nearest = _check.nearest(rule, known)
                    raise UnknownNameError(f'{name}: no row of the frame is of the rule "{rule}"{nearest}')
        return wanted

    def _of_rules(self, rules: Optional[Rules]) -> pandas.DataFrame:
        if rules is None:
            return self._rows
        return self._rows[self._rows["rule"].isin(self._name_rules(rules, "rules"))]

    def _group(
        self, rows: pandas.DataFrame, by: By, taken: Sequence[str], day: Optional[pandas.Series[Any]] = None
    ) -> tuple[pandas.DataFrame, list[str]]:
        """Adds the columns that are grouped by, under names of their own, and gives those."""
        names = _as_list(by, "by")
        if len(set(names)) < len(names):
            raise Error(f"by: {', '.join(names)} names a grouping twice")
        day = rows["due"] if day is None else day
        added: dict[str, Any] = {}
        for name in names:
            if name == "month":
                added[name] = to_months(day)
            elif name == "year":
                added[name] = _to_years(day)
            elif name in _GROUPINGS:
                added[name] = rows[_GROUPINGS[name]]
            elif name in rows.columns and name != "counted" and name not in taken:
                added[name] = rows[name]
            else:
                known = ", ".join((*_GROUPINGS, "month", "year"))
                raise UnknownNameError(f'by: "{name}" is none of {known}, nor a column that can be grouped by')
        renamed = {f"by {name}": column for name, column in added.items()}
        return rows.assign(**renamed), list(renamed)

    @staticmethod
    def _sum(rows: pandas.DataFrame, keys: list[str], truths: dict[str, Any]) -> pandas.DataFrame:
        """Counts in each group the rows of which each truth holds."""
        import pandas

        marks = pandas.DataFrame({name: truth.astype("int64") for name, truth in truths.items()}, index=rows.index)
        if not keys:
            return marks.sum().to_frame().T.astype("int64")
        groups = marks.groupby([rows[key] for key in keys], observed=True, dropna=False, sort=True)
        table = groups.sum().reset_index()
        for key in {"by month", "by year"}.intersection(keys):
            table[key] = table[key].astype("str")
        return table.rename(columns={key: key.removeprefix("by ") for key in keys})

    # ---- deadlines ----

    def in_time(self, by: By = "rule", *, rules: Optional[Rules] = None) -> pandas.DataFrame:
        """Counts deadlines: how many fell due, and how many of them were met in time.

        `deadlines` is the number of rows, and `due` of those that fell due and of which it is known what became of
        them: `in-time`, `late` (done after the due day), `overdue`, `lapsed` (overdue when it ceased to be owed) and
        `advised` (good practice that was not followed in time). `in-time-percent` is `in-time` of `due`.

        Not in it are `open` (not yet due, or within an authorised delay), `undetermined`, `external` (another body's
        duties) and `other` (closed, at short notice, projected, bars). `percent-at-least` and `percent-at-most` say
        between which percentages the share lies, whatever the undetermined ones turn out to be.

        Args:
            by: what to group by
            rules: the ids of the rules to count; all of them unless given
        """
        taken = ("deadlines", "due", *COUNTS, "in-time-percent", "percent-at-least", "percent-at-most")
        rows, keys = self._group(self._of_rules(rules), by, taken)
        truths = {"deadlines": rows["counted"].notna(), "due": _has(rows, *FELL_DUE)}
        truths.update({name: _has(rows, name) for name in COUNTS})
        table = self._sum(rows, keys, truths)
        _share(table, "in-time-percent", "in-time", "due")
        possible = table["due"] + table["undetermined"]
        table["percent-at-least"] = _percent(table["in-time"], possible)
        table["percent-at-most"] = _percent(table["in-time"] + table["undetermined"], possible)
        return table

    def states(self, by: By = "rule", *, rules: Optional[Rules] = None) -> pandas.DataFrame:
        """Counts deadlines by state, each state in a column, whoever's duty it is.

        Args:
            by: what to group by
            rules: the ids of the rules to count; all of them unless given
        """
        names = [state.value for state in State]
        rows, keys = self._group(self._of_rules(rules), by, ("deadlines", *names))
        truths = {"deadlines": rows["counted"].notna()}
        truths.update({name: rows["state"] == name for name in names})
        return self._sum(rows, keys, truths)

    # ---- children ----

    def children(self, by: By = "rule", *, rules: Optional[Rules] = None) -> pandas.DataFrame:
        """Counts children: those of whom everything that fell due was done in time.

        Each of the `children` is counted once in a group: `in-time` if all that fell due was met in time, `not-in-time`
        if anything was not, else `undetermined` if anything is, else `none-due`. `in-time-percent` is of the first two.
        `latest-in-time` and `latest-not-in-time` ask of the deadline that fell due last only, `latest-percent` is of
        these two. `overdue` are children of whom something is overdue now. Duties of other bodies are left out.

        Args:
            by: what to group by
            rules: the ids of the rules to count; all of them unless given
        """
        return self._count_children(self._of_rules(rules), by)

    def _count_children(self, rows: pandas.DataFrame, by: By) -> pandas.DataFrame:
        taken = (
            "children",
            "in-time",
            "not-in-time",
            "undetermined",
            "none-due",
            "in-time-percent",
            "latest-in-time",
            "latest-not-in-time",
            "latest-percent",
            "overdue",
        )
        rows, keys = self._group(rows[~_has(rows, "external")], by, taken)
        facts = rows[[*keys, "case"]].rename(columns={"case": "of"})
        facts = facts.assign(met=_has(rows, "in-time"), failed=_has(rows, *FELL_DUE[1:]))
        facts["undetermined"] = _has(rows, "undetermined")
        facts["overdue"] = _has(rows, "overdue")
        told = facts["met"] | facts["failed"] | facts["undetermined"]
        facts["last"] = rows["due"].where(told)
        facts["last"] = facts["last"].eq(
            facts.groupby([*keys, "of"], observed=True, dropna=False)["last"].transform("max")
        )
        for name in ("met", "failed", "undetermined"):
            facts[f"last {name}"] = facts[name] & facts["last"]
        child = facts.groupby([*keys, "of"], observed=True, dropna=False).any().reset_index()
        truths = {
            "children": child["of"].notna() | child["of"].isna(),
            "in-time": child["met"] & ~child["failed"] & ~child["undetermined"],
            "not-in-time": child["failed"],
            "undetermined": child["undetermined"] & ~child["failed"],
            "none-due": ~child["met"] & ~child["failed"] & ~child["undetermined"],
            "latest-in-time": child["last met"] & ~child["last failed"] & ~child["last undetermined"],
            "latest-not-in-time": child["last failed"],
            "overdue": child["overdue"],
        }
        table = self._sum(child, keys, truths)
        table["in-time-percent"] = _percent(table["in-time"], table["in-time"] + table["not-in-time"])
        known = table["latest-in-time"] + table["latest-not-in-time"]
        table["latest-percent"] = _percent(table["latest-in-time"], known)
        groupings = [key.removeprefix("by ") for key in keys]
        return table[[*groupings, *taken]]

    # ---- lengths in bands ----

    def _count_lengths(
        self,
        rows: pandas.DataFrame,
        by: By,
        bands: Sequence[tuple[str, Optional[int]]],
        limit: int,
        count: str,
    ) -> pandas.DataFrame:
        """Counts what was held by how many working days it took, and what was not held beside it."""
        _check_columns(rows, ["working-days"])
        within = f"within-{limit}"
        names = [name for name, _ in bands]
        left = ("overdue", "lapsed", "open", "undetermined")
        own = ("held", *names, "length-unknown", within, f"{within}-percent", "median")
        held = _has(rows, "in-time", "late", "advised") & rows["met-on"].notna()
        done = rows[held]
        lengths = done["working-days"].astype("Float64")
        done = done.assign(length=lengths.where(lengths >= 0))
        once = ["policy", "case", "met-on"] if count == "child" else self._key_conferences(done)
        waiting = rows[~held & _has(rows, *left)] if count == "child" else rows.iloc[:0]
        grouped, keys = self._group(done, by, (*own, *left, "length"), done["met-on"])
        # What several rows tell of one conference is counted once, by the longest time.
        apart = grouped.groupby([*keys, *once], observed=True, dropna=False)["length"]
        unknown = apart.transform("count") < apart.transform("size")
        grouped["length"] = grouped["length"].mask(unknown)
        grouped = grouped.sort_values("length", ascending=False).drop_duplicates([*keys, *once])
        waiting, _ = self._group(waiting, by, (*own, *left))
        return self._tell_lengths(grouped, waiting, keys, bands, limit, left if count == "child" else ())

    def _tell_lengths(
        self,
        done: pandas.DataFrame,
        waiting: pandas.DataFrame,
        keys: list[str],
        bands: Sequence[tuple[str, Optional[int]]],
        limit: int,
        left: Sequence[str],
    ) -> pandas.DataFrame:
        import pandas

        within = f"within-{limit}"
        both = pandas.concat([done, waiting], ignore_index=True) if len(waiting) else done.reset_index(drop=True)
        is_held = pandas.Series([True] * len(done) + [False] * len(waiting), dtype="bool")
        lengths = both["length"].astype("Float64").where(is_held)
        after = pandas.Series(-1, index=both.index)
        truths = {"held": is_held}
        for name, last in bands:
            upper = lengths <= last if last is not None else lengths.notna()
            truths[name] = ((lengths > after) & upper).fillna(False).astype("bool")
            after = after if last is None else pandas.Series(last, index=both.index)
        truths["length-unknown"] = is_held & lengths.isna()
        truths[within] = (lengths <= limit).fillna(False).astype("bool")
        truths.update({name: ~is_held & _has(both, name) for name in left})
        table = self._sum(both, keys, truths)
        table[f"{within}-percent"] = _percent(table[within], table["held"] - table["length-unknown"])
        if keys:
            groups = lengths.groupby([both[key] for key in keys], observed=True, dropna=False, sort=True)
            table["median"] = groups.median().astype("Float64").array
        else:
            table["median"] = pandas.array([lengths.median()], dtype="Float64")
        groupings = [key.removeprefix("by ") for key in keys]
        names = [name for name, _ in bands]
        return table[[*groupings, "held", *names, "length-unknown", within, f"{within}-percent", "median", *left]]

    def _key_conferences(self, rows: pandas.DataFrame) -> list[str]:
        if not self._conference:
            raise Error(
                "which children's rows are of one conference is not in the frame: name the columns that tell it, "
                'such as indicators(frame, conference="conference")'
            )
        unnamed = int(rows[list(self._conference)].isna().any(axis=1).sum())
        if unnamed:
            raise Error(f"{unnamed} held conferences have nothing in {', '.join(self._conference)}")
        keys = ["policy", *self._conference]
        days = rows.groupby(keys, observed=True, dropna=False)["met-on"].nunique()
        if (days > 1).any():
            named = ", ".join(str(part) for part in days.index[days > 1][0])
            raise Error(f"conference {named} was held on more than one day")
        return keys

    def initial_conferences(
        self,
        by: By = (),
        *,
        count: Literal["child", "conference"] = "child",
        rules: Rules = INITIAL_CONFERENCES,
    ) -> pandas.DataFrame:
        """Counts initial conferences by the working days since the strategy discussion that began the enquiry.

        `held` are those that were held, in the bands 0-10, 11-15, 16-20 and 21+ working days; `within-15` the first
        two bands, `within-15-percent` of those whose length is known, `median` their median length. Beside them stand
        children whose conference was not held: `overdue`, `lapsed`, `open` and `undetermined`. A conference that two
        discussions began is counted once, from the earlier. Duties of other bodies are left out.

        Month and year are those in which the conference was held; of those not held, of the due day.

        Args:
            by: what to group by
            count: "child" counts each child of a conference, as the census does; "conference" counts each conference
                once, by the longest time of any of its children, and needs `conference` of `indicators`
            rules: the ids of the rules that are about initial conferences
        """
        return self._count_lengths(
            self._of_rules(rules), by, _CONFERENCE_BANDS, 15, _check_count(count, "conference")
        )

    def assessments(self, by: By = (), *, rules: Rules = ASSESSMENTS) -> pandas.DataFrame:
        """Counts assessments by the working days since the referral, in the bands of the published tables.

        The columns are as those of `initial_conferences`, with `within-45`. Month and year are those in which the
        assessment was completed; of those not completed, of the due day.

        Args:
            by: what to group by
            rules: the ids of the rules that are about assessments
        """
        return self._count_lengths(self._of_rules(rules), by, _ASSESSMENT_BANDS, 45, "child")

    # ---- reviews and visits ----

    def reviews(
        self,
        by: By = (),
        *,
        as_of: Optional[datetime.date] = None,
        count: Literal["child", "conference"] = "child",
        first: Rules = FIRST_REVIEWS,
        further: Rules = FURTHER_REVIEWS,
    ) -> pandas.DataFrame:
        """Counts review conferences in timescale.

        By child: of the `children` on a plan on `as_of` for three months or more, those all of whose reviews under
        that plan were in time, `in-time`; `not-in-time` if any was not; else `undetermined`. `plan-unknown` are
        children with a review to come of whom the frame does not say when the plan began. A child is on a plan if a
        review is still to be held.

        By conference: of the conferences `held`, those that were `in-time` for all of their children. Month and year
        are those in which it was held.

        Args:
            by: what to group by; by child, a column of which each child has one value in each group
            as_of: the day on which the timetables were asked, the end of the period; by child only
            count: "child", or "conference", which needs `conference` of `indicators`
            first: the ids of the rules that are about the first review of a plan
            further: the ids of the rules that are about the reviews after it
        """
        first, further = self._name_rules(first, "first"), self._name_rules(further, "further")
        rows = self._rows[self._rows["rule"].isin([*first, *further])]
        rows = rows[~_has(rows, "external")]
        if _check_count(count, "conference") == "conference":
            return self._count_reviews_held(rows, by)
        if as_of is None:
            raise Error("as_of is missing: reviews by child are of those on a plan on a day")
        return self._count_reviewed(rows, by, _check.day(as_of, "as_of"), first)

    def _count_reviews_held(self, rows: pandas.DataFrame, by: By) -> pandas.DataFrame:
        taken = ("held", "in-time", "late", "in-time-percent")
        held = rows[_has(rows, "in-time", "late") & rows["met-on"].notna()]
        once = self._key_conferences(held)
        held, keys = self._group(held, by, taken, held["met-on"])
        late = _has(held, "late").groupby([held[name] for name in [*keys, *once]], observed=True, dropna=False)
        held = late.any().rename("was late").reset_index()
        truths = {"held": held["was late"].notna(), "in-time": ~held["was late"], "late": held["was late"]}
        table = self._sum(held, keys, truths)
        _share(table, "in-time-percent", "in-time", "held")
        return table

    def _count_reviewed(
        self, rows: pandas.DataFrame, by: By, as_of: datetime.date, first: list[str]
    ) -> pandas.DataFrame:
        import pandas

        names = ("children", "in-time", "not-in-time", "undetermined", "in-time-percent", "plan-unknown")
        began = rows["from"].where(rows["rule"].isin(first)).groupby([rows["policy"], rows["case"]], observed=True)
        rows = rows.assign(began=began.transform("max"))
        on_plan = _has(rows, "open", "overdue", "undetermined")
        on_plan = on_plan.groupby([rows["policy"], rows["case"]], observed=True).transform("any")
        # The plan in force is the latest; reviews of earlier ones are no part of it.
        rows = rows[on_plan & ~(rows["from"] < rows["began"])]
        long_enough = rows["began"] + pandas.DateOffset(months=3) <= pandas.Timestamp(as_of)
        rows, keys = self._group(rows[long_enough | rows["began"].isna()], by, names)
        facts = rows[[*keys, "policy", "case"]].rename(columns={"policy": "at", "case": "of"})
        facts = facts.assign(
            failed=_has(rows, *FELL_DUE[1:]), undetermined=_has(rows, "undetermined"), unknown=rows["began"].isna()
        )
        child = facts.groupby([*keys, "at", "of"], observed=True, dropna=False).any().reset_index()
        known = ~child["unknown"]
        truths = {
            "children": known,
            "in-time": known & ~child["failed"] & ~child["undetermined"],
            "not-in-time": known & child["failed"],
            "undetermined": known & ~child["failed"] & child["undetermined"],
            "plan-unknown": child["unknown"],
        }
        table = self._sum(child, keys, truths)
        table["in-time-percent"] = _percent(table["in-time"], table["in-time"] + table["not-in-time"])
        return table[[*(key.removeprefix("by ") for key in keys), *names]]

    def visits(
        self,
        by: By = ("authority", "rule"),
        *,
        count: Literal["child", "visit"] = "child",
        rules: Rules = VISITS,
    ) -> pandas.DataFrame:
        """Counts children who were seen within their authority's own interval.

        By child the columns are those of `children`: all intervals in time, and the latest. By visit they are those of
        `in_time`, an interval being a deadline. An authority can have two rules, such as seen and seen alone, which
        would count the same visit twice; hence `rule` is one of the groupings unless others are named.

        Args:
            by: what to group by
            count: "child" or "visit"
            rules: the ids of the rules that are about visits
        """
        if _check_count(count, "visit") == "visit":
            return self.in_time(by, rules=rules)
        return self.children(by, rules=rules)

    # ---- as a whole ----

    def to_frame(self) -> pandas.DataFrame:
        """Gives `in_time` by authority and rule."""
        return self.in_time(("authority", "rule"))

    def __len__(self) -> int:
        return len(self._rows)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        total = self.in_time(()).iloc[0]
        return (
            f"<cpplan.Indicators {len(self)} deadlines, {total['in-time']:.0f} of {total['due']:.0f} due in time>"
        )

    def _repr_html_(self) -> str:
        from cpplan import _html

        table = self.to_frame()
        shares = {"in-time-percent", "percent-at-least", "percent-at-most"}
        rows = [
            [
                "" if value is None or value != value else f"{value:.1f}" if name in shares else value
                for name, value in zip(table.columns, row)
            ]
            for row in table.astype(object).where(table.notna(), None).itertuples(index=False, name=None)
        ]
        return _html.table(f"{len(self)} deadlines", [name.replace("-", " ") for name in table.columns], rows)


def _check_count(count: object, other: str) -> str:
    text = _check.text(count, "count")
    if text not in ("child", other):
        raise UnknownNameError(f'count: "{text}" is none of child, {other}')
    return text


def indicators(frame: pandas.DataFrame, *, conference: By = ()) -> Indicators:
    """Counts what was done in time, by rule, authority, month and child.

    `frame` is what `evaluate_caseload` gives, or `to_frame()` of timetables put below one another, or any part of it: a
    line a deadline. The case's id has to tell children apart throughout the frame.

    Siblings have a case each, and nothing in a case says that two of them were at one conference. `conference` names
    the column of the frame, or the columns, that tells conferences apart within an authority; it is needed to count by
    conference.

    Args:
        frame: a DataFrame of pandas
        conference: the columns that tell which rows are of one conference

    Raises:
        UnknownNameError where a column is missing, or a state is none; Error where a day is neither a date nor ISO text
    """
    return Indicators(frame, conference=conference)
