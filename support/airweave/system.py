"""Airweave, its sources and its store, while a run has them open."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager
from typing import Any
from uuid import UUID

from pydantic import SecretStr

from support.airweave import synced_collection
from support.airweave.client.airweave import Airweave
from support.airweave.client.generation import Ability
from support.airweave.observers.qdrant import Index
from support.airweave.settings import AirweaveSettings
from support.bongos import SOURCES, bongo_of
from support.bongos.base import BaseBongo, Place
from support.bongos.settings import GitHubSettings, SourceSettings
from support.core.content import Author
from support.core.http import ApiError
from support.core.waiting import RateLimiter
from support.run.plugin import Deployment, Run, Unmet
from support.run.undo import Resource

_NOT_FOUND = 404
_ABILITIES = {"needs_full_sync": Ability.FULL_SYNC}


@contextmanager
def open_airweave(run: Run, deployment: Deployment) -> Iterator["AirweaveSystem"]:
    """Open Airweave for a run; what is opened is closed at the end."""
    settings = AirweaveSettings.load(deployment.filled)
    with ExitStack() as opened:
        client = _client(settings, settings.airweave_api_key, settings.airweave_organization_id)
        opened.callback(client.close)
        other = _client(settings, settings.airweave_other_api_key, None)
        opened.callback(other.close)
        yield AirweaveSystem(run, deployment, settings, client, other, _index(settings))


def _forget(kind: str, name: str) -> None:
    """Register nothing: what is only removed needs no undo."""


class AirweaveSystem:
    """Airweave, the sources it reads from, and the store it writes to.

    Attributes:
        settings: of Airweave.
        sources: what the run reads from, by Airweave's names.
        client: the organisation that the run works in.
        other_client: a second organisation of the same Airweave.
        index: Airweave's vector store, if the settings name it.
    """

    def __init__(
        self,
        run: Run,
        deployment: Deployment,
        settings: AirweaveSettings,
        client: Airweave,
        other_client: Airweave,
        index: Index | None,
    ) -> None:
        self.settings = settings
        self.client = client
        self.other_client = other_client
        self.index = index
        self.sources = sorted(run.tags & {*SOURCES.values()})
        self._run = run
        self._filled = deployment.filled
        self._accounts: dict[str, tuple[Any, RateLimiter]] = {}

    def source_settings(self, source: str) -> SourceSettings:
        """Return how a source is reached."""
        return bongo_of(source).settings_type.load(self._filled)

    def bongo(
        self,
        source: str,
        name: str,
        author: Author | None = None,
        register: Callable[[str, str], None] = _forget,
    ) -> BaseBongo[Any]:
        """Return a bongo for the home called `name`; the first of a source logs in."""
        kind, settings = bongo_of(source), self.source_settings(source)
        if source not in self._accounts:
            pace = RateLimiter(self._pause(source))
            self._accounts[source] = kind.client(settings), pace
        client, pace = self._accounts[source]
        place = Place(settings, client, name, author or Author(name), register, pace)
        return kind(place)

    def unmet(self, tags: AbstractSet[str]) -> Unmet | None:
        """Look at what the sources need, and at what Airweave and they cannot do."""
        sources = [source for source in self.sources if source in tags]
        for source in sources:
            if missing := bongo_of(source).missing(self.source_settings(source)):
                return Unmet(f"@{source}: {missing} is not set", demandable=True)
        lacking = {**self._lacking(), **self._lacking_of(sources)}
        why = next((why for tag, why in lacking.items() if tag in tags), None)
        return Unmet(why, demandable=False) if why else None

    def check(self) -> None:
        """Log in to Airweave and to every source.

        A source that is not set up is left out; its scenarios are skipped with the reason.

        Raises:
            SetupError: a source refuses, or not one source is set up.
            Failure: Airweave refuses.
        """
        self.client.check_health()
        self.client.collections()
        is_ready = {
            one: not bongo_of(one).missing(self.source_settings(one)) for one in self.sources
        }
        for source in self.sources:
            if is_ready[source] or not any(is_ready.values()):
                self.bongo(source, self._run.id)

    @property
    def longest_pause(self) -> float:
        """The longest pause between two writes that a source of the run asks for, in seconds."""
        return max(map(self._pause, self.sources), default=0.0)

    def facts(self) -> dict[str, str]:
        """Return which API it speaks and what its oracles look at."""
        store = "search and store" if self.settings.qdrant_url else "search only"
        return {"generation": self.client.generation, "oracles": store}

    def coverage_gaps(self) -> list[str]:
        """Return what the oracles could not look at, and why."""
        gaps = [str(limit) for limit in self.client.limits.values()]
        if self.settings.qdrant_url is None:
            gaps.append("the vector store, because QDRANT_URL is not set")
        for bongo in map(bongo_of, self._accounts):
            gaps += [f"{bongo.vendor}: {why}" for why in bongo.lacks.values()]
        return gaps

    def remover(self, kind: str) -> Callable[[str], None] | None:
        """Collections go by Airweave, homes by their sources."""
        if kind == synced_collection.COLLECTION:
            return self._delete_collection
        source = kind.split(maxsplit=1)[0]
        if source in SOURCES.values():
            return lambda name: self.bongo(source, name).cleanup()
        return None

    def resources_of(self, run: str) -> list[Resource]:
        """Ask Airweave, and every source that is set up."""
        collections = [found.readable_id for found in self.client.collections(run)]
        found = [Resource(synced_collection.COLLECTION, name) for name in collections]
        for source in self.sources:
            kind = bongo_of(source)
            if not kind.missing(self.source_settings(source)):
                homes = self.bongo(source, run).homes()
                found += [Resource(f"{source} {kind.home_kind}", home) for home in homes]
        return found

    def _pause(self, source: str) -> float:
        """Return the pause between two writes; processes that share an account pause longer."""
        settings = self.source_settings(source)
        return self._run.sharing * settings.pause(bongo_of(source).writes_a_second)

    def _lacking(self) -> dict[str, str]:
        """Return why Airweave and the run lack what tags ask for."""
        limits = {tag: self.client.limits.get(ability) for tag, ability in _ABILITIES.items()}
        lacking = {tag: f"@{tag}: {limit.why}" for tag, limit in limits.items() if limit}
        if GitHubSettings.load(self._filled).github_faults_url is None:
            lacking["needs_github_faults"] = "@needs_github_faults: GITHUB_FAULTS_URL is not set"
        return lacking

    def _lacking_of(self, sources: Iterable[str]) -> dict[str, str]:
        """Return why these sources lack what tags ask for."""
        return {
            f"needs_{capability}": f"{bongo.vendor}: {reason}"
            for bongo in map(bongo_of, sources)
            for capability, reason in bongo.lacks.items()
        }

    def _delete_collection(self, name: str) -> None:
        try:
            self.client.delete_collection(name)
        except ApiError as error:
            if error.status != _NOT_FOUND:
                raise


def _client(
    settings: AirweaveSettings, key: SecretStr | None, organization: UUID | None
) -> Airweave:
    return Airweave(
        str(settings.airweave_api_url),
        key.get_secret_value() if key else None,
        organization,
        settings.request_timeout_s,
        settings.max_retries,
        settings.airweave_api_generation,
    )


def _index(settings: AirweaveSettings) -> Index | None:
    if settings.qdrant_url is None:
        return None
    key = settings.qdrant_api_key
    secret = key.get_secret_value() if key else None
    return Index(str(settings.qdrant_url), secret, settings.request_timeout_s)
