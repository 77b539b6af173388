# SPDX-License-Identifier: LGPL-2.1-or-later
"""The script that analysts are to copy."""

import csv
import os
import subprocess
import sys


def run(root, tmp_path, *more, census=None):
    command = [sys.executable, "-W", "error", root / "examples/census.py", census or root / "examples/census.xml"]
    options = ["--as-of", "2026-03-31", "--out", tmp_path / "results", *more]
    environment = {**os.environ, "MPLCONFIGDIR": str(tmp_path)}
    return subprocess.run([*command, *options], capture_output=True, text=True, env=environment)


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_from_census_to_table_indicators_and_pictures(root, tmp_path):
    done = run(root, tmp_path, "--child", "1007")
    assert done.returncode == 0, done.stderr
    assert "15 children, 48 deadlines as of 2026-03-31" in done.stdout
    assert [line.split(":")[:2] for line in done.stderr.splitlines()] == [
        ["note", " 1005"],
        ["note", " 1006"],
        ["note", " 1011"],
    ]
    results = tmp_path / "results"
    assert len(read(results / "deadlines.csv")) == 48
    # held 13 working days (two siblings), 14 (three), 16 (three siblings) and 21 after the discussion; one a year before
    (before, year, after) = read(results / "initial-conferences.csv")
    assert (before["year"], before["held"], before["11-15"]) == ("2024-25", "1", "1")
    assert [year[name] for name in ("held", "0-10", "11-15", "16-20", "21+", "overdue")] == [
        "8",
        "0",
        "4",
        "3",
        "1",
        "1",
    ]
    assert (year["within-15-percent"], after["held"], after["open"]) == ("50.0", "0", "1")
    (reviews,) = read(results / "reviews.csv")
    assert (reviews["children"], reviews["in-time"], reviews["not-in-time"]) == ("6", "5", "1")
    for name in ("overdue.png", "timetable-1007.png"):
        assert (results / name).read_bytes().startswith(b"\x89PNG")


def test_another_authority(root, tmp_path):
    done = run(root, tmp_path, "--policy", "rotherham")
    assert done.returncode == 0, done.stderr
    assert "rotherham" in {row["policy"] for row in read(tmp_path / "results" / "deadlines.csv")}


def test_what_is_wrong_is_one_line(root, tmp_path):
    broken, table = tmp_path / "broken.xml", tmp_path / "table.xml"
    broken.write_text("<Message><Children>")
    table.write_text("case;id;kind")
    missing = tmp_path / "missing.xml"
    for census, more, said in (
        (None, ["--child", "9999"], "there is no child 9999"),
        (missing, [], "missing.xml: No such file or directory"),
        (tmp_path, [], "Is a directory"),
        (broken, [], "broken.xml: "),
        (table, [], "table.xml: "),
    ):
        done = run(root, tmp_path, *more, census=census)
        assert done.returncode == 1 and not done.stdout
        (line,) = done.stderr.splitlines()
        assert said in line
    assert not (tmp_path / "results").exists()
