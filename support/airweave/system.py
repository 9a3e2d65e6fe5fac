"""Airweave as one of the systems of a run."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from support.airweave import mirror
from support.api import ApiError
from support.bongos import github
from support.targets import Target
from support.undo import Thing

if TYPE_CHECKING:
    from support.world import Session

_NOT_FOUND = 404


class AirweaveSystem:
    """Airweave, the source it reads from, and the store it writes to.

    Args:
        session: the run, which holds the clients.
    """

    def __init__(self, session: "Session") -> None:
        self._session = session

    @property
    def target(self) -> Target:
        """The Airweave of the run."""
        return self._session.target

    @property
    def address(self) -> str:
        """Where Airweave answers."""
        return str(self._session.settings.airweave_api_url)

    def log_in(self) -> None:
        """Reach Airweave and GitHub."""
        _ = self._session.airweave
        _ = self._session.repository

    def facts(self) -> dict[str, str]:
        """Return what its oracles look at."""
        store = "search and store" if self._session.settings.qdrant_url else "search only"
        return {"oracles": store}

    def blind_spots(self) -> list[str]:
        """Return what the oracles could not look at, and why."""
        if self._session.settings.qdrant_url is None:
            return ["the vector store, because QDRANT_URL is not set"]
        return []

    def removers(self) -> dict[str, Callable[[str], None]]:
        """Collections go by Airweave, branches by GitHub."""
        return {mirror.COLLECTION: self._delete_collection, github.BRANCH: self._delete_branch}

    def things_of(self, run: str) -> list[Thing]:
        """Ask Airweave and GitHub."""
        collections = [found.readable_id for found in self._session.airweave.collections(run)]
        things = [Thing(mirror.COLLECTION, name) for name in collections]
        branches = github.branches(self._session.repository)
        return things + [Thing(github.BRANCH, name) for name in branches]

    def close(self) -> None:
        """Nothing is open but the target."""

    def _delete_branch(self, name: str) -> None:
        github.delete_branch(self._session.repository, name)

    def _delete_collection(self, name: str) -> None:
        try:
            self._session.airweave.delete_collection(name)
        except ApiError as error:
            if error.status != _NOT_FOUND:
                raise
