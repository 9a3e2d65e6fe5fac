"""The systems that a run can hold to their promises, by the tag that their features carry.

To add one, write its `System` and name it in `SYSTEMS`. Whatever differs from system to system is
asked for here; no other file of the house knows how many there are.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from support.airweave.system import AirweaveSystem
from support.sentinai.system import SentinaiSystem
from support.targets import Target
from support.undo import Thing

if TYPE_CHECKING:
    from support.session import Session


class System(Protocol):
    """One system under test, for the length of a run."""

    @property
    def target(self) -> Target:
        """Where it lives; a sandbox is started on first use."""

    @property
    def address(self) -> str:
        """Its address in the journal, by which the janitor knows it again."""

    def log_in(self) -> None:
        """Reach everything that scenarios need of it.

        Raises:
            SetupError: something does not answer or refuses.
        """

    def facts(self) -> dict[str, str]:
        """Return what people should know about it, for the header of the run."""

    def blind_spots(self) -> list[str]:
        """Return what its oracles could not look at, and why."""

    @property
    def longest_pause(self) -> float:
        """The longest pause between two writes that an account of it asks for, in seconds."""

    def remover(self, kind: str) -> Callable[[str], None] | None:
        """Return what removes a thing of this kind, given its name; None if it has no such.

        Removing what is already gone is no error.
        """

    def things_of(self, run: str) -> list[Thing]:
        """Return everything in it that carries the name of `run`."""

    def close(self) -> None:
        """Let go of whatever was opened; the target itself is closed by the run."""


SYSTEMS: dict[str, Callable[["Session"], System]] = {
    "airweave": AirweaveSystem,
    "sentinai": SentinaiSystem,
}
