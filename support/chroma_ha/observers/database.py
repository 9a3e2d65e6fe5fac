"""What Chroma HA keeps in its database: what it uses and recommends, and who works at what."""

from dataclasses import dataclass
from datetime import timedelta
from typing import LiteralString, TypeVar

import psycopg
from psycopg.errors import UndefinedColumn, UndefinedTable
from psycopg.rows import class_row

from support.core.causes import Cause
from support.core.errors import Failure

TASKS, WORKERS = "sync_tasks", "sync_workers"
"""The tables of what is to be synced, and of who does it."""
RECOMMENDATIONS = "upgrade_recommendations"
"""The table of what is recommended."""

_SECONDS_TO_CONNECT = 10

_HERE = "select current_database() as name"
_TABLES = "select table_name as name from information_schema.tables where table_name = any(%s)"
_LAST_MEASUREMENT = "select coalesce(max(id), 0) as number from performance_metrics"
_MEASUREMENTS = """
select id as number, memory_usage_mb as megabytes, memory_percent as memory, cpu_percent as cpu
from performance_metrics where id > %s order by id
"""
_RECOMMENDATIONS = """
select distinct recommendation_type as resource, current_usage as usage,
    recommended_tier as offer, reason, urgency
from upgrade_recommendations where recommendation_type = %s and id > %s
"""
_LAST_RECOMMENDATION = """
select id as number, now() - created_at as age
from upgrade_recommendations order by id desc limit 1
"""
_TASKS = """
select id as number, chunk_start_offset as first, chunk_end_offset as beyond,
    task_status as status, worker_id as worker
from sync_tasks where collection_name = %s order by id
"""
_WORKERS = """
select worker_id as name, worker_status as status, current_task_id as task,
    extract(epoch from last_heartbeat)::float as last_s,
    extract(epoch from now() - last_heartbeat)::float as silent_s
from sync_workers order by worker_id
"""
R = TypeVar("R")


@dataclass(frozen=True)
class _Name:
    name: str


@dataclass(frozen=True)
class _Number:
    number: int


@dataclass(frozen=True)
class Measurement:
    """What was used at a time.

    Attributes:
        number: later ones have higher numbers.
        megabytes: of memory.
        memory: in percent.
        cpu: in percent.
    """

    number: int
    megabytes: float
    memory: float
    cpu: float


@dataclass(frozen=True)
class Recommendation:
    """That more of something is needed.

    Attributes:
        resource: of which.
        usage: how much of it was used, in percent.
        offer: what is recommended.
        reason: why.
        urgency: how urgent it is.
    """

    resource: str
    usage: float
    offer: str
    reason: str
    urgency: str


@dataclass(frozen=True)
class Latest:
    """The latest recommendation.

    Attributes:
        number: later ones have higher numbers.
        age: how long ago it was made.
    """

    number: int
    age: timedelta


@dataclass(frozen=True)
class Task:
    """A part of what a server lacks of a collection.

    Attributes:
        number: of the task.
        first: where the part begins.
        beyond: where it ends: the next one may begin there.
        status: pending, processing, completed or failed.
        worker: who has claimed it last, if anybody has.
    """

    number: int
    first: int
    beyond: int
    status: str
    worker: str | None


@dataclass(frozen=True)
class Worker:
    """Who works at tasks.

    Attributes:
        name: of the worker.
        status: active, while it is.
        task: at which it works, as far as that is told.
        last_s: when it gave the last sign of life, to be compared with others of its own only.
        silent_s: how long ago that was.
    """

    name: str
    status: str
    task: int | None
    last_s: float
    silent_s: float

    def is_alive(self, longest_s: float) -> bool:
        """Tell whether it gave a sign of life in the last seconds, so many of them."""
        return self.status == "active" and self.silent_s <= longest_s


class DatabaseObserver:
    """Looks into the database, and changes nothing.

    Args:
        url: of it.

    Raises:
        Failure: it cannot be reached.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._rows(_Name, _HERE)

    def has(self, *tables: str) -> set[str]:
        """Return which of these tables there are."""
        return {row.name for row in self._rows(_Name, _TABLES, list(tables))}

    def last_measurement(self) -> int:
        """Return the number of the latest measurement; 0 if there is none."""
        return self._rows(_Number, _LAST_MEASUREMENT)[0].number

    def measurements(self, after: int) -> list[Measurement]:
        """Return what was measured after a measurement of this number, oldest first."""
        return self._rows(Measurement, _MEASUREMENTS, after)

    def last_recommendation(self) -> Latest | None:
        """Return when something was last recommended, of whatever."""
        found = self._rows(Latest, _LAST_RECOMMENDATION)
        return found[0] if found else None

    def recommendations(self, resource: str, after: int) -> list[Recommendation]:
        """Return what was recommended of a resource after this number, each once."""
        return self._rows(Recommendation, _RECOMMENDATIONS, resource, after)

    def tasks(self, collection: str) -> list[Task]:
        """Return what was cut of a collection, oldest first."""
        return self._rows(Task, _TASKS, collection)

    def workers(self) -> list[Worker]:
        """Return everybody who has ever worked at tasks."""
        return self._rows(Worker, _WORKERS)

    def _rows(self, kind: type[R], query: LiteralString, *values: object) -> list[R]:
        try:
            with psycopg.connect(
                self._url,
                connect_timeout=_SECONDS_TO_CONNECT,
                options="-c default_transaction_read_only=on",
                row_factory=class_row(kind),
            ) as connection:
                return connection.execute(query, values).fetchall()
        except (UndefinedTable, UndefinedColumn) as error:
            told = f"The database of Chroma HA lacks what it should keep: {_line(error)}"
            raise Failure(told, Cause.LOST) from None
        except psycopg.Error as error:
            told = f"the database of Chroma HA does not tell what it keeps: {_line(error)}"
            raise Failure(told, Cause.UNAVAILABLE) from None


def _line(error: psycopg.Error) -> str:
    return str(error).partition("\n")[0]
