"""Three defects of syncing turn the scenarios of every source red, not GitHub's alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from behave.model import Scenario
from behave.parser import parse_file

from support.bongos import SOURCES, bongo_of
from support.tags import sources_of
from tests.conftest import Settings, read_settings, start_sandbox
from tests.running import ROOT, run
from tests.sabotage.test_defects import IMPATIENT

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
    process = start_sandbox(tmp_path_factory.mktemp("logs"), sources=",".join(SOURCES.values()))
    try:
        yield read_settings(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(15)


def scenarios(beginning: str) -> dict[str, Scenario]:
    """Return the scenarios of one outline, by source."""
    found = parse_file(str(OUTLINE)).walk_scenarios()
    return {sources_of(one)[0]: one for one in found if one.name.startswith(beginning)}


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
        assert {source for one in outline.scenarios for source in sources_of(one)} == OTHERS


def test_what_a_source_lacks_has_a_reason() -> None:
    for source in SOURCES.values():
        for capability, reason in bongo_of(source).lacks.items():
            assert len(reason.split()) > 4, f"{source} lacks {capability}: {reason}"
