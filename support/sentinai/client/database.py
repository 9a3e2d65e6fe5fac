"""SentinAI's PostgreSQL: one connection, on which every error is told in one line."""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from support.core.errors import Failure
from support.core.timings import outside

Row = dict[str, Any]
Query = str | sql.Composed

_ANSWER_S = 10
# The product offers no way to delete a tenant.
_TABLES_OF_TENANTS = """
    SELECT table_name FROM information_schema.columns JOIN information_schema.tables
    USING (table_schema, table_name)
    WHERE table_schema = 'public' AND column_name = 'tenant_id' AND table_type = 'BASE TABLE'
"""
_ROWS_WITHOUT_TENANT_ID = (
    "DELETE FROM playbook_step WHERE playbook_id IN"
    " (SELECT playbook_id FROM playbook WHERE tenant_id = %s)",
    "DELETE FROM domain_packs WHERE domain = %s",
)


class Database:
    """The database, for whoever reads from it and for what the product offers no API for.

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

    def rows(self, query: Query, *values: object) -> list[Row]:
        """Return the rows that a query finds.

        Raises:
            Failure: the database does not tell; an error is never emptiness.
        """
        text = query.encode() if isinstance(query, str) else query
        try:
            with outside():
                return self._connection.execute(text, values).fetchall()
        except psycopg.Error as error:
            raise Failure(f"The database does not tell: {_line(error)}") from None

    def add_missing_steps(self, playbook: int, steps: Sequence[tuple[str, Row]]) -> None:
        """Write the steps of a playbook, tool and parameters each, unless the API did."""
        if self.rows("SELECT 1 FROM playbook_step WHERE playbook_id = %s", playbook):
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
        tables = [str(row["table_name"]) for row in self.rows(_TABLES_OF_TENANTS)]
        try:
            with self._connection.transaction():
                self._delete_from(tables, tenant)
        except psycopg.Error as error:
            raise Failure(f"The database does not delete tenants: {_line(error)}") from None

    def _delete_from(self, tables: Sequence[str], tenant: str) -> None:
        # Rows that point at each other go in any order when no trigger looks; none cascades then.
        self._connection.execute("SET LOCAL session_replication_role = replica")
        for query in _ROWS_WITHOUT_TENANT_ID:
            self._connection.execute(query, (tenant,))
        for table in tables:
            everything = sql.SQL("DELETE FROM {} WHERE tenant_id = %s").format(
                sql.Identifier(table)
            )
            self._connection.execute(everything, (tenant,))


def _line(error: psycopg.Error) -> str:
    return " ".join(str(error).split())
