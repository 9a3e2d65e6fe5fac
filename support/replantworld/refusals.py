"""Asks for what ReplantWorld must refuse, and judges how it does."""

import re

from support.bongos.sei import SeiBongo
from support.core.causes import Cause, together
from support.core.errors import Failure
from support.replantworld.client.api import ReplantworldApi
from support.replantworld.client.mistakes import MISTAKES
from support.replantworld.client.reports import Report
from support.replantworld.client.runner import KINDS

_CALLERS_FAULT, _SERVERS_FAULT = 400, 500
_DENIED = {401, 403}
_INSIDE = re.compile(r"Traceback|File \\?\"|DETAIL:|exception_type|psycopg|site-packages")


class Refusals:
    """Makes mistakes, and judges what is answered.

    Args:
        api: ReplantWorld.
    """

    def __init__(self, api: ReplantworldApi) -> None:
        self._api = api
        self._report = Report(0, "")

    def make(self, mistake: str) -> None:
        """Ask for something that makes no sense."""
        if mistake not in MISTAKES:
            raise Failure(Cause.SUITE(f"There are {', '.join(MISTAKES)}, but not {mistake}"))
        self._report = self._api.make(MISTAKES[mistake])

    def migrate_unasked(self, collection: SeiBongo) -> None:
        """Ask without a key for a collection to be migrated."""
        self._report = self._api.run_pipeline_unasked([collection.address])

    def run_unasked(self, job: str) -> None:
        """Ask without a key for a job to be run."""
        self._report = self._api.run_batch(job, unasked=True)

    def take_back_unasked(self, job: str) -> None:
        """Ask without a key for a job to be taken back."""
        self._report = self._api.roll_back(job, unasked=True)

    def test_unasked(self) -> None:
        """Ask without a key for a test."""
        self._report = self._api.run_test(KINDS["errors"], 1, unasked=True)

    def expect_denied(self) -> None:
        """Expect that what was asked for was denied.

        Raises:
            Failure: it was not.
        """
        if self._report.status not in _DENIED:
            raise Failure(Cause.ACCEPTED(f"It was not denied: {self._report}"))

    def expect_refused(self) -> None:
        """Expect that what was asked for was refused, with a reason and nothing of the inside.

        Raises:
            Failure: it was not, or it was told wrongly.
        """
        found: list[str] = []
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
