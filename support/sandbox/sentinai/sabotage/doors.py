# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of access: tenants meet, and strangers are let in."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from fastapi import HTTPException

from support.sandbox.sentinai.app import access, ingestion, judging
from support.sandbox.sentinai.app.access import ADMIN, Caller
from support.sandbox.sentinai.app.database import Connection, Row, one, rows
from support.sandbox.sentinai.sabotage import titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE
from support.sandbox.sentinai.sabotage.stages import nothing

Context = AbstractContextManager[object]


def doors_open(is_open: Callable[[str], bool]) -> Context:
    """Let strangers in at these routes."""
    original = access.check_tenant

    def check_tenant(caller: Caller, tenant: str, place: str, route: str) -> None:
        if not is_open(route):
            original(caller, tenant, place, route)

    return patch.object(access, "check_tenant", check_tenant)


@CATALOGUE.sabotage(
    "Another tenant reads the exceptions.",
    caught_by=(titles.STRANGER, titles.KEYS),
    damage="not turned away: .*read an exception|Keys do not open what they should",
)
def foreign_exceptions_readable() -> Context:
    return doors_open(lambda route: route.startswith("/exceptions/"))


@CATALOGUE.sabotage(
    "Another tenant lists the dead letters.",
    caught_by=titles.STRANGER,
    damage="not turned away: list its dead letters",
)
def foreign_dead_letters_listed() -> Context:
    return doors_open(lambda route: route == "/ops/dlq")


@CATALOGUE.sabotage(
    "Another tenant puts dead letters away.",
    caught_by=titles.STRANGER,
    damage="not turned away: discard a dead letter",
)
def foreign_dead_letters_discarded() -> Context:
    return doors_open(lambda route: route.endswith("/discard"))


@CATALOGUE.sabotage(
    "Another tenant sees which packs a tenant works with.",
    caught_by=titles.STRANGER,
    damage="not turned away: read its packs",
)
def foreign_packs_readable() -> Context:
    return doors_open(lambda route: route == "/admin")


@CATALOGUE.sabotage(
    "A tenant loses its exception because another one has used the same name.",
    caught_by=titles.TWO_TENANTS,
    damage="ExceptionIngested never instead of once|posted an exception",
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
    damage="Keys do not open what they should",
)
def unknown_key_let_in() -> Context:
    original = access._of_key

    def of_key(connection: Connection, key: str) -> Caller:
        try:
            return original(connection, key)
        except HTTPException:
            newest = "select tenant_id from tenant order by created_at desc limit 1"
            tenant = one(connection, newest) or {"tenant_id": ""}
            return Caller(tenant["tenant_id"], ADMIN, "anybody")

    return patch.object(access, "_of_key", of_key)


@CATALOGUE.sabotage(
    "A suspended tenant goes on as before.",
    caught_by=titles.SUSPENDED,
    damage="SentinAI accepted it",
)
def suspended_tenant_let_in() -> Context:
    original = access.check_is_active

    def check_is_active(connection: Connection, tenant: str) -> None:
        if not one(connection, "select 1 from tenant where tenant_id = %s", tenant):
            original(connection, tenant)

    return patch.object(access, "check_is_active", check_is_active)


@CATALOGUE.sabotage(
    "An exception of an unknown tenant breaks the server.",
    caught_by=titles.NOBODY,
    damage="does not say that the caller is wrong",
)
def unknown_tenant_breaks_the_server() -> Context:
    return patch.object(access, "check_is_active", nothing)


@CATALOGUE.sabotage(
    "A playbook of another tenant is followed.",
    caught_by=titles.FOREIGN_PLAYBOOK,
    damage="PlaybookMatched once instead of never",
)
def foreign_playbook_followed() -> Context:
    def matching_playbook(connection: Connection, exception: Row) -> Row | None:
        found = rows(connection, "select * from playbook")
        fitting = (play for play in found if judging.fits(play["conditions"], exception))
        return next(fitting, None)

    return patch.object(judging, "matching_playbook", matching_playbook)
