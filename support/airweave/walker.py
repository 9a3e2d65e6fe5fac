"""Takes the files of a repository through a random history, and looks after every sync."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from support.airweave.client.models import Piece
from support.airweave.laws.history import (
    Event,
    History,
    history_of,
    kinds_without,
    miscounted_with,
    told,
)
from support.airweave.oracle.contents import ContentsOracle
from support.airweave.synced_collection import SyncedCollection, sync_together
from support.bongos.abilities import Renaming
from support.bongos.base import Bongo
from support.core.causes import Cause, as_in
from support.core.errors import DeploymentLost, Failure
from support.laws.walks import Broken, Choice, broken_walk

Place = tuple[Bongo[Any, Any], SyncedCollection, ContentsOracle]
Open = Callable[[str], Place]

_BESIDE = "docs/beside.md"
_SYNC = Event("sync")


class Walker:
    """Plays histories, each from the beginning and in a place of its own.

    Args:
        open_place: opens a workspace of this name with a collection that is fed from it.
        feed: makes a further collection that is fed from a workspace.
        known_bugs: what the deployment is known to have; other scenarios show it, and a history
            would end there.
    """

    def __init__(
        self,
        open_place: Open,
        feed: Callable[[str, Bongo[Any, Any]], Any],
        known_bugs: AbstractSet[str] = frozenset(),
    ) -> None:
        self._open = open_place
        self._feed = feed
        self._kinds = kinds_without(known_bugs)
        self._miscounted = miscounted_with(known_bugs)
        self._is_alone = "sync beside another" not in self._kinds
        self._played = 0

    def expect_outcome_only(self, steps: int, seed: int, seconds: float) -> None:
        """Expect of a random history that nothing but its outcome is seen.

        Args:
            steps: how many things happen.
            seed: draws them.
            seconds: how long to look for a shorter history with a fault.

        Raises:
            Failure: something else is seen; tells the shortest history that was found.
        """
        there: Sequence[str] = ("docs/onboarding.md", "src/pricing.py", "config/roadmap.json")
        broken = broken_walk(
            self._kinds,
            steps,
            lambda choices: self._history(choices, there),
            lambda history: self._play(history, there),
            seed=seed,
            seconds=seconds,
        )
        if broken:
            history = told(broken.walk, seed, is_alone=self._is_alone)
            said = f"{broken.fault}\n\nThat is seen after\n\n{history}"
            raise Failure(as_in([broken.fault], said))

    def _history(self, choices: Sequence[Choice], there: Sequence[str]) -> History:
        return _to_the_last_sync(history_of(choices, there))

    def _play(self, history: History, there: Sequence[str]) -> Broken[History] | None:
        """Return what is wrong after one of the syncs, or in comparison with a fresh collection.

        Where collections on one repository disturb each other, there is neither one beside it nor
        a fresh one.
        """
        self._played += 1
        source, collection, contents = self._open(f"walk{self._played}")
        beside = None if self._is_alone else self._open(f"beside{self._played}")
        happened, fault = 0, None
        try:
            source.create(there)
            _begin(collection, beside)
            for happened, event in enumerate(history, start=1):  # noqa: B007  read behind the loop
                _happen(event, source, collection, beside)
                if event.is_sync:
                    contents.expect_everything(miscounted=self._miscounted)
            if beside:
                beside[-1].expect_everything()
                fresh = self._feed(f"fresh{self._played}", source)
                fault = _difference(contents.pieces(), fresh.pieces())
        except DeploymentLost:
            raise
        except Failure as failure:
            fault = str(failure) if failure.cause is None else failure.cause(str(failure))
        return Broken(history[:happened], fault) if fault else None


def _begin(collection: SyncedCollection, beside: Place | None) -> None:
    """Sync for the first time, at the same time as the collection beside it, if there is one."""
    if beside:
        beside[0].create([_BESIDE])
        sync_together([collection, beside[1]])
    else:
        collection.sync()


def _happen(
    event: Event, source: Bongo[Any, Any], collection: SyncedCollection, beside: Place | None
) -> None:
    match event.kind:
        case "add":
            source.create([event.path])
        case "edit":
            source.update([event.path])
        case "delete":
            source.delete([event.path])
        case "rename":
            source.rename(event.path, event.new)
        case "rename at once":
            source.having(Renaming).rename_at_once(event.path, event.new)
        case "sync":
            collection.sync()
        case "sync beside another" if beside:
            beside[0].update([_BESIDE])
            sync_together([collection, beside[1]])


def _to_the_last_sync(history: History) -> History:
    """End a history with a sync."""
    return (*history, _SYNC) if history and not history[-1].is_sync else history


def _difference(grown: Sequence[Piece], fresh: Sequence[Piece]) -> str | None:
    """Say how a collection with a history differs from a fresh one on the same source."""
    said = {
        who: {(piece.key, piece.chunk_index, piece.text) for piece in pieces}
        for who, pieces in (("grown", grown), ("fresh", fresh))
    }
    more, missing = said["grown"] - said["fresh"], said["fresh"] - said["grown"]
    if not more and not missing:
        return None
    named = sorted({key[1] for key, _, _ in more | missing})
    cause = Cause.LOST if missing else Cause.STALE
    return cause(
        f"A fresh collection on the same branch shows something else of {', '.join(named)}"
    )
