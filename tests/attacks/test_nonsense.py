"""Whatever answers instead of a system: one line says so, before the first scenario."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest

from support.core.errors import SetupError
from support.run.session import Session
from support.run.settings import RunSettings
from tests.attacks.nonsense import NONSENSE, Handler, forward, serving
from tests.running import run
from tests.sandboxes import Settings

PATIENCE = {"MAX_RETRIES": "0", "REQUEST_TIMEOUT_S": "5"}
ADDRESSES = {
    "AIRWEAVE_API_URL": "airweave",
    "GITHUB_API_URL": "airweave",
    "VESPA_URL": "airweave",
    "SENTINAI_API_URL": "sentinai",
    "SENTINAI_CONTROL_URL": "sentinai",
}
# What each asks of its system in the beginning, at the least.
FIRST_CALLS = 3
# To a question for a list: there is nothing in it.
MAY_BE_AN_ANSWER = {"an empty list", "an empty object", "an unknown charset"}


def refusal(reports: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """Open a run with these settings, and return with what words it does not begin."""
    for name, value in (settings | PATIENCE).items():
        monkeypatch.setenv(name, value)
    system = "airweave" if "AIRWEAVE_API_URL" in settings else "sentinai"
    tags = frozenset({system, "github"})
    with Session(RunSettings.load(), reports, tags) as session, pytest.raises(SetupError) as line:
        session.open()
    said = str(line.value)
    assert len(said) < 1000
    assert said.isprintable()
    return said


@pytest.fixture
def settings_of(airweave: Settings, sentinai: Settings) -> dict[str, Settings]:
    return {"airweave": airweave, "sentinai": sentinai}


def by_turns(places: Sequence[object], kinds: Sequence[str]) -> list[object]:
    """Return all pairs; in the short proof each kind is met at one place, each place in turn."""
    return [
        pytest.param(place, kind, marks=[] if at == number % len(places) else [pytest.mark.whole])
        for at, place in enumerate(places)
        for number, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize(("variable", "kind"), by_turns([*ADDRESSES], [*NONSENSE]))
def test_who_answers_nonsense_is_told_in_one_line(
    variable: str,
    kind: str,
    tmp_path: Path,
    settings_of: dict[str, Settings],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = settings_of[ADDRESSES[variable]]
    with serving(NONSENSE[kind]) as server:
        said = refusal(tmp_path, settings | {variable: server.url}, monkeypatch)
    assert variable.rpartition("_API_")[0] or variable in said


@pytest.mark.parametrize(
    ("sensible", "kind"),
    by_turns(range(1, FIRST_CALLS), sorted(NONSENSE.keys() - MAY_BE_AN_ANSWER)),
)
def test_who_makes_sense_at_first_and_then_no_more_is_told_in_one_line(
    sensible: int,
    kind: str,
    tmp_path: Path,
    airweave: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = count()

    def answer(handler: Handler) -> None:
        if next(calls) < sensible:
            forward(handler, airweave["AIRWEAVE_API_URL"])
        else:
            NONSENSE[kind](handler)

    with serving(answer) as server:
        refusal(tmp_path, airweave | {"AIRWEAVE_API_URL": server.url}, monkeypatch)


@pytest.mark.parametrize("kind", ["null", "something deep", "control characters"])
def test_a_run_that_meets_nonsense_ends_with_the_line_and_code_2(
    kind: str, tmp_path: Path, airweave: Settings
) -> None:
    with serving(NONSENSE[kind]) as server:
        settings = airweave | PATIENCE | {"AIRWEAVE_API_URL": server.url}
        done = run(tmp_path, settings, "features/airweave/github.feature:6")
    assert done.code == 2, done.out + done.err
    (line,) = done.err.splitlines()
    assert line.startswith("Datamonkey cannot run: AIRWEAVE_API_URL (the environment) ")
    assert line.isprintable()
    assert "Traceback" not in done.out
