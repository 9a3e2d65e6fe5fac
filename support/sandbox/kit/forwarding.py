"""Passes requests on to an emulator and the answers back."""

from collections.abc import Callable, Mapping
from itertools import count

import httpx
from fastapi import Request, Response

_HOP_BY_HOP = {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
_WRITTEN_ANEW = {"accept-encoding", "authorization", "content-length", "date"}
# The emulator allows a token 5,000 requests an hour and closes a connection after 5 idle seconds.
_REQUESTS_A_TOKEN = 4_000
_LIMITS = httpx.Limits(keepalive_expiry=2.0)


def same_target(request: Request) -> bytes:
    """Return path and query as the client sent them."""
    path: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    return path + (b"?" + query if query else b"")


def same_answer(request: Request, answer: httpx.Response) -> bytes:
    """Return the body as the emulator sent it."""
    return answer.content


class Emulator:
    """A pooled client of an emulator.

    Args:
        url: where it listens.
        target: makes path and query for the emulator.
        answer: makes the body for the client.
    """

    def __init__(
        self,
        url: str,
        target: Callable[[Request], bytes] = same_target,
        answer: Callable[[Request, httpx.Response], bytes] = same_answer,
    ) -> None:
        self.client = httpx.AsyncClient(base_url=url, timeout=60, limits=_LIMITS)
        self._target = target
        self._answer = answer
        self._requests = count()

    async def forward(self, request: Request) -> Response:
        """Pass a request on, its path and query byte for byte, and the answer back."""
        answer = await self.client.request(
            request.method,
            "/",
            headers=[*_end_to_end(request.headers), *self.own_headers().items()],
            content=await request.body(),
            extensions={"target": self._target(request)},
        )
        response = Response(self._answer(request, answer), answer.status_code)
        for name, value in _end_to_end(answer.headers):
            response.headers.append(name, value)
        return response

    def own_headers(self) -> dict[str, str]:
        """Return an alias of the user that still has requests left, and no compression."""
        alias = f"sandbox-{next(self._requests) // _REQUESTS_A_TOKEN}"
        return {"authorization": f"Bearer {alias}", "accept-encoding": "identity"}


def _end_to_end(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    dropped = _HOP_BY_HOP | _WRITTEN_ANEW
    return [(name, value) for name, value in headers.items() if name not in dropped]
