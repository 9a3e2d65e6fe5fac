"""Chroma's own API, as the balancer offers it."""

import httpx
from fastapi import APIRouter, Request, Response

from support.sandbox.chroma_ha.app import requests
from support.sandbox.chroma_ha.app.database import Away
from support.sandbox.chroma_ha.app.deployment import Balancer, Parts
from support.sandbox.chroma_ha.app.writing import NobodyThere

router = APIRouter(prefix="/api", include_in_schema=False)
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_UNAVAILABLE = 503


@router.api_route("/{_:path}", methods=_METHODS)
async def proxy(request: Request, parts: Parts) -> Response:
    """Pass a request on; one that writes goes through the log."""
    asked = requests.Request.of(
        request.method, request.scope["path"], request.url.query, await request.body()
    )
    try:
        answer = await _answer(asked, parts)
    except NobodyThere:
        answer = refusal(_UNAVAILABLE, "InternalError", "No healthy instances available")
    except Away:
        answer = refusal(_UNAVAILABLE, "InternalError", "The write-ahead log does not answer")
    content = parts.identities.for_users(answer) if asked.operation is None else answer.content
    return Response(content, answer.status_code, media_type=answer.headers.get("content-type"))


async def _answer(asked: requests.Request, parts: Balancer) -> httpx.Response:
    if asked.lists:
        return await parts.reader.page_of_collections(asked)
    if not asked.writes:
        return await parts.reader.read(asked)
    collection = _collection_of(asked, parts)
    if collection is None:
        return refusal(404, "NotFoundError", f"Collection [{asked.key}] does not exist")
    return await parts.writer.write(asked, collection)


def _collection_of(asked: requests.Request, parts: Balancer) -> str | None:
    """Return the name of the collection that a write is about; None if there is none."""
    if asked.creates:
        content = asked.content()
        return str(content.get("name", "")) if isinstance(content, dict) else ""
    assert asked.key is not None, "a write names its collection"
    return parts.identities.name_of(asked.key)


def refusal(status: int, error: str, message: str) -> httpx.Response:
    """Return an answer in the form of Chroma's own errors."""
    return httpx.Response(status, json={"error": error, "message": message})
