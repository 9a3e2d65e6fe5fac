"""Runs sync jobs and cleanups in threads of their own."""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass

from support.sandbox.airweave.app.documents import Origin
from support.sandbox.airweave.app.embedding import Embedder
from support.sandbox.airweave.app.sources.base import (
    InvalidCredentialsError,
    Source,
    SourceContext,
    StrictFields,
)
from support.sandbox.airweave.app.state import Connection, Job, JobStatus, State, Sync, now
from support.sandbox.airweave.app.store import Store, StoreError
from support.sandbox.airweave.app.sync import CancelledError, SyncRun

ATTEMPTS_OF_A_JOB = 5
_log = logging.getLogger(__name__)


class AlreadyRunningError(Exception):
    """The connection has a job that is not finished."""


class PausedError(Exception):
    """The connection's credentials were refused; it waits for new ones."""


class FinishedError(Exception):
    """The job is over and cannot be cancelled."""


@dataclass(frozen=True)
class Engines:
    """What a job works with.

    Attributes:
        store: the vector store.
        embedder: the embedding model.
        urls: the address of each vendor's API, by the short name of its source.
    """

    store: Store
    embedder: Embedder
    urls: dict[str, str]

    def open(
        self,
        source: type[Source],
        auth: StrictFields,
        config: StrictFields,
        job: Job | None = None,
    ) -> Source:
        """Return the source ready to be read: patiently for a job, else with a single attempt."""
        context = SourceContext(self.urls[source.short_name])
        if job:
            context = SourceContext(context.base_url, ATTEMPTS_OF_A_JOB, job.cancelled)
        return source(auth, config, context)


class Jobs:
    """Starts, cancels and cleans up after jobs.

    Args:
        state: where jobs are recorded; its lock guards every change of a job's status.
        engines: what the jobs work with.
        latency: seconds between the request for a job and its start.
    """

    def __init__(self, state: State, engines: Engines, latency: float) -> None:
        self._state = state
        self._engines = engines
        self._latency = latency
        self._started: list[Job] = []
        self._workers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="job")
        self._cleaners = ThreadPoolExecutor(max_workers=2, thread_name_prefix="cleanup")

    def start(self, connection: Connection, sync: Sync, *, force_full_sync: bool = False) -> Job:
        """Queue a job.

        Raises:
            AlreadyRunningError: another job of the connection is not finished.
            PausedError: the source refused the credentials last time.
            UnknownError: the connection was deleted.
        """
        with self._state.lock:
            self._state.connection(connection.organization_id, connection.id)
            last = connection.last_job
            if last and last.status.is_active:
                raise AlreadyRunningError(
                    f"Cannot start a new sync: a job of this connection is already {last.status}"
                )
            if sync.paused:
                raise PausedError("The sync is paused: its credentials were refused")
            job = Job(connection.id, force_full_sync)
            connection.jobs.append(job)
            self._started.append(job)
            job.done = self._workers.submit(self._work, job, connection, sync)
        return job

    def cancel(self, job: Job) -> None:
        """Stop a job: at once if it waits, else as soon as its thread notices.

        Raises:
            FinishedError: it is over.
        """
        with self._state.lock:
            if not job.status.is_active:
                raise FinishedError(f"Cannot cancel job in {job.status} status")
            job.cancelled.set()
            if job.status is JobStatus.PENDING:
                self._finish(job, JobStatus.CANCELLED)
            else:
                job.status = JobStatus.CANCELLING

    def clean_up(
        self, connections: Iterable[Connection], remove: Callable[[], None]
    ) -> "Future[None]":
        """Cancel the jobs of deleted connections and, once they have stopped, call `remove`.

        Returns at once; the removal happens in the background.
        """
        jobs = [job for connection in connections for job in connection.jobs]
        self._cancel_all(jobs)
        return self._cleaners.submit(self._clean_up, jobs, remove)

    def shut_down(self) -> None:
        """Cancel everything that runs or waits."""
        self._workers.shutdown(wait=False, cancel_futures=True)
        self._cleaners.shutdown(wait=False, cancel_futures=True)
        self._cancel_all(self._started)

    def _cancel_all(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            with suppress(FinishedError):
                self.cancel(job)

    def _clean_up(self, jobs: Iterable[Job], remove: Callable[[], None]) -> None:
        wait([job.done for job in jobs if job.done])
        try:
            remove()
        except StoreError:  # the caller is long gone; the log is the only place left
            _log.exception("The cleanup of the vector store failed")

    def _work(self, job: Job, connection: Connection, sync: Sync) -> None:
        """Do a job from pending to its end; whatever goes wrong becomes the job's error."""
        job.cancelled.wait(self._latency)
        with self._state.lock:
            if job.cancelled.is_set():
                return
            job.status, job.started_at = JobStatus.RUNNING, now()
        try:
            self._sync(job, connection, sync)
        except CancelledError:
            self._finish(job, JobStatus.CANCELLED)
        except Exception as error:  # noqa: BLE001  whatever failed, the job reports it
            self._fail(job, sync, error)
        else:
            self._finish(job, JobStatus.COMPLETED)

    def _sync(self, job: Job, connection: Connection, sync: Sync) -> None:
        source = self._engines.open(connection.source, connection.auth, connection.config, job)
        origin = Origin(connection.collection.id, sync.id, job.id, connection.source.short_name)
        SyncRun(job, sync, origin, self._engines.store, self._engines.embedder).run(source)

    def _fail(self, job: Job, sync: Sync, error: Exception) -> None:
        if not job.cancelled.is_set():
            job.error = f"{type(error).__name__}: {error}"
            _log.warning("Job %s failed: %s", job.id, job.error)
        if isinstance(error, InvalidCredentialsError):
            job.error_category = "api_key_invalid"
            sync.paused = True
        self._finish(job, JobStatus.FAILED)

    def _finish(self, job: Job, status: JobStatus) -> None:
        """End a job; once it was told to stop, it ends as cancelled and not otherwise."""
        with self._state.lock:
            job.status = JobStatus.CANCELLED if job.cancelled.is_set() else status
            job.completed_at = now()
