"""With all its known defects, and all of them declared, August 2025 is what is expected."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from support.airweave.known_bugs import KNOWN_BUGS
from support.sandbox.airweave.sabotage import CATALOGUE
from tests.conftest import Settings, saboteur_of
from tests.proof.test_defects import IMPATIENT
from tests.running import run

DEFECTS = [defect.name for defect in CATALOGUE.values() if defect.generation == "2025-08"]
DECLARED = {"KNOWN_BUGS": ",".join(name.replace("-", "_") for name in DEFECTS)}


@pytest.fixture
def product(sandbox_2025: Settings) -> Iterator[Settings]:
    """The sandbox as the product really was; it is well again after the test."""
    for client in saboteur_of(sandbox_2025):
        client.put("/_sandbox/sabotage", json=DEFECTS).raise_for_status()
        yield sandbox_2025


def test_every_defect_has_its_bug() -> None:
    assert {name.replace("-", "_") for name in DEFECTS} <= KNOWN_BUGS.keys()


def test_what_is_declared_is_met_by_the_features_and_nothing_else_is_red(
    tmp_path: Path, product: Settings
) -> None:
    done = run(tmp_path, product | IMPATIENT | DECLARED, "--tags=@github")
    assert done.code == 0, done.out
    for name in DEFECTS:
        assert KNOWN_BUGS[name.replace("-", "_")].reason in done.out


def test_a_product_without_the_bugs_must_not_declare_them(
    tmp_path: Path, sandbox_2025: Settings
) -> None:
    done = run(tmp_path, sandbox_2025 | DECLARED, "--name=A long file is found by its last words")
    assert done.code == 1
    assert "Passed, though it is known to fail" in done.out


def test_the_features_are_green_without_them(tmp_path: Path, sandbox_2025: Settings) -> None:
    green = run(tmp_path, sandbox_2025, "--tags=@github")
    assert green.code == 0, green.out
    assert "generation 2025-08" in green.err
    assert "@needs_full_sync: Airweave 2025-08 cannot be asked for one" in green.out
    key = {"X-API-Key": sandbox_2025["AIRWEAVE_API_KEY"]}
    url = f"{sandbox_2025['AIRWEAVE_API_URL']}/collections"
    assert httpx.get(url, headers=key).json() == []
