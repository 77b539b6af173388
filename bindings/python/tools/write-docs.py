#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Takes what the C headers say over into the Python package, so that it is said in one place only:
write-docs.py [--check]

A line `# docs: cpplan_function` above a function, or `# docs: CpplanType` above a class, asks for the comment of that
name as docstring. A C parameter of another name in Python stands behind it: `# docs: cpplan_function from=date`. What a
docstring says from a paragraph "In Python" on is Python's own and stays. The enums are written whole.

With --check nothing is written, and the exit status tells whether all of it agrees.
"""

import ast
import pathlib
import re
import sys
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = HERE.parent / "src" / "cpplan"
HEADERS = HERE.parents[2] / "include" / "cpplan"
WIDTH = 112

# Python's names of C's types, and the prefixes of enum values where they are not the type's own name.
PYTHON_NAMES = {"CpplanFlags": "Flag", "CpplanError": "ErrorCode", "CpplanType": "AttributeType"}
PREFIXES = {
    "CpplanCalendarExtent": "CPPLAN_CALENDAR_",
    "CpplanDayClass": "CPPLAN_DAY_",
    "CpplanFlags": "CPPLAN_FLAG_",
}
NOT_IN_PYTHON = {"CpplanCaseloadNumbers", "CpplanCaseloadTexts", "CpplanJsonFlags"}


def python_name(c_type):
    return PYTHON_NAMES.get(c_type, c_type.removeprefix("Cpplan"))


# ---- reading the headers ----


def strip_comment(text):
    lines = [re.sub(r"^\s*\*? ?", "", line) for line in text.strip("/* \n").splitlines()]
    return "\n".join(lines).strip()


def read_headers():
    """Gives name -> comment of functions and types, and name -> [(value, comment)] of enums."""
    comments, enums = {}, {}
    for path in sorted(HEADERS.glob("*.h")):
        text = path.read_text(encoding="utf-8")
        for comment, name in re.findall(
            r"/\*\*((?:(?!\*/).)*)\*/\s*CPPLAN_AVAILABLE_IN_\d+_\d+\n[^;(]*?\b(cpplan_\w+) \(", text, re.S
        ):
            comments[name] = strip_comment(comment)
        for comment, name in re.findall(r"/\*\*((?:(?!\*/).)*)\*/\s*typedef struct _\w+ (\w+);", text, re.S):
            comments[name] = strip_comment(comment)
        for comment, body, name in re.findall(
            r"/\*\*((?:(?!\*/).)*)\*/\s*typedef (?:enum|struct)\n\{(.*?)\n\} (\w+);", text, re.S
        ):
            comments[name] = strip_comment(comment)
            enums[name] = re.findall(r"^  (CPPLAN_\w+) *= *[^,]+,(?: */\*\*< (.*?) \*/)?", body, re.M)
    schema = (HEADERS / "cpplan-schema.h").read_text(encoding="utf-8")
    enums["CpplanEventKind"] = [
        (f"CPPLAN_EVENT_KIND_{name}", "another body's" if whose == "EXTERNAL" else "")
        for name, whose in re.findall(r'X \(\d+, (\w+), "[a-z0-9-]+", (\w+)\)', schema)
    ]
    enums["CpplanAttribute"] = [
        (f"CPPLAN_ATTRIBUTE_{name}", "") for name in re.findall(r'X \(\d+, (\w+), "[a-z0-9-]+"\)', schema)
    ]
    return comments, {name: values for name, values in enums.items() if values}


COMMENTS, ENUMS = read_headers()


def prefix_of(enum):
    words = re.sub(r"(?<!^)([A-Z])", r"_\1", enum).upper()
    return PREFIXES.get(enum, words + "_")


def error_class(code):
    name = "".join(word.capitalize() for word in code.removeprefix("CPPLAN_ERROR_").split("_"))
    return name + "Error"


def value_names():
    return {
        value: f"{python_name(enum)}.{value.removeprefix(prefix_of(enum))}"
        for enum in ENUMS
        for value, _ in ENUMS[enum]
    }


VALUES = value_names()


# ---- C's words in Python's ----


def translate_name(match):
    name = match[1]
    if name == "CPPLAN_DATE_NONE":
        return "None"
    if name.startswith("CPPLAN_ERROR_"):
        return error_class(name)
    if name.startswith("CPPLAN_"):
        return VALUES.get(name, name)
    return python_name(name)


def translate_function(match):
    name = match[1]
    for word in (
        "calendar_builder",
        "calendar",
        "policy_set",
        "policy",
        "json",
        "event",
        "case",
        "timetable",
        "finding",
        "period",
    ):
        if name.startswith(word + "_"):
            name = name.removeprefix(word + "_")
            break
    return f"`{name.removeprefix('get_')}`"


def translate(text):
    text = re.sub(r"\s*Since: \d+\.\d+", "", text)
    text = re.sub(r"\s*Numbers never change[^.]*\.|(?<=timetable): a set of bits", "", text)
    text = re.sub(
        r"\s*\((?:transfer full|transfer none|nullable|out|optional|out caller-allocates|element-type \w+)\):?",
        "",
        text,
    )
    text = re.sub(r"#((?:CPPLAN_|Cpplan)\w+)", translate_name, text)
    text = re.sub(r"\bcpplan_(\w+) ?\(\)", translate_function, text)
    text = re.sub(r";? ?\blent(, static)?(?=[.;,]|$)", "", text)
    text = re.sub(r", (?:to be freed|which live|free it|free them|ended by NULL|a constant of)[^.;]*", "", text)
    text = re.sub(r"`?NULL`?", "None", text)
    text = text.replace("TRUE", "True").replace("FALSE", "False")
    return re.sub(r"@p (\w+)", r"\1", text).strip()


def split_comment(comment):
    """Gives the prose and the tags: [(tag, name, text)]."""
    prose, *tags = re.split(r"^@(?=param|return)", comment, flags=re.M)
    found = []
    for tag in tags:
        text, *after = tag.split("\n\n", 1)
        kind, _, rest = text.partition(" ")
        name, _, rest = rest.partition(" ") if kind == "param" else ("", "", rest)
        found.append((kind, name, " ".join(rest.split())))
    return prose.strip(), found


def wrap(text, indent=0, first=""):
    blanks = " " * indent
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH - 8,
        initial_indent=blanks + first,
        subsequent_indent=blanks + "    " * bool(first),
        break_on_hyphens=False,
        break_long_words=False,
    )


def wrap_prose(prose):
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", translate(prose)):
        is_table = paragraph.lstrip().startswith("|")
        paragraphs.append(paragraph if is_table else wrap(paragraph))
    return [paragraph for paragraph in paragraphs if paragraph.strip()]


def make_docstring(name, arguments, renamed):
    """Gives the lines of a docstring from the comment of a C name."""
    if name not in COMMENTS:
        sys.exit(f"write-docs: no header has {name}")
    prose, tags = split_comment(COMMENTS[name])
    for c_name, own in renamed.items():
        prose = re.sub(rf"(?<=`){c_name}(?=`)|@p {c_name}\b", own, prose)
    blocks = wrap_prose(prose)
    parameters = [(renamed.get(c_name, c_name), translate(text)) for kind, c_name, text in tags if kind == "param"]
    shown = [wrap(text, 4, f"{argument}: ") for argument, text in parameters if argument in arguments and text]
    if shown:
        blocks.append("Args:\n" + "\n".join(shown))
    returned = [translate(text) for kind, _, text in tags if kind == "return"]
    returned += [translate(text) for kind, c_name, text in tags if c_name.startswith("out_")]
    returned = [text for text in returned if text and not re.match(r"(False|whether it|how the second)", text)]
    errors = [translate(text) for kind, c_name, text in tags if c_name == "error"]
    if returned and "cls" not in arguments[:1]:
        # what C says with NULL, Python says with an exception
        blocks.append(
            "Returns:\n" + wrap(re.sub(r"[,;] (?:or )?None\b.*", "", returned[0]) if errors else returned[0], 4)
        )
    errors = [text for text in errors if "Error" in text]
    if errors:
        blocks.append("Raises:\n" + wrap(errors[0], 4))
    return "\n\n".join(blocks)


# ---- the package's sources ----


def argument_names(node):
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    return [
        argument.arg
        for argument in node.args.posonlyargs + node.args.args + node.args.kwonlyargs
        if argument.arg != "self"
    ]


def own_part(docstring):
    match = re.search(r"^In Python.*", docstring or "", re.M | re.S)
    return match[0].rstrip() if match else ""


def format_docstring(text, column):
    text = text.replace("\\", "\\\\")
    if "\n" not in text:
        return [f'{" " * column}"""{text}"""']
    lines = ['"""' + text.splitlines()[0], *text.splitlines()[1:], '"""']
    return [(" " * column + line).rstrip() for line in lines]


def rewrite(source):
    lines = source.splitlines()
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    for node in sorted(nodes, key=lambda node: -node.lineno):
        top = min([node.lineno] + [decorator.lineno for decorator in node.decorator_list])
        marker = re.match(r"\s*# docs: (\w+)(.*)", lines[top - 2]) if top > 1 else None
        if marker is None:
            continue
        renamed = dict(pair.split("=") for pair in marker[2].split())
        old = ast.get_docstring(node)
        text = "\n\n".join(
            filter(None, [make_docstring(marker[1], argument_names(node) or [], renamed), own_part(old)])
        )
        first = node.body[0]
        new = format_docstring(text, first.col_offset)
        if old is not None:
            lines[first.lineno - 1 : first.end_lineno] = new
        else:
            lines[first.lineno - 1 : first.lineno - 1] = new
    return "\n".join(lines) + "\n"


# ---- the enums ----

ENUM_HEAD = '''# SPDX-License-Identifier: LGPL-2.1-or-later
# Written by tools/write-docs.py from the C headers; change those.
"""The closed lists of words: each member is the text that stands in case files, policies and documents."""

import enum


class Word(str, enum.Enum):
    """A member of a closed list, which is also its text: `State.OVERDUE == "overdue"`."""

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, spec: str) -> str:
        return format(str(self.value), spec)

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"
'''

ATTRIBUTE_HEAD = """# SPDX-License-Identifier: LGPL-2.1-or-later
# Written by tools/write-docs.py from the C headers; change those.
\"\"\"The attributes of events. A long list that few programs want, and so a file of its own, read when it is wanted.\"\"\"

