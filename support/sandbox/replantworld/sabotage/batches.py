# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of jobs: how they are cut into batches, what is counted, and what is taken back."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch
from uuid import UUID

from solders.keypair import Keypair

from support.sandbox.replantworld.app import api_jobs
from support.sandbox.replantworld.app.batches import BatchManager, Outcome, content_of
from support.sandbox.replantworld.app.errors import ProductError
from support.sandbox.replantworld.app.nfts import SeiNft
from support.sandbox.replantworld.app.pipeline import Mapped, Minted, Pipeline
from support.sandbox.replantworld.app.solana import Minter
from support.sandbox.replantworld.app.store import COMPLETED, PENDING, ROLLED_BACK, Row, Store
from support.sandbox.replantworld.sabotage import sentences, titles
from support.sandbox.replantworld.sabotage.catalogue import CATALOGUE, STILL

Context = AbstractContextManager[object]

_ALL_AT_ONCE = 8
_NOT_AN_ATTEMPT = 99
_LATE_S = 0.5


@CATALOGUE.sabotage(
    "However small batches should be, all is done in one.",
    caught_by=titles.BOUNDS,
    at=sentences.BOUNDS,
    diagnosis=r"Its batches should be of \[5, 5, 5, 5, 3\], and are of \[23\]",
)
def batch_size_ignored() -> Context:
    return patch.object(BatchManager, "size_of", lambda _self, _row: 50)


@CATALOGUE.sabotage(
    "All batches are worked on at once.",
    caught_by=titles.BOUNDS,
    at=sentences.BOUNDS,
    diagnosis="[45] were worked on at a time, and 3 may be",
)
def concurrency_ignored() -> Context:
    return patch.object(BatchManager, "concurrent", lambda _: _ALL_AT_ONCE)


@CATALOGUE.sabotage(
    "A job calls its NFTs migrated, and does nothing else.",
    caught_by=(titles.JOB, titles.JOB_COUNTS),
    at={titles.JOB: sentences.WHOLE, titles.JOB_COUNTS: sentences.KNOWN[7]},
    diagnosis="('absent'|7 should be migrated, and 0 are known of)" + STILL,
)
def jobs_move_nothing() -> Context:
    def migrate(self: BatchManager, _: UUID, nft: SeiNft) -> bool:
        self._store.keep(nft, COMPLETED)
        return True

    return patch.object(BatchManager, "migrate", migrate)


@CATALOGUE.sabotage(
    "The last batch of a job is counted, and not worked on.",
    caught_by=titles.JOB,
    at=sentences.WHOLE,
    diagnosis=r"'absent' \(ReplantWorld, the database, Solana\)" + STILL,
)
def last_batch_lost() -> Context:
    original = BatchManager.process

    def process(self: BatchManager, job: UUID, index: int, batch: Sequence[SeiNft]) -> Outcome:
        is_last = len(batch) < 5  # noqa: PLR2004  the size that the sentence names
        return original(self, job, index, batch[:0] if is_last else batch)

    return patch.object(BatchManager, "process", process)


@CATALOGUE.sabotage(
    "The job does not count what has become of its NFTs.",
    caught_by=titles.JOB_COUNTS,
    at=sentences.ALL_COUNTED,
    diagnosis="the job's NFTs are 0 instead of 7",
)
@contextmanager
def job_counters_stand_still() -> Iterator[None]:
    with (
        patch.object(BatchManager, "begin", lambda *_: None),
        patch.object(BatchManager, "advance", lambda *_: None),
        patch.object(BatchManager, "finish", lambda *_: None),
    ):
        yield


@CATALOGUE.sabotage(
    "The progress of a job jumps from nothing to the whole.",
    caught_by=titles.PROGRESS,
    at=sentences.PROGRESS,
    diagnosis="Its progress was not seen to grow",
)
def progress_jumps() -> Context:
    return patch.object(BatchManager, "advance", lambda *_: None)


def _listing(altered: Callable[[dict[str, Any]], dict[str, Any]]) -> Context:
    """Let jobs that run be listed with these alterations."""

    def listed(row: Row) -> dict[str, Any]:
        told = content_of(row)
        return told | altered(told) if told["status"] == "running" else told

    return patch.object(api_jobs, "content_of", listed)


@CATALOGUE.sabotage(
    "The progress of a job runs backwards while it runs.",
    caught_by=titles.PROGRESS,
    at=sentences.PROGRESS,
    diagnosis="Its progress fell",
)
def progress_runs_backwards() -> Context:
    return _listing(lambda told: {"processed_nfts": told["total_nfts"] - told["processed_nfts"]})


