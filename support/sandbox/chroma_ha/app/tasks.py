"""The tasks of replication, and who works at them."""

from support.sandbox.chroma_ha.app.database import Database

_TABLES = """
    create table if not exists sync_tasks (
        id bigserial primary key,
        collection_id uuid,
        collection_name text not null,
        chunk_start_offset int not null,
        chunk_end_offset int not null,
        task_status text not null default 'pending',
        worker_id text,
        started_at timestamptz,
        completed_at timestamptz,
        retry_count int not null default 0,
        error_message text,
        created_at timestamptz not null default now()
    );
    create table if not exists sync_workers (
        worker_id text primary key,
        last_heartbeat timestamptz not null default now(),
        worker_status text not null default 'active',
        current_task_id bigint references sync_tasks (id),
        memory_usage_mb real,
        cpu_percent real
    );
"""


class Tasks:
    """The tasks.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self) -> None:
        """Make the tables unless they are there."""
        await self._database.run(_TABLES)
