"""Trouble of the source is borne, or named as the cause; it is never taken for drift."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from support.core.causes import Cause
from support.sandbox.kit import private
from tests.running import Run, run
from tests.sandboxes import Sandboxes, Settings
from tests.warm import cases_of, play

TITLES = ["An edited file is found by its new words only", "A renamed file is found"]

# What a client must bear, and what it may give up on with the cause.
BORNE: dict[str, dict[str, object]] = {
    "429 with Retry-After": {"kind": "rate_limit_429", "every": 9, "retry_after": 1},
    "a commit listed late": {"kind": "late_commit", "seconds": 1},
    "slow answers": {"kind": "slow", "seconds": 0.05},
    "a used-up rate limit that is reset soon": {
        "kind": "rate_limit_403",
        "times": 1,
        "retry_after": 1,
    },
}
NAMED: dict[str, dict[str, object]] = {
    "cut connections": {"kind": "cut", "every": 5},
    "502 now and then": {"kind": "bad_gateway", "every": 7},
    "502 all the time": {"kind": "bad_gateway"},
}


@pytest.fixture
def gate(airweave: Settings) -> Iterator[httpx.Client]:
    """A client of the gate in front of GitHub; whatever it was told is forgotten afterwards."""
    with private.client(airweave, "GITHUB_FAULTS") as client:
        yield client
        client.delete("/faults").raise_for_status()


@pytest.mark.parametrize("trouble", BORNE)
def test_passing_trouble_is_borne(trouble: str, sandboxes: Sandboxes, gate: httpx.Client) -> None:
    gate.put("/faults", json=[BORNE[trouble]]).raise_for_status()
    github = [case for case in cases_of("airweave") if "github" in case.tags]
    cases = [case for case in github if case.unit.name.startswith(tuple(TITLES))]
    results = play(sandboxes.of("airweave"), cases)
    assert {result.outcome.status for result in results} == {"passed"}, results


@pytest.mark.parametrize("trouble", NAMED)
def test_lasting_trouble_is_named_as_the_cause(
    trouble: str, tmp_path: Path, airweave: Settings, gate: httpx.Client
) -> None:
    gate.put("/faults", json=[NAMED[trouble]]).raise_for_status()
    names = [f"--name={title}" for title in TITLES]
    done = run(tmp_path, airweave | {"MAX_RETRIES": "1"}, "--tags=@github", *names)
    said = [done.err] if done.code == 2 else list(done.messages().values())
    assert done.code == 0 or said
    assert all("github" in message.lower() for message in said), said
    assert "not as they should be" not in done.out
    assert causes(done) <= {Cause.SOURCE, Cause.UNKNOWN}


def causes(done: Run) -> set[str]:
    """Return why scenarios are red; none if nothing was run."""
    figures = done.reports / "timings.json"
    return set(json.loads(figures.read_text())["causes"]) if figures.exists() else set()
