#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each of the decisions on fine points is named by a test: test-decisions.py SOURCE_ROOT. Prints TAP.

A comment, a docstring or the `why` of a vector names it: "decision 7", "decisions 24 and 26". The numbers are those
of the specification; what was decided is said beside them, in the tests' own words.
"""
import pathlib
import re
import sys

DECISIONS = set(range(1, 71))

NAMED = re.compile(r"\bdecisions? (\d+(?:(?:, | and )\d+)*)", re.IGNORECASE)
TESTS = "test-*.c", "headers/*.c", "install/*.py", "shell/*.py", "docs/*.py", "vectors/*/*.json"


def named_in(path):
    """The numbers, also where a comment breaks its line among them."""
    text = re.sub(r"\s+(?:\* |# )?", " ", path.read_text(encoding="utf-8"))
    return {int(number) for numbers in NAMED.findall(text) for number in re.findall(r"\d+", numbers)}


folder = pathlib.Path(sys.argv[1], "tests")
named = set().union(*(named_in(path) for pattern in TESTS for path in folder.glob(pattern)))
results = [("every decision is named by a test", DECISIONS - named),
           ("no test names a decision that there is not", named - DECISIONS)]

print(f"1..{len(results)}")
for number, (name, problems) in enumerate(results, 1):
    print(f"{'not ok' if problems else 'ok'} {number} - {name}")
    for problem in sorted(problems):
        print(f"# {problem}")
sys.exit(any(problems for _, problems in results))
