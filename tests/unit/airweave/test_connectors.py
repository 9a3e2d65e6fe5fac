"""No source is forgotten by the promises that all of them make."""

from behave.model import Scenario, ScenarioOutline
from behave.parser import parse_file

from support.bongos import SOURCES, bongo_of
from tests.running import ROOT

OUTLINES = "features/airweave/connectors.feature"
OTHERS = set(SOURCES.values()) - {"github"}  # which has features of its own


def source_of(scenario: Scenario) -> str:
    """Return the source that a scenario reads from."""
    (source,) = {*SOURCES.values()}.intersection(scenario.effective_tags)
    return source


def capable(outline: ScenarioOutline) -> set[str]:
    """Return the sources that have what an outline needs."""
    needs = {str(tag).removeprefix("needs_") for tag in outline.tags}
    return {source for source in OTHERS if not needs.intersection(bongo_of(source).lacks)}


def test_every_source_takes_part_in_every_outline_whose_needs_it_meets() -> None:
    for outline in parse_file(str(ROOT / OUTLINES)).scenarios:
        assert set(map(source_of, outline.scenarios)) >= capable(outline), outline.name


def test_what_a_source_lacks_has_a_reason() -> None:
    for source in SOURCES.values():
        for capability, reason in bongo_of(source).lacks.items():
            assert len(reason.split()) > 4, f"{source} lacks {capability}: {reason}"
