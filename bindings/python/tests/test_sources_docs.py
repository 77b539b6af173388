# SPDX-License-Identifier: LGPL-2.1-or-later
"""The page on these files leaves nothing out."""

from __future__ import annotations

import pathlib

import pytest

from cpplan.sources import CODES, annex_a, cin

PAGE = pathlib.Path(__file__).parents[3] / "docs" / "sources.md"

pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the page is not at hand")


def test_every_code_is_told() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [code for code in CODES if f"`{code}`" not in text] == []


def test_every_element_is_told() -> None:
    text = PAGE.read_text(encoding="utf-8")
    leaves = {name for names in cin.KNOWN.values() for name in names} - cin.KNOWN.keys()
    assert [name for name in sorted(leaves) if f"`{name}`" not in text] == []


def test_every_column_is_told() -> None:
    text = PAGE.read_text(encoding="utf-8")
    headings = [known[0] for columns in annex_a.LISTS.values() for known in columns.values()]
    assert [heading for heading in headings if heading not in text] == []


def test_every_rule_is_told() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [rule for rule in cin.RULES | annex_a.RULES if f"`{rule}`" not in text] == []
