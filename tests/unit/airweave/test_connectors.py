"""Every source that Airweave connects has a connector, and promises what all sources promise."""

from types import SimpleNamespace
from typing import cast

import pytest
from behave.model import Scenario, ScenarioOutline
from behave.parser import parse_file

from support.airweave.client.models import Piece
from support.airweave.connectors import CONNECTED, connector_of
from support.airweave.connectors.github import GitHubConnector
from support.airweave.plugin import PLUGIN
from support.bongos import SOURCES, bongo_of
from support.bongos.github import GitHubBongo
from tests.running import ROOT

ALL = sorted(CONNECTED.values())
OUTLINES = "features/airweave/connectors.feature"
OTHERS = set(ALL) - {"github"}  # which has features of its own


def test_all_sources_are_connected() -> None:
    for source in SOURCES.values():
        assert source in ALL, f"there is no support/airweave/connectors/{source}.py"
    assert {*CONNECTED.values()} <= PLUGIN.tags


@pytest.mark.parametrize("source", ALL)
def test_a_connector_says_what_airweave_must_be_told(source: str) -> None:
    connector = connector_of(source)
    assert connector.entity_type.endswith("Entity")
    assert connector.wrong_secrets
    assert {*connector.secrets.values()} <= bongo_of(source).settings_type.model_fields.keys()


def test_a_folder_in_the_place_of_a_file_is_not_taken_for_the_file() -> None:
    documents = {"src/pricing.py/rates.py": None}
    client = SimpleNamespace(full_name="acme/shop")
    bongo = SimpleNamespace(documents=documents, client=client, path_of=lambda path: path)
    connector = GitHubConnector(cast(GitHubBongo, bongo))
    place, folder = "acme/shop/src/pricing.py", connector.kinds["folder"]

    def is_folder(path: str, kind: str) -> bool:
        return connector.is_folder(Piece(entity_id=path, original_id=path, entity_type=kind))

    assert is_folder(place, folder)
    assert not is_folder(place, connector.entity_type), "the file is there still"
    assert not is_folder("acme/shop/src/pri", folder)
    assert not is_folder(f"{place}/rates.py", folder), "the file is called a folder"


def lacking(source: str) -> dict[str, str]:
    """Return what a source lacks, by itself or with Airweave, and why."""
    return {**bongo_of(source).lacks, **connector_of(source).lacks}


@pytest.mark.parametrize("source", ALL)
def test_what_is_lacking_has_a_reason(source: str) -> None:
    assert all(len(reason.split()) > 4 for reason in lacking(source).values())


def source_of(scenario: Scenario) -> str:
    """Return the source that a scenario reads from."""
    (source,) = {*SOURCES.values()}.intersection(scenario.effective_tags)
    return source


def capable(outline: ScenarioOutline) -> set[str]:
    """Return the sources that have what an outline needs."""
    needs = {str(tag).removeprefix("needs_") for tag in outline.tags}
    return {source for source in OTHERS if not needs.intersection(lacking(source))}


def test_every_source_takes_part_in_every_outline_whose_needs_it_meets() -> None:
    for outline in parse_file(str(ROOT / OUTLINES)).scenarios:
        missing = capable(outline) - set(map(source_of, outline.scenarios))
        assert not missing, f"{outline.name} has no row for {', '.join(missing)}"
