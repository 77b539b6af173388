#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the command and tells in TAP what holds: test-shell.py COMMAND"""
import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ENGLAND = ["--calendar", "england-and-wales"]
AS_OF = ["--as-of", "2025-01-20"]
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def run(*arguments, stdin=b""):
    """Gives the exit status and both outputs of the command, run beside this file."""
    done = subprocess.run([COMMAND, *arguments], cwd=HERE, input=stdin, capture_output=True, timeout=120, env={})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def same(found, wanted):
    if found != wanted:
        raise AssertionError(f"found {found!r}, wanted {wanted!r}")


def answered(*arguments, stdin=b""):
    status, out, err = run(*arguments, stdin=stdin)
    same((status, err), (0, ""))
    return out


def wrong(message, *arguments, stdin=b""):
    """The input is wrong: one line, and nothing on standard output."""
    same(run(*arguments, stdin=stdin), (1, "", f"cpplan: {message}\n"))


def misused(message, command, *arguments):
    """The command line is wrong: one line, and a hint."""
    hint = f"Try 'cpplan {command} --help'." if command else "Try 'cpplan --help'."
    same(run(*([command] if command else []), *arguments), (2, "", f"cpplan: {message}\n{hint}\n"))


def case(**members):
    return json.dumps({"format": "cpplan-case/1", "id": "c", "policy": "rotherham", **members}).encode()


# ---- days and holidays ----


@test
def days_add_counts_over_christmas():
    same(answered("days", "add", "2024-12-12", "10", *ENGLAND), "2024-12-30\n")


@test
def days_add_takes_options_in_any_order():
    same(answered("days", "--calendar=england-and-wales", "add", "2024-12-12", "10"), "2024-12-30\n")
    same(answered("days", "add", *ENGLAND, "--", "2024-12-12", "10"), "2024-12-30\n")


@test
def days_add_goes_back():
    same(answered("days", "add", "2025-05-06", "-5", *ENGLAND), "2025-04-28\n")
    same(answered("days", "add", *ENGLAND, "2025-05-06", "-5"), "2025-04-28\n")
    same(answered("days", "add", "2025-05-04", "0", *ENGLAND), "2025-05-04\n")


@test
def days_add_knows_what_was_known():
    same(answered("days", "add", "2022-09-05", "10", *ENGLAND), "2022-09-20\n")
    same(answered("days", "add", "2022-09-05", "10", *ENGLAND, "--known-at", "2022-09-05"), "2022-09-19\n")


@test
def days_beyond_the_cover_are_wrong():
    """Decision 54: exit 1, whatever is asked."""
    for question in (["add", "2030-01-01", "1"], ["between", "2028-12-01", "2030-01-01"], ["why", "2030-01-01"]):
        status, out, err = run("days", *question, *ENGLAND)
        same((status, out, err.count("\n")), (1, "", 1))
    same(answered("days", "add", "2030-01-01", "1", *ENGLAND, "--project"), "2030-01-02\n")


@test
def days_add_as_a_document():
    same(json.loads(answered("days", "add", "2024-12-12", "10", *ENGLAND, "--json")),
         {"format": "cpplan-days-add/1", "calendar": "england-and-wales", "from": "2024-12-12", "working-days": 10,
          "date": "2024-12-30"})


@test
def days_between_undoes_add():
    same(answered("days", "between", "2024-12-12", "2024-12-30", *ENGLAND), "10\n")
    same(answered("days", "between", "2025-05-06", "2025-04-28", *ENGLAND), "-5\n")


@test
def days_why_names_the_holiday():
    """Decision 54: its official title, and that it is a substitute where it is one."""
    same(answered("days", "why", "2025-12-25", *ENGLAND), "2025-12-25: Christmas Day\n")
    same(answered("days", "why", "2027-12-27", *ENGLAND), "2027-12-27: Christmas Day (substitute)\n")
    same(answered("days", "why", "2025-12-27", *ENGLAND), "2025-12-27: Saturday\n")
    same(answered("days", "why", "2025-12-29", *ENGLAND), "2025-12-29: working day\n")


@test
def days_why_as_a_document():
    same(json.loads(answered("days", "why", "2027-12-27", *ENGLAND, "--json")),
         {"format": "cpplan-days-why/1", "calendar": "england-and-wales", "date": "2027-12-27", "class": "substitute",
          "name": "Christmas Day"})


@test
def days_count_by_a_file():
    same(answered("days", "add", "2022-12-23", "4", "--calendar", "bank-holidays.json:england-and-wales"),
         "2023-01-03\n")


@test
def days_have_no_default_calendar():
    """Decision 54: no division is ever the default."""
    misused("--calendar is needed", "days", "add", "2024-12-12", "10")
    misused("--calendar is needed", "days", "between", "2024-12-12", "2024-12-30")
    misused("--calendar is needed", "days", "why", "2024-12-12")
    misused("--calendar is needed", "holidays", "--year", "2024")


@test
def days_count_by_the_calendar_that_is_named():
    """Decision 54: 2 January is a holiday in Scotland, Easter Monday is none there."""
    for division, day, between, why in (("scotland", "2025-01-06", "5", "2nd January"),
                                        ("england-and-wales", "2025-01-03", "6", "working day")):
        calendar = ["--calendar", division]
        same(answered("days", "add", "2024-12-31", "2", *calendar), day + "\n")
        same(answered("days", "between", "2024-12-27", "2025-01-07", *calendar), between + "\n")
        same(answered("days", "why", "2025-01-02", *calendar), f"2025-01-02: {why}\n")
    same(answered("days", "why", "2025-04-21", "--calendar", "scotland"), "2025-04-21: working day\n")


