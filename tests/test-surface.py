#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The public surface: test-surface.py SOURCE_ROOT LIBRARY...

What the headers declare, what the libraries export, and what has a reference comment are the same; and no
authority is named in the C sources.
"""
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(sys.argv[1])
headers = sorted((root / "include/cpplan").glob("*.h*"))
results = []


def check(name, problems):
    results.append((name, problems))


def declared(text):
    """The functions that a header marks as available."""
    return re.findall(r"CPPLAN_AVAILABLE_IN_\d+_\d+\n[^;(]*?\b(cpplan_\w+) \(", text)


def undocumented(text):
    """Those that do not stand right behind a comment with Since."""
    missing = []
    for match in re.finditer(r"(/\*\*(?:(?!\*/).)*\*/)?\s*CPPLAN_AVAILABLE_IN_\d+_\d+\n[^;(]*?\b(cpplan_\w+) \(", text, re.S):
        if match[1] is None or "Since:" not in match[1]:
            missing.append(match[2])
    return missing


functions = set()
for header in headers:
    text = header.read_text(encoding="utf-8")
    functions.update(declared(text))
    check(f"{header.name}: every function has its reference and says since when", undocumented(text))
    check(f"{header.name}: says what it is", [] if "@file" in text else ["no @file comment"])

exported = set()
for library in sys.argv[2:]:
    lines = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
    exported.update(line.split()[-1].split("@")[0] for line in lines.splitlines() if " A " not in line)
check("the libraries export nothing that no header declares", sorted(exported - functions))
check("the libraries export all that the headers declare", sorted(functions - exported))

authorities = [path.stem for path in (root / "lib/policy/builtin").glob("*.policy") if path.stem != "england"]
named = []
for source in sorted(root.glob("lib/**/*.c")) + sorted(root.glob("lib/**/*.h")):
    text = source.read_text(encoding="utf-8").lower()
    named += [f"{source.name}: {name}" for name in authorities if name in text or name.replace("-", " ") in text]
check("no authority is named in the library's sources", named)

sources = [path for pattern in ("lib/**/*.[ch]", "include/**/*.h*", "bindings/**/*.[ch]", "tests/**/*.[ch]", "examples/*.c")
           for path in root.glob(pattern)]
check("every source says its licence",
      [str(path.relative_to(root)) for path in sources if "SPDX-License-Identifier: LGPL-2.1-or-later" not in path.read_text()])

print(f"1..{len(results)}")
for number, (name, problems) in enumerate(results, 1):
    print(f"{'not ok' if problems else 'ok'} {number} - {name}")
    for problem in problems:
        print(f"# {problem}")
sys.exit(any(problems for _, problems in results))
