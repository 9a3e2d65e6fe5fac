"""How Temporal is reached: what the settings say, and which of them contradict each other."""

import pytest
from temporalio.service import TLSConfig

from support.core.errors import SetupError
from support.parallel.temporal.service import way_to
from support.run.settings import TemporalSettings

KEY = {"TEMPORAL_API_KEY": "a-key-of-the-tests"}


def test_without_more_it_is_reached_without_tls() -> None:
    way = way_to(TemporalSettings.load({}))
    assert way == {"target_host": "localhost:7233", "namespace": "default", "tls": False}


@pytest.mark.parametrize("told", [KEY, {"TEMPORAL_TLS": "true"}, {"TEMPORAL_TLS_SERVER_NAME": "a"}])
def test_what_asks_for_tls_gets_it(told: dict[str, str]) -> None:
    assert isinstance(way_to(TemporalSettings.load(told))["tls"], TLSConfig)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (KEY | {"TEMPORAL_TLS": "false"}, "TEMPORAL_TLS .* is false: TEMPORAL_API_KEY would be"),
        ({"TEMPORAL_TLS_CLIENT_CERT_PATH": "README.md"}, "set both TEMPORAL_TLS_CLIENT_CERT_PATH"),
        ({"TEMPORAL_TLS_CLIENT_KEY_PATH": "/no"}, "^TEMPORAL_TLS_CLIENT_KEY_PATH .* does not work"),
    ],
)
def test_what_contradicts_itself_is_a_mistake(told: dict[str, str], said: str) -> None:
    with pytest.raises(SetupError, match=said) as mistake:
        way_to(TemporalSettings.load(told))
    assert "a-key-of-the-tests" not in str(mistake.value)
