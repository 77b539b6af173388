# SPDX-License-Identifier: LGPL-2.1-or-later
"""The pages are run, line by line, and each result is what stands behind it; docstrings are those of the headers."""

import ast
import importlib
import inspect
import os
import pkgutil
import re
import subprocess
import sys

import pytest

import cpplan


def read_blocks(path):
    text = path.read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)


def run_block(block, names):
    lines = block.splitlines()
    for statement in ast.parse(block).body:
        code = compile(ast.Module([statement], []), "page", "exec")
        said = re.search(r"  # (.*)$", lines[statement.end_lineno - 1]) or re.search(
            r" # (.*)$", lines[statement.end_lineno - 1]
        )
        if isinstance(statement, ast.Expr):
            found = eval(compile(ast.Expression(statement.value), "page", "eval"), names)
            assert said is not None, lines[statement.end_lineno - 1]
            assert repr(found) == said[1] or str(found) == said[1], lines[statement.end_lineno - 1]
        else:
            exec(code, names)


@pytest.mark.parametrize("page, n_blocks", [("docs/python.md", 12), ("docs/sources.md", 2), ("README.md", 1)])
def test_the_page(root, monkeypatch, page, n_blocks):
    pytest.importorskip("pandas")
    monkeypatch.chdir(root)
    blocks = read_blocks(root / page)
    names = {}
    assert len(blocks) >= n_blocks
    for block in blocks:
        run_block(block, names)


def test_docstrings_are_those_of_the_headers(root):
    done = subprocess.run(
        [sys.executable, str(root / "bindings/python/tools/write-docs.py"), "--check"],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_everything_public_has_a_docstring():
    silent = []
    for name in cpplan.__all__:
        thing = getattr(cpplan, name)
        if inspect.isclass(thing):
            silent += [
                f"{name}.{member}"
                for member, value in vars(thing).items()
                if not member.startswith("_")
                and (inspect.isfunction(value) or isinstance(value, (property, classmethod)))
                and not inspect.getdoc(getattr(thing, member) if isinstance(value, classmethod) else value)
            ]
        if inspect.isclass(thing) or inspect.isfunction(thing):
            silent += [name] * (not inspect.getdoc(thing))
    assert silent == []


def test_docstrings_speak_python():
    words = re.compile(
        r"\bcpplan_[a-z_]+|\bNULL\b|#Cpplan|#CPPLAN|\bTRUE\b|\bFALSE\b|g_free|Since:|transfer full|\blent\b"
    )
    found = []
    for info in pkgutil.iter_modules(cpplan.__path__):
        if info.name in ("native", "_native"):
            continue
        module = importlib.import_module(f"cpplan.{info.name}")
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                found += [(node.name, word) for word in words.findall(ast.get_docstring(node) or "")]
    assert found == []


def test_types_hold(root, tmp_path):
    """The package, and a program of a user's, as the strictest mypy sees them."""
    pytest.importorskip("mypy")
    environment = {**os.environ, "MYPY_CACHE_DIR": str(tmp_path)}
    for arguments in (
        ["--config-file", str(root / "pyproject.toml"), "-p", "cpplan"],
        [str(root / "bindings/python/tests/sample_program.py")],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", *arguments],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
        )
        assert done.returncode == 0, done.stdout


def test_the_sample_program_runs(root):
    done = subprocess.run(
        [sys.executable, str(root / "bindings/python/tests/sample_program.py")], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_types_find_mistakes(root, tmp_path):
    pytest.importorskip("mypy")
    program = tmp_path / "wrong.py"
    program.write_text(
        "import cpplan\nfrom datetime import date\n"
        "calendar = cpplan.Calendar.bank_holidays('scotland')\n"
        "calendar.add_working_days('2024-12-12', 10).year\n"
        "calendar.add_workdays(date(2024, 12, 12), 10)\ncpplan.Calender\n"
        "text: str = calendar.add_working_days(date(2024, 12, 12), 10)\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(program)], capture_output=True, text=True, cwd=tmp_path
    )
    lines = {int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line}
    assert lines == {4, 5, 6, 7}, done.stdout


def test_every_function_is_wrapped_or_listed(root):
    """What the wrapper leaves out is named in unwrapped.txt with a reason, and nothing else is."""
    from cpplan import _native

    declared = set()
    for header in (root / "include/cpplan").glob("*.h"):
        declared |= set(
            re.findall(r"CPPLAN_AVAILABLE_IN_\d+_\d+\n[^;(]*?\b(cpplan_\w+) \(", header.read_text(encoding="utf-8"))
        )
    lines = (root / "bindings/python/unwrapped.txt").read_text(encoding="utf-8").splitlines()
    listed = {line.split(":")[0] for line in lines if line and not line.startswith("#")}
    assert declared - set(dir(_native)) == listed