@test
def days_misused():
    misused("one of add, between, why is needed", "days", *ENGLAND)
    misused("there is no days multiply", "days", "multiply", *ENGLAND)
    misused("N is needed", "days", "add", "2024-12-12", *ENGLAND)
    misused("5 is one argument too many", "days", "add", "2024-12-12", "10", "5", *ENGLAND)
    misused("ten is not a number of days", "days", "add", "2024-12-12", "ten", *ENGLAND)
    misused('DATE: "2025-02-30" is not a date', "days", "add", "2025-02-30", "1", *ENGLAND)
    misused("there is no option --colour", "days", "add", "2024-12-12", "10", "--colour", *ENGLAND)
    misused("there is no option -x", "days", "add", "2024-12-12", "10", "-x", *ENGLAND)
    misused("Missing argument for --calendar", "days", "why", "2024-12-12", "--calendar")
    misused("--project needs a calendar that is built in, not one from a file", "days", "why", "2024-12-12",
            "--project", "--calendar", "bank-holidays.json:scotland")


@test
def calendar_file_that_is_wrong_is_named():
    wrong("none.json: No such file or directory", "days", "why", "2024-12-12", "--calendar", "none.json:scotland")
    wrong("bank-holidays.json: scotland.events: no holidays", "days", "why", "2024-12-12", "--calendar",
          "bank-holidays.json:scotland")


@test
def holidays_name_substitutes():
    """Decision 54, as for one day."""
    lines = answered("holidays", *ENGLAND, "--year", "2027").splitlines()
    same(len(lines), 8)
    same(lines[0].split(None, 1), ["2027-01-01", "New Year’s Day"])
    same(lines[6].split(), ["2027-12-27", "Christmas", "Day", "substitute"])
    same(lines[7].split(), ["2027-12-28", "Boxing", "Day", "substitute"])


@test
def holidays_as_a_document():
    document = json.loads(answered("holidays", "--calendar", "scotland", "--year", "2026", "--json"))
    same(document["format"], "cpplan-holidays/1")
    same(document["year"], 2026)
    same([h for h in document["holidays"] if h["substitute"]],
         [{"date": "2026-12-28", "name": "Boxing Day", "substitute": True}])


@test
def holidays_outside_the_cover_are_wrong():
    wrong("the calendar does not cover the year 1989", "holidays", *ENGLAND, "--year", "1989")
    misused("--year is needed", "holidays", *ENGLAND)
    misused("--year: soon is not a year from 1900 to 2199", "holidays", *ENGLAND, "--year", "soon")


# ---- timetable ----


def deadlines(*arguments, stdin=b""):
    return json.loads(answered("timetable", *arguments, "--json", stdin=stdin))["deadlines"]


def first_core_group(*arguments):
    return [d for d in deadlines(*arguments) if d["rule"] == "first-core-group"][0]


@test
def timetable_as_a_document():
    document = json.loads(answered("timetable", "case.json", *AS_OF, "--json"))
    same(list(document), ["format", "case", "policy", "edition", "calendar", "as-of", "known-at", "library",
                          "policy-digest", "calendar-digest", "flags", "deadlines", "warnings"])
    same([document[k] for k in ("format", "case", "policy", "edition", "calendar", "as-of", "known-at")],
         ["cpplan-timetable/1", "c-001", "rotherham", "v23", "england-and-wales", "2025-01-20", "2025-01-20"])
    same(first_core_group("case.json", *AS_OF),
         {"rule": "first-core-group", "kind": "deadline", "title": "First core group meeting", "force": "should",
          "trigger": "e2", "from": "2024-12-12", "due": "2024-12-30", "act-by": "2024-12-30", "state": "met",
          "met-by": "e3", "met-on": "2024-12-20", "flags": [], "needs": [], "cite": "paragraph 8"})


@test
def timetable_reads_standard_input():
    text = (HERE / "case.json").read_bytes()
    same(deadlines("-", *AS_OF, stdin=text), deadlines("case.json", *AS_OF))


@test
def timetable_explains():
    assert all(d["steps"] for d in deadlines("case.json", *AS_OF, "--explain"))
    assert not any("steps" in d for d in deadlines("case.json", *AS_OF))
    assert "\n    " in answered("timetable", "case.json", *AS_OF, "--explain")


@test
def timetable_shows_the_horizon():
    document = json.loads(answered("timetable", "case.json", *AS_OF, "--horizon", "2025-12-31", "--json"))
    same(document["horizon"], "2025-12-31")
    assert any(d["state"] == "projected" for d in document["deadlines"])


@test
def timetable_of_a_timeline_names_policies():
    """Decision 56: and the edition, where the policy names one."""
    rows = deadlines("timeline.json", "--as-of", "2025-04-10")
    same({(d["policy"], d.get("edition")) for d in rows}, {("stoke-on-trent", None), ("rotherham", "v23")})
    assert not any("policy" in d for d in deadlines("timeline.json", "--as-of", "2025-04-10", "--policy", "rotherham"))


@test
def timetable_for_people_puts_overdue_first():
    out = answered("timetable", "case.json", *AS_OF)
    heading, blank, names, *rows = out.splitlines()
    same(heading.split(", ")[:4],
         ["case c-001", "policy rotherham v23", "calendar england-and-wales", "as of Mon 20 Jan 2025"])
    same((blank, names.split()[:2]), ("", ["STATE", "DUE"]))
    states = [row.split()[0] for row in rows if row and not row.startswith(("warning:", " "))]
    ranks = [0 if s == "overdue" else 1 if s in ("undetermined", "short-notice") else 2 if s in ("open", "extended")
             else 3 for s in states]
    same(ranks, sorted(ranks))
    same(states[0], "overdue")
    assert "\033" not in out
    assert "Mon 30 Dec 2024" in out


@test
def timetable_needs_its_day():
    misused("--as-of is needed", "timetable", "case.json")
    misused('--as-of: "today" is not a date: write it as YYYY-MM-DD', "timetable", "case.json", "--as-of", "today")
    misused("the file of the case is needed", "timetable", *AS_OF)
    misused("--horizon: more than ten years after --as-of", "timetable", "case.json", *AS_OF, "--horizon", "2045-01-01")
    misused("--json takes no value", "timetable", "case.json", *AS_OF, "--json=3")
    misused('--horizon: "2025-02-29" is not a date', "timetable", "case.json", *AS_OF, "--horizon", "2025-02-29")


