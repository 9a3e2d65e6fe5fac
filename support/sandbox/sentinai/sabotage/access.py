# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of access: tenants meet, others are let in, and owners are not."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from fastapi import HTTPException

from support.sandbox.sentinai.app import access, api_playbooks, api_tenants, ingestion
from support.sandbox.sentinai.app.access import Caller
from support.sandbox.sentinai.app.database import Connection, Row, one, required, rows
from support.sandbox.sentinai.sabotage import sentences, titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE, STILL
from support.sandbox.sentinai.sabotage.selecting import selecting, under
from support.sandbox.sentinai.sabotage.stages import nothing

Context = AbstractContextManager[object]


def let_others_in(is_open: Callable[[str], bool]) -> Context:
    """Let admins of other tenants in at these routes."""
    original = access.check_tenant

    def check_tenant(caller: Caller, tenant: str, place: str, route: str) -> None:
        if not is_open(route):
            original(caller, tenant, place, route)

    return patch.object(access, "check_tenant", check_tenant)


@CATALOGUE.sabotage(
    "Another tenant reads the exceptions.",
    caught_by=(titles.FOREIGN_ADMIN, titles.KEYS),
    at={titles.FOREIGN_ADMIN: sentences.OWNER_ONLY, titles.KEYS: sentences.OWN_KEY_ONLY},
    diagnosis="not denied: .*(admin to read an exception|key of TENANT_001 to list its exceptions)",
)
def foreign_exceptions_readable() -> Context:
    return let_others_in(lambda route: route.startswith("/exceptions/"))


@CATALOGUE.sabotage(
    "Another tenant lists the dead letters.",
    caught_by=titles.FOREIGN_LETTERS,
    at=sentences.OWNER_ONLY,
    diagnosis="not denied: another tenant's admin to list its dead letters",
)
def foreign_dead_letters_listed() -> Context:
    return let_others_in(lambda route: route == "/ops/dlq")


@CATALOGUE.sabotage(
    "Another tenant discards dead letters.",
    caught_by=titles.FOREIGN_LETTERS,
    at=sentences.OWNER_ONLY,
    diagnosis="not denied: another tenant's admin to discard a dead letter",
)
def foreign_dead_letters_discarded() -> Context:
    return let_others_in(lambda route: route.endswith("/discard"))


@CATALOGUE.sabotage(
    "Another tenant sees which packs a tenant works with.",
    caught_by=titles.FOREIGN_PACKS,
    at=sentences.OWNER_ONLY,
    diagnosis="not denied: another tenant's admin to read its packs",
)
def foreign_packs_readable() -> Context:
    return let_others_in(lambda route: route == "/admin")


@CATALOGUE.sabotage(
    "A tenant loses its exception because another one has used the same name.",
    caught_by=titles.TWO_TENANTS,
    at=sentences.EACH_TENANT,
    diagnosis="show ExceptionIngested, .* never instead of once" + STILL,
)
def names_shared_by_all_tenants() -> Context:
    original = ingestion.enter

    def enter(connection: Connection, tenant: str, known: str, facts: dict[str, Any]) -> bool:
        taken = one(connection, "select 1 from exception where exception_id = %s", known)
        return not taken and original(connection, tenant, known, facts)

    return patch.object(ingestion, "enter", enter)


@CATALOGUE.sabotage(
    "Whoever makes up a key is let in.",
    caught_by=titles.KEYLESS,
    at=sentences.ADMIN_ONLY,
    diagnosis="not denied: somebody with an unknown key to list its exceptions",
)
def unknown_key_let_in() -> Context:
    original = access._of_key

    def of_key(connection: Connection, key: str) -> Caller:
        try:
            return original(connection, key)
        except HTTPException:
            newest = "select tenant_id from tenant order by created_at desc limit 1"
            tenant = one(connection, newest) or {"tenant_id": ""}
            return Caller(tenant["tenant_id"], "anybody")

    return patch.object(access, "_of_key", of_key)


@CATALOGUE.sabotage(
    "A suspended tenant goes on as before.",
    caught_by=titles.SUSPENDED,
    at=sentences.REJECTED,
    diagnosis="SentinAI accepted it",
)
def suspended_tenant_let_in() -> Context:
    original = access.check_is_active

    def check_is_active(connection: Connection, tenant: str) -> None:
        if not one(connection, "select 1 from tenant where tenant_id = %s", tenant):
            original(connection, tenant)

    return patch.object(access, "check_is_active", check_is_active)


@CATALOGUE.sabotage(
    "A tenant that was suspended once stays suspended.",
    caught_by=titles.ACTIVE_AGAIN,
    at=sentences.ACTIVE_AGAIN,
    diagnosis="answered 4|The answer tells the status suspended, and not",
)
def suspended_for_ever() -> Context:
    def change(connection: Connection, query: str, *values: object) -> Row:
        if "ACTIVE" in values:
            return required(connection, "select * from tenant where tenant_id = %s", values[-1])
        return required(connection, query, *values)

    return patch.object(api_tenants, "required", change)


@CATALOGUE.sabotage(
    "An exception of an unknown tenant breaks the server.",
    caught_by=titles.UNKNOWN_TENANT,
    at=sentences.REJECTED,
    diagnosis="does not say that the caller is wrong",
)
def unknown_tenant_breaks_the_server() -> Context:
    return patch.object(access, "check_is_active", nothing)


@CATALOGUE.sabotage(
    "Nobody reads metrics, not even those of the own tenant.",
    caught_by=titles.FOREIGN_ADMIN,
    at=sentences.OWNER_ONLY,
    diagnosis="not let in, and has the right: who has the right to read its metrics",
)
def owner_locked_out() -> Context:
    original = access.check_tenant

    def check_tenant(caller: Caller, tenant: str, place: str, route: str) -> None:
        is_metrics = route.startswith("/metrics/")
        original(caller, "nobody" if is_metrics else tenant, place, route)

    return patch.object(access, "check_tenant", check_tenant)


@CATALOGUE.sabotage(
    "Whoever lists exceptions is told of those of all tenants.",
    caught_by=titles.TWO_TENANTS,
    at=sentences.OWN_LISTED,
    diagnosis=r"Tenant \S+-main has .*, but is told of .*-other'",
)
def all_exceptions_listed() -> Context:
    return selecting("exception", under(lambda _: {"tenant_id <> %s": ""}))


@CATALOGUE.sabotage(
    "Whoever lists tools is shown those of all tenants.",
    caught_by=titles.TWO_TENANTS,
    at=sentences.OWN_LISTED,
    diagnosis=r"\S+-main is shown tools of \S+-other",
)
def foreign_tools_listed() -> Context:
    def of_all(connection: Connection, query: str, *arguments: object) -> list[Row]:
        if "from tool_definition" in query:
            return rows(connection, "select * from tool_definition order by tool_id")
        return rows(connection, query, *arguments)

    return patch.object(api_playbooks, "rows", of_all)


@CATALOGUE.sabotage(
    "Whoever switches a tool off switches it off for all tenants that have one of its name.",
    caught_by=titles.FOREIGN_ADMIN,
    at=sentences.OWNER_ONLY,
    diagnosis=r"the tool retryPayment of \S+-other is listed as switched off",
)
def namesakes_switched_off() -> Context:
    query = "update tool_definition set enabled = %s where name = %s"

    def switching(connection: Connection, statement: str, *arguments: object) -> Row:
        found = required(connection, statement, *arguments)
        if statement.startswith("update tool_definition"):
            connection.execute(query, [found["enabled"], found["name"]])
        return found

    return patch.object(api_playbooks, "required", switching)
