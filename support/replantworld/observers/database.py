"""What ReplantWorld keeps of NFTs in its database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg.rows import class_row

from support.core.causes import Cause
from support.core.errors import Failure
from support.replantworld.client.nfts import MIGRATED

_SECONDS_TO_CONNECT = 10

_NFTS = """
select sei_token_id as token, sei_owner_address as owner, name, description, image_url as image,
    external_url, attributes, sei_data_hash as data_hash, migration_status as status,
    solana_mint_address as mint, solana_metadata_uri as uri
from blockchain_sei_nft where sei_contract_address = %s
"""


_BATCHES = """
select total_items as size, start_time as started, end_time as ended
from blockchain_batch_migration_status where migration_job_id = %s order by batch_index
"""

_TESTS = """
select test_id::text as test_id, scenario, status from blockchain_integration_test_result
where test_id::text = %s
"""

_JOBS = "select job_id::text as id from blockchain_migration_job"
_MIGRATED = """
select solana_mint_address as id from blockchain_sei_nft
where migration_status = %s and solana_mint_address <> ''
"""

R = TypeVar("R")


@dataclass(frozen=True)
class Kept:
    """All jobs and migrated NFTs, whoever's they are.

    Attributes:
        jobs: their ids.
        migrated: the addresses of NFTs on Solana.
    """

    jobs: frozenset[str]
    migrated: frozenset[str]


@dataclass(frozen=True)
class _Id:
    id: str


@dataclass(frozen=True)
class StoredTest:
    """A test that ReplantWorld has run on itself."""

    test_id: str
    scenario: str
    status: str


@dataclass(frozen=True)
class StoredBatch:
    """A batch of a job.

    Attributes:
        size: how many NFTs it has.
        started: when work on it began.
        ended: when it was done; None if it is not.
    """

    size: int
    started: datetime
    ended: datetime | None


@dataclass(frozen=True)
class StoredNft:
    """A row of the table of NFTs.

    Attributes:
        token: the id on Sei.
        owner: to whom it belongs there.
        name: there, too, as all that follows up to `data_hash`.
        data_hash: SHA-256 of all that.
        status: of its migration.
        mint: its address on Solana; empty if it has none.
        uri: where its metadata lies; empty if that is not kept.
    """

    token: str
    owner: str
    name: str
    description: str
    image: str
    external_url: str
    attributes: Any
    data_hash: str
    status: str
    mint: str
    uri: str

    @property
    def is_migrated(self) -> bool:
        """Whether it counts as migrated, as the product itself defines it."""
        return self.status == MIGRATED and bool(self.mint)

    @property
    def is_half(self) -> bool:
        """Whether only one of status and address says that it is migrated."""
        return (self.status == MIGRATED) != bool(self.mint)


class DatabaseObserver:
    """Looks into the database, and changes nothing.

    Args:
        url: of it.

    Raises:
        Failure: it cannot be reached, or is no database of ReplantWorld.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self.nfts_of("")

    def nfts_of(self, contract: str) -> Mapping[str, StoredNft]:
        """Return what is kept of the NFTs of a collection, by token id."""
        return {nft.token: nft for nft in self._rows(StoredNft, _NFTS, contract)}

    def batches_of(self, job_id: str) -> list[StoredBatch]:
        """Return the batches in which a job was run, in their order."""
        return self._rows(StoredBatch, _BATCHES, job_id)

    def tests_of(self, test_id: str) -> list[StoredTest]:
        """Return what is kept of a test; more than one if its id is not its own."""
        return self._rows(StoredTest, _TESTS, test_id)

    def kept(self) -> Kept:
        """Return all that is kept of whatever was migrated."""
        jobs, migrated = self._rows(_Id, _JOBS), self._rows(_Id, _MIGRATED, MIGRATED)
        return Kept(frozenset(one.id for one in jobs), frozenset(one.id for one in migrated))

    def _rows(self, kind: type[R], query: LiteralString, *values: str) -> list[R]:
        try:
            with psycopg.connect(
                self._url,
                connect_timeout=_SECONDS_TO_CONNECT,
                options="-c default_transaction_read_only=on",
                row_factory=class_row(kind),
            ) as connection:
                return connection.execute(query, values).fetchall()
        except psycopg.Error as error:
            told = f"the database of ReplantWorld does not tell what it keeps: {error}"
            raise Failure(told, Cause.UNAVAILABLE) from None