@test
def timetable_names_the_place_of_a_mistake():
    event = {"id": "e1", "kind": "visit", "date": "2025-01-06"}
    wrong("none.json: No such file or directory", "timetable", "none.json", *AS_OF)
    wrong(".: Is a directory", "timetable", ".", *AS_OF)
    wrong("standard input: line 1, column 1: '[' or '{' expected near end of file", "timetable", "-", *AS_OF)
    wrong('standard input: events[0].date: "2025-02-30" is not a date', "timetable", "-", *AS_OF,
          stdin=case(events=[{**event, "date": "2025-02-30"}]))
    wrong('standard input: events[0]: unknown member "colour"', "timetable", "-", *AS_OF,
          stdin=case(events=[{**event, "colour": "red"}]))
    wrong('standard input: events[0].about: no event has the id "e9"', "timetable", "-", *AS_OF,
          stdin=case(events=[{**event, "about": "e9"}]))


@test
def timetable_of_a_huge_file_is_refused():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "huge.json")
        with path.open("wb") as file:
            file.truncate(5 << 30)
        wrong(f"{path}: the text is longer than 64 MiB", "timetable", str(path), *AS_OF)


@test
def timetable_error_is_one_line_whatever_the_name():
    status, out, err = run("timetable", "no\nsuch\033[31m", *AS_OF)
    same((status, out, err.count("\n"), "\033" in err), (1, "", 1, False))


@test
def known_at_is_one_day_for_record_and_calendar():
    """Decision 55: one date goes to both; left out, it is the day asked about. The holiday of Monday 19 September
    2022 was announced on the 9th, the core group of the 20th entered on the 26th."""
    text = case(policy="hampshire", events=[
        {"id": "e1", "kind": "initial-conference", "date": "2022-09-05", "outcome": "plan"},
        {"id": "e2", "kind": "core-group", "date": "2022-09-20", "recorded": "2022-09-26"}])
    for as_of, known_at, due, state in (("2022-09-08", None, "2022-09-19", "open"),
                                        ("2022-09-09", None, "2022-09-20", "open"),
                                        ("2022-09-21", None, "2022-09-20", "overdue"),
                                        ("2022-09-21", "2022-09-08", "2022-09-19", "overdue"),
                                        ("2022-09-21", "2022-09-25", "2022-09-20", "overdue"),
                                        ("2022-09-21", "2022-09-26", "2022-09-20", "met"),
                                        ("2022-09-08", "2022-09-26", "2022-09-20", "open")):
        days = ["--as-of", as_of] + (["--known-at", known_at] if known_at else [])
        for command in "timetable", "caseload":
            document = json.loads(answered(command, "-", *days, "--json", stdin=text))
            row = [d for d in document["deadlines"] if d["rule"] == "first-core-group"][0]
            same((document["known-at"], row["due"], row["state"]), (known_at or as_of, due, state))


@test
def digests_tell_what_answered():
    """Decision 56: the same policy and calendar have the same digests, in whatever document; others have others."""
    def digests(document):
        return document["library"], document["policy-digest"], document["calendar-digest"]

    first = json.loads(answered("timetable", "case.json", *AS_OF, "--json"))
    same(digests(json.loads(answered("timetable", "case.json", "--as-of", "2025-01-21", "--json")))[:2], digests(first)[:2])
    same(digests(json.loads(answered("may-end", "case.json", "--on", "2025-01-20", "--json"))), digests(first))
    same(first["library"], answered("--version").split()[1])
    assert all(len(digest) == 64 and not set(digest) - set("0123456789abcdef") for digest in digests(first)[1:])
    kent = json.loads(answered("timetable", "case.json", *AS_OF, "--policy", "kent", "--json"))
    both = json.loads(answered("timetable", "timeline.json", *AS_OF, "--json"))
    same(len({document["policy-digest"] for document in (first, kent, both)}), 3)
    scotland = json.loads(answered("timetable", "case.json", *AS_OF, "--calendar", "scotland", "--json"))
    assert scotland["calendar-digest"] != first["calendar-digest"]


# ---- which policy, which calendar ----


@test
def policy_given_takes_the_place_of_the_case_own():
    same(first_core_group("case.json", *AS_OF, "--policy", "stoke-on-trent")["trigger"], "e2")
    document = json.loads(answered("timetable", "case.json", *AS_OF, "--policy", "hampshire", "--json"))
    same(document["policy"], "hampshire")


@test
def policy_file_is_used_with_its_own_calendar():
    document = json.loads(answered("timetable", "case.json", *AS_OF, "--policy", "ours.policy", "--json"))
    same((document["policy"], document["calendar"]), ("ours", "scotland"))
    same(first_core_group("case.json", *AS_OF, "--policy", "ours.policy")["due"], "2024-12-19")
    document = json.loads(answered("timetable", "case.json", *AS_OF, "--policy", "ours.policy", *ENGLAND, "--json"))
    same(document["calendar"], "england-and-wales")


@test
def policies_of_several_ids_leave_the_choice_to_the_case():
    document = json.loads(answered("timetable", "case.json", *AS_OF, "--policy", "./ours.policy", "--policy", "kent",
                                   "--json"))
    same(document["policy"], "rotherham")


@test
def policies_with_different_calendars_ask_for_one():
    timeline = [{"policy": "ours", "from": "2024-01-01"}, {"policy": "kent", "from": "2025-01-01"}]
    text = case(policy=timeline, events=[])
    named = ["timetable", "-", *AS_OF, "--policy", "ours.policy", "--policy", "kent"]
    wrong("standard input: policy: the policies count by different calendars, give --calendar", *named, stdin=text)
    answered(*named, *ENGLAND, stdin=text)


@test
def policy_that_is_not_there_is_refused():
    misused("there is no policy nowhere, neither built in nor a file", "timetable", "case.json", *AS_OF, "--policy",
            "nowhere")
    wrong("./nowhere: No such file or directory", "timetable", "case.json", *AS_OF, "--policy", "./nowhere")
    wrong('standard input: policy: there is no policy "nowhere"', "timetable", "-", *AS_OF,
          stdin=case(policy="nowhere"))
    wrong("standard input: policy: the case names none, give --policy", "timetable", "-", *AS_OF,
          stdin=b'{"format":"cpplan-case/1","id":"c"}')


