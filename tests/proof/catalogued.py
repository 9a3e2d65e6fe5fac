"""What is asked of every catalogue of defects, whichever system they are planted in."""

import re
from collections.abc import Collection
from pathlib import Path

from behave.parser import parse_file

from support.sandbox.kit.sabotage import Catalogue, Sabotage
from tests.running import ROOT, Run, run

Sentences = dict[str, set[str]]


def run_scenarios(
    reports: Path, settings: dict[str, str], system: str, titles: Collection[str]
) -> Run:
    """Run the scenarios of these titles."""
    names = [f"--name=^{re.escape(title)}$" for title in titles]
    return run(reports, settings, f"features/{system}", *names)


def expect_caught(defect: Sabotage, red: Run) -> None:
    """Expect exactly the named scenarios to be red, each with a message that names the damage."""
    assert red.code == 1, red.out + red.err
    messages = red.messages()
    assert set(messages) == set(defect.caught_by), red.out
    for message in messages.values():
        assert re.search(defect.diagnosis, message), message


def then_sentences(features: str) -> Sentences:
    """Return the sentences that give a verdict, with the scenarios that use them."""
    found: Sentences = {}
    for path in (ROOT / "features").glob(features):
        for scenario in parse_file(str(path)).walk_scenarios():
            for step in scenario.steps:
                if step.step_type == "then":
                    found.setdefault(step.name, set()).add(scenario.name)
    return found


def expect_teeth(catalogue: Catalogue, sentences: Sentences) -> None:
    """Expect every sentence that gives a verdict to be turned red by some defect."""
    caught = {title for defect in catalogue.values() for title in defect.caught_by}
    toothless = [sentence for sentence, titles in sentences.items() if not titles & caught]
    assert not toothless


def expect_known_titles(catalogue: Catalogue, sentences: Sentences) -> None:
    """Expect the catalogue to name scenarios that exist."""
    titles = {title for used in sentences.values() for title in used}
    named = {title for defect in catalogue.values() for title in defect.caught_by}
    assert named <= titles
