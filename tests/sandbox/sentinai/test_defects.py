"""Every defect that can be planted in SentinAI turns the scenarios red that the catalogue names."""

import re
from pathlib import Path

import httpx
import pytest
from behave.parser import parse_file

from support.sandbox.sabotage import Sabotage
from support.sandbox.sentinai.sabotage import CATALOGUE, titles
from tests.conftest import Settings
from tests.running import ROOT, run

# Just long enough for a product that is well, because these runs wait in vain. After a kill the
# consumer groups need seconds to share out the partitions anew.
IMPATIENT = {"TIMEOUT_MULTIPLIER": "0.04", "REQUEST_TIMEOUT_S": "10", "MAX_RETRIES": "0"}
PATIENT = IMPATIENT | {"TIMEOUT_MULTIPLIER": "0.12"}
WITH_OUTAGES = {titles.KILLED, *titles.SHARED, titles.BACK_AGAIN, titles.BROKER}


@pytest.mark.parametrize("defect", CATALOGUE.values(), ids=CATALOGUE)
def test_a_defect_turns_the_named_scenarios_red(
    defect: Sabotage, tmp_path: Path, sentinai: Settings, saboteur: httpx.Client
) -> None:
    saboteur.put("/_sandbox/sabotage", json=[defect.name]).raise_for_status()
    patience = PATIENT if WITH_OUTAGES.intersection(defect.caught_by) else IMPATIENT
    names = [f"--name=^{re.escape(title)}$" for title in defect.caught_by]
    red = run(tmp_path, sentinai | patience, "--tags=@sentinai", *names)
    assert red.code == 1, red.out + red.err
    messages = red.messages()
    assert set(messages) == set(defect.caught_by), red.out
    for message in messages.values():
        assert re.search(defect.damage, message), message


def then_sentences() -> dict[str, set[str]]:
    """Return the sentences that give a verdict, with the scenarios that use them."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "features" / "sentinai").glob("*.feature"):
        for scenario in parse_file(str(path)).walk_scenarios():
            for step in scenario.steps:
                if step.step_type == "then":
                    found.setdefault(step.name, set()).add(scenario.name)
    return found


def test_the_catalogue_names_scenarios_that_exist() -> None:
    known = {title for used in then_sentences().values() for title in used}
    named = {title for defect in CATALOGUE.values() for title in defect.caught_by}
    assert named <= known


def test_every_sentence_that_gives_a_verdict_is_turned_red_by_some_defect() -> None:
    caught = {title for defect in CATALOGUE.values() for title in defect.caught_by}
    toothless = [sentence for sentence, used in then_sentences().items() if not used & caught]
    assert not toothless