@test
def policy_file_that_is_wrong_is_named():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "bad.policy")
        path.write_bytes(b"[policy]\nid = x\nid = y\n")
        wrong(f"{path}: line 3, [policy] id: stands twice", "policy", "lint", str(path))
        path.write_bytes(b"[policy]\nid = x\0\n")
        wrong(f"{path}: a NUL byte", "policy", "lint", str(path))


# ---- caseload ----

BAD_LINES = """cpplan: cases.jsonl: line 2: events[0].kind: "party" is no kind of event
cpplan: cases.jsonl: line 4: policy: there is no policy "nowhere"
cpplan: cases.jsonl: line 5: column 34: '}' expected near end of file
"""


def caseload(*arguments):
    status, out, err = run("caseload", "cases.jsonl", *AS_OF, *arguments)
    same((status, err), (1, BAD_LINES))
    return out


@test
def caseload_answers_good_lines_and_tells_bad_ones():
    """Decision 54: one document a line, the same that the case has by itself, in the order in which they came."""
    lines = caseload("--json").splitlines()
    documents = [json.loads(line) for line in lines]
    same([d["case"] for d in documents], ["a,1", "e"])
    good = [(HERE / "cases.jsonl").read_bytes().splitlines()[n - 1] for n in (1, 6)]
    same(documents, [json.loads(answered("timetable", "-", *AS_OF, "--json", stdin=line)) for line in good])


@test
def caseload_as_values_quotes_them():
    """Decision 58: the case, then the members of a deadline; BAD_LINES are told by number, and the rest goes on."""
    rows = list(csv.DictReader(io.StringIO(caseload("--csv"), newline="")))
    same(list(rows[0]), ["case", "rule", "kind", "title", "force", "policy", "edition", "trigger", "member", "from",
                         "due", "due-at-least", "act-by", "state", "met-by", "met-on", "flags", "needs", "readings",
                         "cite"])
    same(list(dict.fromkeys(r["case"] for r in rows)), ["a,1", "e"])
    first = [r for r in rows if r["case"] == "a,1" and r["rule"] == "first-core-group"][0]
    same([first[k] for k in ("policy", "edition", "trigger", "from", "due", "state", "met-by")],
         ["rotherham", "v23", 'e "1"', "2024-12-12", "2024-12-30", "overdue", ""])
    documents = [json.loads(line) for line in caseload("--json").splitlines()]
    same(len(rows), sum(len(d["deadlines"]) for d in documents))


@test
def caseload_for_people_names_cases_and_sums_up():
    out = caseload()
    same(out.splitlines()[0].split()[:2], ["CASE", "STATE"])
    assert out.splitlines()[-1].startswith("2 cases: "), out.splitlines()[-1]


@test
def caseload_of_many_jobs_is_the_same():
    line = (HERE / "cases.jsonl").read_bytes().splitlines()[5]
    bad = b'{"id": 1}'
    text = b"\n".join(line.replace(b'"id":"e"', b'"id":"%d"' % i) if i % 50 else bad for i in range(500))
    for form in "--csv", "--json":
        one = run("caseload", "-", *AS_OF, form, stdin=text)
        same(one[0], 1)
        same(one[2].count("\n"), 10)
        wanted = [str(i) for i in range(500) if i % 50]
        found = [json.loads(row)["case"] for row in one[1].splitlines()] if form == "--json" else \
            list(dict.fromkeys(row["case"] for row in csv.DictReader(io.StringIO(one[1], newline=""))))
        same(found, wanted)
        same(run("caseload", "-", *AS_OF, form, "--jobs", "4", stdin=text), one)


@test
def caseload_of_nothing_is_answered():
    same(answered("caseload", "-", *AS_OF, "--json"), "")
    same(answered("caseload", "-", *AS_OF, "--csv").count("\n"), 1)


@test
def caseload_line_too_long_is_refused_and_the_next_answered():
    line = (HERE / "cases.jsonl").read_bytes().splitlines()[5]
    status, out, err = run("caseload", "-", *AS_OF, "--json", stdin=b"[" * (65 << 20) + b"\n" + line)
    same((status, err), (1, "cpplan: standard input: line 1: the text is longer than 64 MiB\n"))
    same(json.loads(out)["case"], "e")


@test
def caseload_misused():
    misused("--csv and --json do not go together", "caseload", "-", *AS_OF, "--csv", "--json")
    misused("--jobs: 0 is not a number from 1 to 1024", "caseload", "-", *AS_OF, "--jobs", "0")
    wrong("none.jsonl: No such file or directory", "caseload", "none.jsonl", *AS_OF, "--csv")
    wrong("none.jsonl: No such file or directory", "caseload", "none.jsonl", *AS_OF)


# ---- policies and the schema ----


@test
def policy_list_has_the_built_in_ones():
    lines = answered("policy", "list").splitlines()
    same([line.split()[0] for line in lines],
         ["ID", "england", "hampshire", "kent", "rotherham", "sefton", "stoke-on-trent"])
    assert "2024-10-04 to 2025-04-03" in lines[3]
    document = json.loads(answered("policy", "list", "--json"))
    same(document["policies"][2]["in-force-from"], "2024-10-04")


@test
def policy_show_marks_what_is_inherited():
    own = answered("policy", "show", "ours.policy", "--own")
    same(own, (HERE / "ours.policy").read_text())
    shown = answered("policy", "show", "ours.policy")
    assert shown.startswith(own)
    assert "\n# inherited from england\n[rule core-group-interval]\n" in shown or \
        "\n# inherited from england\n[rule " in shown
    same(shown.count("[rule first-core-group]"), 1)


