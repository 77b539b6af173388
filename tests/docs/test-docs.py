#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs every fenced block of README.md and docs/*.md and tells in TAP what holds:
test-docs.py CPPLAN_COMMAND SOURCE_ROOT BUILD_ROOT

console   the lines after "$ " ("> " goes on) are run, one command after another, in the source root; what they
          print is what follows them, where a line "..." stands for any lines, and " ..." for the rest of one
json      a case file is answered; a part of a document is JSON (a member or a list of values will do)
ini       a policy is free of findings; rules alone read, in a policy that extends england or what a first line
          "# extends NAME" says
c         compiles; statements alone are put into a function that has the usual variables
python    is Python; bindings/python/tests/test_docs.py runs it, where the package is at hand
sh meson  only with a first line "# not run: REASON", which any other block may have too
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap

NOT_RUN = re.compile(r"# not run: (.+)")
AS_OF = "2025-06-30"

C_HEAD = "#include <cpplan/cpplan-json.h>\n#include <stdio.h>\n#include <string.h>\n"
C_FUNCTION = """
gboolean fragment (CpplanCalendar *calendar, CpplanCase *record, CpplanPolicy *policy, CpplanPolicySet *policies,
                   CpplanTimetable *timetable, const CpplanDeadline *row, CpplanDate as_of, const char *text,
                   GError **error);
gboolean fragment (CpplanCalendar *calendar, CpplanCase *record, CpplanPolicy *policy, CpplanPolicySet *policies,
                   CpplanTimetable *timetable, const CpplanDeadline *row, CpplanDate as_of, const char *text,
                   GError **error)
{
  (void) calendar, (void) record, (void) policy, (void) policies, (void) timetable, (void) row, (void) as_of;
  (void) text, (void) error;
  {
%s
  }
  return TRUE;
}
"""


def same(found, wanted):
    if found != wanted:
        raise AssertionError(f"found {found!r}, wanted {wanted!r}")


def run(*arguments, stdin=""):
    done = subprocess.run(arguments, input=stdin, cwd=SOURCE, env=ENVIRONMENT, capture_output=True, text=True,
                          timeout=120)
    return done.returncode, done.stdout + done.stderr


def blocks_of(path):
    """Gives line, kind and text of each fenced block."""
    kind = start = None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        fence = re.match(r"(\s*)```\s*(.*)", line)
        if fence is None:
            if kind is not None:
                body.append(line)
        elif kind is None:
            kind, start, body = fence[2], number, []
        else:
            yield start, kind, textwrap.dedent("\n".join(body)) + "\n"
            kind = None
    if kind is not None:
        yield start, "unclosed", ""


# ---- what each kind of block has to do ----


def pattern_of(line):
    if line.strip() == "...":
        return r"(?:.*\n)*?"
    if line.endswith(" ..."):
        return re.escape(line[:-4]) + r".*\n"
    return re.escape(line) + r"\n"


def check_console(text):
    commands = []  # with the lines that each has to print
    for line in text.splitlines():
        if line.startswith("$ "):
            commands.append([line[2:], []])
        elif line.startswith("> ") and commands and not commands[-1][1]:
            commands[-1][0] += "\n" + line[2:]
        elif not commands:
            raise AssertionError("the block does not begin with a command")
        else:
            commands[-1][1].append(line)
    if not commands:
        raise AssertionError("no command")
    for command, wanted in commands:
        _, found = run("sh", "-c", command)
        if re.fullmatch("".join(pattern_of(line) for line in wanted), found) is None:
            raise AssertionError(f"{command!r} prints\n{found}")


def parse_json(text):
    for before, after in ("", ""), ("{", "}"), ("[", "]"):
        try:
            return json.loads(before + text + after)
        except ValueError as error:
            mistake = error
    raise AssertionError(f"not JSON: {mistake}")


def check_json(text):
    document = parse_json(text)
    if not isinstance(document, dict) or document.get("format") != "cpplan-case/1":
        return
    arguments = ["--as-of", AS_OF] + ([] if "policy" in document else ["--policy", "england"])
    status, out = run(COMMAND, "timetable", "-", *arguments, stdin=text)
    same(status, 0 if status == 0 else out)


def check_ini(text):
    is_whole = "[policy]" in text.splitlines()
    if not is_whole:
        extends = re.match(r"# extends ([a-z-]+)\n", text)
        text = f"[policy]\nid = fragment\ntitle = Fragment\nextends = {extends[1] if extends else 'england'}\n\n{text}"
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "block.policy")
        path.write_text(text)
        if is_whole:
            same(run(COMMAND, "policy", "lint", str(path)), (0, ""))
        status, out = run(COMMAND, "policy", "show", "--own", str(path))
        same((status, out), (0, text))


