"""What SentinAI has written down, seen from outside: its PostgreSQL."""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from support.core.errors import Failure
from support.core.timings import outside
from support.sentinai.client.events import Event

Row = dict[str, Any]

_ANSWER_S = 10
# The product offers no way to delete a tenant.
_OF_A_TENANT = """
    SELECT table_name FROM information_schema.columns JOIN information_schema.tables
    USING (table_schema, table_name)
    WHERE table_schema = 'public' AND column_name = 'tenant_id' AND table_type = 'BASE TABLE'
"""
_OF_A_TENANT_WITHOUT_ITS_NAME = (
    "DELETE FROM playbook_step WHERE playbook_id IN"
    " (SELECT playbook_id FROM playbook WHERE tenant_id = %s)",
    "DELETE FROM domain_packs WHERE domain = %s",
)


class Store:
    """Reads the database; writes only what the product offers no API for.

    Args:
        url: as SQLAlchemy or psycopg write it.

    Raises:
        Failure: the database does not let us in.
    """

    def __init__(self, url: str) -> None:
        address = url.replace("postgresql+asyncpg://", "postgresql://", 1)
        try:
            self._connection = psycopg.connect(
                address, autocommit=True, connect_timeout=_ANSWER_S, row_factory=dict_row
            )
        except psycopg.Error as error:
            raise Failure(f"The database gives no answer: {_line(error)}") from None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def events(self, tenant: str) -> list[Event]:
        """Return the events of a tenant, oldest first."""
        rows = self._rows("SELECT * FROM event_log WHERE tenant_id = %s", tenant)
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
            )
            for row in rows
        ]

    def dead_letters(self, tenant: str) -> list[Row]:
        """Return the dead letters of a tenant, oldest first."""
        return self._rows(
            "SELECT * FROM dead_letter_events WHERE tenant_id = %s ORDER BY id", tenant
        )

    def executions(self, tenant: str) -> list[Row]:
        """Return what is noted of the executions of tools."""
        return self._rows("SELECT * FROM tool_execution WHERE tenant_id = %s", tenant)

    def processings(self, tenant: str) -> list[Row]:
        """Return what is noted of the work on each event: by which worker, with which status."""
        return self._rows("SELECT * FROM event_processing WHERE tenant_id = %s", tenant)

    def exceptions(self, tenant: str) -> list[Row]:
        """Return the exceptions of a tenant."""
        return self._rows("SELECT * FROM exception WHERE tenant_id = %s", tenant)

    def mentions(self, text: str) -> list[str]:
        """Return the tables in which `text` stands anywhere."""
        query = sql.SQL("SELECT 1 FROM {} AS t WHERE t::text LIKE %s LIMIT 1")
        return [
            table
            for table in self._tables()
            if self._rows(query.format(sql.Identifier(table)), f"%{text}%")
        ]

    def add_missing_steps(self, playbook: int, steps: Sequence[tuple[str, Row]]) -> None:
        """Write the steps of a playbook, tool and parameters each, unless the API did."""
        if self._rows("SELECT 1 FROM playbook_step WHERE playbook_id = %s", playbook):
            return
        for order, (tool, parameters) in enumerate(steps, start=1):
            self._connection.execute(
                "INSERT INTO playbook_step (playbook_id, step_order, name, action_type, params)"
                " VALUES (%s, %s, %s, %s, %s)",
                (playbook, order, f"Step {order}", tool, Jsonb(parameters)),
            )

    def delete_tenant(self, tenant: str) -> None:
        """Delete a tenant with everything that is its own.

        Raises:
            Failure: the database does not allow it.
        """
        tables = [str(row["table_name"]) for row in self._rows(_OF_A_TENANT)]
        try:
            with self._connection.transaction():
                self._delete_from(tables, tenant)
        except psycopg.Error as error:
            raise Failure(f"The database does not delete tenants: {_line(error)}") from None

    def _delete_from(self, tables: Sequence[str], tenant: str) -> None:
        # Rows that point at each other go in any order when no trigger looks; none cascades then.
        self._connection.execute("SET LOCAL session_replication_role = replica")
        for query in _OF_A_TENANT_WITHOUT_ITS_NAME:
            self._connection.execute(query, (tenant,))
        for table in tables:
            everything = sql.SQL("DELETE FROM {} WHERE tenant_id = %s").format(
                sql.Identifier(table)
            )
            self._connection.execute(everything, (tenant,))

    def _tables(self) -> list[str]:
        rows = self._rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [str(row["tablename"]) for row in rows]

    def _rows(self, query: Any, *values: object) -> list[Row]:  # noqa: ANN401  text, or composed
        try:
            with outside():
                return self._connection.execute(query, values).fetchall()
        except psycopg.Error as error:
            raise Failure(f"The database does not tell: {_line(error)}") from None


def _line(error: psycopg.Error) -> str:
    return " ".join(str(error).split())
