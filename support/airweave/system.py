"""Airweave, its sources and its store, while a run has them open."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, closing, contextmanager
from functools import cached_property
from uuid import UUID
from zlib import crc32

from pydantic import SecretStr

from support.airweave.client.airweave import Airweave
from support.airweave.client.generation import Ability, Embedded
from support.airweave.connectors import CONNECTED, connector_of
from support.airweave.laws.history import KINDS, kinds_without, miscounted_with
from support.airweave.observers.questions import Questions
from support.airweave.observers.store import Store, setting_of, store_of
from support.airweave.settings import AirweaveSettings
from support.airweave.synced_collection import COLLECTION
from support.bongos import bongo_of
from support.bongos.sources import Sources
from support.core.http import ApiError
from support.core.looking import Patience
from support.core.names import is_of
from support.core.settings import set_by
from support.run.journal import Resource
from support.run.plugin import Deployment, Run, Unmet

_NOT_FOUND = 404
_ABILITIES = {
    "needs_full_sync": Ability.FULL_SYNC,
    "needs_credential_check": Ability.CREDENTIAL_CHANGE,
    "needs_schedules": Ability.SCHEDULES,
}


@contextmanager
def open_airweave(run: Run, deployment: Deployment) -> Iterator["AirweaveSystem"]:
    """Open Airweave for a run; what is opened is closed at the end."""
    settings = AirweaveSettings.load(deployment.filled)
    sources = Sources(run.tags & {*CONNECTED.values()}, deployment.filled, run.limits)
    with ExitStack() as opened:
        client = _client(settings, settings.airweave_api_key, settings.airweave_organization_id)
        opened.callback(client.close)
        other = _client(settings, settings.airweave_other_api_key, None)
        opened.callback(other.close)
        yield AirweaveSystem(run, settings, client, other, sources)


class AirweaveSystem:
    """Airweave, the sources it reads from, and the store it writes to.

    Attributes:
        settings: of Airweave.
        known_bugs: what the deployment is said to have.
        sample_seed: draws what search is asked for of many documents.
        walk_seed: draws the random histories of the run, in all its processes the same.
        client: the organisation that the run works in.
        other_client: a second organisation of the same Airweave.
        questions: how documents are asked for by meaning.
        patience: with what stands still, by the budget of time.
        sources: what the run writes to, for Airweave to read.
    """

    def __init__(
        self,
        run: Run,
        settings: AirweaveSettings,
        client: Airweave,
        other_client: Airweave,
        sources: Sources,
    ) -> None:
        self.settings = settings
        self.walk_seed = settings.walk_seed or crc32(run.id.encode())
        self.known_bugs = run.known_bugs
        self.sample_seed = settings.sample_seed or crc32(run.id.encode())
        self._walks, self._samples = "walk" in run.tags, "scale" in run.tags
        self.client = client
        self.other_client = other_client
        self.questions = Questions(client)
        self.patience: dict[str, Patience] = defaultdict(Patience)
        self.sources = sources

    @cached_property
    def store(self) -> Store | None:
        """What Airweave copied, if the settings tell where it is."""
        return store_of(self.client.generation, self.settings)

    def check(self) -> None:
        """Log in to Airweave and to every source.

        A source that is not set up is left out; its scenarios are skipped with the reason.

        Raises:
            SetupError: a source refuses, or not one source is set up.
            Failure: Airweave refuses.
        """
        self.client.check_health()
        self.client.collections()
        self._check_store()
        offered = [source for source in self.sources.names if source in self.client.sources]
        for source in [one for one in self.sources.ready() if one in offered] or offered:
            self.sources.log_in(source)

    def _check_store(self) -> None:
        """Look for a collection that nobody has: the store shall say so."""
        with set_by(setting_of(self.client.generation).upper()):
            if self.store is not None:
                self.store.pieces(str(UUID(int=0)))

    def rehearse(self) -> None:
        """Try nothing: every call that scenarios need can be made alone."""

    def shared(self) -> dict[str, str]:
        """Share nothing: every process finds out for itself."""
        return {}

    def unmet(self, tags: AbstractSet[str]) -> Unmet | None:
        """Look at what the sources need, and at what Airweave and they cannot do."""
        sources = [source for source in self.sources.names if source in tags]
        for source in sources:
            if source not in self.client.sources:
                return Unmet(f"@{source}: this Airweave has no such source", demandable=True)
            if missing := self.sources.missing(source):
                return Unmet(f"@{source}: {missing} is not set", demandable=True)
        lacking = self._lacking()
        for source in sources:
            lacking |= self._lacking_of(source)
        if "needs_authentication" in tags and not self._asks_for_keys:
            lacking["needs_authentication"] = (
                "@needs_authentication: this Airweave lets in whoever comes without a key"
            )
        why = next((why for tag, why in lacking.items() if tag in tags), None)
        return Unmet(why, demandable=False) if why else None

    @property
    def longest_pause(self) -> float:
        """The longest pause between two writes that a source of the run asks for, in seconds."""
        return self.sources.longest_pause

    @property
    def generation(self) -> str:
        """Which of its generations answers."""
        return str(self.client.generation)

    def facts(self) -> dict[str, str]:
        """Return which API it speaks and what its oracles look at."""
        oracles = f"search and {self.store.name}" if self.store else "search only"
        seed = {"walk seed": str(self.walk_seed)} if self._walks else {}
        if self._samples:
            seed["sample seed"] = str(self.sample_seed)
        return {"generation": self.client.generation, "oracles": oracles, **seed}

    def coverage_gaps(self) -> list[str]:
        """Return what the oracles could not look at, and why."""
        gaps = [str(limit) for limit in self.client.limits.values()]
        if self.store is None:
            setting = setting_of(self.client.generation).upper()
            gaps.append(f"the vector store, because {setting} is not set")
            if self._samples:
                gaps.append(f"of many documents all but a random sample, as {setting} is not set")
        if self._walks and (left_out := sorted({*KINDS} - {*kinds_without(self.known_bugs)})):
            said = f"what is known to fail: {', '.join(left_out)}"
            gaps.append(f"in random histories, {said}")
        if self._walks and (wrong := sorted(miscounted_with(self.known_bugs))):
            gaps.append(f"in random histories, how many files a sync counts as {', '.join(wrong)}")
        for source in self.sources.used():
            gaps += self._lacking_of(source).values()
        return gaps + [
            f"with which score documents of {bongo_of(source).vendor} are found by their words,"
            " because their vectors are made of name and path only"
            for source, embedded in self.questions.found.items()
            if embedded is Embedded.PLACE
        ]

    def remover(self, kind: str) -> Callable[[str], None] | None:
        """Collections go by Airweave, workspaces by their sources."""
        return self._delete_collection if kind == COLLECTION else self.sources.remover(kind)

    def resources_of(self, run: str) -> list[Resource]:
        """Ask Airweave, and every source that is set up."""
        names = [found.readable_id for found in self.client.collections(run)]
        found = [Resource(COLLECTION, name) for name in names if is_of(run, name)]
        return found + [Resource(kind, name) for kind, name in self.sources.made_by(run)]

    @cached_property
    def _asks_for_keys(self) -> bool:
        """Whether this deployment tells callers by their keys: it has two, or wants to see one."""
        if self.settings.airweave_other_api_key:
            return True
        with closing(self.client.outsider(None)) as nobody:
            return not nobody.lets_in

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
        """Delete a collection, its connections first: otherwise the product leaves more behind."""
        try:
            for connection in self.client.connections(name):
                self.client.delete_connection(connection)
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
        settings.searches_at_a_time,
    )
