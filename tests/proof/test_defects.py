"""Every defect of the catalogue turns the scenarios red that the catalogue names."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from support.sandbox.airweave.sabotage import CATALOGUE
from support.sandbox.kit.sabotage import Sabotage
from tests.conftest import Settings, saboteur_of
from tests.proof.catalogued import (
    expect_caught,
    expect_known_titles,
    expect_teeth,
    run_scenarios,
    then_sentences,
)
from tests.running import ROOT

# Budgets just long enough for a product that is well, because these runs wait in vain.
IMPATIENT = {"TIMEOUT_MULTIPLIER": "0.015", "REQUEST_TIMEOUT_S": "2", "MAX_RETRIES": "0"}


@pytest.fixture
def deployment(defect: Sabotage, request: pytest.FixtureRequest) -> Settings:
    """The settings of the sandbox whose code the defect is planted in."""
    fixtures = {"today": "sandbox", "2025-08": "sandbox_2025"}
    settings: Settings = request.getfixturevalue(fixtures[defect.generation])
    return settings


@pytest.fixture
def saboteur(deployment: Settings) -> Iterator[httpx.Client]:
    """A client of that sandbox's Airweave; whatever it planted is removed afterwards."""
    yield from saboteur_of(deployment)


@pytest.mark.parametrize("defect", CATALOGUE.values(), ids=CATALOGUE)
def test_a_defect_turns_the_named_scenarios_red(
    defect: Sabotage, tmp_path: Path, deployment: Settings, saboteur: httpx.Client
) -> None:
    saboteur.put("/_sandbox/sabotage", json=[defect.name]).raise_for_status()
    expect_caught(
        defect, run_scenarios(tmp_path, deployment | IMPATIENT, "airweave", defect.caught_by)
    )


STORE_ONLY = [defect for defect in CATALOGUE.values() if defect.store_only]


@pytest.mark.parametrize("defect", STORE_ONLY, ids=lambda defect: defect.name)
def test_search_alone_would_miss_what_the_catalogue_says_it_misses(
    defect: Sabotage, tmp_path: Path, deployment: Settings, saboteur: httpx.Client
) -> None:
    saboteur.put("/_sandbox/sabotage", json=[defect.name]).raise_for_status()
    blind = run_scenarios(
        tmp_path, deployment | IMPATIENT | {"QDRANT_URL": ""}, "airweave", defect.caught_by
    )
    assert blind.code == 0, blind.out
    assert "Not looked at: the vector store" in blind.out


# The other sources' sentences are those of `test_connectors.py`.
SENTENCES = then_sentences("airweave/github*.feature")


def test_every_sentence_that_gives_a_verdict_is_turned_red_by_some_defect() -> None:
    expect_teeth(CATALOGUE, SENTENCES)


def test_the_catalogue_names_scenarios_that_exist() -> None:
    expect_known_titles(CATALOGUE, SENTENCES)


def test_the_readme_lists_the_catalogue() -> None:
    assert CATALOGUE.markdown() in (ROOT / "README.md").read_text(encoding="utf-8")
