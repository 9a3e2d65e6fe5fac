"""Has Sei stumble over NFTs or stay away, and counts what ReplantWorld asks of it meanwhile."""

from collections.abc import Callable
from contextlib import suppress

from support.bongos.sei import SeiBongo
from support.core.waiting import WaitedInVain, eventually
from support.replantworld.collections import Collections
from support.replantworld.migration import Migration
from support.replantworld.observers.sei_node import Question
from support.replantworld.outages import Outages
from support.replantworld.system import ReplantworldSystem

_KIND = "nft_info"
_MOST_ROUNDS = 10
_REFUSALS = 2


class Stumbling:
    """Has Sei give no answer.

    Attributes:
        rounds: how often Sei was asked by each migration of those that went on while it was away.

    Args:
        system: ReplantWorld.
        collections: of the scenario.
        migration: how they are migrated.
        outages: takes Sei away.
    """

    def __init__(
        self,
        system: ReplantworldSystem,
        collections: Collections,
        migration: Migration,
        outages: Outages,
    ) -> None:
        self.rounds: list[int] = []
        self._system = system
        self._collections = collections
        self._migration = migration
        self._outages = outages
        self._budget = system.settings.budget("breaker")
        self._stumbler = ""

    def make_late(self, count: int) -> None:
        """Make a collection, one NFT of which is given at the third request only."""
        self._make(count, _REFUSALS)

    def make_never_given(self, count: int) -> None:
        """Make a collection, one NFT of which is never given."""
        self._make(count, None)

    def questions_of_stumbler(self) -> list[Question]:
        """Return how that NFT was asked for."""
        asked = self._system.sei_node().questions(self._collections.first.address)
        return [one for one in asked if one.token == self._stumbler and one.kind == _KIND]

    def knock(self, collection: SeiBongo) -> None:
        """Ask for migrations while Sei is away until it is left in peace, and ten times at most."""
        self._outages.during("Sei", lambda: self._until_left_in_peace(collection))

    def knock_on(self, collection: SeiBongo) -> None:
        """Do the same until it is tried, too, whether Sei is back; then wait until it is asked."""

        def knock_on() -> None:
            self._until_left_in_peace(collection)
            if 0 in self.rounds:
                self._until(lambda: self._knock_once(collection))

        self._outages.during("Sei", knock_on)
        self.until_asked(collection)

    def until_asked(self, collection: SeiBongo) -> None:
        """Ask for migrations until Sei is asked again, or time is up: others judge that."""
        self._until(lambda: self._migrate(collection))

    def _until_left_in_peace(self, collection: SeiBongo) -> None:
        while len(self.rounds) < _MOST_ROUNDS and 0 not in self.rounds:
            self._knock_once(collection)

    def _until(self, ask: Callable[[], int]) -> None:
        with suppress(WaitedInVain):
            eventually(
                ask, until=bool, budget=self._budget, waiting_for="Sei to be asked for something"
            )

    def _knock_once(self, collection: SeiBongo) -> int:
        self.rounds.append(self._migrate(collection))
        return self.rounds[-1]

    def _migrate(self, collection: SeiBongo) -> int:
        """Migrate afresh, and return how often Sei was asked by that."""
        node = self._system.sei_node()
        before = node.requests()
        self._migration.run([collection], caching=False)
        return node.requests() - before

    def _make(self, count: int, times: int | None) -> None:
        collection = self._collections.make(count)
        self._stumbler = next(iter(collection.nfts))
        self._system.sei_node().refuse(collection.address, self._stumbler, times)
