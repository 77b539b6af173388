#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counts what ran: summary.py FOLDER, with the JUnit and TAP logs. The last line is `N passed, N failed`."""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

passed = failed = skipped = 0
folder = pathlib.Path(sys.argv[1])
for path in sorted(folder.glob("*.xml")):
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{path.stem}: {case.get('classname')} {case.get('name')}"
        if case.find("skipped") is not None:
            skipped += 1
        elif case.find("failure") is not None or case.find("error") is not None:
            failed += 1
            print(f"failed: {name}")
        else:
            passed += 1
for path in sorted(folder.glob("*.tap")):
    for line in path.read_text(encoding="utf-8").splitlines():
        match = re.match(r"(not )?ok \d+ - ([^#]*)(# SKIP)?", line)
        if match is None:
            continue
        if match[3]:
            skipped += 1
        elif match[1]:
            failed += 1
            print(f"failed: {path.stem}: {match[2]}")
        else:
            passed += 1
if skipped:
    print(f"({skipped} skipped)")
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
