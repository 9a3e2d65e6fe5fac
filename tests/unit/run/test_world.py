"""A scenario's world is open from its beginning to its end, and the run's own never is."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import environment
from support.core.timings import RunTimings
from support.run.journal import Journal
from support.run.session import Session
from support.run.settings import RunSettings
from support.run.world import World


def world_of(folder: Path) -> World:
    """Return the world of a run, before its first scenario."""
    session = Session(RunSettings.load(), folder, frozenset())
    session.journal = Journal(folder, session.id, "here")
    return World(session, 0, RunTimings().begin("opening"))


def test_a_world_is_open_until_it_ends(tmp_path: Path) -> None:
    of_the_run = world_of(tmp_path)
    world = of_the_run.next("A scenario")
    assert world.is_open
    world.end()
    assert not world.is_open
    assert not of_the_run.is_open


def test_a_scenario_that_was_kept_from_beginning_ends_nothing(
    tmp_path: Path,
) -> None:
    context = SimpleNamespace(world=world_of(tmp_path))
    scenario = SimpleNamespace(should_skip=False, all_steps=[])
    environment.after_scenario(cast("Any", context), cast("Any", scenario))
    assert context.world.session.left == []
