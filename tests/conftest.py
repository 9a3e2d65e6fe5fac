"""One sandbox of each system for all tests of a session, started when a test first asks for it."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest

from support.core import secrecy
from support.run.registry import SYSTEMS
from tests.sandboxes import Sandboxes, Settings

__all__ = ["Settings"]

# A shell that starts the tests in the background makes them ignore Ctrl-C, and with them every
# program that they start; some of these are to be stopped that way.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together, for what they share, the tests of a file and the proofs of a system."""
    for item in items:
        room, what = item.path.parent.name, item.path.stem
        if room == "proof" and hasattr(item, "callspec"):
            what = item.callspec.params.get("system", what)
        item.add_marker(pytest.mark.xdist_group(f"{room}-{what}"))


@pytest.fixture(autouse=True)
def _no_secret_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test hide what another one called a secret."""
    monkeypatch.setattr(secrecy, "_spellings", [])


@pytest.fixture(scope="session")
def sandboxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandboxes]:
    """The sandboxes of this session."""
    with Sandboxes(tmp_path_factory.mktemp("sandboxes")) as started:
        yield started


def _settings_of(system: str) -> Any:  # noqa: ANN401  pytest does not tell the type of a fixture
    @pytest.fixture(scope="session", name=system)
    def settings(sandboxes: Sandboxes) -> Settings:
        """How the sandbox of this system is reached, as it prints it."""
        return sandboxes.of(system).settings

    return settings


for _system in SYSTEMS:
    globals()[f"settings_of_{_system}"] = _settings_of(_system)