@test
def policy_lint_tells_file_and_line():
    status, out, err = run("policy", "lint", "ours.policy", "--as-of", "2026-06-01")
    same((status, err), (1, ""))
    for line in out.splitlines():
        name, number, check, message = line.split(":", 3)
        same((name, number.isdigit(), check[:6], message[0]), ("ours.policy", True, " LINT-", " "))
    same(answered("policy", "lint", "ours.policy", "--as-of", "2024-06-01"), "")


@test
def policy_lint_of_editions_finds_the_gap():
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(pathlib.Path(folder, name)) for name in ("first.policy", "second.policy")]
        head = "[policy]\nid = x\ntitle = X\nin-force = "
        for path, days in zip(paths, (".. 2025-03-31", "2025-05-01 ..")):
            pathlib.Path(path).write_text(head + days + "\n")
        gap = "LINT-GAP: no edition of x is in force from 2025-04-01 to 2025-04-30"
        same(run("policy", "lint", *paths), (1, f"{paths[1]}:4: {gap}\n", ""))
        same(answered("policy", "lint", paths[1]), "")


def amended(text, *changes):
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


OURS = (HERE / "ours.policy").read_text()


@test
def policy_diff_for_people():
    theirs = amended(OURS, ("edition  = 1", "edition  = 2"), ("5 working days", "3 working days"), ("force  = must", "force  = should"),
                     ("extends  = england", "extends  = england\nomit     = assessment"))
    same(answered("policy", "diff", "ours.policy", "-", stdin=theirs).splitlines(),
         ["from ours 1 to ours 2: 1 removed, 1 changed", "", "CHANGE   STRICTNESS    RULE              TITLE",
          "removed                assessment        Assessment completed",
          "changed  incomparable  first-core-group  First core group meeting",
          "    within: 5 working days -> 3 working days (stricter)", "    force: must -> should (laxer)"])
    same(answered("policy", "diff", "ours.policy", "ours.policy"), "from ours 1 to ours 1: no rule differs\n")


@test
def policy_diff_as_a_document():
    theirs = amended(OURS, ("5 working days", "10 calendar days"), ("rule first-core-group", "rule our-core-group"))
    document = json.loads(answered("policy", "diff", "ours.policy", "-", "--json", stdin=theirs))
    same(list(document), ["format", "from", "to", "rules"])
    same((document["format"], document["from"]["policy"], document["from"]["edition"]), ("cpplan-policy-diff/1", "ours", "1"))
    assert document["from"]["digest"] != document["to"]["digest"]
    same(document["rules"][1], {"rule": "our-core-group", "title": "First core group meeting", "change": "added"})
    changed = document["rules"][0]
    same([changed[k] for k in ("rule", "change", "strictness")], ["first-core-group", "changed", "laxer"])
    same([k for k in changed["keys"] if k["key"] in ("force", "until")],
         [{"key": "force", "from": "must", "to": "should", "strictness": "laxer"},
          {"key": "until", "to": "plan-end", "strictness": "laxer"}])


@test
def policy_diff_takes_what_the_two_extend():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "child.policy")
        path.write_text("[policy]\nid = child\ntitle = C\nextends = ours\n")
        wrong(f'{path}: line 4, [policy] extends: there is no policy "ours"', "policy", "diff", "ours.policy", str(path))
        same(answered("policy", "diff", "ours.policy", str(path), "--policy", "ours.policy"),
             "from ours 1 to child: no rule differs\n")


@test
def policy_diff_replays_cases():
    theirs = amended(OURS, ("5 working days", "10 working days"))
    replay = ["policy", "diff", "ours.policy", "-", "--replay", "cases.jsonl", "--as-of", "2024-12-23"]
    status, out, err = run(*replay, stdin=theirs)
    same((status, err), (1, "".join(line + "\n" for line in BAD_LINES.splitlines() if "line 4" not in line)))
    same(out.splitlines()[6:],
         ["of 3 cases as of Mon 23 Dec 2024, 2 differ:", "",
          "CASE  RULE                      TRIGGER                 OURS 1                     OURS 1",
          'a,1   First core group meeting  e "1", Thu 12 Dec 2024  overdue, Thu 19 Dec 2024   open, Mon 30 Dec 2024',
          "e     First core group meeting  e1, Thu 12 Dec 2024     met-late, Thu 19 Dec 2024  met, Mon 30 Dec 2024"])
    status, out, err = run(*replay, "--json", *ENGLAND, stdin=theirs)
    document = json.loads(out)["replay"]
    same((document["as-of"], document["cases"]), ("2024-12-23", 3))
    same(document["instances"],
         [{"case": "a,1", "rule": "first-core-group", "trigger": 'e "1"', "from": {"due": "2024-12-19", "state": "overdue"},
           "to": {"due": "2024-12-30", "state": "open"}},
          {"case": "e", "rule": "first-core-group", "trigger": "e1", "from": {"due": "2024-12-19", "state": "met-late"},
           "to": {"due": "2024-12-30", "state": "met"}}])


@test
def policy_diff_replays_editions_as_though_always_in_force():
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(pathlib.Path(folder, name)) for name in ("first.policy", "second.policy")]
        for path, days, within in zip(paths, (".. 2024-03-31", "2025-04-01 .."), ("10", "5")):
            text = amended(OURS, ("edition  = 1", f"edition  = {days}\nin-force = {days}"), ("5 working", f"{within} working"))
            pathlib.Path(path).write_bytes(text)
        document = json.loads(answered("policy", "diff", *paths, "--replay", "-", *AS_OF, "--json", stdin=case(
            events=[{"id": "i", "kind": "initial-conference", "date": "2024-12-12", "outcome": "plan"}])))
        same([(i["from"]["due"], i["to"]["due"]) for i in document["replay"]["instances"]], [("2024-12-30", "2024-12-19")])


@test
def policy_diff_of_nothing_is_answered():
    same(answered("policy", "diff", "kent", "kent", "--replay", "-", *AS_OF),
         "from kent to kent: no rule differs\n\nof 0 cases as of Mon 20 Jan 2025, 0 differ\n")


