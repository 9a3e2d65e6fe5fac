"""Lets in only what comes from programs on this machine, and no page that a browser has open.

A page of anybody's may send requests to a loopback address, either as what it is (its Origin tells)
or after its own name was made to mean this machine (the Host tells, "DNS rebinding"). Programs of
other people on this machine do not know the sandbox's token, which its private routes ask for.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from support.sandbox.kit import private

_NAMES = {"127.0.0.1", "::1", "localhost"}
_REFUSED = 403
_UNKNOWN = 401


class NeighboursOnly:
    """An application for this machine alone.

    Args:
        app: answers what is let in.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        serve = self._app
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if not is_from_here(headers.get("host", ""), headers.get("origin")):
                serve = PlainTextResponse("Only for programs on this machine", _REFUSED)
            elif not private.may_pass(scope["path"], headers.get("authorization", "")):
                serve = PlainTextResponse("Only for who has the sandbox's token", _UNKNOWN)
        await serve(scope, receive, send)


def is_from_here(host: str, origin: str | None) -> bool:
    """Tell whether a request was meant for this machine and comes from no foreign page.

    Args:
        host: what the request names as its Host.
        origin: the page that sent it, as its Origin; None if no page did.
    """
    return _is_local(f"//{host}") and (origin is None or _is_local(origin))


def _is_local(url: str) -> bool:
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return name in _NAMES or name.endswith(".localhost")
