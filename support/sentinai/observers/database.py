"""What SentinAI has stored, seen from outside: its PostgreSQL."""

from collections.abc import Callable

from psycopg import sql

from support.sentinai.client.database import Database, Row
from support.sentinai.client.events import Event


class DatabaseObserver:
    """Reads what is stored of a tenant.

    Args:
        database: SentinAI's.
        watch: is told every row, once: in which table it is, and all of its text.
    """

    def __init__(self, database: Database, watch: Callable[[str, str], None]) -> None:
        self._database = database
        self._watch = watch
        self._watched: set[int] = set()

    def events(self, tenant: str) -> list[Event]:
        """Return the events of a tenant, oldest first."""
        rows = self._of("event_log", tenant)
        # Where SentinAI numbers its events, the number decides between those of one moment.
        rows.sort(key=lambda row: (row["timestamp"], row.get("seq") or 0))
        return [
            Event(
                id=row["event_id"],
                type=row["event_type"],
                tenant=row["tenant_id"],
                exception=row["exception_id"] or row["correlation_id"] or "",
                at=row["timestamp"],
                payload=row["payload"],
                correlation=row["correlation_id"] or "",
            )
            for row in rows
        ]

    def dead_letters(self, tenant: str) -> list[Row]:
        """Return the dead letters of a tenant, oldest first."""
        return sorted(self._of("dead_letter_events", tenant), key=lambda row: int(row["id"]))

    def executions(self, tenant: str) -> list[Row]:
        """Return the records of the executions of tools."""
        return self._of("tool_execution", tenant)

    def processing_log(self, tenant: str) -> list[Row]:
        """Return the records of the work on each event: by which worker, with which status."""
        return self._of("event_processing", tenant)

    def exceptions(self, tenant: str) -> list[Row]:
        """Return the exceptions of a tenant."""
        return self._of("exception", tenant)

    def mentions(self, text: str) -> list[str]:
        """Return the tables in which `text` stands anywhere."""
        rows = self._database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        query = sql.SQL("SELECT 1 FROM {} AS t WHERE t::text LIKE %s LIMIT 1")
        return [
            row["tablename"]
            for row in rows
            if self._database.rows(query.format(sql.Identifier(row["tablename"])), f"%{text}%")
        ]

    def _of(self, table: str, tenant: str) -> list[Row]:
        query = sql.SQL("SELECT * FROM {} WHERE tenant_id = %s").format(sql.Identifier(table))
        rows = self._database.rows(query, tenant)
        for text in filter(self._is_new, map(str, rows)):
            self._watch(f"a row of {table}", text)
            self._watched.add(hash(text))
        return rows

    def _is_new(self, text: str) -> bool:
        return hash(text) not in self._watched