@test
def policy_diff_misused():
    misused("the ID or FILE of the first policy is needed", "policy", "diff")
    misused("the ID or FILE of the second policy is needed", "policy", "diff", "kent")
    misused("sefton is one argument too many", "policy", "diff", "kent", "rotherham", "sefton")
    misused("there is no policy nowhere, neither built in nor a file", "policy", "diff", "kent", "nowhere")
    misused("--as-of goes with --replay", "policy", "diff", "kent", "sefton", *AS_OF)
    misused("--project goes with --replay", "policy", "diff", "kent", "sefton", "--project")
    misused("--as-of is needed", "policy", "diff", "kent", "sefton", "--replay", "cases.jsonl")
    misused("standard input can be read only once", "policy", "diff", "-", "kent", "--replay", "-", *AS_OF)
    misused("policy diff has no option --own", "policy", "diff", "kent", "sefton", "--own")
    misused("policy lint has no option --replay", "policy", "lint", "kent", "--replay", "cases.jsonl")
    misused("policy show has no option --policy", "policy", "show", "kent", "--policy", "sefton")
    wrong("none.policy: No such file or directory", "policy", "diff", "kent", "none.policy")
    wrong("none.jsonl: No such file or directory", "policy", "diff", "kent", "sefton", "--replay", "none.jsonl", *AS_OF)
    wrong("x: policy: it names no calendar, give --calendar", "policy", "diff", "-", "kent", "--replay", "cases.jsonl", *AS_OF,
          stdin=b"[policy]\nid = x\ntitle = X\n")


@test
def policy_misused():
    misused("one of list, show, lint, diff is needed", "policy")
    misused("policy list has no option --own", "policy", "list", "--own")
    misused("the ID or FILE of a policy is needed", "policy", "show")
    misused("the ID or FILE of a policy is needed", "policy", "lint")


@test
def schema_has_what_is_recorded_of_people():
    """Each member of a person reads as the schema says, and no other does."""
    document = json.loads(answered("schema", "--json"))
    values = {"name": "a-name", "truth": True, "date": "2025-01-01"}
    person = {m["name"]: values[m["type"]] for m in document["person"]}
    answered("timetable", "-", *AS_OF, stdin=case(people=[{"id": "p", **person}]))
    same(len(person), 10)
    for member in person:
        wrong = run("timetable", "-", *AS_OF, stdin=case(people=[{"id": "p", member: 5}]))
        same((wrong[0], f"people[0].{member}" in wrong[2]), (1, True))
    lines = answered("schema").splitlines()
    assert "PERSON                   TYPE" in lines and "qualified-social-worker  truth" in lines, lines


@test
def schema_has_every_kind():
    document = json.loads(answered("schema", "--json"))
    conference = [k for k in document["kinds"] if k["kind"] == "initial-conference"][0]
    same(conference["whose"], "own")
    same(conference["attributes"][0]["choices"], ["plan", "child-in-need", "none"])
    out = answered("schema")
    assert all(k["kind"] in out for k in document["kinds"])


# ---- may-end ----


ON = ["--on", "2025-03-10"]
CONFERENCE = [{"id": "i", "kind": "initial-conference", "date": "2025-01-15", "outcome": "plan", "quorate": True}]
DEATH = {"id": "d", "kind": "death", "date": "2025-03-01"}
MOVE = {"id": "m", "kind": "moved-out", "date": "2025-03-03", "permanent": True}


def plan(*events, **members):
    return case(events=[*CONFERENCE, *events], **{"policy": "stoke-on-trent", **members})


def verdict(*arguments, stdin=b""):
    return json.loads(answered("may-end", *arguments, "--json", stdin=stdin))


@test
def may_end_as_a_document():
    """Decision 48, and decision 56 on what stands on every document."""
    document = verdict("-", *ON, stdin=plan(DEATH))
    same(list(document), ["format", "case", "policy", "calendar", "on", "known-at", "library", "policy-digest",
                          "calendar-digest", "verdict", "ground", "requirements", "needs", "flags"])
    same([document[k] for k in ("format", "case", "policy", "calendar", "on", "known-at", "verdict", "ground", "needs",
                                "flags")],
         ["cpplan-verdict/1", "c", "stoke-on-trent", "england-and-wales", "2025-03-10", "2025-03-10", "permitted", "died",
          [], []])
    same([r for r in document["requirements"] if r["name"] != "end-earliest"],
         [{"name": "end-died", "truth": "yes", "cite": "07 Ceasing the Plan, paragraph 3, point 5"},
          {"name": "end-conference", "truth": "no", "cite": "07 Ceasing the Plan, paragraph 2", "waived-by": "end-died"}])


@test
def may_end_document_in_doubt():
    """Decision 48: each requirement has its truth, one of three; there is a ground only where there is an answer."""
    document = verdict("-", *ON, "--policy", "rotherham", stdin=plan(MOVE))
    same([document[k] for k in ("verdict", "needs", "flags")], ["undetermined", ["transfer-conference"], ["inherited"]])
    assert "ground" not in document
    assert all(list(r) == ["name", "truth", "cite"] for r in document["requirements"]), document["requirements"]
    same({r["truth"] for r in document["requirements"]}, {"yes", "unknown"})
    document = verdict("-", *ON, stdin=case(policy="stoke-on-trent", events=[]))
    same([document[k] for k in ("verdict", "requirements", "needs", "flags")], ["not-permitted", [], [], []])
    assert "ground" not in document


@test
def may_end_for_people():
    lines = answered("may-end", "-", *ON, stdin=plan(DEATH)).splitlines()
    same(lines[0], "case c, policy stoke-on-trent, on Mon 10 Mar 2025: permitted (died)")
    same(lines[1], "yes      The child has died (07 Ceasing the Plan, paragraph 3, point 5)")
    same([line.split(None, 1)[0] for line in lines[2:]], ["waived", "waived"])
    assert "waived   A quorate conference decides (07 Ceasing the Plan, paragraph 2)" in lines


