"""The product's test runner: seven scenarios that move NFTs of its own, and take them back."""

import uuid
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from threading import Lock
from typing import Any

from support.sandbox.replantworld.app.batches import BatchManager
from support.sandbox.replantworld.app.cache import Cache
from support.sandbox.replantworld.app.errors import NotFound, ProductError
from support.sandbox.replantworld.app.monitor import Monitor
from support.sandbox.replantworld.app.pipeline import Pipeline
from support.sandbox.replantworld.app.store import COMPLETED, ROLLED_BACK, Row, Store

LEAST_SUCCESS = 95.0

_KEEP = """
insert into blockchain_integration_test_result (
    test_id, scenario, status, test_data_size, start_time, end_time, duration_seconds, success_rate,
    total_nfts_processed, successful_nfts, failed_nfts, error_message
) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""

_MOST_SINGLE, _MOST_IN_BATCH, _ITERATIONS = 5, 20, 3
_JOB = "Integration test"


class TestKind(StrEnum):
    """What can be tested."""

    SINGLE = "single_nft_migration"
    BATCH = "batch_migration"
    LARGE = "large_scale_migration"
    CACHE = "cache_performance"
    ERRORS = "error_handling"
    ROLLBACK = "rollback_testing"
    BENCHMARK = "performance_benchmark"


class Outcome(StrEnum):
    """What became of a test."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"


@dataclass(frozen=True)
class Tally:
    """How many NFTs a test was about, and for how many all went well."""

    total: int
    successful: int

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.total + other.total, self.successful + other.successful)

    @property
    def success_rate(self) -> float:
        """The part for which all went well, in percent."""
        return 100 * self.successful / self.total if self.total else 0.0


_NOTHING = Tally(0, 0)


