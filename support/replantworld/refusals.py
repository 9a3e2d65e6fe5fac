"""Asks for what ReplantWorld must refuse, and judges how it does."""

import re
from collections.abc import Callable

from support.bongos.sei import SeiBongo
from support.core.causes import Cause, together
from support.core.errors import Failure
from support.laws.bystanders import Snapshot, changes_of
from support.replantworld.client.api import ReplantworldApi
from support.replantworld.client.mistakes import MISTAKES, NOBODY, NOWHERE
from support.replantworld.client.reports import Report
from support.replantworld.client.runner import KINDS

_CALLERS_FAULT, _SERVERS_FAULT = 400, 500
_PAGE = 100
_INSIDE = re.compile(r"Traceback|File \\?\"|DETAIL:|exception_type|psycopg|site-packages")


class Refusals:
    """Makes mistakes, and judges what is answered.

    Args:
        api: ReplantWorld.
    """

    def __init__(self, api: ReplantworldApi) -> None:
        self._api = api
        self._report = Report(0, "")
        self._changes: list[str] = []

    def make(self, mistake: str) -> None:
        """Ask for something that makes no sense."""
        if mistake not in MISTAKES:
            raise Failure(Cause.SUITE(f"There are {', '.join(MISTAKES)}, but not {mistake}"))
        self._ask(lambda: self._api.make(MISTAKES[mistake]), self._traces)

    def migrate_unasked(self, collection: SeiBongo) -> None:
        """Ask without a key for a collection to be migrated."""
        self._ask(lambda: self._api.run_pipeline_unasked([collection.address]))

    def make_job_unasked(self, collection: SeiBongo) -> None:
        """Ask without a key for a job for a collection."""
        self._ask(
            lambda: self._api.create_job_unasked([collection.address]),
            lambda: self._jobs_for(collection.address),
        )

    def run_unasked(self, job: str) -> None:
        """Ask without a key for a job to be run."""
        self._ask(lambda: self._api.run_batch(job, unasked=True), lambda: self._job(job))

    def take_back_unasked(self, job: str) -> None:
        """Ask without a key for a job to be taken back."""
        self._ask(lambda: self._api.roll_back(job, unasked=True), lambda: self._job(job))

    def test_unasked(self) -> None:
        """Ask without a key for a test."""
        kind = KINDS["errors"]
        self._ask(lambda: self._api.run_test(kind, 1, unasked=True), lambda: self._tests(kind))

    def expect_denied(self) -> None:
        """Expect that what was asked for was denied, and has changed nothing.

        Raises:
            Failure: it was not, or it has.
        """
        found = list(self._changes)
        if not self._report.is_denied:
            found.append(Cause.ACCEPTED(f"It was not denied: {self._report}"))
        if found:
            raise Failure(together(found))

    def expect_refused(self) -> None:
        """Expect that what was asked for was refused, with a reason and nothing of the inside.

        Nothing may have come of it, either.

        Raises:
            Failure: it was not, or it was told wrongly.
        """
        found = list(self._changes)
        if not _CALLERS_FAULT <= self._report.status < _SERVERS_FAULT:
            broke = self._report.status >= _SERVERS_FAULT
            cause = Cause.UNAVAILABLE if broke else Cause.ACCEPTED
            found.append(cause("It was not refused as the caller's mistake"))
        if not self._report.reason:
            found.append(Cause.MISREPORTED("It was given no reason"))
        if inside := _INSIDE.search(self._report.text):
            found.append(Cause.LEAKED(f"The answer shows the inside: {inside[0]}"))
        if found:
            raise Failure(together([*found, str(self._report)]))

    def _ask(self, act: Callable[[], Report], look: Callable[[], Snapshot] = dict) -> None:
        """Ask for something, and note what has changed by it of what is looked at."""
        before = look()
        self._report = act()
        self._changes = changes_of("ReplantWorld", before, look())

    def _job(self, job: str) -> Snapshot:
        return {f"the job {job}": self._api.job(job)}

    def _jobs_for(self, contract: str) -> Snapshot:
        return {
            f"the job {job.job_id}": job
            for job in self._api.jobs()
            if contract in job.sei_contract_addresses or job.job_id == NOBODY
        }

    def _tests(self, kind: str) -> Snapshot:
        return {f"the test {one.test_id}": one for one in self._api.tests(_PAGE, kind=kind)}

    def _traces(self) -> Snapshot:
        """Return what mistakes would leave behind."""
        return {**self._jobs_for(NOWHERE), **self._tests("nothing")}