@test
def may_end_puts_what_fails_first_and_tells_what_is_needed():
    early = answered("may-end", "-", *ON, stdin=plan({"id": "r", "kind": "review-conference", "date": "2025-03-10",
                                                      "quorate": True, "no-continuing-risk": True})).splitlines()
    same(early[0], "case c, policy stoke-on-trent, on Mon 10 Mar 2025: not-permitted")
    same([line.split(None, 1)[0] for line in early[1:]], ["no", "yes", "yes"])
    moved = answered("may-end", "-", *ON, "--policy", "rotherham", stdin=plan(MOVE)).splitlines()
    same((moved[0], moved[-1]), ("case c, policy rotherham v23, on Mon 10 Mar 2025: undetermined, inherited",
                                 "It would be settled by: transfer-conference"))


@test
def may_end_reads_a_file_and_a_timeline():
    same(verdict("case.json", *ON)["verdict"], "not-permitted")
    same(verdict("case.json", *ON)["edition"], "v23")
    same(verdict("timeline.json", "--on", "2025-03-24")["policy"], "stoke-on-trent")
    same(verdict("timeline.json", "--on", "2025-03-25")["policy"], "rotherham")
    wrong("timeline.json: policy: the case names none for that day, and none was given", "may-end", "timeline.json",
          "--on", "2024-09-01")


@test
def may_end_knows_what_was_known():
    text = plan({**DEATH, "recorded": "2025-03-07"})
    same(verdict("-", *ON, stdin=text)["verdict"], "permitted")
    document = verdict("-", *ON, "--known-at", "2025-03-06", stdin=text)
    same((document["verdict"], document["known-at"]), ("not-permitted", "2025-03-06"))
    assert "ground" not in document


@test
def may_end_misused():
    misused("--on is needed", "may-end", "case.json")
    misused("--on is needed", "may-end", "case.json", "--json")
    misused("the file of the case is needed", "may-end", *ON)
    misused('--on: "2025-02-30" is not a date', "may-end", "case.json", "--on", "2025-02-30")
    misused('--on: "today" is not a date: write it as YYYY-MM-DD', "may-end", "case.json", "--on", "today")
    misused('--known-at: "2025-02-29" is not a date', "may-end", "case.json", *ON, "--known-at", "2025-02-29")
    misused("there is no option --as-of", "may-end", "case.json", "--as-of", "2025-03-10")
    misused("there is no option --horizon", "may-end", "case.json", *ON, "--horizon", "2025-12-31")
    misused("there is no option --explain", "may-end", "case.json", *ON, "--explain")
    misused("there is no option --on", "timetable", "case.json", *ON)
    misused("b.json is one argument too many", "may-end", "case.json", "b.json", *ON)


@test
def may_end_names_the_place_of_a_mistake():
    wrong("none.json: No such file or directory", "may-end", "none.json", *ON)
    wrong('standard input: events[0].date: "2025-02-30" is not a date', "may-end", "-", *ON,
          stdin=case(events=[{"id": "d", "kind": "death", "date": "2025-02-30"}]))
    same(run("may-end", "case.json", *ON, "--policy", "camelot")[0] != 0, True)


# ---- what is missing ----


REVIEW = ["--as-of", "2025-03-03"]
LED_BY_ANOTHER = {"policy": "sefton", "people": [{"id": "w1", "role": "lead-social-worker"}, {"id": "hv", "role": "core-group-member"}],
                  "events": [{"id": "c1", "kind": "initial-conference", "date": "2025-02-03", "outcome": "plan"},
                             {"id": "g1", "kind": "core-group", "date": "2025-02-14", "lead": "hv"}]}


def findings(*arguments, stdin=b""):
    return json.loads(answered("review", *arguments, "--json", stdin=stdin))


@test
def review_as_a_document():
    document = findings("-", *REVIEW, stdin=case(**LED_BY_ANOTHER))
    same(list(document), ["format", "case", "policy", "calendar", "as-of", "known-at", "library", "policy-digest",
                          "calendar-digest", "findings", "flags", "warnings"])
    same([document[k] for k in ("format", "case", "policy", "calendar", "as-of", "known-at", "flags", "warnings")],
         ["cpplan-findings/1", "c", "sefton", "england-and-wales", "2025-03-03", "2025-03-03", [], []])
    same([f for f in document["findings"] if f["rule"] == "core-group-led"],
         [{"rule": "core-group-led", "kind": "require", "title": "The lead social worker leads the core group", "force": "must",
           "subject": "g1", "state": "missing", "missing": ["g1.lead.role = lead-social-worker"], "needs": [], "flags": [],
           "cite": "section 7.1, paragraph 2"}])
    assert all("steps" not in f for f in document["findings"])
    same(len({(f["rule"], f.get("subject"), f.get("member")) for f in document["findings"]}), len(document["findings"]))


@test
def review_for_people_shows_what_is_missing_first():
    lines = answered("review", "-", *REVIEW, stdin=case(**LED_BY_ANOTHER)).splitlines()
    assert lines[0].startswith("case c, policy sefton, as of Mon 3 Mar 2025: 1 missing, "), lines[0]
    same(lines[1], "")
    order = ["missing", "outstanding", "unknown", "satisfied", "not-applicable"]
    shown = [line.split()[0] for line in lines[3:]]
    same(shown, sorted(shown, key=order.index))
    same((shown[0], set(shown)), ("missing", {"missing", "outstanding", "unknown"}))
    whole = [line.split()[0] for line in answered("review", "-", *REVIEW, "--all", stdin=case(**LED_BY_ANOTHER)).splitlines()[3:]]
    same((whole[0], set(whole), whole), ("missing", set(order), sorted(whole, key=order.index)))


@test
def review_of_nothing_missing_says_so():
    lines = answered("review", "-", *REVIEW, stdin=case(policy="sefton", events=[])).splitlines()
    same((lines[0].split(": ")[1].split(", ")[:4], lines[-1]),
         (["0 missing", "0 outstanding", "0 unknown", "0 satisfied"], "nothing in the record calls for anything yet"))
    led = {**LED_BY_ANOTHER, "events": [LED_BY_ANOTHER["events"][1] | {"lead": "w1"}]}
    plain = b"[policy]\nid = sefton\ntitle = S\n[rule r]\ntitle = R\nkind = require\nforce = must\nafter = core-group\nholds = has lead\n"
    with tempfile.NamedTemporaryFile(suffix=".policy") as file:
        file.write(plain)
        file.flush()
        lines = answered("review", "-", *REVIEW, *ENGLAND, "--policy", file.name, stdin=case(**led)).splitlines()
    same((lines[0].split(": ")[1], lines[2]),
         ("0 missing, 0 outstanding, 0 unknown, 1 satisfied, 0 not-applicable", "nothing is missing, of what is recorded"))


