"""Who calls, for which tenant, and with which parts of the deployment a route works."""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import jwt
from fastapi import Depends, Header, HTTPException, Query, Request, status
from jwt.types import Options

from support.sandbox.sentinai.app.configuration import Configuration
from support.sandbox.sentinai.app.database import Connection, Pool, one
from support.sandbox.sentinai.app.worker_pool import WorkerPool

_log = logging.getLogger(__name__)
_NO_KEY = "No authentication credentials provided (API key or JWT token required)"


@dataclass(frozen=True)
class Deployment:
    """The parts that routes work with."""

    configuration: Configuration
    pool: Pool
    workers: WorkerPool


@dataclass(frozen=True)
class Caller:
    """Whom a key or a token speaks for.

    Attributes:
        is_platform: may create tenants and look after all of them, and reads no exceptions.
    """

    tenant_id: str
    name: str
    is_platform: bool = False


def deployment_of(request: Request) -> Deployment:
    """Return the parts of the application that serves this request."""
    deployment: Deployment = request.app.state.deployment
    return deployment


Parts = Annotated[Deployment, Depends(deployment_of)]


def database(parts: Parts) -> Iterator[Connection]:
    """Lend a connection to a route; everything that it writes is one transaction."""
    with parts.pool.connection() as connection, connection.transaction():
        yield connection


# The scope makes the transaction end before the answer goes out: an answer is a promise.
Database = Annotated[Connection, Depends(database, scope="function")]


def identify(
    parts: Parts,
    connection: Database,
    x_api_key: Annotated[str | None, Header()] = None,
    authorization: Annotated[str | None, Header()] = None,
) -> Caller:
    """Return whom the token, or else the key, speaks for.

    Raises:
        HTTPException: 401 without either, or with an unknown one; 403 if the tenant is not active.
    """
    if authorization:
        caller = _of_token(authorization, parts.configuration.jwt_secret)
    elif x_api_key:
        caller = _of_key(connection, x_api_key)
    else:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, _NO_KEY)
    check_is_active(connection, caller.tenant_id)
    return caller


def check_is_active(connection: Connection, tenant: str) -> None:
    """Refuse tenants that are unknown or suspended.

    Raises:
        HTTPException: 403.
    """
    found = one(connection, "select status from tenant where tenant_id = %s", tenant)
    if found is None or found["status"] != "active":
        raise HTTPException(status.HTTP_403_FORBIDDEN, "The tenant is not active")


Known = Annotated[Caller, Depends(identify)]


def check_tenant(caller: Caller, tenant: str, place: str, route: str) -> None:
    """Refuse whoever names another tenant, and note the attempt.

    Raises:
        HTTPException: 403.
    """
    if caller.tenant_id != tenant:
        _log.warning("%s, of %s, was refused at %s", caller.name, caller.tenant_id, route)
        raise HTTPException(
            status.HTTP_403_FORBIDDEN,
            f"Tenant ID mismatch: authenticated tenant '{caller.tenant_id}'"
            f" does not match {place} tenant '{tenant}'",
        )


def tenant_in_path(tenant_id: str, caller: Known, request: Request) -> str:
    """Return the tenant that the path names, if it is the caller's."""
    check_tenant(caller, tenant_id, "path", request.url.path)
    return tenant_id


def tenant_in_query(
    caller: Known, request: Request, tenant_id: Annotated[str | None, Query()] = None
) -> str:
    """Return the tenant that the query names, if it is the caller's; by default the caller's."""
    if tenant_id is None:
        return caller.tenant_id
    check_tenant(caller, tenant_id, "query", request.url.path)
    return tenant_id


PathTenant = Annotated[str, Depends(tenant_in_path)]
QueryTenant = Annotated[str, Depends(tenant_in_query)]


def platform_administrator(caller: Known) -> Caller:
    """Return the caller if it looks after all tenants; 403 otherwise."""
    if not caller.is_platform:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Platform administrators only")
    return caller


Platform = Annotated[Caller, Depends(platform_administrator)]


def may_manage(caller: Caller, tenant: str) -> None:
    """Refuse administrators of another tenant, but not those of the platform; 403."""
    if not caller.is_platform:
        check_tenant(caller, tenant, "named", "/admin")


def hash_of(key: str) -> str:
    """Return what is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def _of_key(connection: Connection, key: str) -> Caller:
    found = one(connection, "select * from api_key where key_hash = %s", hash_of(key))
    if found is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Invalid API key")
    name = f"api_user_{found['tenant_id']}"
    return Caller(found["tenant_id"], name, found["is_platform"])


def _of_token(authorization: str, secret: str) -> Caller:
    claims_needed: Options = {"require": ["sub", "tenant_id", "role", "iat", "exp"]}
    try:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise jwt.InvalidTokenError("not a bearer token")
        claims = jwt.decode(token, secret, algorithms=["HS256"], options=claims_needed)
    except jwt.InvalidTokenError:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Invalid JWT token") from None
    return Caller(str(claims["tenant_id"]), str(claims["sub"]))