class TestRunner:
    """Tests the product on collections that are there for that, one test at a time.

    Args:
        pipeline: moves NFTs.
        batches: moves them job by job, and takes them back.
        cache: of the product.
        store: keeps what became of tests.
        monitor: watches them.
        contracts: the collections.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        batches: BatchManager,
        cache: Cache,
        store: Store,
        monitor: Monitor,
        contracts: list[str],
    ) -> None:
        self._pipeline = pipeline
        self._batches = batches
        self._cache = cache
        self._store = store
        self._monitor = monitor
        self._contracts = contracts
        self._one_at_a_time = Lock()
        self._tests: Mapping[TestKind, Callable[[int], Tally]] = {
            TestKind.SINGLE: self._single,
            TestKind.BATCH: self._batch,
            TestKind.LARGE: self._large,
            TestKind.CACHE: self._of_cache,
            TestKind.ERRORS: self._of_errors,
            TestKind.ROLLBACK: self._rollback,
            TestKind.BENCHMARK: self._benchmark,
        }

    def run(self, kind: TestKind, size: int, *, monitoring: bool) -> Row:
        """Run a test, keep what became of it, and return that."""
        with self._one_at_a_time:
            test_id, started = self.new_id(), datetime.now(UTC)
            with self._monitor.watching(str(test_id)) if monitoring else nullcontext():
                outcome, tally, message = self._attempt(kind, size)
            ended = datetime.now(UTC)
        row = {
            "test_id": test_id,
            "scenario": kind,
            "status": outcome,
            "test_data_size": size,
            "start_time": started,
            "end_time": ended,
            "duration_seconds": (ended - started).total_seconds(),
            "success_rate": tally.success_rate,
            "total_nfts_processed": tally.total,
            "successful_nfts": tally.successful,
            "failed_nfts": tally.total - tally.successful,
            "error_message": message,
        }
        self.keep(row)
        return row

    def new_id(self) -> uuid.UUID:
        """Return an id that no other test has."""
        return uuid.uuid4()

    def keep(self, row: Row) -> None:
        """Keep what became of a test."""
        self._store.run(_KEEP, *row.values())

    def results(
        self, kind: str | None, outcome: str | None, limit: int, offset: int
    ) -> tuple[list[Row], int]:
        """Return a page of the tests, the newest first, and how many there are in all."""
        wanted = (
            "from blockchain_integration_test_result where (%s::text is null or scenario = %s)"
            " and (%s::text is null or status = %s)"
        )
        values = (kind, kind, outcome, outcome)
        (counted,) = self._store.run(f"select count(*) as all {wanted}", *values)
        rows = self._store.run(
            f"select * {wanted} order by id desc limit %s offset %s", *values, limit, offset
        )
        return rows, int(counted["all"])

    def perform(self, kind: TestKind, size: int) -> Tally:
        """Do what a test is about, and take back what it has moved."""
        self._take_back()
        tally = self._tests[kind](size)
        self._take_back()
        return tally

    def clean_up(self) -> None:
        """Take back what tests have moved, and forget their jobs; what they found out is kept."""
        with self._one_at_a_time:
            self._take_back()
            self._store.run("delete from blockchain_migration_job where name = %s", _JOB)

    def judge(self, tally: Tally) -> Outcome:
        """Return what became of a test."""
        return Outcome.PASSED if tally.success_rate >= LEAST_SUCCESS else Outcome.FAILED

    def forget(self) -> None:
        """Let the cache count from the beginning."""
        self._cache.reset()

    def migrate(self, contracts: list[str], cap: int | None = None) -> Tally:
        """Move NFTs of the runner's own; what could not be read counts as one that failed."""
        run = self._pipeline.run(contracts, cap, caching=True)
        return Tally(run.total + len(run.errors), run.successful)

    def _attempt(self, kind: TestKind, size: int) -> tuple[Outcome, Tally, str | None]:
        try:
            tally = self.perform(kind, size)
        except ProductError as error:
            return Outcome.ERROR, _NOTHING, str(error)
        return self.judge(tally), tally, None

    def _single(self, size: int) -> Tally:
        return self.migrate(self._contracts[: min(size, _MOST_SINGLE)], 1)

    def _batch(self, size: int) -> Tally:
        job = self._batches.create(_JOB, "Batches", self._contracts[:1], min(size, _MOST_IN_BATCH))
        done = self._batches.run(job["job_id"])
        return Tally(done.total, done.successful)

    def _large(self, _: int) -> Tally:
        return self.migrate(self._contracts)

    def _of_cache(self, size: int) -> Tally:
        """Look at the same twice; what is not found in the cache by then counts as failed."""
        self.forget()
        first = self.migrate(self._contracts[:1], size)
        hits = self._cache.statistics.hits
        second = self.migrate(self._contracts[:1], size)
        found = min(second.successful, self._cache.statistics.hits - hits)
        return first + Tally(second.total, found)

    def _of_errors(self, _: int) -> Tally:
        """Ask for what is not there: all is well if just that is told."""
        run = self._pipeline.run([f"sei1nobody{uuid.uuid4().hex}"], None, caching=True)
        is_told = [type(error) for error in run.errors] == [NotFound]
        return Tally(1, int(is_told and not run.successful))

    def _rollback(self, size: int) -> Tally:
        """Move and take back; what is not called so afterwards counts as failed."""
        moved = self.migrate(self._contracts[:1], size)
        taken = self._take_back()
        rows = [self._store.row_of(row["id"]) for row in taken]
        back = sum(row["migration_status"] == ROLLED_BACK for row in rows)
        return Tally(moved.total, min(moved.successful, back))

    def _benchmark(self, size: int) -> Tally:
        tally = _NOTHING
        for _ in range(_ITERATIONS):
            tally += self.migrate(self._contracts[:1], size)
            self._take_back()
        return tally

    def _take_back(self) -> list[Row]:
        taken = self._store.run(
            "select * from blockchain_sei_nft where sei_contract_address = any(%s)"
            " and migration_status = %s",
            self._contracts,
            COMPLETED,
        )
        for row in taken:
            self._batches.take_back(row)
        return taken


def content_of(row: Row) -> dict[str, Any]:
    """Return a test as the list of tests shows it."""
    hidden = {"id", "error_message"}
    return {name: value for name, value in row.items() if name not in hidden}
