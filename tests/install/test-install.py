#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The installed libraries as a consumer finds them: test-install.py SOURCE_ROOT. Prints TAP."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

root = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).parent
results = 0
failures = 0


def run(*command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)


def report(name, result, wanted=None):
    """One TAP line for a finished command, and what it printed where it was not as wanted."""
    global results, failures
    results += 1
    good = result.returncode == 0 and (wanted is None or wanted in result.stdout)
    print(f"{'ok' if good else 'not ok'} {results} - {name}")
    if not good:
        failures += 1
        for line in (result.stdout + result.stderr).splitlines()[-20:]:
            print(f"# {line}")
    return good


def words(*command, env):
    return run(*command, env=env).stdout.split()


with tempfile.TemporaryDirectory() as scratch_name:
    scratch = pathlib.Path(scratch_name)
    prefix = scratch / "prefix"
    env = dict(os.environ)
    report("meson installs into a prefix",
           run("/usr/bin/meson", "setup", "--prefix", prefix, "--libdir", "lib", "-Dtests=disabled", scratch / "build", root))
    report("the build installs", run("/usr/bin/meson", "install", "-C", scratch / "build"))
    env["PKG_CONFIG_PATH"] = str(prefix / "lib/pkgconfig")
    env["LD_LIBRARY_PATH"] = str(prefix / "lib")

    report("pkg-config finds cpplan-1", run("pkg-config", "--modversion", "cpplan-1", env=env), "0.1.0")
    report("pkg-config finds cpplan-json-1", run("pkg-config", "--modversion", "cpplan-json-1", env=env), "0.1.0")
    policies = run("pkg-config", "--variable=policydir", "cpplan-1", env=env)
    folder = pathlib.Path(policies.stdout.strip())
    # Decision 59: byte for byte the sources, and all six.
    for name in "england", "sefton", "rotherham", "hampshire", "stoke-on-trent", "kent":
        report(f"policydir has the source of {name}",
               run("cmp", folder / f"{name}.policy", root / "lib/policy/builtin" / f"{name}.policy"))

    case = here / "case.json"
    for language, compiler, source in (("C99", ["cc", "-std=c99", "-pedantic"], here / "consumer.c"),
                                       ("C++", ["c++", "-x", "c++"], here / "consumer.c")):
        program = scratch / f"consumer-{language}"
        flags = words("pkg-config", "--cflags", "cpplan-json-1", env=env)
        libraries = words("pkg-config", "--libs", "cpplan-json-1", env=env)
        built = run(*compiler, "-Wall", "-Wextra", "-Werror", source, *flags, "-x", "none", *libraries, "-o", program, env=env)
        if report(f"a {language} consumer builds against the installed library", built):
            report(f"the {language} consumer runs", run(program, case, env=env), "first-core-group 2024-12-30 overdue")

    static = scratch / "consumer-static"
    flags = words("pkg-config", "--cflags", "cpplan-json-1", env=env)
    shared = words("pkg-config", "--libs", "glib-2.0", "jansson", env=env)
    built = run("cc", here / "consumer.c", *flags, prefix / "lib/libcpplan-json-1.a", prefix / "lib/libcpplan-1.a", *shared, "-o", static)
    if report("a consumer builds against the static libraries", built):
        report("the static consumer runs", run(static, case), "first-core-group 2024-12-30 overdue")
        needed = run("ldd", static)
        needed.returncode = 1 if "libcpplan" in needed.stdout else 0
        report("the static consumer needs no shared libcpplan", needed)

    report("the installed command answers", run(prefix / "bin/cpplan", "timetable", case, "--as-of", "2025-01-20", env=env), "overdue")
    # Decision 60: the two entry headers compile alone, and every other one says which of them to include.
    only = scratch / "only.c"
    entries = "cpplan.h", "cpplan-json.h"
    for header in sorted((prefix / "include/cpplan-1/cpplan").iterdir()):
        only.write_text(f"#include <cpplan/{header.name}>\nint main (void) {{ return 0; }}\n")
        alone = run("cc", "-std=c99", "-pedantic-errors", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", only, *flags, env=env)
        if header.name in entries:
            report(f"{header.name} compiles alone", alone)
        else:
            alone.returncode = 0 if alone.returncode != 0 and "Include <cpplan/cpplan.h>" in alone.stderr else 1
            report(f"{header.name} refuses to be included directly", alone)

    # As a subproject: a copy of the sources under subprojects/.
    project = scratch / "project"
    shutil.copytree(here / "subproject", project)
    shutil.copytree(root, project / "subprojects/cpplan", ignore=shutil.ignore_patterns("_build", ".git"))
    shutil.copy(here / "consumer.c", project)
    report("a project takes it as a Meson subproject", run("/usr/bin/meson", "setup", scratch / "sub", project))
    report("the project with the subproject builds", run("/usr/bin/meson", "compile", "-C", scratch / "sub"))
    report("the project's program runs", run(scratch / "sub/consumer", case), "first-core-group 2024-12-30 overdue")

print(f"1..{results}")
sys.exit(1 if failures else 0)
