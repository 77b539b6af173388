# SPDX-License-Identifier: LGPL-2.1-or-later
"""What pictures show, and that they leave matplotlib as it was."""

import io
import itertools
import os
import pickle
import subprocess
import sys
from datetime import date, timedelta, timezone

import pytest

import cpplan

matplotlib = pytest.importorskip("matplotlib")
pandas = pytest.importorskip("pandas")
from matplotlib.colors import to_rgb  # noqa: E402
from matplotlib.dates import num2date  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

from cpplan._pictures import MARKS  # noqa: E402

pytestmark = pytest.mark.filterwarnings("error")

AS_OF = {
    "hampshire": date(2025, 6, 5),
    "kent": date(2025, 3, 20),
    "rotherham": date(2025, 2, 21),
    "sefton": date(2025, 4, 11),
    "stoke-on-trent": date(2025, 3, 12),
}


@pytest.fixture(scope="module", params=AS_OF)
def example(request, root, policies, calendar):
    text = (root / f"examples/cases/{request.param}.json").read_text(encoding="utf-8")
    return policies.evaluate(cpplan.Case.from_json(text), calendar, as_of=AS_OF[request.param])


def by_gid(axes):
    return {artist.get_gid(): artist for artist in axes.get_children() if artist.get_gid()}


def count_marks(axes):
    found = by_gid(axes)
    return {state: len(found[state].get_xdata()) for state in map(str, cpplan.State) if state in found}


def day_of(place):
    return num2date(place).date()


def draw(figure):
    """Draws it as it would be saved, and gives its size and the extents of what is in it, in pixels."""
    figure.savefig(io.BytesIO(), format="png")
    return figure.bbox, figure.get_tightbbox().transformed(figure.dpi_scale_trans)


def test_each_deadline_has_the_mark_of_its_state(example):
    axes = example.plot().axes[0]
    assert count_marks(axes) == {
        str(state): len(example.in_state(state)) for state in cpplan.State if example.in_state(state)
    }


def test_marks_stand_on_their_days(timetable):
    found = by_gid(timetable.plot().axes[0])
    assert sorted(map(day_of, found["met"].get_xdata())) == sorted(row.met_on for row in timetable.in_state("met"))
    assert sorted(map(day_of, found["overdue"].get_xdata())) == sorted(row.due for row in timetable.overdue)
    done = timetable.in_state("met", "met-late")
    assert sorted(map(day_of, found["due"].get_xdata())) == sorted(row.due for row in done)


def test_what_was_met_late_stands_on_the_day_and_is_tied_to_its_due_day(calendar):
    case = cpplan.Case(
        "late",
        born=date(2018, 1, 1),
        policy="rotherham",
        events=[
            cpplan.Event("i", "initial-conference", date(2024, 12, 12), outcome="plan"),
            cpplan.Event("g", "core-group", date(2025, 1, 20)),
        ],
    )
    timetable = cpplan.Policy.builtin("rotherham").evaluate(case, calendar, as_of=date(2025, 2, 21))
    (row,) = timetable["first-core-group"]
    assert (row.state, row.due, row.met_on) == ("met-late", date(2024, 12, 30), date(2025, 1, 20))
    axes = timetable.plot(rules=["first-core-group"]).axes[0]
    found = by_gid(axes)
    assert [day_of(place) for place in found["met-late"].get_xdata()] == [date(2025, 1, 20)]
    assert [day_of(place) for place in found["due"].get_xdata()] == [date(2024, 12, 30)]
    (line,) = found["late"].get_segments()
    assert [day_of(place) for place in line[:, 0]] == [date(2024, 12, 30), date(2025, 1, 20)]
    assert {*line[:, 1]} == {*found["met-late"].get_ydata()} == {*found["due"].get_ydata()}
    (allowed,) = found["allowed"].get_segments()
    assert [day_of(place) for place in allowed[:, 0]] == [date(2024, 12, 12), date(2024, 12, 30)]


