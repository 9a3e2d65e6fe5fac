"""The routes of a sandbox that no product has: only who has the sandbox's token may use them."""

import os
import secrets
from collections.abc import Mapping

import httpx

from support.core.http import certificates

PATH = "/_sandbox"

_VARIABLE = "SANDBOX_TOKEN"
_PATIENCE_S = 300  # starting workers takes a while on a busy machine


def ensure_token() -> None:
    """Draw the token, unless whoever starts the sandbox chose one; all engines inherit it."""
    os.environ.setdefault(_VARIABLE, secrets.token_urlsafe())


def token() -> str:
    """Return the token; there must be one."""
    return os.environ[_VARIABLE]


def key() -> dict[str, str]:
    """Return the header that lets its bearer in."""
    return _bearing(token())


def settings_at(prefix: str, url: str) -> dict[str, str]:
    """Return the settings by which the suite reaches the private routes of an engine."""
    return {f"{prefix}_URL": f"{url}{PATH}", f"{prefix}_TOKEN": token()}


def client(settings: Mapping[str, str], prefix: str) -> httpx.Client:
    """Return a client of private routes, given the settings by which the suite reaches them."""
    bearing = _bearing(settings[f"{prefix}_TOKEN"])
    url = settings[f"{prefix}_URL"]
    return httpx.Client(base_url=url, headers=bearing, timeout=_PATIENCE_S, verify=certificates())


def may_pass(path: str, authorization: str) -> bool:
    """Tell whether a request for a path may pass, given what it says who it is."""
    if not path.startswith(PATH):
        return True
    if _VARIABLE not in os.environ:
        return False
    known = key()["Authorization"]
    return secrets.compare_digest(authorization.encode(), known.encode())


def _bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
