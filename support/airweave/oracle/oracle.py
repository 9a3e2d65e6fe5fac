"""What the oracles of a collection share: looking again until they agree or their time is up."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from support.airweave.observers.observers import Observers
from support.airweave.synced_collection import SyncedCollection
from support.core.looking import look_until_right
from support.core.timings import ScenarioTimings

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
        self._questions = system.questions
        self._patience = system.patience
        self._store = system.store
        self._settings = system.settings
        self._timings = timings

    @property
    def _observers(self) -> Observers:
        """Whoever looks at the collection; it must have been connected."""
        collection = self._collection
        return Observers(
            self._connector,
            self._airweave,
            self._questions,
            self._store,
            collection.collection,
            collection.connection,
            frozenset(one.connection.sync_id or "" for one in collection.neighbours),
            collection.cron,
            collection.jobs,
            collection.remembered,
        )

    def _agree(
        self,
        look: Callable[[], T],
        faults: Callable[[T], Sequence[str]],
        waiting_for: str,
        *,
        budget: str = "search",
        details: Callable[[T], str] = lambda _: "",
        is_hopeless: Callable[[T], bool] = lambda _: False,
        moves: bool = False,
    ) -> T:
        """Look until nothing is wrong; return what was seen then.

        Args:
            look: at the product.
            faults: says what is wrong with what was seen; nothing if all is well.
            waiting_for: for the message.
            budget: of time, by its name in the settings.
            details: puts expected beside seen for a person to read.
            is_hopeless: tells whether no waiting can mend what is wrong.
            moves: whether it takes so long that it is not late while what is wrong changes.

        Raises:
            Failure: something is wrong to the end.
        """
        with self._timings.phase("verify"):
            return look_until_right(
                look,
                faults,
                budget=self._settings.budget(budget),
                waiting_for=waiting_for,
                details=details,
                is_hopeless=is_hopeless,
                patience=self._patience[budget],
                moves=moves,
            )
