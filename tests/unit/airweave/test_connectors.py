"""Every source that Airweave connects has a connector that says what is asked of it."""

import pytest

from support.airweave.connectors import CONNECTED, connector_of
from support.airweave.plugin import PLUGIN
from support.bongos import SOURCES, bongo_of

ALL = sorted(CONNECTED.values())


def test_all_sources_are_connected() -> None:
    assert CONNECTED == SOURCES
    assert {*CONNECTED.values()} <= PLUGIN.tags


@pytest.mark.parametrize("source", ALL)
def test_a_connector_says_what_airweave_must_be_told(source: str) -> None:
    connector = connector_of(source)
    assert connector.entity_type.endswith("Entity")
    assert connector.wrong_secrets
    assert {*connector.secrets.values()} <= bongo_of(source).settings_type.model_fields.keys()


@pytest.mark.parametrize("source", ALL)
def test_what_is_lacking_has_a_reason(source: str) -> None:
    assert all(len(reason.split()) > 4 for reason in connector_of(source).lacks.values())
