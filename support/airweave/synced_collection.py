"""One source connected to one collection: syncing it, and looking whether both agree."""

from collections.abc import Iterable, Mapping
from typing import Any

from support.airweave.client.airweave import Airweave
from support.airweave.client.generation import Ability
from support.airweave.client.models import Collection, Connection, Job
from support.airweave.observers.observers import Observers
from support.airweave.observers.qdrant import Index
from support.airweave.oracle.diagnosis import dead_ends, needless_writes
from support.airweave.oracle.drift import Baseline, Expectation
from support.airweave.oracle.observation import ABSENT
from support.airweave.settings import AirweaveSettings
from support.bongos.base import BaseBongo
from support.core.content import Document
from support.core.errors import Failure
from support.core.http import ApiError
from support.core.timings import ScenarioTimings
from support.core.waiting import WaitedInVain, eventually
from support.run.undo import CleanupStack

COLLECTION = "airweave collection"

_ATTEMPTS = 10
_HIDDEN = {403, 404}
_SERVER_ERROR = 500


class Mirror:
    """A collection that must mirror a source.

    Args:
        name: of the collection; tells whose it is.
        bongo: writes into the source and knows what it holds.
        airweave: the organisation that the collection belongs to.
        index: the vector store, or None if it cannot be looked into.
        cleanup: where the collection is registered for undo.
        timings: of the scenario.
        settings: time budgets and the score threshold.
    """

    def __init__(
        self,
        name: str,
        bongo: BaseBongo[Any],
        airweave: Airweave,
        index: Index | None,
        cleanup: CleanupStack,
        timings: ScenarioTimings,
        settings: AirweaveSettings,
    ) -> None:
        self.name = name
        self.bongo = bongo
        self._airweave = airweave
        self._index = index
        self._cleanup = cleanup
        self._timings = timings
        self._settings = settings
        self._baseline = Baseline()
        self._collection: Collection | None = None
        self._connection: Connection | None = None
        self._jobs: list[Job] = []
        self._unchecked_jobs = 0

    @property
    def collection(self) -> Collection:
        """The collection, made on first use."""
        if self._collection is None:
            self._cleanup.register(COLLECTION, self.name)
            self._collection = self._airweave.create_collection(self.name)
        return self._collection

    @property
    def connection(self) -> Connection:
        """The connection; there must be one."""
        if self._connection is None:
            raise Failure(f"Collection {self.name} is not connected to a source")
        return self._connection

    @property
    def job(self) -> Job:
        """The newest sync job; there must be one."""
        if not self._jobs:
            raise Failure(f"Collection {self.name} has not been synced")
        return self._jobs[-1]

    def connect(self, credentials: dict[str, Any] | None = None, **config: str) -> None:
        """Connect the source, which starts the first sync.

        Args:
            credentials: instead of the bongo's own.
            config: over the bongo's own.
        """
        self._connection = self._airweave.connect(
            self.collection.readable_id,
            self.bongo.source,
            credentials or self.bongo.credentials,
            self.bongo.config | config,
        )
        if self.bongo.stored:
            started = eventually(
                lambda: self._airweave.jobs(self.connection.id),
                until=bool,
                budget=self._settings.budget("sync"),
                waiting_for="Airweave to begin the first sync",
            )
            self._jobs = [started[-1]]
            self._unchecked_jobs = 1

    def try_to_connect(
        self, credentials: dict[str, Any] | None = None, **config: str
    ) -> str | None:
        """Connect the source as above; return why Airweave refused, or None if it did not.

        A refusal is an answer of the API that says so, or a first sync that fails.
        """
        try:
            self.connect(credentials, **config)
        except ApiError as refusal:
            if refusal.status >= _SERVER_ERROR:
                raise
            return refusal.body
        if not self.bongo.stored:
            return None
        job = self.wait_for_job()
        return job.error if job.status == "failed" else None

    def sync(self, *, full: bool = False) -> None:
        """Bring the collection up to date; a source that Airweave does not copy is up to date.

        Raises:
            Failure: the job ended otherwise than completed, or did not end in time.
        """
        with self._timings.phase("sync", entities=len(self.bongo.documents)):
            self.start_sync(full=full)
            if not self.bongo.stored:
                return
            job = self.wait_for_job()
        if job.status != "completed":
            raise Failure(f"The sync did not complete: {job}")

    def start_sync(self, *, full: bool = False) -> None:
        """Start a sync; the first one starts by connecting."""
        if self._connection is None:
            self.connect()
        elif self.bongo.stored:
            self._jobs.append(self._airweave.run(self.connection.id, full=full))
            self._unchecked_jobs += 1

    def wait_for_job(self) -> Job:
        """Wait until the newest job has ended and return it, however it ended."""
        budget = self._settings.budget("sync")
        self._jobs[-1] = self._airweave.wait_for_end(self.connection.id, self.job.id, budget)
        return self.job

    def start_two_syncs(self) -> str | None:
        """Start a sync and at once another; return why Airweave refused the second, or None.

        A first sync that ended before the second was asked for shows nothing: then once more.

        Raises:
            Failure: every first sync was over too soon.
        """
        for _ in range(_ATTEMPTS):
            self.start_sync(full=self._can(Ability.FULL_SYNC))
            first = self.job
            try:
                self.start_sync(full=self._can(Ability.FULL_SYNC))
            except ApiError as refusal:
                return refusal.body
            jobs = {job.id: job for job in self._airweave.jobs(self.connection.id)}
            if not jobs[first.id].ended:
                return None
            self.wait_for_job()
        raise Failure(f"{_ATTEMPTS} syncs were each over before another could be asked for")

    def start_and_cancel_sync(self) -> None:
        """Start a sync and stop it; if it ended before it could be stopped, once more.

        Raises:
            Failure: every sync was over too soon.
        """
        for _ in range(_ATTEMPTS):
            self.start_sync(full=self._can(Ability.FULL_SYNC))
            try:
                self._airweave.cancel(self.connection.id, self.job.id)
            except ApiError:
                if self.wait_for_job().status != "completed":
                    raise
            else:
                return
        raise Failure(f"{_ATTEMPTS} syncs were each over before they could be cancelled")

    def as_shown(self) -> str:
        """Return all that Airweave shows of the connection, as text."""
        return self._airweave.connection_as_shown(self.connection)

    def disconnect(self) -> None:
        """Delete the connection; its data must go with it."""
        self._airweave.delete_connection(self.connection.id)

    def delete(self) -> None:
        """Delete the collection with everything in it."""
        self._airweave.delete_collection(self.name)

    def expect_everything(self, threshold: float | None = None) -> None:
        """Expect exactly what the source holds, every document found first by its own words.

        Args:
            threshold: the least score, between 0 and 1.
        """
        states = {path: document.state for path, document in self.bongo.documents.items()}
        self._expect(states, threshold)

    def expect_changes(self, changes: Iterable[tuple[str, str]]) -> None:
        """Expect these changes since the last check, each ("added", path) or so, and no other."""
        states = dict(self._baseline.states)
        for change, path in changes:
            match change:
                case "added" | "updated":
                    states[path] = self.bongo.history[path][-1].state
                case "removed":
                    states[path] = ABSENT
                case _:
                    raise Failure(f"A change is added, updated or removed, not {change!r}")
        self._expect(states, self._settings.score_threshold)

    def expect_gone(self) -> None:
        """Expect that Airweave no longer lists the collection, and stores nothing of it."""
        with self._timings.phase("verify"):
            eventually(
                lambda: [found.name for found in self._airweave.collections(self.name)],
                until=lambda listed: self.name not in listed,
                budget=self._settings.budget("cleanup"),
                waiting_for=f"Airweave to list collection {self.name} no longer",
            )
            self._expect_nothing_stored()

    def expect_empty(self) -> None:
        """Expect that the collection is there, but neither search nor store shows anything."""
        with self._timings.phase("verify"):
            eventually(
                lambda: sorted({hit.name for hit in self._observers.visible()}),
                until=lambda found: not found,
                budget=self._settings.budget("cleanup"),
                waiting_for="search to show nothing of the deleted data",
            )
            self._expect_nothing_stored()

    def expect_hidden_from(self, other: Airweave) -> None:
        """Expect that another organisation can neither list nor search the collection."""
        listed = [found.name for found in other.collections(self.name)]
        if listed:
            raise Failure(f"Another organisation sees the collection: {listed}")
        try:
            hits = other.search(self.name, self._observers.questions()[0], "semantic")
        except ApiError as refusal:
            if refusal.status not in _HIDDEN:
                raise
        else:
            names = sorted({hit.name for hit in hits})
            raise Failure(f"Another organisation may search the collection, and finds: {names}")

    def expect_first_hit(self, path: str, words: str) -> None:
        """Expect that keyword search for `words` puts the document at `path` first."""
        with self._timings.phase("verify"):
            hits = self._airweave.search(self.collection.readable_id, words, "keyword")
        first = hits[0].original_id if hits else "nothing"
        if first != self.bongo.entity_id(path):
            raise Failure(f"`{path}` says {words!r}, yet search for these words brings {first}")

    def expect_needed_writes_only(self, changed: Iterable[str] = ()) -> None:
        """Expect that the newest sync wrote what changed, and nothing that did not."""
        self.expect_everything()  # so that what the sync wrote is visible
        ids = {self.bongo.entity_id(path) for path in changed}
        needless = needless_writes(self._observers.visible(), self.job, ids)
        if needless:
            raise Failure(f"Unchanged, yet written again by the sync: {', '.join(needless)}")
        if not ids and (self.job.entities_inserted or self.job.entities_updated):
            raise Failure(f"Nothing changed, yet the sync says that it wrote: {self.job}")

    def expect_known_places(self) -> None:
        """Expect that whatever an entity is said to lie in is in the collection, too."""
        self.expect_everything()  # so that what the sync wrote is visible
        lost = dead_ends(self._observers.visible())
        if lost:
            said = (f"{place}, in which {', '.join(inside)} lie" for place, inside in lost.items())
            raise Failure(f"The collection does not hold {'; '.join(said)}")

    def expect_hits(self, words: str, paths: Iterable[str]) -> None:
        """Expect that keyword search for `words` brings exactly the documents at `paths`."""
        expected = {self.bongo.entity_id(path) for path in paths}
        with self._timings.phase("verify"):
            hits = self._airweave.search(self.collection.readable_id, words, "keyword")
        found = {hit.original_id for hit in hits}
        if found != expected:
            missing, more = sorted(expected - found), sorted(found - expected)
            raise Failure(f"Search for {words!r} misses {missing} and wrongly brings {more}")

    def expect_unknown(self, documents: Iterable[Document]) -> None:
        """Expect that search brings nothing of these documents, whatever else it brings."""
        with self._timings.phase("verify"):
            shown = {
                hit.text for document in documents for hit in self._observers.hits(document.query)
            }
        seen = "\n".join(shown)
        found = [one.path for one in documents if any(words in seen for words in one.sentences)]
        if found:
            raise Failure(f"Search finds what nobody may see: {', '.join(found)}")

    def expect_kind_first(self, words: str, entity_type: str) -> None:
        """Expect that keyword search for `words` puts an entity of that kind first."""
        with self._timings.phase("verify"):
            hits = self._airweave.search(self.collection.readable_id, words, "keyword")
        first = hits[0].entity_type if hits else "nothing"
        if first != entity_type:
            raise Failure(f"Search for {words!r} should bring a {entity_type}, but brings {first}")

    def expect_count(self, count: int) -> None:
        """Expect that the first sync brought `count` documents, for job and store."""
        seen = {"the job": self.job.entities_inserted}
        stored = self._observers.stored()
        if stored is not None:
            seen["the store"] = len({one.original_id for one in self._observers.documents(stored)})
        if set(seen.values()) != {count}:
            raise Failure(f"There are {count} documents, but according to {seen}")

    def _expect(self, states: Mapping[str, str], threshold: float | None) -> None:
        job = self.job if self._unchecked_jobs == 1 else None
        frugal = self._can(Ability.FRUGAL_SYNC)
        silent = not any(job.failed for job in self._jobs[-self._unchecked_jobs :])
        expectation = Expectation(states, threshold, self._baseline, job, frugal, silent)
        with self._timings.phase("verify", entities=len(states)):
            try:
                view = eventually(
                    self._observers.look,
                    until=expectation.agrees,
                    budget=self._settings.budget("search"),
                    waiting_for="search and store to show what the source holds",
                )
            except WaitedInVain as vain:
                raise Failure(f"{vain.summary}\n{expectation.verdict(vain.last)}") from None
        self._baseline = Baseline(states, frozenset(view.writers))
        self._unchecked_jobs = 0

    def _can(self, ability: Ability) -> bool:
        return ability not in self._airweave.limits

    def _expect_nothing_stored(self) -> None:
        eventually(
            lambda: [piece.entity_id for piece in self._observers.stored() or []],
            until=lambda left: not left,
            budget=self._settings.budget("cleanup"),
            waiting_for="the store to hold nothing of the deleted data",
        )

    @property
    def _observers(self) -> Observers:
        return Observers(self.bongo, self._airweave, self._index, self.collection, self.connection)