@test
def review_shows_how_strongly_the_text_puts_it():
    lines = answered("review", "-", *REVIEW, stdin=case(**LED_BY_ANOTHER)).splitlines()
    same((lines[2].split()[:3], lines[3].split()[:2]), (["STATE", "FORCE", "RULE"], ["missing", "must"]))


@test
def may_end_says_why_nothing_is_weighed():
    same(answered("may-end", "-", "--on", "2025-03-10", stdin=case(events=[])).splitlines()[1:],
         ["No plan is running, or nothing that is recorded is a ground for ending it."])


@test
def review_explains():
    out = answered("review", "-", *REVIEW, "--explain", stdin=case(**LED_BY_ANOTHER))
    assert "Called for by g1 (core-group) of 2025-02-14." in out and "Missing: g1.lead.role = lead-social-worker." in out, out
    document = findings("-", *REVIEW, "--explain", stdin=case(**LED_BY_ANOTHER))
    assert all(len(f["steps"]) >= 2 for f in document["findings"])


@test
def review_warns_about_the_record():
    twice = {**LED_BY_ANOTHER, "events": LED_BY_ANOTHER["events"] + [{"id": "g2", "kind": "core-group", "date": "2025-02-14"}]}
    same([(w["id"], w["subject"]) for w in findings("-", *REVIEW, stdin=case(**twice))["warnings"]], [("DATA-SAME-DAY", "g2")])
    assert answered("review", "-", *REVIEW, stdin=case(**twice)).endswith("(DATA-SAME-DAY)\n")


@test
def review_knows_what_was_known():
    late = {**LED_BY_ANOTHER, "events": [LED_BY_ANOTHER["events"][0], {**LED_BY_ANOTHER["events"][1], "recorded": "2025-02-20"}]}
    led = [f for f in findings("-", *REVIEW, "--known-at", "2025-02-19", stdin=case(**late))["findings"] if f["rule"] == "core-group-led"]
    same([f["state"] for f in led], ["not-applicable"])
    assert ", known at Wed 19 Feb 2025: " in answered("review", "-", *REVIEW, "--known-at", "2025-02-19", stdin=case(**late))


@test
def review_of_a_timeline_names_policies():
    document = findings("timeline.json", "--as-of", "2025-06-01")
    assert {f["policy"] for f in document["findings"]} <= {"rotherham", "stoke-on-trent"}, document["findings"]
    same(document["policy"], "rotherham")


@test
def review_misused():
    misused("--as-of is needed", "review", "case.json")
    misused("the file of the case is needed", "review", *REVIEW)
    misused("there is no option --horizon", "review", "case.json", *REVIEW, "--horizon", "2025-12-31")
    misused("there is no option --on", "review", "case.json", "--on", "2025-03-03")
    misused('--as-of: "2025-02-30" is not a date', "review", "case.json", "--as-of", "2025-02-30")
    misused("b.json is one argument too many", "review", "case.json", "b.json", *REVIEW)


@test
def review_names_the_place_of_a_mistake():
    wrong("none.json: No such file or directory", "review", "none.json", *REVIEW)
    wrong('standard input: events[0].topic: "shopping" is none of ' + ", ".join(CONCERNS), "review", "-", *REVIEW,
          stdin=case(events=[{"id": "k", "kind": "concern-noticed", "date": "2025-02-01", "topic": "shopping"}]))
    wrong('standard input: events[0].agencies: "aunt" is none of police, health, schools, other', "review", "-", *REVIEW,
          stdin=case(events=[{"id": "k", "kind": "section-47-started", "date": "2025-02-01", "agencies": ["police", "aunt"]}]))
    wrong("standard input: events[0].statement: takes at most 4096 bytes of UTF-8", "review", "-", *REVIEW,
          stdin=case(events=[{"id": "k", "kind": "plan-part", "date": "2025-02-01", "statement": "x" * 4097}]))


# ---- help ----


@test
def help_is_there_for_every_command():
    for command in "timetable", "caseload", "may-end", "days", "holidays", "policy", "schema":
        out = answered(command, "--help")
        assert out.startswith(f"Usage: cpplan {command} "), out
        assert max(map(len, out.splitlines())) <= 110
        assert f"  {command} " in answered("--help")


@test
def version_is_told():
    same(answered("--version").split()[0], "cpplan")


@test
def command_is_needed():
    misused("a command is needed", "")
    same(run("dance")[0], 2)
    same(run("--json", "timetable")[0], 2)


@test
def output_that_cannot_be_written_is_told():
    with open("/dev/full", "wb") as full:
        done = subprocess.run([COMMAND, "schema"], stdout=full, stderr=subprocess.PIPE, check=False)
    same((done.returncode, done.stderr), (1, b"cpplan: standard output: No space left on device\n"))


def main():
    failed = 0
    print(f"1..{len(TESTS)}")
    for number, function in enumerate(TESTS, 1):
        try:
            function()
        except Exception as mistake:  # whatever it is, the next test is to run
            failed += 1
            print(f"not ok {number} - {function.__name__}")
            print("\n".join(f"# {line}" for line in f"{type(mistake).__name__}: {mistake}".splitlines()))
        else:
            print(f"ok {number} - {function.__name__}")
    return 1 if failed else 0


COMMAND = str(pathlib.Path(sys.argv[1]).resolve())
CONCERNS = next(a["choices"] for k in json.loads(answered("schema", "--json"))["kinds"] if k["kind"] == "concern-noticed"
                for a in k["attributes"] if a["name"] == "topic")
sys.exit(main())
