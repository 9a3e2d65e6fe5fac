"""What the product keeps in PostgreSQL, in the tables that its operators know."""

import json
import time
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from support.sandbox.replantworld.app.errors import Away
from support.sandbox.replantworld.app.mapping import Metadata
from support.sandbox.replantworld.app.nfts import SeiNft

Row = dict[str, Any]

PENDING, COMPLETED, FAILED, ROLLED_BACK = "pending", "completed", "failed", "rolled_back"

_SCHEMA = """
create table if not exists blockchain_sei_nft (
    id bigserial primary key,
    sei_contract_address varchar(64) not null,
    sei_token_id varchar(128) not null,
    sei_owner_address varchar(64) not null,
    name varchar(200) not null,
    description text not null,
    image_url text not null,
    external_url text not null,
    attributes jsonb not null,
    sei_data_hash varchar(64) not null,
    migration_status varchar(20) not null,
    validation_errors jsonb not null default '[]',
    solana_mint_address varchar(44) not null default '',
    solana_asset_id varchar(64) not null default '',
    solana_transaction_signature varchar(88) not null default '',
    solana_metadata_uri text not null default '',
    is_real_onchain boolean not null default false,
    burned integer not null default 0,
    migration_date timestamptz,
    migration_job_id uuid,
    unique (sei_contract_address, sei_token_id)
);
create table if not exists blockchain_migration_job (
    id bigserial primary key,
    job_id uuid not null unique,
    name varchar(200) not null,
    description text not null,
    sei_contract_addresses jsonb not null,
    batch_size integer not null,
    status varchar(20) not null,
    total_nfts integer not null default 0,
    processed_nfts integer not null default 0,
    successful_migrations integer not null default 0,
    failed_migrations integer not null default 0,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    completed_at timestamptz
);
create table if not exists blockchain_batch_migration_status (
    batch_id uuid primary key,
    migration_job_id uuid not null,
    status varchar(20) not null,
    batch_size integer not null,
    batch_index integer not null,
    total_items integer not null,
    processed_items integer not null default 0,
    successful_items integer not null default 0,
    failed_items integer not null default 0,
    start_time timestamptz,
    end_time timestamptz
);
create table if not exists blockchain_integration_test_result (
    id bigserial primary key,
    test_id uuid not null,
    scenario varchar(30) not null,
    status varchar(10) not null,
    test_data_size integer not null,
    start_time timestamptz not null,
    end_time timestamptz,
    duration_seconds double precision,
    success_rate double precision not null,
    total_nfts_processed integer not null,
    successful_nfts integer not null,
    failed_nfts integer not null,
    error_message text
);
create table if not exists replantworld_metadata (
    mint varchar(44) primary key,
    content jsonb not null
);
"""

_KEEP = """
insert into blockchain_sei_nft (
    sei_contract_address, sei_token_id, sei_owner_address, name, description, image_url,
    external_url, attributes, sei_data_hash, migration_status, validation_errors
) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (sei_contract_address, sei_token_id) do update set
    sei_owner_address = excluded.sei_owner_address, name = excluded.name,
    description = excluded.description, image_url = excluded.image_url,
    external_url = excluded.external_url, attributes = excluded.attributes,
    sei_data_hash = excluded.sei_data_hash, migration_status = excluded.migration_status,
    validation_errors = excluded.validation_errors
"""

_MINTED = """
update blockchain_sei_nft set migration_status = 'completed', solana_mint_address = %s,
    solana_asset_id = %s, solana_transaction_signature = coalesce(%s, solana_transaction_signature),
    solana_metadata_uri = %s, is_real_onchain = true, migration_date = now()
where sei_contract_address = %s and sei_token_id = %s
"""


class Store:
    """The tables.

    Args:
        url: of the database.
        timed: is told how long each statement took, in seconds.
    """

    def __init__(self, url: str, timed: Callable[[float], None]) -> None:
        self._timed = timed
        self._pool: ConnectionPool[psycopg.Connection[Row]] = ConnectionPool(
            url, min_size=1, max_size=8, open=False, kwargs={"row_factory": dict_row}, timeout=5
        )

    def open(self) -> None:
        """Connect, and make the tables."""
        self._pool.open(wait=True)
        with self._pool.connection() as connection:
            connection.execute(_SCHEMA.encode())

    def close(self) -> None:
        """Close the pooled connections."""
        self._pool.close()

    def run(self, query: str, *values: object) -> list[Row]:
        """Execute a statement and return its rows, if it has any.

        Raises:
            Away: the database gives no answer.
        """
        started = time.monotonic()
        try:
            with self._pool.connection() as connection:
                cursor = connection.execute(query.encode(), values)
                return list(cursor.fetchall()) if cursor.description else []
        except (psycopg.OperationalError, PoolTimeout) as error:
            raise Away(f"The database gives no answer: {error}") from None
        finally:
            self._timed(time.monotonic() - started)

    def row(self, nft: SeiNft) -> Row | None:
        """Return what is kept of an NFT."""
        rows = self.run(
            "select * from blockchain_sei_nft"
            " where sei_contract_address = %s and sei_token_id = %s",
            nft.contract_address,
            nft.token_id,
        )
        return rows[0] if rows else None

    def row_of(self, row_id: int) -> Row:
        """Return an NFT as it is kept now."""
        (row,) = self.run("select * from blockchain_sei_nft where id = %s", row_id)
        return row

    def keep(self, nft: SeiNft, status: str, errors: Sequence[str] = ()) -> None:
        """Keep an NFT as it is on Sei, with what becomes of its migration."""
        told = nft.content()
        told["attributes"] = json.dumps(told["attributes"])
        self.run(_KEEP, *told.values(), status, json.dumps(errors))

    def keep_minted(self, nft: SeiNft, mint: str, signature: str | None, uri: str) -> None:
        """Keep where on Solana an NFT has arrived."""
        self.keep(nft, PENDING)
        self.run(_MINTED, mint, mint, signature, uri, nft.contract_address, nft.token_id)

    def keep_metadata(self, mint: str, metadata: Metadata) -> None:
        """Keep the metadata of an NFT, before it is minted."""
        self.run(
            "insert into replantworld_metadata values (%s, %s) on conflict (mint) do update"
            " set content = excluded.content",
            mint,
            json.dumps(metadata),
        )

    def metadata(self, mint: str) -> Metadata | None:
        """Return the metadata of an NFT; None if there is no such."""
        rows = self.run("select content from replantworld_metadata where mint = %s", mint)
        return rows[0]["content"] if rows else None

    def search(self, contract: str | None, status: str | None, limit: int) -> list[Row]:
        """Return the NFTs of a collection, of a status, or all of them, the newest first."""
        return self.run(
            "select * from blockchain_sei_nft where (%s::text is null or sei_contract_address = %s)"
            " and (%s::text is null or migration_status = %s) order by id desc limit %s",
            contract,
            contract,
            status,
            status,
            limit,
        )
