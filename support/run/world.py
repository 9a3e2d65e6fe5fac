"""What one scenario knows."""

from typing import Protocol

from behave.model import Table

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.timings import ScenarioTimings
from support.run.plugin import Scene
from support.run.registry import plugin_of
from support.run.session import Session
from support.run.signals import uninterrupted
from support.run.undo import CleanupStack


class World:
    """What one scenario knows.

    Args:
        session: the run.
        number: counts the scenarios of the run.
        timings: of the scenario.
    """

    def __init__(self, session: Session, number: int, timings: ScenarioTimings) -> None:
        self.session = session
        self.timings = timings
        cleanup = CleanupStack(session.remove, session.journal)
        self._scene = Scene(f"{session.id}-{number}", cleanup, timings)
        self._parts: dict[str, object] = {}

    def next(self, scenario: str) -> "World":
        """Return the world of the next scenario."""
        session = self.session
        world = World(session, next(session.numbers), session.timings.begin(scenario))
        session.unfinished.append(world.end)
        return world

    @property
    def is_open(self) -> bool:
        """Whether it is a scenario's that has begun and not ended."""
        return self.end in self.session.unfinished

    def part(self, tag: str) -> object:
        """Return the part of the scenario that works with the system of this tag."""
        if tag not in self._parts:
            system = self.session.systems.get(tag)
            if system is None:
                raise Failure(
                    Cause.SUITE(
                        f"A sentence about another system: the scenario needs the tag @{tag}"
                    )
                )
            self._parts[tag] = plugin_of(tag).load("scenario")(system, self._scene)
        return self._parts[tag]

    def clean_up(self) -> None:
        """Remove everything that the scenario made."""
        cleanup = self._scene.cleanup
        with self.timings.phase("undo", entities=len(cleanup.resources)):
            cleanup.undo()

    def end(self) -> None:
        """Clean up, whoever wants to stop the run meanwhile, and stop the clock.

        Raises:
            Failure: something stays, although its deployment is there.
        """
        try:
            with uninterrupted():
                self.clean_up()
        except Failure:
            if not self.session.lost:
                raise
        finally:
            self.session.left += self._scene.cleanup.resources
            self.session.unfinished.remove(self.end)
            self.timings.finish()


class Context(Protocol):
    """What the suite uses of behave's context: the world, and the table of the step."""

    world: World
    table: Table | None


def column(context: Context, heading: str | None = None) -> list[str]:
    """Return a column of the step's table: the one under `heading`, else the last one."""
    if context.table is None:
        raise Failure(Cause.SUITE("This sentence needs a table below it"))
    return [row[heading or context.table.headings[-1]] for row in context.table]
