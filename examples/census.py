#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""From a children in need census to what is due: a table, the indicators, and two pictures.

    census.py CENSUS.xml --as-of 2026-03-31 --out results

Needs cpplan with pandas and matplotlib: pip install "cpplan[frames,pictures]".
"""

import argparse
import sys
from datetime import date
from pathlib import Path

import cpplan
from cpplan.sources import Note, SourceError, cin

# The rules on which a census has the facts. It has no visits and no core groups, which would all seem to be missing.
RULES = ("assessment", "initial-conference", "first-review", "review-interval")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="From a children in need census to what is due.")
    parser.add_argument("census", help="the census, as XML")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True, help="the day on which it is asked")
    parser.add_argument("--policy", default="england", choices=cpplan.BUILTIN, help="whose procedures")
    parser.add_argument("--child", help="the id of a child whose timetable is drawn")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the results")
    return parser.parse_args()


def main() -> int:
    options = read_options()
    calendar = cpplan.Calendar.bank_holidays("england-and-wales")
    policy = cpplan.Policy.builtin(options.policy)

    # The table: a row a deadline.
    notes: list[Note] = []
    problems: list[cpplan.Problem] = []
    try:
        documents = list(cin.read(options.census, notes=notes))
    except OSError as error:
        sys.exit(f"{options.census}: {error.strerror}")
    except SourceError as error:
        sys.exit(f"{options.census}: {error}")
    if options.child is not None and options.child not in [document["id"] for document in documents]:
        sys.exit(f"{options.census}: there is no child {options.child}")
    deadlines = cpplan.evaluate_caseload(documents, policy, calendar, as_of=options.as_of, problems=problems)
    deadlines = deadlines[deadlines["rule"].isin(RULES)]

    # The indicators: what was in time, and initial conferences by the working days that they took.
    indicators = cpplan.indicators(deadlines)
    in_time = indicators.in_time("rule")
    conferences = indicators.initial_conferences("year")
    reviews = indicators.reviews(as_of=options.as_of)

    options.out.mkdir(parents=True, exist_ok=True)
    deadlines.to_csv(options.out / "deadlines.csv", index=False)
    in_time.to_csv(options.out / "in-time.csv", index=False)
    conferences.to_csv(options.out / "initial-conferences.csv", index=False)
    reviews.to_csv(options.out / "reviews.csv", index=False)

    # The pictures: what is overdue by rule and month, and one child's timetable.
    cpplan.plot_overdue(deadlines).savefig(options.out / "overdue.png", dpi=150)
    for document in documents:
        if document["id"] == options.child:
            case = cpplan.Case.from_dict(document)
            timetable = policy.evaluate(case, calendar, as_of=options.as_of)
            timetable.plot(rules=RULES).savefig(options.out / f"timetable-{options.child}.png", dpi=150)

    print(f"{len(documents)} children, {len(deadlines)} deadlines as of {options.as_of}, under {policy.title}\n")
    print(in_time[["rule", "due", "in-time", "late", "overdue", "in-time-percent"]].round(1).to_string(index=False))
    print("\nInitial conferences, by working days\n")
    print(conferences.round(1).to_string(index=False))
    print("\nChildren on a plan for three months or more, all of whose reviews were in time\n")
    print(reviews.round(1).to_string(index=False))
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
    for problem in problems:
        print(f"left out: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
