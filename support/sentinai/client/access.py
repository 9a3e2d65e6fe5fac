"""Who talks to SentinAI: for which tenant, and with what proof."""

import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import jwt
from jwt.warnings import InsecureKeyLengthWarning

from support.core.secrecy import keep_secret

# How long SentinAI's secret is, is SentinAI's affair.
warnings.simplefilter("ignore", InsecureKeyLengthWarning)

_VALID_FOR = timedelta(hours=12)
_CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(frozen=True)
class Access:
    """The right to act for a tenant.

    Attributes:
        tenant: its id.
        headers: the proof as it is sent with every request.
        proof: the proof itself; "" if there is none.
    """

    tenant: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    proof: str = field(default="", repr=False)


def by_key(tenant: str, key: str) -> Access:
    """Return the access that an API key gives."""
    return Access(tenant, {"X-API-KEY": key}, key)


def by_token(tenant: str, secret: str) -> Access:
    """Return the access of an admin of a tenant whose token we sign ourselves."""
    now = datetime.now(UTC)
    claims = {
        "sub": "datamonkey",
        "tenant_id": tenant,
        "role": "admin",
        "iat": now - _CLOCKS_DIFFER,
        "exp": now + _VALID_FOR,
    }
    token = jwt.encode(claims, secret, algorithm="HS256")
    keep_secret(token)
    return Access(tenant, {"Authorization": f"Bearer {token}"}, token)
