"""Every defect of the catalogue turns the scenarios red that the catalogue names."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from behave.parser import parse_file

from support.sandbox.airweave.sabotage import CATALOGUE
from support.sandbox.sabotage import Sabotage
from tests.conftest import Settings, saboteur_of
from tests.running import ROOT, Run, run

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


def run_scenarios(reports: Path, settings: dict[str, str], titles: tuple[str, ...]) -> Run:
    names = [f"--name=^{re.escape(title)}$" for title in titles]
    return run(reports, settings | IMPATIENT, "--tags=@airweave", *names)


@pytest.mark.parametrize("defect", CATALOGUE.values(), ids=CATALOGUE)
def test_a_defect_turns_the_named_scenarios_red(
    defect: Sabotage, tmp_path: Path, deployment: Settings, saboteur: httpx.Client
) -> None:
    saboteur.put("/_sandbox/sabotage", json=[defect.name]).raise_for_status()
    red = run_scenarios(tmp_path, deployment, defect.caught_by)
    assert red.code == 1, red.out + red.err
    messages = red.messages()
    assert set(messages) == set(defect.caught_by), red.out
    for message in messages.values():
        assert re.search(defect.damage, message), message


STORE_ONLY = [defect for defect in CATALOGUE.values() if defect.store_only]


@pytest.mark.parametrize("defect", STORE_ONLY, ids=lambda defect: defect.name)
def test_search_alone_would_miss_what_the_catalogue_says_it_misses(
    defect: Sabotage, tmp_path: Path, deployment: Settings, saboteur: httpx.Client
) -> None:
    saboteur.put("/_sandbox/sabotage", json=[defect.name]).raise_for_status()
    blind = run_scenarios(tmp_path, deployment | {"QDRANT_URL": ""}, defect.caught_by)
    assert blind.code == 0, blind.out
    assert "Not looked at: the vector store" in blind.out


def then_sentences() -> dict[str, set[str]]:
    """Return the sentences that give a verdict, with the scenarios that use them."""
    found: dict[str, set[str]] = {}
    # The other sources' sentences are those of `test_connectors.py`.
    for path in (ROOT / "features" / "airweave").glob("github*.feature"):
        for scenario in parse_file(str(path)).walk_scenarios():
            for step in scenario.steps:
                if step.step_type == "then":
                    found.setdefault(step.name, set()).add(scenario.name)
    return found


def test_every_sentence_that_gives_a_verdict_is_turned_red_by_some_defect() -> None:
    caught = {title for defect in CATALOGUE.values() for title in defect.caught_by}
    toothless = [sentence for sentence, titles in then_sentences().items() if not titles & caught]
    assert not toothless


def test_the_catalogue_names_scenarios_that_exist() -> None:
    titles = {title for used in then_sentences().values() for title in used}
    named = {title for defect in CATALOGUE.values() for title in defect.caught_by}
    assert named <= titles


def test_the_readme_lists_the_catalogue() -> None:
    assert CATALOGUE.markdown() in (ROOT / "README.md").read_text(encoding="utf-8")
