"""Routes for packs: what a domain knows, and what a tenant wants to be different."""

import hashlib
import json
from typing import Any

from fastapi import APIRouter, HTTPException, status
from psycopg import errors
from psycopg.types.json import Jsonb
from pydantic import BaseModel

from support.sandbox.sentinai.app.access import Database, Known, may_manage
from support.sandbox.sentinai.app.api_tenants import known_tenant
from support.sandbox.sentinai.app.database import Connection, Row, one, required

router = APIRouter(prefix="/admin", tags=["packs"])


class DomainPack(BaseModel):
    """What a domain knows: kinds of exceptions, tools, playbooks."""

    domain: str
    version: str
    content: dict[str, Any]


class TenantPack(BaseModel):
    """What a tenant wants to be different from its domain."""

    tenant_id: str
    version: str
    content: dict[str, Any]


class Activation(BaseModel):
    """Which packs a tenant works with from now on."""

    tenant_id: str
    domain: str
    domain_pack_version: str
    tenant_pack_version: str | None = None


@router.post("/packs/domain/import", status_code=status.HTTP_201_CREATED)
def import_domain_pack(pack: DomainPack, caller: Known, connection: Database) -> dict[str, Any]:
    """Take in a domain pack as a draft."""
    faults = faults_of(pack.content)
    if faults:
        detail = {"message": "Pack validation failed", "errors": faults, "warnings": []}
        raise HTTPException(status.HTTP_400_BAD_REQUEST, detail)
    place = f"domain={pack.domain}, version={pack.version}"
    query = (
        "insert into domain_packs (domain, version, content_json, created_by)"
        " values (%s, %s, %s, %s)"
    )
    arguments = [pack.domain, pack.version, Jsonb(pack.content), caller.name]
    row = _imported(connection, query, arguments, f"Domain pack version already exists: {place}")
    return row | {"tenant_id": None, "checksum": _checksum(pack.content), "content_json": None}


@router.post("/packs/tenant/import", status_code=status.HTTP_201_CREATED)
def import_tenant_pack(pack: TenantPack, caller: Known, connection: Database) -> dict[str, Any]:
    """Take in a tenant's own pack as a draft."""
    may_manage(caller, pack.tenant_id)
    place = f"tenant_id={pack.tenant_id}, version={pack.version}"
    query = (
        "insert into tenant_packs (tenant_id, version, content_json, created_by)"
        " values (%s, %s, %s, %s)"
    )
    arguments = [pack.tenant_id, pack.version, Jsonb(pack.content), caller.name]
    row = _imported(connection, query, arguments, f"Tenant pack version already exists: {place}")
    domain = pack.content.get("domainName")
    return row | {"domain": domain, "checksum": _checksum(pack.content), "content_json": None}


def _imported(connection: Connection, query: str, arguments: list[Any], taken: str) -> Row:
    try:
        with connection.transaction():
            return required(connection, f"{query} returning *", *arguments)
    except errors.UniqueViolation:
        raise HTTPException(status.HTTP_400_BAD_REQUEST, taken) from None
    except errors.ForeignKeyViolation:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "Tenant not found") from None


@router.post("/packs/activate")
def activate(wanted: Activation, caller: Known, connection: Database) -> dict[str, Any]:
    """Have a tenant work with these packs."""
    may_manage(caller, wanted.tenant_id)
    known_tenant(connection, wanted.tenant_id)
    _known_packs(connection, wanted)
    row = required(
        connection,
        "insert into tenant_active_config (tenant_id, domain, active_domain_pack_version,"
        " active_tenant_pack_version, activated_by) values (%s, %s, %s, %s, %s)"
        " on conflict (tenant_id) do update set domain = excluded.domain,"
        " active_domain_pack_version = excluded.active_domain_pack_version,"
        " active_tenant_pack_version = excluded.active_tenant_pack_version,"
        " activated_by = excluded.activated_by, activated_at = now() returning *",
        wanted.tenant_id,
        wanted.domain,
        wanted.domain_pack_version,
        wanted.tenant_pack_version,
        caller.name,
    )
    return row | {"change_request_id": None}


def _known_packs(connection: Connection, wanted: Activation) -> None:
    domain_pack = one(
        connection,
        "update domain_packs set status = 'active' where domain = %s and version = %s returning id",
        wanted.domain,
        wanted.domain_pack_version,
    )
    tenant_pack = one(
        connection,
        "update tenant_packs set status = 'active'"
        " where tenant_id = %s and version = %s returning id",
        wanted.tenant_id,
        wanted.tenant_pack_version,
    )
    if domain_pack is None or (wanted.tenant_pack_version and tenant_pack is None):
        raise HTTPException(status.HTTP_404_NOT_FOUND, "Domain pack or tenant pack not found")


@router.get("/tenants/{tenant_id}/active-config")
def active_config(tenant_id: str, caller: Known, connection: Database) -> dict[str, Any] | None:
    """Show which packs a tenant works with."""
    may_manage(caller, tenant_id)
    return one(connection, "select * from tenant_active_config where tenant_id = %s", tenant_id)


def faults_of(content: dict[str, Any]) -> list[str]:
    """Return what is wrong with the content of a domain pack."""
    kinds = content.get("exceptionTypes") or {}
    known_tools = list(content.get("tools") or {})
    faults = [] if kinds else ["At least one exception type is required"]
    for playbook in content.get("playbooks") or []:
        kind = playbook.get("exceptionType")
        if kind not in kinds:
            faults.append(f"Playbook '{kind}' is for an exception type that is not declared")
        for step in playbook.get("steps") or []:
            if step.get("action") not in known_tools:
                faults.append(
                    f"Playbook '{kind}' references tool '{step.get('action')}' which is not"
                    f" defined in tools. Valid tools: {known_tools}"
                )
    return faults


def _checksum(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
