"""The tasks of replication, and who works at them.

A task is what some server lacks of one collection: the part of the log from one entry to another.
There is never more than one for a collection that is not done yet.
"""

from dataclasses import dataclass

from support.sandbox.chroma_ha.app.database import Database
from support.sandbox.chroma_ha.app.log import OPEN

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
_CUT = f"""
    insert into sync_tasks (collection_name, chunk_start_offset, chunk_end_offset)
    select collection_name, min(id) - 1, max(id) from unified_wal_writes as entry
    where {OPEN} and not exists (
        select from sync_tasks where collection_name = entry.collection_name
        and task_status in ('pending', 'processing')
    )
    group by collection_name order by min(id)
"""  # noqa: S608
_CLAIM = """
    with task as (
        update sync_tasks set task_status = 'processing', worker_id = %(worker)s, started_at = now()
        where id = (
            select id from sync_tasks where task_status = 'pending'
            order by retry_count, id limit 1 for update skip locked
        )
        returning id, collection_name
    ), worker as (
        update sync_workers set current_task_id = task.id from task where worker_id = %(worker)s
    )
    select * from task
"""
_SETTLE = """
    with worker as (
        update sync_workers set current_task_id = null where worker_id = %(worker)s
    )
    update sync_tasks set task_status = %(status)s, retry_count = retry_count + %(retries)s,
        completed_at = case %(status)s::text when 'completed' then now() end
    where id = %(task)s and worker_id = %(worker)s
"""
_BEAT = """
    insert into sync_workers (worker_id, memory_usage_mb, cpu_percent) values (%s, %s, %s)
    on conflict (worker_id) do update set last_heartbeat = now(), worker_status = 'active',
        memory_usage_mb = excluded.memory_usage_mb, cpu_percent = excluded.cpu_percent
"""
_MARK_DEAD = """
    update sync_workers set worker_status = 'dead', current_task_id = null
    where worker_status = 'active' and last_heartbeat < now() - interval '2 seconds'
"""
_TAKE_OVER = """
    update sync_tasks set task_status = 'pending', worker_id = null, retry_count = retry_count + 1
    where task_status = 'processing'
    and worker_id in (select worker_id from sync_workers where worker_status = 'dead')
"""


@dataclass(frozen=True)
class Task:
    """A task that somebody has claimed.

    Attributes:
        number: of the task.
        collection: in which there is something to do.
    """

    number: int
    collection: str


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

    async def cut(self) -> None:
        """Make a task of what is open in each collection, unless there is one."""
        await self._database.run(_CUT)

    async def claim(self, worker: str) -> Task | None:
        """Give a worker the task that was tried least of those that nobody has, if any."""
        rows = await self._database.run_with(_CLAIM, {"worker": worker})
        return Task(rows[0]["id"], rows[0]["collection_name"]) if rows else None

    async def settle(self, task: Task, worker: str, *, done: bool) -> None:
        """Note that a worker has done its task, or give the task back."""
        status = "completed" if done else "pending"
        values = {"worker": worker, "task": task.number, "status": status, "retries": int(not done)}
        await self._database.run_with(_SETTLE, values)

    async def beat(self, worker: str, memory: float, cpu: float) -> None:
        """Note that a worker lives, and what it uses."""
        await self._database.run(_BEAT, worker, memory, cpu)

    async def mark_dead(self) -> None:
        """Note which workers have given no sign of life for long."""
        await self._database.run(_MARK_DEAD)

    async def take_over(self) -> None:
        """Give back what dead workers had claimed."""
        await self._database.run(_TAKE_OVER)
