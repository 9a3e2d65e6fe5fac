"""What the oracles of a collection share: looking again until they agree or their time is up."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from support.airweave.observers.observers import Observers
from support.airweave.synced_collection import SyncedCollection
from support.core.errors import Failure
from support.core.timings import ScenarioTimings
from support.core.waiting import WaitedInVain, eventually

if TYPE_CHECKING:
    from support.airweave.system import AirweaveSystem

T = TypeVar("T")


class Oracle:
    """Judges one collection, and changes nothing.

    Args:
        collection: what is judged.
        system: its Airweave.
        timings: of the scenario.
    """

    def __init__(
        self, collection: SyncedCollection, system: "AirweaveSystem", timings: ScenarioTimings
    ) -> None:
        self._collection = collection
        self._connector = collection.connector
        self._airweave = system.client
        self._other = system.other_client
        self._index = system.index
        self._settings = system.settings
        self._timings = timings

    @property
    def _observers(self) -> Observers:
        """Whoever looks at the collection; it must have been connected."""
        collection = self._collection
        return Observers(
            self._connector,
            self._airweave,
            self._index,
            collection.collection,
            collection.connection,
        )

    def _agree(
        self,
        look: Callable[[], T],
        fault: Callable[[T], str],
        waiting_for: str,
        budget: str = "search",
    ) -> T:
        """Look until nothing is wrong; return what was seen then.

        Args:
            look: at the product.
            fault: says what is wrong with what was seen, nothing if all is well; raises a Failure
                if no waiting can mend it.
            waiting_for: for the message.
            budget: of time, by its name in the settings.

        Raises:
            Failure: something is wrong to the end.
        """
        looks = _Looks(look)
        with self._timings.phase("verify"):
            try:
                return eventually(
                    looks.look,
                    until=lambda seen: not fault(seen),
                    budget=self._settings.budget(budget),
                    waiting_for=waiting_for,
                )
            except WaitedInVain as vain:
                raise Failure(f"{vain.summary}; {looks}\n{fault(vain.last)}") from None


class _Looks(Generic[T]):
    """Looks, and counts how often it saw the same in the end: what still moves is not finished."""

    def __init__(self, look: Callable[[], T]) -> None:
        self._look = look
        self._last: T | None = None
        self._same = 0

    def look(self) -> T:
        """Look once more."""
        seen = self._look()
        self._same = self._same + 1 if seen == self._last else 1
        self._last = seen
        return seen

    def __str__(self) -> str:
        if self._same > 1:
            return f"the last {self._same} looks showed the same"
        return "it was still changing, or looked at but once"
