"""One source connected to one collection: making it, syncing it, deleting it."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from support.airweave.client.airweave import Airweave
from support.airweave.client.generation import Ability, name_of_connection
from support.airweave.client.models import Collection, Connection, Job
from support.airweave.connectors.base import Connector
from support.airweave.settings import AirweaveSettings
from support.airweave.vespa_documents import lose_stored
from support.bongos.abilities import ExpiringHistory, ExpiringTokens, Slowness, Withholding
from support.bongos.base import cause_of_trouble
from support.core.causes import Cause
from support.core.errors import Failure
from support.core.http import ApiError, refusal_of
from support.core.looking import look_until_right
from support.core.waiting import eventually, watch
from support.run.plugin import Scene

COLLECTION = "airweave collection"

_ATTEMPTS = 10
_EVERY_MINUTE = "* * * * *"
_ONCE_A_YEAR = "0 3 1 1 *"


class SyncedCollection:
    """A collection that is fed from one source. It acts, and leaves judging to the oracles.

    Attributes:
        name: of the collection; tells whose it is.
        connector: the source, as Airweave connects it.
        jobs: the sync jobs that were started, oldest first.
        cron: the schedule that was set, if any.
        longest_sync: how long a sync took at most, in seconds.
        ended: when the newest sync was seen to have ended, on the monotonic clock.
        refusal: why Airweave refused what it was last asked for, if it did.
        remembered: what was told, when it was looked at first, of what never changes.
        neighbours: the other sources that feed the same collection.

    Args:
        name: of the collection.
        connector: the source.
        airweave: the organisation that the collection belongs to.
        settings: time budgets.
        scene: of the scenario.
        beside: what feeds the same collection, if this is to be another source of it.
    """

    def __init__(
        self,
        name: str,
        connector: Connector[Any],
        airweave: Airweave,
        settings: AirweaveSettings,
        scene: Scene,
        beside: "SyncedCollection | None" = None,
    ) -> None:
        self.name = name
        self.neighbours: list[SyncedCollection] = []
        if beside:
            self.neighbours.append(beside)
            beside.neighbours.append(self)
        self.connector = connector
        self.jobs: list[Job] = []
        self.cron: str | None = None
        self.longest_sync = 0.0
        self.ended = 0.0
        self.remembered: dict[str, Mapping[str, Any]] = {}
        self._began = 0.0
        self.refusal: str | None = None
        self._airweave = airweave
        self._settings = settings
        self._scene = scene
        self._collection: Collection | None = None
        self._connection: Connection | None = None
        self._is_cancelled = False
        self._between = 0.0

    @property
    def collection(self) -> Collection:
        """The collection, made on first use."""
        if self._collection is None and self.neighbours:
            self._collection = self.neighbours[0].collection
        if self._collection is None:
            self._scene.cleanup.register(COLLECTION, self.name)
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
        if not self.jobs:
            raise Failure(f"Collection {self.name} has not been synced")
        return self.jobs[-1]

    def connect(self, credentials: dict[str, Any] | None = None, **config: str) -> None:
        """Connect the source, which starts the first sync.

        Args:
            credentials: instead of the source's own.
            config: over the source's own.
        """
        connector = self.connector
        for what, secret in connector.confidential.items():
            self._airweave.secrets.give(what, secret)
        self._connection = self._connected(credentials or connector.credentials, config)
        if not connector.is_federated:
            self.jobs = eventually(
                lambda: self._airweave.jobs(self.connection.id)[-1:],
                until=bool,
                budget=self._settings.budget("sync"),
                waiting_for="Airweave to begin the first sync",
            )

    def connect_with_wrong_credentials(self) -> None:
        """Connect with credentials that the source does not know; note whether that is refused."""
        self._try_to_connect(self.connector.wrong_credentials)

    def connect_once_more_with_wrong_credentials(self) -> None:
        """Connect the source beside itself with credentials that it does not know."""
        wrong = self.connector.wrong_credentials
        self._note_refusal(lambda: self._connected(wrong, {}))

    def connect_to(self, repository: str) -> None:
        """Connect another repository; note whether that is refused."""
        self._try_to_connect(None, repo_name=repository)

    def sync(self, *, full: bool = False) -> None:
        """Bring the collection up to date; a source that Airweave does not copy is up to date.

        A job that was cancelled is over before the next one begins.

        Raises:
            Failure: the job ended otherwise than completed, or did not end in time.
        """
        self.start(full=full)
        self.finish()

    def start(self, *, full: bool = False) -> None:
        """Start a sync as soon as the one before is over."""
        with self._scene.timings.phase("sync", entities=len(self.connector.bongo.documents)):
            if self.jobs and not self.job.ended:
                self.wait_for_job()
            self._began = time.monotonic()
            self._start(full=full)

    def finish(self) -> None:
        """Wait for the end of the sync that was started.

        Raises:
            Failure: the job ended otherwise than completed, or did not end in time.
        """
        if self.connector.is_federated:
            return
        with self._scene.timings.phase("sync"):
            job = self.wait_for_job()
            self.longest_sync = max(self.longest_sync, time.monotonic() - self._began)
        if job.status != "completed":
            raise Failure(self.why_incomplete()(f"The sync did not complete: {job}"))

    def why_incomplete(self) -> Cause:
        """Return why a sync broke off: the source, if it does not answer the suite either."""
        try:
            self.connector.bongo.list_documents()
        except Exception as error:  # noqa: BLE001  each vendor's client has its own
            return cause_of_trouble(error)
        return Cause.UNAVAILABLE

    def sync_by_schedule(self) -> None:
        """Let a schedule be due every minute, until it has brought one sync to its end.

        Raises:
            Failure: no sync began by itself, or it did not complete.
        """
        connection = self.connection.id
        known = {job.id for job in self._airweave.jobs(connection)}
        with self._scene.timings.phase("sync"):
            self._airweave.schedule(connection, _EVERY_MINUTE)
            begun = look_until_right(
                lambda: [job for job in self._airweave.jobs(connection) if job.id not in known],
                lambda jobs: (
                    [] if jobs else [Cause.LOST("A schedule is due, yet no sync begins by itself")]
                ),
                budget=self._settings.budget("sync"),
                waiting_for="a sync to begin by itself",
            )
            self.cron = _ONCE_A_YEAR
            self._airweave.schedule(connection, self.cron)
        self._began = time.monotonic()
        self.jobs.append(begun[-1])
        self.finish()

    def sync_by_schedule_again_and_again(self) -> None:
        """Let a schedule be due every minute, until it has begun two syncs.

        Raises:
            Failure: no second one began by itself.
        """
        known, began = {job.id for job in self.jobs}, [0.0]
        self.cron = _EVERY_MINUTE
        self._airweave.schedule(self.connection.id, self.cron)

        def begun() -> list[Job]:
            jobs = [job for job in self._airweave.jobs(self.connection.id) if job.id not in known]
            began.extend([time.monotonic()] * (len(jobs) + 1 - len(began)))
            return jobs

        look_until_right(
            begun,
            lambda jobs: (
                []
                if len(jobs) > 1
                else [
                    Cause.LOST(
                        f"A schedule is due every minute, yet of two syncs {len(jobs)} began"
                    )
                ]
            ),
            budget=self._settings.budget("sync"),
            waiting_for="a second sync to begin by itself",
        )
        self._between = began[2] - began[1]

    def end_schedule(self) -> None:
        """Let no schedule be due any more; a sync that it has begun comes to its end."""
        self._airweave.schedule(self.connection.id, None)
        self.cron = None
        self.jobs += self._uncalled()
        self.wait_for_job()

    def watch_schedule(self) -> list[str]:
        """Return the syncs that begin by themselves in more time than from one to the next."""
        seconds = self._between + self.longest_sync
        return watch(lambda: [job.id for job in self._uncalled()], seconds=seconds)[-1]

    def _uncalled(self) -> list[Job]:
        """Return the jobs that are not known yet, oldest first."""
        known = {job.id for job in self.jobs}
        jobs = self._airweave.jobs(self.connection.id)
        return [job for job in reversed(jobs) if job.id not in known]

    def sync_while_withholding(self, path: str, *, full: bool = False) -> None:
        """Sync while the source does not hand out a document; how that ends is up to Airweave."""
        with self.connector.bongo.having(Withholding).withholding(path):
            self._start(full=full)
            self.wait_for_job()

    def sync_while_slow(self, path: str) -> None:
        """Sync while the source hands out a document late."""
        with self.connector.bongo.having(Slowness).slow(path):
            self.sync()

    def sync_while_deleting(self, path: str) -> None:
        """Sync everything, and delete a document as soon as that is at work."""
        self._start_a_long_one()
        self._wait_for_begin()
        self.connector.bongo.delete([path])
        self.finish()

    def wait_for_job(self) -> Job:
        """Wait until the newest job has ended and return it, however it ended.

        A job that was cancelled may clean up, but not take the time of a whole sync.
        """
        budget = self._settings.budget("cleanup" if self._is_cancelled else "sync")
        self.jobs[-1] = self._airweave.wait_for_end(self.connection.id, self.job.id, budget)
        self.ended = time.monotonic()
        return self.job

    def watch_job(self) -> list[str]:
        """Watch the newest job for twice as long as a sync took here; return what it was."""
        return watch(
            lambda: self._airweave.job(self.connection.id, self.job.id).status,
            seconds=2 * self.longest_sync,
        )

    def start_two_syncs(self) -> None:
        """Start a sync and at once another; note whether the second is refused.

        A first sync that ended before the second was asked for shows nothing: then once more.

        Raises:
            Failure: every first sync was over too soon.
        """
        for _ in range(_ATTEMPTS):
            self._start_a_long_one()
            first = self.job
            try:
                self._start_a_long_one()
            except ApiError as refusal:
                self.refusal = refusal.body
                return
            jobs = {job.id: job for job in self._airweave.jobs(self.connection.id)}
            if not jobs[first.id].ended:
                return
            self.wait_for_job()
        raise Failure(Cause.SUITE(f"{_ATTEMPTS} syncs were each over before another was asked for"))

    def start_and_cancel_sync(self) -> None:
        """Start a sync and stop it at work; if it ended before it could be stopped, once more.

        Raises:
            Failure: every sync was over too soon.
        """
        for awaits_begin in (True,) * _ATTEMPTS + (False,) * _ATTEMPTS:
            self._start_a_long_one()
            if awaits_begin:  # who syncs too fast for that is stopped before
                self._wait_for_begin()
            try:
                self._airweave.cancel(self.connection.id, self.job.id)
            except ApiError:
                if self.wait_for_job().status != "completed":
                    raise
            else:
                self._is_cancelled = True
                return
        raise Failure(
            Cause.SUITE(f"{2 * _ATTEMPTS} syncs were each over before they could be cancelled")
        )

    def give_wrong_credentials(self) -> None:
        """Give the connection credentials that the source does not know; note a refusal."""
        wrong = self.connector.wrong_credentials
        self._note_refusal(lambda: self._airweave.change_credentials(self.connection.id, wrong))

    def give_credentials(self) -> None:
        """Give the connection those credentials that the source knows."""
        self._airweave.change_credentials(self.connection.id, self.connector.credentials)

    def sync_with_expired_token(self) -> None:
        """Sync while the source refuses the token; how that ends is up to Airweave."""
        with self.connector.bongo.having(ExpiringTokens).token_expired():
            self._start()
            self.wait_for_job()

    def sync_with_expired_history(self) -> None:
        """Sync while the source has forgotten what changed since the sync before."""
        with self.connector.bongo.having(ExpiringHistory).history_expired():
            self.sync()

    def rename(self, name: str) -> None:
        """Give the collection another name; what identifies it stays."""
        self._airweave.rename_collection(self.collection.readable_id, name)
        self._collection = self.collection.model_copy(update={"name": name})

    def rename_connection(self, name: str) -> None:
        """Give the connection another name; all else of it stays."""
        self._airweave.rename_connection(self.connection.id, name)
        self._connection = self.connection.model_copy(update={"name": name})

    def disconnect_while_slow(self, path: str) -> None:
        """Delete the connection while a sync waits for a document; nothing may come of that."""
        with self.connector.bongo.having(Slowness).slow(path):
            self._start()
            self._wait_for_begin()
            self.disconnect()

    def lose_stored(self) -> None:
        """Let the store lose what it holds of the collection; Airweave is not told."""
        settings = self._settings
        lose_stored(
            str(settings.vespa_url),
            self.collection.id,
            settings.request_timeout_s,
            settings.max_retries,
        )

    def disconnect(self) -> None:
        """Delete the connection; its data must go with it."""
        self._airweave.delete_connection(self.connection.id)

    def delete(self) -> None:
        """Delete the collection with everything in it."""
        self._airweave.delete_collection(self.name)

    def _start(self, *, full: bool = False) -> None:
        """Start a sync; the first one starts by connecting."""
        if self._connection is None:
            self.connect()
        elif not self.connector.is_federated:
            self._is_cancelled = False
            self.jobs.append(self._airweave.run(self.connection.id, full=full))

    def _start_a_long_one(self) -> None:
        """Start a sync of everything, where the generation can, so that it is not over at once."""
        self._start(full=Ability.FULL_SYNC not in self._airweave.limits)

    def _wait_for_begin(self) -> None:
        """Wait until the newest job is at work: one that waits would be stopped in vain."""
        eventually(
            lambda: self._airweave.job(self.connection.id, self.job.id),
            until=lambda job: job.begun,
            budget=self._settings.budget("sync"),
            waiting_for="the sync to begin",
        )

    def _try_to_connect(self, credentials: dict[str, Any] | None, **config: str) -> None:
        """Note a refusal: an answer of the API that says so, or a first sync that fails."""
        self._note_refusal(lambda: self.connect(credentials, **config))
        if self.refusal is None and not self.connector.is_federated:
            job = self.wait_for_job()
            self.refusal = job.error if job.status == "failed" else None

    def _note_refusal(self, act: Callable[[], object]) -> None:
        refusal = refusal_of(act)
        self.refusal = refusal.body if refusal else None

    def _connected(self, credentials: dict[str, Any], config: dict[str, str]) -> Connection:
        """Return a connection of the source with the collection, just made."""
        connector, readable_id = self.connector, self.collection.readable_id
        made = self._airweave.connect(
            readable_id,
            connector.short_name,
            credentials,
            connector.config | config,
            sync=not connector.is_federated,
        )
        return made.model_copy(update={"name": name_of_connection(readable_id)})


def sync_together(collections: Sequence[SyncedCollection]) -> None:
    """Bring several collections up to date at the same time."""
    for collection in collections:
        collection.start()
    for collection in collections:
        collection.finish()
