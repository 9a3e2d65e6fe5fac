"""SentinAI's PostgreSQL: one connection, on which every error is told in one line."""

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from graphlib import TopologicalSorter
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import errors, sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.timings import outside
from support.core.waiting import WaitedInVain, eventually, persistently

Row = dict[str, Any]
Query = str | sql.Composed

_ANSWER_S = 10
_STILL_S, _SILENT_S = 1.0, 15.0
_REPEATS = 5

# What the suite looks into, or has to fill in.
_TABLES = (
    "dead_letter_events",
    "event_log",
    "event_processing",
    "exception",
    "playbook_step",
    "tenant",
    "tool_execution",
)
_RIGHTS = """
    SELECT name AS table, to_regclass('public.' || quote_ident(name)) IS NOT NULL AS exists,
        coalesce(has_table_privilege(to_regclass('public.' || quote_ident(name)), %s), false) AS may
    FROM unnest(%s::text[]) AS name
"""
# The product offers no way to delete a tenant. Whatever carries its very name is its own: some
# tables call it domain, resource or entity, and name no tenant at all.
_NAMED = """
    SELECT table_name AS table, array_agg(column_name::text) AS columns
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
        AND data_type IN ('text', 'character varying')
    GROUP BY table_name
"""
_POINTING = """
    SELECT conrelid::regclass::text AS child, confrelid::regclass::text AS parent
    FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid
"""


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
            raise Failure(
                Cause.UNAVAILABLE(f"The database gives no answer: {_line(error)}")
            ) from None

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

    def add_dead_letter(self, tenant: str, exception: str) -> None:
        """Write a dead letter that waits for a decision, as if intake had given the event up.

        Args:
            tenant: whose it is.
            exception: which it is about; SentinAI must know it.
        """
        self._connection.execute(
            "INSERT INTO dead_letter_events (event_id, event_type, tenant_id, exception_id,"
            " original_topic, failure_reason, retry_count, worker_type, payload, status)"
            " VALUES (%s, 'ExceptionIngested', %s, %s, 'exceptions', 'put here by a test', 5,"
            " 'intake', %s, 'pending')",
            (str(uuid4()), tenant, exception, Jsonb({"raw_payload": {"exceptionId": exception}})),
        )

    def check(self, *, may_delete: bool) -> None:
        """Look whether this is SentinAI's database, and whether we may do there what we must.

        Args:
            may_delete: whether tenants can be deleted here only.

        Raises:
            Failure: a table is missing, or we have no right to it.
        """
        self._check_right("SELECT", _TABLES)
        if may_delete:
            self._check_right("DELETE", ("tenant",))

    def _check_right(self, right: str, tables: Sequence[str]) -> None:
        found = self.rows(_RIGHTS, right, list(tables))
        if missing := [row["table"] for row in found if not row["exists"]]:
            raise Failure(f"it has no table {', '.join(missing)}, as SentinAI's would")
        if denied := [row["table"] for row in found if not row["may"]]:
            raise Failure(f"its role has no right to {right} from {', '.join(denied)}")

    def delete_tenant(self, tenant: str) -> None:
        """Wait until a tenant is silent, and delete it with everything that is its own.

        Foreign keys stay on, so nothing is left that points at nothing, and no right is needed but
        to delete. Whoever writes at the same moment may be in each other's way: then it is tried
        again.

        Raises:
            Failure: the database does not allow it.
        """
        self._wait_for_silence(tenant)
        passing = (errors.DeadlockDetected, errors.ForeignKeyViolation)
        try:
            persistently(
                lambda: self._delete(tenant), lambda error: isinstance(error, passing), _REPEATS
            )
        except psycopg.Error as error:
            raise Failure(f"The database does not delete tenants: {_line(error)}") from None

    def _delete(self, tenant: str) -> None:
        columns = {str(row["table"]): row["columns"] for row in self.rows(_NAMED)}
        with self._connection.transaction():
            for table in self._children_first(columns):
                named = sql.SQL(" OR ").join(
                    sql.SQL("{} = %(name)s").format(sql.Identifier(name)) for name in columns[table]
                )
                query = sql.SQL("DELETE FROM {} WHERE {}").format(sql.Identifier(table), named)
                self._connection.execute(query, {"name": tenant})

    def _children_first(self, tables: Iterable[str]) -> list[str]:
        """Return tables so that none comes before those that point at it."""
        pointing: dict[str, set[str]] = {table: set() for table in tables}
        for row in self.rows(_POINTING):
            if {row["child"], row["parent"]} <= pointing.keys():
                pointing[row["parent"]].add(row["child"])
        return list(TopologicalSorter(pointing).static_order())

    def _wait_for_silence(self, tenant: str) -> None:
        """Wait until no event of a tenant was stored for a while; a noisy one goes all the same."""
        count, since = -1, time.monotonic()

        def is_silent() -> bool:
            nonlocal count, since
            found = self.rows("SELECT count(*) FROM event_log WHERE tenant_id = %s", tenant)
            if found[0]["count"] != count:
                count, since = found[0]["count"], time.monotonic()
            return time.monotonic() - since >= _STILL_S

        with suppress(WaitedInVain):
            eventually(is_silent, bool, _SILENT_S, "the tenant to be silent")


def _line(error: psycopg.Error) -> str:
    return " ".join(str(error).split())