def lightness(colour):
    """Gives how light a colour is in a grey print, from 0 to 1."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_states_can_be_told_apart_in_grey():
    """By shape; where the shape is one, by how light it is inside; and outlines of one shape by size."""
    assert set(MARKS) == set(cpplan.State) and len({mark.label for mark in MARKS.values()}) == len(MARKS)
    for (state, mark), (other, same) in itertools.combinations(MARKS.items(), 2):
        if mark.marker != same.marker:
            continue
        is_apart = abs(lightness(mark.face) - lightness(same.face)) > 0.25
        is_sized_apart = abs(mark.size - same.size) >= 2.5
        assert is_apart or is_sized_apart, (state, other)
    assert all(lightness(mark.edge) < 0.6 for mark in MARKS.values())
    for full, hollow in (
        (cpplan.State.MET, cpplan.State.OPEN),
        (cpplan.State.OVERDUE, cpplan.State.LAPSED),
        (cpplan.State.BARRED, cpplan.State.CLEAR),
        (cpplan.State.MET_LATE, cpplan.State.EXTENDED),
    ):
        assert lightness(MARKS[hollow].face) - lightness(MARKS[full].face) > 0.25


@pytest.mark.parametrize(
    "from_, until, labels, days",
    [
        (
            date(2024, 11, 5),
            date(2025, 6, 20),
            ["Dec\n2024", "Jan\n2025", "Feb", "Mar", "Apr", "May", "Jun"],
            [date(2024, 12, 1), *(date(2025, month, 1) for month in range(1, 7))],
        ),
        (
            date(2024, 10, 2),
            date(2026, 12, 30),
            ["Nov\n2024", "Jan\n2025", "Mar", "May", "Jul", "Sep", "Nov"]
            + ["Jan\n2026", "Mar", "May", "Jul", "Sep", "Nov"],
            [date(2024, 11, 1), *(date(year, month, 1) for year in (2025, 2026) for month in range(1, 12, 2))],
        ),
    ],
)
def test_months_are_named_where_they_begin(timetable, from_, until, labels, days):
    figure = timetable.plot(from_=from_, until=until)
    draw(figure)
    axes = figure.axes[0]
    places = [num2date(place, tz=timezone.utc) for place in axes.get_xticks()]
    assert [(place.date(), place.hour) for place in places] == [(day, 0) for day in days]
    assert [label.get_text() for label in axes.get_xticklabels()] == labels


def test_the_line_of_the_day_asked_about(example):
    line = by_gid(example.plot().axes[0])["as-of"]
    assert {day_of(place) for place in line.get_xdata()} == {example.as_of}


def test_rows_are_rules_with_their_titles(example):
    axes = example.plot().axes[0]
    labels = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    assert sorted(labels) == sorted({row.rule.id: row.rule.title for row in example}.values())


def test_days_not_worked_are_shaded(timetable, calendar):
    figure = timetable.plot(from_=date(2025, 4, 1), until=date(2025, 5, 31))
    found = by_gid(figure.axes[0])
    shaded = set()
    for kind in ("weekend", "bank holiday or closure"):
        for path in found[kind].get_paths():
            first, last = day_of(path.vertices[:, 0].min()), day_of(path.vertices[:, 0].max())
            shaded |= {first + timedelta(n) for n in range((last - first).days)}
    days = [date(2025, 4, 1) + timedelta(n) for n in range(61)]
    assert shaded == {day for day in days if not calendar.is_working_day(day)}
    # 18 and 21 April, 5 and 26 May
    assert len(found["bank holiday or closure"].get_paths()) == 4


def test_a_calendar_that_ends_shades_as_far_as_it_reaches(case, policy, calendar):
    short = cpplan.Calendar("short", date(2024, 1, 1), date(2025, 2, 28), base=calendar)
    found = by_gid(policy.evaluate(case, short, as_of=date(2025, 2, 21)).plot().axes[0])
    assert max(day_of(path.vertices[:, 0].max()) for path in found["weekend"].get_paths()) <= date(2025, 3, 1)


def test_what_is_coming_is_drawn(case, policy, calendar):
    timetable = policy.evaluate(case, calendar, as_of=date(2025, 2, 21), horizon=date(2025, 8, 31))
    axes = timetable.plot().axes[0]
    assert count_marks(axes)["projected"] == len(timetable.in_state("projected")) > 3
    assert "act-by" in by_gid(axes)
    assert day_of(axes.get_xlim()[1]) > max(row.due for row in timetable.in_state("projected"))


def test_rules_and_days_can_be_chosen(timetable):
    axes = timetable.plot(rules=["child-seen-alone", "first-core-group"]).axes[0]
    labels = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    assert labels == ["Child seen alone by the lead social worker", "First core group meeting"]
    axes = timetable.plot(from_=date(2025, 1, 1), until=date(2025, 1, 31)).axes[0]
    assert [day_of(place) for place in axes.get_xlim()] == [date(2025, 1, 1), date(2025, 2, 1)]
    axes = timetable.plot(rules="first-core-group").axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["First core group meeting"]
    with pytest.raises(cpplan.UnknownNameError, match='rules: rotherham has no rule "no-such-rule"$'):
        timetable.plot(rules=["no-such-rule"])
    with pytest.raises(cpplan.UnknownNameError, match='"first-reviews"; did you mean "first-review"'):
        timetable.plot(rules="first-reviews")
    with pytest.raises(TypeError, match="from_ has to be a datetime.date"):
        timetable.plot(from_="2025-01-01")
    with pytest.raises(cpplan.Error, match="is not before"):
        timetable.plot(from_=date(2025, 2, 1), until=date(2025, 1, 1))


def test_what_is_overdue_shows_until_the_day_asked_about(timetable):
    axes = timetable.plot(from_=date(2025, 4, 1), until=date(2025, 5, 31)).axes[0]
    labels = {label.get_text().replace("\n", " ") for label in axes.get_yticklabels()}
    assert {row.rule.title for row in timetable.overdue} <= labels
    ends = [line for line in axes.collections if line.get_gid() == "overdue"][0].get_segments()
    assert {day_of(segment[1][0]) for segment in ends} == {timetable.as_of}
    after = timetable.plot(from_=date(2025, 5, 10), until=date(2025, 5, 31)).axes[0]
    assert "overdue" not in by_gid(after)


def test_nothing_to_draw_is_said(policy, calendar, timetable):
    empty = policy.evaluate(cpplan.Case("none", policy="rotherham"), calendar, as_of=date(2025, 5, 9))
    (axes,) = empty.plot().axes
    assert [text.get_text() for text in axes.texts][:2] == ["no deadlines", "Case none, policy rotherham"]
    (axes,) = timetable.plot(from_=date(2030, 1, 1), until=date(2030, 2, 1)).axes
    assert axes.texts[0].get_text() == "no deadlines in this picture"


def test_nothing_is_cut_off(example):
    whole, drawn = draw(example.plot())
    assert drawn.x0 >= whole.x0 - 1 and drawn.x1 <= whole.x1 + 1
    assert drawn.y0 >= whole.y0 - 1 and drawn.y1 <= whole.y1 + 1


def long_case(years, end):
    start = end - timedelta(365 * years)
    days = [start + timedelta(21 + 12 * n) for n in range(365 * years // 12)]
    events = [
        cpplan.Event("s", "strategy-discussion", start, section_47_initiated=True),
        cpplan.Event("c", "initial-conference", start + timedelta(14), outcome="plan"),
        *(
            cpplan.Event(f"v{n}", "visit", day, by="w", child_seen=True, child_alone=n % 7 > 0)
            for n, day in enumerate(days)
        ),
        *(cpplan.Event(f"g{n}", "core-group", day) for n, day in enumerate(days[::3])),
    ]
    people = [cpplan.Person("w", "lead-social-worker")]
    return cpplan.Case("long", born=start, policy="rotherham", people=people, events=events)


@pytest.mark.parametrize("years", [2, 10])
def test_long_cases_fit(policy, calendar, years):
    timetable = policy.evaluate(long_case(years, date(2026, 10, 1)), calendar, as_of=date(2026, 10, 9))
    figure = timetable.plot()
    whole, drawn = draw(figure)
    assert drawn.x1 <= whole.x1 + 1 and drawn.x0 >= whole.x0 - 1
    assert sum(count_marks(figure.axes[0]).values()) == len(timetable) > 40 * years
    # what is overdue runs on to the same day, and needs no lane each
    assert figure.get_figheight() < 12


def test_many_rules_make_a_higher_picture(case, calendar, timetable):
    rules = "".join(
        f"\n[rule r{n}]\ntitle = Duty {n} with a title that is somewhat longer than one line\nkind = deadline\n"
        f"after = plan-start\nby = core-group\nwithin = {n + 1} working days\nuntil = plan-end\nforce = must\ncite = {n}\n"
        for n in range(60)
    )
    many = cpplan.Policy.parse(f"[policy]\nid = many\ntitle = Many\nextends = rotherham\n{rules}")
    figure = many.evaluate(case, calendar, as_of=date(2025, 2, 21)).plot()
    assert figure.get_figheight() > 2 * timetable.plot().get_figheight()
    whole, drawn = draw(figure)
    assert drawn.y0 >= whole.y0 - 1 and drawn.y1 <= whole.y1 + 1
    labels = [label.get_window_extent() for label in figure.axes[0].get_yticklabels()]
    assert all(lower.y1 <= upper.y0 for upper, lower in zip(labels, labels[1:]))


def test_it_draws_in_axes_that_are_given(timetable):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(14, 12))
    left, right = figure.subplots(1, 2)
    assert timetable.plot(left) is left and timetable.plot(ax=right) is right
    assert count_marks(left) == count_marks(right)
    assert figure.get_size_inches().tolist() == [14, 12]
    draw(figure)


def test_nothing_global_changes():
    program = (
        "import cpplan, sys, warnings\n"
        "from datetime import date\n"
        "warnings.simplefilter('error')\n"
        "import matplotlib\n"
        "read = lambda: {name: dict.__getitem__(matplotlib.rcParams, name) for name in matplotlib.rcParams}\n"
        "before = read()\n"
        "case = cpplan.Case('c', policy='england', events=[cpplan.Event('r', 'referral', date(2025, 1, 6))])\n"
        "calendar = cpplan.Calendar.bank_holidays('england-and-wales')\n"
        "figure = cpplan.Policy.builtin('england').evaluate(case, calendar, as_of=date(2025, 2, 3)).plot()\n"
        "assert figure._repr_png_()[:4] == b'\\x89PNG'\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "assert read() == before\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=without_display())
    assert (done.returncode, done.stderr) == (0, "")


def without_display():
    return {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "MPLBACKEND")}


def test_what_matplotlib_is_set_to_moves_no_day(timetable):
    with matplotlib.rc_context({"timezone": "America/New_York", "axes.grid": True}):
        figure = timetable.plot(from_=date(2025, 1, 1), until=date(2025, 1, 31))
        draw(figure)
        axes = figure.axes[0]
        labels = [label.get_text() for label in axes.get_xticklabels()]
        places = [num2date(place, tz=timezone.utc) for place in axes.get_xticks()]
    assert labels == ["6 Jan\n2025", "13 Jan", "20 Jan", "27 Jan"]
    assert [(place.day, place.hour) for place in places] == [(6, 0), (13, 0), (20, 0), (27, 0)]


def test_any_text_is_drawn_as_it_is(policy, calendar):
    case = cpplan.Case(
        "a$_{$ " + "long " * 30,
        policy="rotherham",
        events=long_case(1, date(2026, 10, 1)).events,
        people=[cpplan.Person("w", "lead-social-worker")],
    )
    figure = policy.evaluate(case, calendar, as_of=date(2026, 10, 9)).plot()
    whole, drawn = draw(figure)
    assert drawn.x1 <= whole.x1 + 1 and drawn.y1 <= whole.y1 + 1


def test_pyplot_keeps_its_figures(timetable):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    before = pyplot.get_fignums()
    figure = timetable.plot()
    assert pyplot.get_fignums() == before
    assert len(pickle.loads(pickle.dumps(figure)).axes) == 1


def test_without_matplotlib_it_says_what_to_install(timetable, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for draws in (timetable.plot, lambda: cpplan.plot_overdue(timetable.to_frame())):
        with pytest.raises(ImportError, match=r"pip install cpplan\[pictures\]"):
            draws()


def test_a_program_that_draws_has_types(tmp_path):
    pytest.importorskip("mypy")
    program = tmp_path / "draws.py"
    program.write_text(
        "import cpplan, pandas\nfrom matplotlib.axes import Axes\nfrom matplotlib.figure import Figure\n"
        "def draw(timetable: cpplan.Timetable, ax: Axes) -> Figure:\n"
        "    given: Axes = timetable.plot(ax, rules=['first-review'])\n"
        "    table: pandas.DataFrame = cpplan.indicators(timetable.to_frame()).in_time(('rule', 'month'))\n"
        "    other: Figure = cpplan.plot_overdue(timetable.to_frame(), by='authority')\n"
        "    inside: Axes = cpplan.plot_overdue(timetable.to_frame(), ax=ax)\n"
        "    return timetable.plot()\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(program)], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout


# ---- a caseload ----


def overdue(*rows):
    """Of (rule, title, authority, due, state, flags)."""
    rules, titles, authorities, due, states, flags = zip(*rows)
    days = pandas.to_datetime(pandas.Series(due, dtype="object"))
    return pandas.DataFrame(
        {
            "case": [f"c{n}" for n in range(len(rows))],
            "rule": rules,
            "title": titles,
            "policy": authorities,
            "from": days,
            "due": days,
            "state": states,
            "met-on": pandas.Series([None] * len(rows), dtype="datetime64[s]"),
            "flags": flags,
        }
    )


@pytest.fixture
def caseload():
    seen = ("child-seen", "Child seen", "p")
    group = ("core-group", "Core group", "p")
    return overdue(
        (*seen, date(2025, 1, 6), "overdue", ""),
        (*seen, date(2025, 1, 31), "overdue", ""),
        (*seen, date(2025, 3, 3), "overdue", ""),
        (*seen, date(2025, 3, 3), "open", ""),
        (*seen, date(2025, 3, 3), "overdue", "external"),
        (*group, date(2025, 3, 31), "overdue", ""),
        ("core-group", "Core group meets", "q", date(2025, 4, 1), "overdue", ""),
    )


def texts(axes, gid):
    return [text.get_text() for text in axes.texts if text.get_gid() == gid]


def test_overdue_by_rule_and_month(caseload):
    axes = cpplan.plot_overdue(caseload).axes[0]
    # most first; two authorities have two titles of the second
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Child seen", "Core group", "all"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["Jan\n2025", "Feb", "Mar", "Apr", "all"]
    assert texts(axes, "cell") == ["2", "1", "1", "1"]
    assert texts(axes, "row total") == ["3", "2"]
    assert texts(axes, "column total") == ["2", "0", "2", "1"]
    assert texts(axes, "total") == ["5"]


def test_darker_is_more(caseload):
    axes = cpplan.plot_overdue(caseload).axes[0]
    shade = [
        0.299 * red + 0.587 * green + 0.114 * blue for red, green, blue, _ in axes.collections[0].get_facecolors()
    ]
    jan, feb, mar, *_ = shade
    assert jan < mar < feb == pytest.approx(1.0)


def test_overdue_by_authority_and_earlier_months_together(caseload):
    axes = cpplan.plot_overdue(caseload, by="authority", months=2).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["p", "q", "all"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["before", "Mar\n2025", "Apr", "all"]
    assert texts(axes, "column total") == ["2", "2", "1"]
    with pytest.raises(cpplan.Error, match="months has to be"):
        cpplan.plot_overdue(caseload, months=0)


def test_nothing_overdue_is_said(caseload):
    for frame in (caseload.iloc[:0], caseload[caseload["state"] == "open"]):
        (axes,) = cpplan.plot_overdue(frame).axes
        assert axes.texts[0].get_text() == "nothing is overdue"


def test_the_table_fits(caseload):
    for by in ("rule", "child"):
        whole, drawn = draw(cpplan.plot_overdue(caseload, by=by))
        assert drawn.x0 >= whole.x0 - 1 and drawn.x1 <= whole.x1 + 1
        assert drawn.y0 >= whole.y0 - 1 and drawn.y1 <= whole.y1 + 1


def test_the_table_can_be_drawn_in_axes_that_are_given(caseload):
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    assert cpplan.plot_overdue(caseload, ax=axes) is axes


def test_days_that_no_calendar_has_are_refused(timetable):
    for window in ({"from_": date(1, 1, 1)}, {"until": date(9999, 12, 31)}):
        with pytest.raises(cpplan.DateError, match="is not in the years 1900 to 2199"):
            timetable.plot(**window)


def test_the_longest_picture_has_no_more_marks_than_it_can_bear(timetable, caplog):
    draw(timetable.plot(from_=date(1900, 1, 1), until=date(2199, 12, 31)))
    assert caplog.records == []


def test_one_rule_may_be_named_alone(timetable):
    axes = timetable.plot(rules="first-core-group").axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["First core group meeting"]


@pytest.mark.parametrize("projection", ["polar", "3d"])
def test_axes_on_which_days_cannot_stand_are_refused(timetable, projection):
    with pytest.raises(TypeError, match="flat Axes"):
        timetable.plot(ax=Figure().add_subplot(projection=projection))


def test_a_rule_without_a_title_has_its_id(caseload):
    caseload.loc[caseload["rule"] == "child-seen", "title"] = None
    axes = cpplan.plot_overdue(caseload).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Child seen", "Core group", "all"]
