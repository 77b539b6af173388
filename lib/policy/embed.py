#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes policy files into a C source: embed.py OUT.c FILE.policy ..."""
import pathlib
import sys


def quoted(line):
    """The line as a C string literal; bytes beyond ASCII as octal escapes."""
    out = []
    for byte in (line + "\n").encode():
        char = chr(byte)
        if char in '"\\':
            out.append("\\" + char)
        elif char == "\n":
            out.append("\\n")
        elif 32 <= byte < 127:
            out.append(char)
        else:
            out.append(f"\\{byte:03o}")
    return '"' + "".join(out) + '"'


def main(out, paths):
    lines = ['#include "cpplan-policy-private.h"', "", "const CpplanBuiltin cpplan_builtins[] = {"]
    for path in map(pathlib.Path, paths):
        lines.append(f'  {{ "{path.stem}",')
        lines += ["    " + quoted(line) for line in path.read_text(encoding="utf-8").splitlines()]
        lines[-1] += " },"
    lines += ["  { NULL, NULL },", "};", ""]
    pathlib.Path(out).write_text("\n".join(lines), encoding="ascii")


main(sys.argv[1], sys.argv[2:])
