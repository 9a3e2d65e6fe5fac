"""Three defects of syncing turn the scenarios of every source red, not GitHub's alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from behave.model import Scenario, Step
from behave.parser import parse_file

from support.bongos import SOURCES, bongo_of
from tests.conftest import Settings, running_sandbox
from tests.proof.test_defects import IMPATIENT
from tests.running import ROOT, run

OUTLINE = ROOT / "features/airweave/connectors.feature"
OTHERS = set(SOURCES.values()) - {"github"}  # whose own catalogue is tested beside this

# By defect: the beginning of the title of what must catch it, and what a source needs for that.
CAUGHT_BY = {
    "deletes-ignored": ("What is deleted from", ""),
    "updates-ignored": ("What is edited in", "edit"),
    "one-file-lost-for-good": ("What is in", ""),
}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A sandbox with every source."""
    with running_sandbox(tmp_path_factory.mktemp("logs"), "airweave") as settings:
        yield settings


def scenarios(beginning: str) -> dict[str, Scenario]:
    """Return the scenarios of one outline, by source."""
    found = parse_file(str(OUTLINE)).walk_scenarios()
    return {source_of(one): one for one in found if one.name.startswith(beginning)}


def source_of(scenario: Scenario) -> str:
    """Return the source that a scenario reads from."""
    (source,) = {*SOURCES.values()}.intersection(scenario.effective_tags)
    return source


@pytest.mark.parametrize("defect", CAUGHT_BY)
def test_a_defect_is_caught_by_every_source(
    defect: str, tmp_path: Path, everything: Settings
) -> None:
    beginning, need = CAUGHT_BY[defect]
    capable = {source for source in OTHERS if need not in bongo_of(source).lacks}
    with httpx.Client(base_url=everything["AIRWEAVE_API_URL"], timeout=10) as client:
        client.put("/_sandbox/sabotage", json=[defect]).raise_for_status()
        try:
            name = f"--name=^{re.escape(beginning)}"
            red = run(tmp_path, everything | IMPATIENT, "--tags=@connectors", name)
        finally:
            client.put("/_sandbox/sabotage", json=[]).raise_for_status()
    messages = red.messages()
    caught = {source for source, one in scenarios(beginning).items() if one.name in messages}
    assert caught == capable, red.out


def test_every_source_takes_part_in_every_outline() -> None:
    for outline in parse_file(str(OUTLINE)).scenarios:
        assert set(map(source_of, outline.scenarios)) == OTHERS


def test_what_a_source_lacks_has_a_reason() -> None:
    for source in SOURCES.values():
        for capability, reason in bongo_of(source).lacks.items():
            assert len(reason.split()) > 4, f"{source} lacks {capability}: {reason}"


# By the beginning of a sentence of the sources' own features: the defect that turns it red, and
# how patient the run must be to come that far.
QUIRKS = {
    "search for": ("search-always-empty", "0.015"),
    "the collection holds": ("counters-wrong-by-one", "0.2"),
}

# Sentences that no defect of Airweave can turn red: they speak of the source itself, and of what
# the source shows to whom. They are there so that the sentences beside them mean something.
ABOUT_THE_SOURCE = ("the bucket keeps", "search finds nothing of the private channel")


def own_scenarios() -> dict[str, list[str]]:
    """Return the verdicts of the sources' own features, by scenario."""
    features = sorted((ROOT / "features/airweave").glob("*.feature"))
    own = [path for path in features if not path.name.startswith(("github", "connectors"))]
    return {
        scenario.name: [step.name for step in scenario.steps if step.step_type == "then"]
        for path in own
        for scenario in parse_file(str(path)).walk_scenarios()
    }


@pytest.mark.parametrize("beginning", QUIRKS)
def test_the_sentences_of_single_sources_can_go_red(
    beginning: str, tmp_path: Path, everything: Settings
) -> None:
    concerned = {
        name
        for name, verdicts in own_scenarios().items()
        if any(verdict.startswith(beginning) for verdict in verdicts)
    }
    with httpx.Client(base_url=everything["AIRWEAVE_API_URL"], timeout=10) as client:
        defect, patience = QUIRKS[beginning]
        client.put("/_sandbox/sabotage", json=[defect]).raise_for_status()
        try:
            names = [f"--name=^{re.escape(name)}$" for name in concerned]
            settings = everything | IMPATIENT | {"TIMEOUT_MULTIPLIER": patience}
            red = run(tmp_path, settings, "--tags=@connectors", *names)
        finally:
            client.put("/_sandbox/sabotage", json=[]).raise_for_status()
    assert set(red.messages()) == concerned, red.out


def test_no_sentence_of_a_single_source_is_forgotten() -> None:
    common = {verdict.name for verdict in _verdicts_of_the_outline()}
    known = (*QUIRKS, *ABOUT_THE_SOURCE)
    own = {verdict for verdicts in own_scenarios().values() for verdict in verdicts} - common
    shared = (
        "the collection changed exactly",
        "search finds them",
        "the collection did not change",
    )
    assert not [verdict for verdict in own if not verdict.startswith((*known, *shared))]


def _verdicts_of_the_outline() -> list[Step]:
    found = parse_file(str(OUTLINE)).walk_scenarios()
    return [step for one in found for step in one.steps if step.step_type == "then"]
