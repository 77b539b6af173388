# SPDX-License-Identifier: LGPL-2.1-or-later
import pathlib
from datetime import date

import pytest

import cpplan

ROOT = pathlib.Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def calendar():
    return cpplan.Calendar.bank_holidays("england-and-wales")


@pytest.fixture(scope="session")
def policy():
    return cpplan.Policy.builtin("rotherham")


@pytest.fixture(scope="session")
def policies():
    return cpplan.PolicySet.builtin()


@pytest.fixture(scope="session")
def case():
    return cpplan.Case.from_json((ROOT / "examples/cases/rotherham.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def timetable(policy, case, calendar):
    return policy.evaluate(case, calendar, as_of=date(2025, 5, 9))


@pytest.fixture(scope="session")
def findings(policy, case, calendar):
    return policy.review(case, calendar, as_of=date(2025, 5, 9))


@pytest.fixture(scope="session")
def verdict(calendar):
    stoke = cpplan.Case.from_json((ROOT / "examples/cases/stoke-on-trent.json").read_text(encoding="utf-8"))
    return cpplan.Policy.builtin("stoke-on-trent").may_end(stoke, calendar, on=date(2025, 5, 5))