def check_c(text):
    is_whole = re.search(r"^#include", text, re.M) is not None
    if not is_whole:
        is_function = re.search(r"^static ", text, re.M) is not None
        text = C_HEAD + (text if is_function else C_FUNCTION % text)
    flags = subprocess.run(["pkg-config", "--cflags", "glib-2.0"], capture_output=True, text=True, check=True).stdout
    status, out = run(os.environ.get("CC", "cc"), "-std=c11", "-Wall", "-Wextra", "-Werror", "-Wno-unused-function",
                      "-fsyntax-only", f"-I{SOURCE}/include", f"-I{BUILD}/include", *flags.split(), "-xc", "-",
                      stdin=text)
    same((status, out), (0, ""))


def check_python(text):
    try:
        compile(text, "block", "exec")
    except SyntaxError as error:
        raise AssertionError(str(error)) from error


def check_never(text):
    raise AssertionError('needs a first line "# not run: REASON"')


CHECKS = {"console": check_console, "json": check_json, "ini": check_ini, "c": check_c,
          "python": check_python, "sh": check_never, "meson": check_never}


# ---- that nothing is left out ----


def named_in(page, names):
    text = (SOURCE / "docs" / page).read_text()
    missing = [name for name in names if f"`{name}`" not in text]
    same(missing, [])


def found_in(source, pattern):
    return sorted(set(re.findall(pattern, (SOURCE / source).read_text(), re.M)))


def kebab(names):
    return [name.lower().replace("_", "-") for name in names]


def check_states():
    named_in("timetable.md", kebab(found_in("include/cpplan/cpplan-timetable.h", r"^  CPPLAN_STATE_([A-Z_]+) *=")))


def check_flags():
    named_in("timetable.md", kebab(found_in("include/cpplan/cpplan-timetable.h", r"^  CPPLAN_FLAG_([A-Z_]+) *=")))


def check_keys():
    named_in("policy-language.md", found_in("lib/policy/cpplan-rule.c", r'^  \{ "([a-z-]+)", [A-Z| ]+, '))
    named_in("policy-language.md", found_in("lib/policy/cpplan-policy.c", r'^  \{ "([a-z-]+)", (?:TRUE|FALSE), '))


def check_lint():
    named_in("policy-language.md", found_in("lib/policy/cpplan-lint.c", r'"(LINT-[A-Z-]+)"'))


def check_schema():
    """Every kind stands in the case file of the page, with every attribute that it can have."""
    status, out = run(COMMAND, "schema", "--json")
    same(status, 0)
    shown = {}
    for _, kind, text in blocks_of(SOURCE / "docs" / "case-file.md"):
        document = parse_json(text) if kind == "json" and "not run" not in text else None
        for event in document.get("events", []) if isinstance(document, dict) else []:
            shown.setdefault(event["kind"], set()).update(event)
    for kind in json.loads(out)["kinds"]:
        names = [attribute["name"] for attribute in kind["attributes"]]
        same([kind["kind"], [name for name in names if name not in shown.get(kind["kind"], ())]], [kind["kind"], []])


def check_links(path):
    for target in re.findall(r"\]\(([^)#]+)", path.read_text()):
        if "://" not in target and not (path.parent / target).exists():
            raise AssertionError(f"there is no {target}")


def check_policies():
    for path in sorted((SOURCE / "examples" / "policies").glob("*.policy")):
        same(run(COMMAND, "policy", "lint", str(path)), (0, ""))


def check_cases():
    policies = [f"--policy={path}" for path in (SOURCE / "examples" / "policies").glob("*.policy")]
    for path in sorted((SOURCE / "examples" / "cases").glob("*.json")):
        own = json.loads(path.read_text())["policy"] in {pathlib.Path(p).stem for p in policies}
        status, out = run(COMMAND, "timetable", str(path), "--as-of", AS_OF, *(policies if own else []))
        same(status, 0 if status == 0 else out)


# ---- all of them ----


def gather(pages):
    """Gives name, check and, where it is not run, the reason."""
    for page in pages:
        where = page.relative_to(SOURCE)
        for line, kind, text in blocks_of(page):
            name = f"{where}:{line} {kind or 'no kind'}"
            reason = NOT_RUN.match(text)
            if kind not in CHECKS:
                yield name, lambda kind=kind: same(kind, "one of " + ", ".join(CHECKS)), None
            else:
                yield name, lambda check=CHECKS[kind], text=text: check(text), reason and reason[1]
        yield f"{where} links", lambda page=page: check_links(page), None
    for check in check_states, check_flags, check_keys, check_lint, check_schema, check_policies, check_cases:
        yield check.__name__, check, None


def main():
    pages = [SOURCE / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    tests = list(gather(pages + sorted((SOURCE / "docs").glob("*.md"))))
    failed = 0
    print(f"1..{len(tests)}")
    for number, (name, check, reason) in enumerate(tests, 1):
        if reason is not None:
            print(f"ok {number} - {name} # SKIP {reason}")
            continue
        try:
            check()
            print(f"ok {number} - {name}")
        except (AssertionError, OSError, subprocess.SubprocessError) as error:
            failed += 1
            print(f"not ok {number} - {name}")
            for line in str(error).splitlines():
                print(f"# {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    COMMAND, SOURCE, BUILD = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    COMMAND = str(COMMAND)
    ENVIRONMENT = {**os.environ, "PATH": f"{pathlib.Path(COMMAND).parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    sys.exit(main())