@CATALOGUE.sabotage(
    "The progress of a job is told as more than it is.",
    caught_by=titles.PROGRESS,
    at=sentences.PROGRESS,
    diagnosis=r"of 60 NFTs are processed, and [\d.]+ % are told of",
)
def progress_embellished() -> Context:
    return _listing(lambda told: {"progress_percentage": told["progress_percentage"] / 2 + 50})


@CATALOGUE.sabotage(
    "A job that is run again counts its NFTs once more.",
    caught_by=titles.JOB_AGAIN,
    at=sentences.FOUR_COUNTED,
    diagnosis="the job's NFTs are 8 instead of 4",
)
def counted_once_more() -> Context:
    original = BatchManager.finish

    def finish(self: BatchManager, job: UUID, outcome: Outcome) -> None:
        row = self.job(job)
        total = row["total_nfts"] + outcome.total
        done = row["successful_migrations"] + outcome.successful
        original(self, job, Outcome(total, done))

    return patch.object(BatchManager, "finish", finish)


@CATALOGUE.sabotage(
    "A job that is done says that it is half done.",
    caught_by=titles.JOB_COUNTS,
    at=sentences.ALL_COUNTED,
    diagnosis="the answer's progress in percent are 50",
)
def progress_stops_short() -> Context:
    original = api_jobs.told

    def told(outcome: Outcome) -> dict[str, Any]:
        return original(outcome) | {"progress_percentage": 50.0}

    return patch.object(api_jobs, "told", told)


@CATALOGUE.sabotage(
    "A job counts what failed as migrated.",
    caught_by=titles.JOB_FLAWED,
    at=sentences.FAILURE_COUNTED,
    diagnosis="failed items are 0 instead of 1",
)
def job_failures_called_success() -> Context:
    original = BatchManager.migrate

    def migrate(self: BatchManager, job: UUID, nft: SeiNft) -> bool:
        original(self, job, nft)
        return True

    return patch.object(BatchManager, "migrate", migrate)


@CATALOGUE.sabotage(
    "An NFT that fails keeps those after it from being migrated.",
    caught_by=titles.JOB_FLAWED,
    at=sentences.KNOWN[3],
    diagnosis=r"3 should be migrated, and [012] are known of" + STILL,
)
def batch_stopped_by_one_nft() -> Context:
    original = BatchManager.process

    def process(self: BatchManager, job: UUID, index: int, batch: Sequence[SeiNft]) -> Outcome:
        if all(self._pipeline.map_one(nft, caching=True)["image"] for nft in batch):
            return original(self, job, index, batch)
        return Outcome(len(batch), len(batch) - 1)

    return patch.object(BatchManager, "process", process)


@CATALOGUE.sabotage(
    "What was minted and not yet saved when ReplantWorld was killed is minted once more.",
    caught_by=titles.JOB_INTERRUPTED,
    at=sentences.WHOLE,
    diagnosis="it is on Solana 2 times" + STILL,
)
@contextmanager
def minted_again_after_a_kill() -> Iterator[None]:
    keep, key_of = Store.keep_minted, Minter._key_of

    def keep_minted(self: Store, nft: SeiNft, mint: str, signature: str | None, uri: str) -> None:
        time.sleep(_LATE_S)
        keep(self, nft, mint, signature, uri)

    def own_key(self: Minter, contract: str, token: str, _: int) -> Keypair:
        return key_of(self, contract, token, _NOT_AN_ATTEMPT)

    with (
        patch.object(Minter, "_key_of", own_key),
        patch.object(Store, "keep_minted", keep_minted),
    ):
        yield


@CATALOGUE.sabotage(
    "What was saved and not yet minted when ReplantWorld was killed is never minted.",
    caught_by=titles.JOB_INTERRUPTED,
    at=sentences.WHOLE,
    diagnosis=r"not one state, but .*'absent' \(Solana\)" + STILL,
)
def saved_before_minted() -> Context:
    original = Pipeline.mint_one

    def mint_one(self: Pipeline, mapped: Mapped) -> Minted:
        nft = mapped.nft
        mint = self._minter.address_of(nft.contract_address, nft.token_id, 0)
        self._store.keep_minted(nft, mint, "", "")
        time.sleep(_LATE_S)
        self._store.keep(nft, PENDING)
        return original(self, mapped)

    return patch.object(Pipeline, "mint_one", mint_one)