from cpplan.enums import Word
"""


def write_enum(name):
    base = "enum.Enum" if name == "CpplanError" else "Word"
    prose, _ = split_comment(COMMENTS[name])
    lines = [
        "",
        "",
        f"class {python_name(name)}({base}):",
        *format_docstring("\n\n".join(wrap_prose(prose)), 4),
        "",
    ]
    for value, comment in ENUMS[name]:
        member = value.removeprefix(prefix_of(name))
        text = member.lower().replace("_", "-")
        said = re.sub(rf"^`?{text}`?(: |$)", "", translate(comment))
        lines.append(f'    {member} = "{text}"' + (f"  # {said}" if said else ""))
    return lines


def write_enums(head, names):
    return "\n".join(head.splitlines() + [line for name in names for line in write_enum(name)]) + "\n"


def main():
    check = sys.argv[1:] == ["--check"]
    names = [name for name in ENUMS if name not in NOT_IN_PYTHON and name != "CpplanAttribute"]
    wanted = {
        PACKAGE / "enums.py": write_enums(ENUM_HEAD, names),
        PACKAGE / "attributes.py": write_enums(ATTRIBUTE_HEAD, ["CpplanAttribute"]),
    }
    for path in sorted(PACKAGE.rglob("*.py")):
        if path not in wanted:
            wanted[path] = rewrite(path.read_text(encoding="utf-8"))
    differ = [
        path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in differ:
        if check:
            print(f"{path.name} does not say what the headers say: run bindings/python/tools/write-docs.py")
        else:
            path.write_text(wanted[path], encoding="utf-8")
    return 1 if check and differ else 0


if __name__ == "__main__":
    sys.exit(main())
