"""Accepts exceptions: stored together with their first event, or not at all."""

import hashlib
import uuid
from typing import Any

from fastapi import HTTPException, status
from psycopg.types.json import Jsonb
from pydantic import TypeAdapter

from support.sandbox.sentinai.app import events, redaction
from support.sandbox.sentinai.app.assessing import columns_of
from support.sandbox.sentinai.app.database import Connection, one, required
from support.sandbox.sentinai.app.events import Envelope, Kind

LONGEST_ID = 255
_CANONICAL: TypeAdapter[Any] = TypeAdapter(Any)


def accept(
    connection: Connection,
    tenant: str,
    exceptions: list[dict[str, Any]],
    source_system: str,
    ingestion_method: str,
) -> list[str]:
    """Store exceptions and their first events; return their ids.

    An id that the tenant used before is the same exception: it is not worked on again.
    """
    ids = []
    for raw in exceptions:
        clean = redaction.redact(raw)
        known = id_of(raw)
        if enter(connection, tenant, known, columns_of(clean, source_system)):
            payload = {
                "raw_payload": clean,
                "source_system": source_system,
                "ingestion_method": ingestion_method,
            }
            events.emit(connection, ingested(tenant, known, payload))
        ids.append(known)
    return ids


def id_of(raw: dict[str, Any]) -> str:
    """Return the id that the caller gave to an exception, or a new one.

    Raises:
        HTTPException: 400 if it cannot be an id.
    """
    given = raw.get("exceptionId", raw.get("exception_id"))
    if given is None:
        return str(uuid.uuid4())
    known = str(given)
    if not known or len(known) > LONGEST_ID or not known.isprintable():
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "exceptionId is not usable as an id")
    return known


def enter(connection: Connection, tenant: str, known: str, facts: dict[str, Any]) -> bool:
    """Enter an exception; False if its tenant has it already."""
    columns = {"tenant_id": tenant, "exception_id": known} | facts
    names = ", ".join(columns)
    places = ", ".join(["%s"] * len(columns))
    query = f"insert into exception ({names}) values ({places}) on conflict do nothing"  # noqa: S608
    return connection.execute(query.encode(), list(columns.values())).rowcount == 1


def reprocess(connection: Connection, tenant: str, known: str) -> None:
    """Emit the first event of an exception once more, as a new one."""
    first = required(
        connection,
        "select payload from event_log where tenant_id = %s and exception_id = %s"
        " and event_type = 'ExceptionIngested' order by seq limit 1",
        tenant,
        known,
    )
    events.emit(connection, ingested(tenant, known, first["payload"]))


def ingested(tenant: str, known: str, payload: dict[str, Any]) -> Envelope:
    """Return the first event of an exception."""
    return Envelope(
        event_type=Kind.EXCEPTION_INGESTED,
        tenant_id=tenant,
        exception_id=known,
        correlation_id=known,
        payload=payload,
    )


def answered_before(
    connection: Connection, tenant: str, key: str, body: object
) -> list[str] | None:
    """Return the ids that a request with this key got before, or None if it is the first.

    The key is taken at once: a second request at the same time waits until the first is through.

    Raises:
        HTTPException: 409 if the key came with another body before.
    """
    digest = hashlib.sha256(_CANONICAL.dump_json(body)).hexdigest()
    taken = connection.execute(
        "insert into idempotency_key (tenant_id, key, body_hash, exception_ids)"
        " values (%s, %s, %s, '[]') on conflict do nothing",
        [tenant, key, digest],
    )
    if taken.rowcount == 1:
        return None
    found = one(
        connection,
        "select body_hash, exception_ids from idempotency_key where tenant_id = %s and key = %s",
        tenant,
        key,
    )
    assert found is not None
    if found["body_hash"] != digest:
        raise HTTPException(status.HTTP_409_CONFLICT, "The Idempotency-Key has another request")
    return list(found["exception_ids"])


def remember_answer(connection: Connection, tenant: str, key: str, ids: list[str]) -> None:
    """Keep which ids a request with this key got."""
    connection.execute(
        "update idempotency_key set exception_ids = %s where tenant_id = %s and key = %s",
        [Jsonb(ids), tenant, key],
    )
