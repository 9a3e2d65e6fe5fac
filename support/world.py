"""What one scenario knows."""

from functools import cached_property
from typing import Protocol

from behave.model import Table

from support.airweave.generation import Ability
from support.airweave.scenario import AirweaveScenario
from support.errors import Failure
from support.sentinai.scenario import SentinaiScenario
from support.session import Session
from support.settings import Settings
from support.signals import uninterrupted
from support.undo import Ledger


class World:
    """What one scenario knows.

    Args:
        session: the run.
        number: counts the scenarios of the run.
        scenario: its title.
    """

    def __init__(self, session: Session, number: int, scenario: str) -> None:
        self.session = session
        self._prefix = f"{session.run}-{number}"
        self.timings = session.timings.begin(scenario)
        self.ledger = Ledger(session.remove, session.journal)

    def next(self, scenario: str) -> "World":
        """Return the world of the next scenario."""
        return World(self.session, next(self.session.numbers), scenario)

    def clean_up(self) -> None:
        """Remove everything that the scenario made."""
        with self.timings.phase("undo", entities=len(self.ledger.things)):
            self.ledger.undo()

    def end(self) -> None:
        """Clean up, whoever wants to stop the run meanwhile, and stop the clock.

        Raises:
            Failure: something stays, although the target is there.
        """
        try:
            with uninterrupted():
                self.clean_up()
        except Failure:
            if not self.session.lost:
                raise
        finally:
            self.session.left += self.ledger.things
            self.timings.finish()

    def close(self) -> None:
        """Stop what was started for the run."""
        self.session.close()

    @property
    def settings(self) -> Settings:
        """The settings of the run."""
        return self.session.settings

    def cannot(self, ability: Ability) -> str | None:
        """Say why Airweave lacks an ability; None if it has it."""
        return self.session.airweave.cannot(ability)

    @cached_property
    def airweave(self) -> AirweaveScenario:
        """What the scenario does with Airweave and its sources."""
        system = self.session.airweave
        return AirweaveScenario(system, self._prefix, self.ledger, self.timings)

    @cached_property
    def sentinai(self) -> SentinaiScenario:
        """What the scenario does with SentinAI."""
        system = self.session.sentinai
        return SentinaiScenario(system, self._prefix, self.ledger, self.timings)


class Context(Protocol):
    """What the suite uses of behave's context: the world, and the table of the step."""

    world: World
    table: Table | None


def column(context: Context, heading: str | None = None) -> list[str]:
    """Return a column of the step's table: the one under `heading`, else the last one."""
    if context.table is None:
        raise Failure("This sentence needs a table below it")
    return [row[heading or context.table.headings[-1]] for row in context.table]
