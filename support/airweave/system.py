"""Airweave as one of the systems of a run."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from support.airweave import mirror
from support.airweave.client import Airweave
from support.airweave.generation import Ability
from support.airweave.index import Index
from support.api import ApiError
from support.bongos import SOURCES, bongo_of
from support.bongos.base import BaseBongo, Place
from support.content import Author
from support.settings import Settings
from support.targets import Target, reaching
from support.undo import Thing
from support.waiting import Pace

if TYPE_CHECKING:
    from support.session import Session

_NOT_FOUND = 404


def _forget(kind: str, name: str) -> None:
    """Register nothing: what is only removed needs no undo."""


class AirweaveSystem:
    """Airweave, the sources it reads from, and the store it writes to.

    Attributes:
        sources: what the run reads from, by Airweave's names.

    Args:
        session: the run.
    """

    def __init__(self, session: "Session") -> None:
        self._session = session
        self.sources = sorted(session.used.intersection(SOURCES.values()))
        self._accounts: dict[str, tuple[Any, Pace]] = {}

    @cached_property
    def target(self) -> Target:
        """The Airweave of the run."""
        generation = self._session.settings.sandbox_generation
        options = ["--generation", generation, "--sources", ",".join(self.sources)]
        return self._session.reach("Airweave", *options)

    @property
    def settings(self) -> Settings:
        """How to reach it and its sources."""
        return self.target.settings

    @property
    def address(self) -> str:
        """Where it answers."""
        return str(self.settings.airweave_api_url)

    @cached_property
    def client(self) -> Airweave:
        """The organisation that the run works in."""
        return self._client(self.settings.airweave_organization_id)

    @cached_property
    def other_client(self) -> Airweave:
        """A second organisation of the same Airweave."""
        return self._client(None, other=True)

    @cached_property
    def index(self) -> Index | None:
        """Airweave's vector store, if the settings name it."""
        if self.settings.qdrant_url is None:
            return None
        key = self.settings.qdrant_api_key
        secret = key.get_secret_value() if key else None
        return Index(str(self.settings.qdrant_url), secret, self.settings.request_timeout_s)

    def bongo(
        self,
        source: str,
        name: str,
        author: Author | None = None,
        register: Callable[[str, str], None] = _forget,
    ) -> BaseBongo:
        """Return a bongo for the home called `name`; the first of a source logs in."""
        kind = bongo_of(source)
        if source not in self._accounts:
            pace = Pace(self.settings.pause(kind.writes_a_second))
            self._accounts[source] = kind.client(self.settings), pace
        client, pace = self._accounts[source]
        place = Place(self.settings, client, name, author or Author(name), register, pace)
        return kind(place)

    def cannot(self, ability: Ability) -> str | None:
        """Say why Airweave lacks an ability; None if it has it."""
        limit = self.client.limits.get(ability)
        return limit.why if limit else None

    def log_in(self) -> None:
        """Log in to Airweave and to every source, so that a mistake is told before all scenarios.

        A source that is not set up is left out; its scenarios are skipped with the reason.

        Raises:
            SetupError: Airweave or a source refuses, or not one source is set up.
        """
        with reaching("Airweave", "AIRWEAVE_API_KEY"):
            self.client.check_health()
            self.client.collections()
        is_ready = {source: not bongo_of(source).missing(self.settings) for source in self.sources}
        for source in self.sources:
            if is_ready[source] or not any(is_ready.values()):
                self.bongo(source, self._session.run)

    @property
    def longest_pause(self) -> float:
        """The longest pause between two writes that a source of the run asks for, in seconds."""
        paces = [bongo_of(source).writes_a_second for source in self.sources]
        return max(map(self.settings.pause, paces), default=0.0)

    def facts(self) -> dict[str, str]:
        """Return which API it speaks and what its oracles look at."""
        store = "search and store" if self.settings.qdrant_url else "search only"
        return {"generation": self.client.generation, "oracles": store}

    def blind_spots(self) -> list[str]:
        """Return what the oracles could not look at, and why."""
        gaps = [str(limit) for limit in self.client.limits.values()]
        if self.settings.qdrant_url is None:
            gaps.append("the vector store, because QDRANT_URL is not set")
        for bongo in map(bongo_of, self._accounts):
            gaps += [f"{bongo.vendor}: {why}" for why in bongo.lacks.values()]
        return gaps

    def remover(self, kind: str) -> Callable[[str], None] | None:
        """Collections go by Airweave, homes by their sources."""
        if kind == mirror.COLLECTION:
            return self._delete_collection
        source = kind.split(maxsplit=1)[0]
        if source in SOURCES.values():
            return lambda name: self.bongo(source, name).cleanup()
        return None

    def things_of(self, run: str) -> list[Thing]:
        """Ask Airweave, and every source that is set up."""
        collections = [found.readable_id for found in self.client.collections(run)]
        things = [Thing(mirror.COLLECTION, name) for name in collections]
        for source in self.sources:
            kind = bongo_of(source)
            if not kind.missing(self.settings):
                homes = self.bongo(source, run).homes()
                things += [Thing(f"{source} {kind.home_kind}", home) for home in homes]
        return things

    def close(self) -> None:
        """Nothing is open but the target."""

    def _client(self, organization: UUID | None, *, other: bool = False) -> Airweave:
        settings = self.settings
        key = settings.airweave_other_api_key if other else settings.airweave_api_key
        return Airweave(
            self.address,
            key.get_secret_value() if key else None,
            organization,
            settings.request_timeout_s,
            settings.max_retries,
            settings.airweave_api_generation,
        )

    def _delete_collection(self, name: str) -> None:
        try:
            self.client.delete_collection(name)
        except ApiError as error:
            if error.status != _NOT_FOUND:
                raise
