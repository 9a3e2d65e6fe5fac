"""One sandbox of each system for all tests of a session, started when a test first asks for it."""

import re
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from support.core import secrecy
from support.run.registry import SYSTEMS
from tests.sandboxes import Sandboxes, Settings

__all__ = ["Settings"]

# A shell that starts the tests in the background makes them ignore Ctrl-C, and with them every
# program that they start; some of these are to be stopped that way.
signal.signal(signal.SIGINT, signal.default_int_handler)


PLAYED = ("tests/proof/", "tests/runs/test_loading")
"""Tests that are told once a system, and need its sandbox."""
_STARTED = pytest.StashKey[Sandboxes]()


class Together(LoadScopeScheduling):  # type: ignore[misc]  # it is told by its nodes alone
    """Gives a worker all tests of a file, for what they share, and all that play a system."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)


def scope_of(nodeid: str) -> str:
    """Return what a test stays together with: what plays a system by its tag, else its file."""
    file, _, test = nodeid.partition("::")
    system = re.search(r"\[(\w+)", test) if file.startswith(PLAYED) else None
    return system[1] if system and system[1] in SYSTEMS else file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the type checks: they take long, and nobody should wait for them at the end."""
    items.sort(key=lambda item: item.path.stem != "test_conventions")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """Let xdist keep tests together; its own groups do nothing with this pytest."""
    return Together(config, log)


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """End the sandboxes of a system when its tests are done: they keep the machine busy."""
    scope, started = scope_of(item.nodeid), item.config.stash.get(_STARTED, None)
    is_last = nextitem is None or scope_of(nextitem.nodeid) != scope
    if started and scope in SYSTEMS and is_last:
        started.end(scope)


@pytest.fixture(autouse=True)
def _no_secret_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test hide what another one called a secret."""
    monkeypatch.setattr(secrecy, "_spellings", [])


@pytest.fixture(scope="session")
def sandboxes(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Sandboxes]:
    """The sandboxes of this session."""
    with Sandboxes(tmp_path_factory.mktemp("sandboxes")) as started:
        pytestconfig.stash[_STARTED] = started
        yield started


def _settings_of(system: str) -> Any:  # noqa: ANN401  pytest does not tell the type of a fixture
    @pytest.fixture(scope="module", name=system)
    def settings(sandboxes: Sandboxes) -> Settings:
        """How the sandbox of this system is reached, as it prints it."""
        return sandboxes.of(system).settings

    return settings


for _system in SYSTEMS:
    globals()[f"settings_of_{_system}"] = _settings_of(_system)
