"""Migration jobs: collections that are migrated in batches, several at a time, and taken back."""

import json
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from support.sandbox.replantworld.app.errors import NotFound, ProductError
from support.sandbox.replantworld.app.mapping import flaws_of, overlong
from support.sandbox.replantworld.app.nfts import SeiNft
from support.sandbox.replantworld.app.pipeline import Mapped, Pipeline
from support.sandbox.replantworld.app.sei import Exporter
from support.sandbox.replantworld.app.solana import Minter
from support.sandbox.replantworld.app.store import FAILED, Row, Store

CONCURRENT = 3
ATTEMPTS = 3
PAUSE_S = 0.01


@dataclass(frozen=True)
class Outcome:
    """What became of a job, or of a batch of it.

    Attributes:
        total: how many NFTs it has.
        successful: how many of them are migrated.
    """

    total: int
    successful: int

    @property
    def failed(self) -> int:
        """How many of them are not."""
        return self.total - self.successful


class BatchManager:
    """Migrates jobs in batches, and takes them back.

    Args:
        exporter: reads Sei.
        minter: burns on Solana.
        store: the database.
        pipeline: maps and mints a single NFT.
    """

    def __init__(
        self, exporter: Exporter, minter: Minter, store: Store, pipeline: Pipeline
    ) -> None:
        self._exporter = exporter
        self._minter = minter
        self._store = store
        self._pipeline = pipeline

    def create(self, name: str, description: str, contracts: Sequence[str], size: int) -> Row:
        """Make a job."""
        (row,) = self._store.run(
            "insert into blockchain_migration_job (job_id, name, description,"
            " sei_contract_addresses, batch_size, status) values (%s, %s, %s, %s, %s, 'created')"
            " returning *",
            uuid.uuid4(),
            name,
            description,
            json.dumps(list(contracts)),
            size,
        )
        return row

    def jobs(self, limit: int, offset: int) -> tuple[list[Row], int]:
        """Return a page of the jobs, the newest first, and how many there are in all."""
        rows = self._store.run(
            "select * from blockchain_migration_job order by id desc limit %s offset %s",
            limit,
            offset,
        )
        (counted,) = self._store.run("select count(*) as all from blockchain_migration_job")
        return rows, int(counted["all"])

    def job(self, job: uuid.UUID) -> Row:
        """Return a job.

        Raises:
            NotFound: there is no such.
        """
        rows = self._store.run("select * from blockchain_migration_job where job_id = %s", job)
        if not rows:
            raise NotFound(f"There is no migration job {job}")
        return rows[0]

    def run(self, job: uuid.UUID) -> Outcome:
        """Migrate a job, and keep what became of it."""
        row = self.job(job)
        nfts, unread = self.exported(row)
        self.begin(job, len(nfts) + unread, unread)
        size = self.size_of(row)
        batches = [nfts[start : start + size] for start in range(0, len(nfts), size)]
        with ThreadPoolExecutor(self.concurrent()) as pool:
            done = list(pool.map(lambda at: self.process(job, *at), enumerate(batches)))
        outcome = Outcome(len(nfts) + unread, sum(one.successful for one in done))
        self.finish(job, outcome)
        return outcome

    def exported(self, row: Row) -> tuple[list[SeiNft], int]:
        """Return the NFTs of a job that can be read, and how many cannot."""
        nfts, unread = list[SeiNft](), 0
        for contract in row["sei_contract_addresses"]:
            for token in self._exporter.token_ids(contract, None):
                try:
                    nfts.append(self._exporter.nft(contract, token))
                except ProductError:
                    unread += 1
        return nfts, unread

    def size_of(self, row: Row) -> int:
        """Return how many NFTs a batch of a job has, at most."""
        return int(row["batch_size"])

    def concurrent(self) -> int:
        """Return how many batches are worked on at a time."""
        return CONCURRENT

    def process(self, job: uuid.UUID, index: int, batch: Sequence[SeiNft]) -> Outcome:
        """Migrate a batch, and keep when that was and what became of it."""
        batch_id = uuid.uuid4()
        self._store.run(
            "insert into blockchain_batch_migration_status (batch_id, migration_job_id, status,"
            " batch_size, batch_index, total_items, start_time)"
            " values (%s, %s, 'running', %s, %s, %s, clock_timestamp())",
            batch_id,
            job,
            len(batch),
            index,
            len(batch),
        )
        outcome = Outcome(len(batch), sum(self.migrate(job, nft) for nft in batch))
        self._store.run(
            "update blockchain_batch_migration_status set status = 'completed',"
            " processed_items = %s, successful_items = %s, failed_items = %s,"
            " end_time = clock_timestamp() where batch_id = %s",
            outcome.total,
            outcome.successful,
            outcome.failed,
            batch_id,
        )
        self.advance(job, outcome)
        return outcome

    def begin(self, job: uuid.UUID, total: int, unread: int) -> None:
        """Keep that a job runs, and how many NFTs it has; those that cannot be read have failed."""
        self._store.run(
            "update blockchain_migration_job set status = 'running', started_at = now(),"
            " total_nfts = %s, processed_nfts = %s, successful_migrations = 0,"
            " failed_migrations = %s where job_id = %s",
            total,
            unread,
            unread,
            job,
        )

    def advance(self, job: uuid.UUID, outcome: Outcome) -> None:
        """Count what became of a batch."""
        self._store.run(
            "update blockchain_migration_job set processed_nfts = processed_nfts + %s,"
            " successful_migrations = successful_migrations + %s,"
            " failed_migrations = failed_migrations + %s where job_id = %s",
            outcome.total,
            outcome.successful,
            outcome.failed,
            job,
        )

    def migrate(self, job: uuid.UUID, nft: SeiNft) -> bool:
        """Migrate an NFT, trying again what may succeed another time; tell whether it is."""
        metadata = self._pipeline.map_one(nft, caching=True)
        if faults := [*flaws_of(metadata), *overlong(metadata)]:
            self._store.keep(nft, FAILED, faults)
            return False
        for attempt in range(ATTEMPTS):
            try:
                minted = self._pipeline.mint_one(Mapped(nft, metadata))
                self._store.keep_minted(nft, minted.mint, minted.signature, minted.uri)
                self._store.run(
                    "update blockchain_sei_nft set migration_job_id = %s"
                    " where sei_contract_address = %s and sei_token_id = %s",
                    job,
                    nft.contract_address,
                    nft.token_id,
                )
            except ProductError:
                time.sleep(PAUSE_S * 2**attempt)
            else:
                return True
        return False

    def finish(self, job: uuid.UUID, outcome: Outcome) -> None:
        """Keep what became of a job."""
        self._store.run(
            "update blockchain_migration_job set status = %s, total_nfts = %s, processed_nfts = %s,"
            " successful_migrations = %s, failed_migrations = %s, completed_at = now()"
            " where job_id = %s",
            "failed" if outcome.total and not outcome.successful else "completed",
            outcome.total,
            outcome.total,
            outcome.successful,
            outcome.failed,
            job,
        )

    def roll_back(self, job: uuid.UUID) -> int:
        """Take back what a job has migrated, and return how many NFTs that were.

        Each NFT is burned, and then kept as rolled back: whoever is interrupted goes on from there.
        """
        self.job(job)
        taken = self.of_job(job)
        for row in taken:
            self.take_back(row)
        self._store.run(
            "update blockchain_migration_job set status = 'cancelled', successful_migrations = 0,"
            " processed_nfts = failed_migrations where job_id = %s",
            job,
        )
        return len(taken)

    def of_job(self, job: uuid.UUID) -> list[Row]:
        """Return what a job has migrated and not yet taken back."""
        return self._store.run(
            "select * from blockchain_sei_nft where migration_job_id = %s"
            " and migration_status = 'completed' order by id",
            job,
        )

    def take_back(self, row: Row) -> None:
        """Take back an NFT."""
        self._minter.burn(row["solana_mint_address"])
        self._store.run(
            "update blockchain_sei_nft set migration_status = 'rolled_back',"
            " solana_mint_address = '', solana_asset_id = '', solana_transaction_signature = '',"
            " solana_metadata_uri = '', is_real_onchain = false, burned = burned + 1"
            " where id = %s",
            row["id"],
        )


def content_of(row: Row) -> dict[str, Any]:
    """Return a job as answers show it."""
    total, processed = row["total_nfts"], row["processed_nfts"]
    shown = (
        "job_id",
        "name",
        "description",
        "status",
        "sei_contract_addresses",
        "batch_size",
        "total_nfts",
        "processed_nfts",
        "successful_migrations",
        "failed_migrations",
        "created_at",
        "started_at",
        "completed_at",
    )
    rates = {
        "progress_percentage": 100 * processed / total if total else 0,
        "success_rate": 100 * row["successful_migrations"] / processed if processed else 0,
    }
    return {name: row[name] for name in shown} | rates