@CATALOGUE.sabotage(
    "What is taken back stays on Solana.",
    caught_by=(titles.TAKEN_BACK, titles.CALLED_SO),
    at={titles.TAKEN_BACK: sentences.GONE, titles.CALLED_SO: sentences.ROLLED_BACK},
    diagnosis=r"(not one state, but .*'migrated' \(Solana\)|3 of them are on Solana still)" + STILL,
)
def rollback_forgets_the_chain() -> Context:
    return patch.object(Minter, "burn", lambda _self, _mint: None)


@CATALOGUE.sabotage(
    "Who takes a job back takes those of others back, too.",
    caught_by=titles.TAKEN_BACK,
    at=sentences.GONE,
    diagnosis=r"not one state, but 'migrated' \(what was asked for\); 'absent'" + STILL,
)
def rollback_takes_neighbours() -> Context:
    def of_any_job(self: BatchManager, _: UUID) -> list[Row]:
        return self._store.run(
            "select * from blockchain_sei_nft where migration_job_id is not null"
            " and migration_status = 'completed'"
        )

    return patch.object(BatchManager, "of_job", of_any_job)


@CATALOGUE.sabotage(
    "The last NFT of a job is not taken back.",
    caught_by=(titles.TAKEN_BACK, titles.CALLED_SO),
    at={titles.TAKEN_BACK: sentences.GONE, titles.CALLED_SO: sentences.ROLLED_BACK},
    diagnosis="(not one state|calls its NFTs .*completed)" + STILL,
)
def rollback_leaves_the_last() -> Context:
    original = BatchManager.of_job
    return patch.object(BatchManager, "of_job", lambda self, job: original(self, job)[:-1])


@CATALOGUE.sabotage(
    "What was taken back looks as if it was never migrated.",
    caught_by=titles.CALLED_SO,
    at=sentences.ROLLED_BACK,
    diagnosis="calls its NFTs pending" + STILL,
)
def rollback_called_pending() -> Context:
    original = BatchManager.take_back

    def take_back(self: BatchManager, row: Row) -> None:
        original(self, row)
        self._store.run(
            "update blockchain_sei_nft set migration_status = 'pending' where id = %s", row["id"]
        )

    return patch.object(BatchManager, "take_back", take_back)


@CATALOGUE.sabotage(
    "A job that was taken back counts its NFTs as migrated.",
    caught_by=titles.CALLED_SO,
    at=sentences.ROLLED_BACK,
    diagnosis="the job counts 3 as migrated" + STILL,
)
def rollback_not_counted() -> Context:
    original = BatchManager.roll_back

    def roll_back(self: BatchManager, job: UUID) -> int:
        taken = original(self, job)
        self._store.run(
            "update blockchain_migration_job set successful_migrations = %s where job_id = %s",
            taken,
            job,
        )
        return taken

    return patch.object(BatchManager, "roll_back", roll_back)


@CATALOGUE.sabotage(
    "Who takes a job back twice finds it as if it was never run.",
    caught_by=titles.TWICE,
    at=sentences.ROLLED_BACK,
    diagnosis="calls its NFTs pending" + STILL,
)
def second_rollback_undoes_the_first() -> Context:
    original = BatchManager.roll_back

    def roll_back(self: BatchManager, job: UUID) -> int:
        if self.job(job)["status"] == "cancelled":
            self._store.run(
                "update blockchain_sei_nft set migration_status = 'pending'"
                " where migration_job_id = %s",
                job,
            )
        return original(self, job)

    return patch.object(BatchManager, "roll_back", roll_back)


@CATALOGUE.sabotage(
    "What was interrupted while it was taken back stays half done for ever.",
    caught_by=titles.INTERRUPTED,
    at=sentences.ROLLED_BACK,
    diagnosis="calls its NFTs completed" + STILL,
)
def interrupted_rollback_never_finished() -> Context:
    original, begun = BatchManager.roll_back, set[UUID]()

    def roll_back(self: BatchManager, job: UUID) -> int:
        if job in begun:
            return 0
        begun.add(job)
        return original(self, job)

    return patch.object(BatchManager, "roll_back", roll_back)


@CATALOGUE.sabotage(
    "What was taken back once can never be migrated again.",
    caught_by=titles.BACK_AGAIN,
    at=sentences.WHOLE,
    diagnosis=r"'absent' \(ReplantWorld, the database, Solana\)" + STILL,
)
def never_migrated_again() -> Context:
    original = Pipeline.mint_one

    def mint_one(self: Pipeline, mapped: Mapped) -> Minted:
        row = self._store.row(mapped.nft)
        if row and row["migration_status"] == ROLLED_BACK:
            raise ProductError("It was taken back")
        return original(self, mapped)

    return patch.object(Pipeline, "mint_one", mint_one)
