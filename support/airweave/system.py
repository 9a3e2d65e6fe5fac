"""Airweave, its sources and its store, while a run has them open."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager
from uuid import UUID

from pydantic import SecretStr

from support.airweave.client.airweave import Airweave
from support.airweave.client.generation import Ability
from support.airweave.connectors import CONNECTED, connector_of
from support.airweave.observers.qdrant import Index
from support.airweave.settings import AirweaveSettings
from support.airweave.synced_collection import COLLECTION
from support.bongos import bongo_of
from support.bongos.sources import Sources
from support.core.http import ApiError
from support.run.plugin import Deployment, Run, Unmet
from support.run.undo import Resource

_NOT_FOUND = 404
_ABILITIES = {"needs_full_sync": Ability.FULL_SYNC}


@contextmanager
def open_airweave(run: Run, deployment: Deployment) -> Iterator["AirweaveSystem"]:
    """Open Airweave for a run; what is opened is closed at the end."""
    settings = AirweaveSettings.load(deployment.filled)
    sources = Sources(run.tags & {*CONNECTED.values()}, deployment.filled, run.sharing)
    with ExitStack() as opened:
        client = _client(settings, settings.airweave_api_key, settings.airweave_organization_id)
        opened.callback(client.close)
        other = _client(settings, settings.airweave_other_api_key, None)
        opened.callback(other.close)
        yield AirweaveSystem(settings, client, other, _index(settings), sources)


class AirweaveSystem:
    """Airweave, the sources it reads from, and the store it writes to.

    Attributes:
        settings: of Airweave.
        client: the organisation that the run works in.
        other_client: a second organisation of the same Airweave.
        index: Airweave's vector store, if the settings name it.
        sources: what the run writes to, for Airweave to read.
    """

    def __init__(
        self,
        settings: AirweaveSettings,
        client: Airweave,
        other_client: Airweave,
        index: Index | None,
        sources: Sources,
    ) -> None:
        self.settings = settings
        self.client = client
        self.other_client = other_client
        self.index = index
        self.sources = sources

    def check(self) -> None:
        """Log in to Airweave and to every source.

        A source that is not set up is left out; its scenarios are skipped with the reason.

        Raises:
            SetupError: a source refuses, or not one source is set up.
            Failure: Airweave refuses.
        """
        self.client.check_health()
        self.client.collections()
        for source in self.sources.ready() or self.sources.names:
            self.sources.log_in(source)

    def rehearse(self) -> None:
        """Try nothing: every call that scenarios need can be made alone."""

    def shared(self) -> dict[str, str]:
        """Share nothing: every process finds out for itself."""
        return {}

    def unmet(self, tags: AbstractSet[str]) -> Unmet | None:
        """Look at what the sources need, and at what Airweave and they cannot do."""
        sources = [source for source in self.sources.names if source in tags]
        for source in sources:
            if missing := self.sources.missing(source):
                return Unmet(f"@{source}: {missing} is not set", demandable=True)
        lacking = self._lacking()
        for source in sources:
            lacking |= self._lacking_of(source)
        why = next((why for tag, why in lacking.items() if tag in tags), None)
        return Unmet(why, demandable=False) if why else None

    @property
    def longest_pause(self) -> float:
        """The longest pause between two writes that a source of the run asks for, in seconds."""
        return self.sources.longest_pause

    def facts(self) -> dict[str, str]:
        """Return which API it speaks and what its oracles look at."""
        store = "search and store" if self.settings.qdrant_url else "search only"
        return {"generation": self.client.generation, "oracles": store}

    def coverage_gaps(self) -> list[str]:
        """Return what the oracles could not look at, and why."""
        gaps = [str(limit) for limit in self.client.limits.values()]
        if self.settings.qdrant_url is None:
            gaps.append("the vector store, because QDRANT_URL is not set")
        for source in self.sources.used():
            gaps += self._lacking_of(source).values()
        return gaps

    def remover(self, kind: str) -> Callable[[str], None] | None:
        """Collections go by Airweave, workspaces by their sources."""
        return self._delete_collection if kind == COLLECTION else self.sources.remover(kind)

    def resources_of(self, run: str) -> list[Resource]:
        """Ask Airweave, and every source that is set up."""
        collections = [found.readable_id for found in self.client.collections(run)]
        found = [Resource(COLLECTION, name) for name in collections]
        return found + [Resource(kind, name) for kind, name in self.sources.workspaces()]

    def _lacking(self) -> dict[str, str]:
        """Return why Airweave lacks what tags ask for."""
        limits = {tag: self.client.limits.get(ability) for tag, ability in _ABILITIES.items()}
        return {tag: f"@{tag}: {limit.why}" for tag, limit in limits.items() if limit}

    def _lacking_of(self, source: str) -> dict[str, str]:
        """Return why a source, or Airweave with it, lacks what tags ask for."""
        vendor = bongo_of(source).vendor
        lacking = {**self.sources.lacking(source), **connector_of(source).lacks}
        return {f"needs_{word}": f"{vendor}: {why}" for word, why in lacking.items()}

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
