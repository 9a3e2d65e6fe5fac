"""Google Drive: files, folders, trash, changes, export. See developers.google.com/drive/api."""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from typing import Any

from fastapi import APIRouter, Request, Response

from support.sandbox.engines.google.errors import not_found

DOCUMENT = "application/vnd.google-apps.document"
ROOT = "root"
_UNKNOWN = "application/octet-stream"

Item = dict[str, Any]


class Drive:
    """One drive, empty at first."""

    def __init__(self) -> None:
        self._files: dict[str, Item] = {}
        self._contents: dict[str, bytes] = {}
        self._changed: list[str] = []  # ids, the oldest change first; a page token counts them

    def routes(self) -> APIRouter:
        """Return its routes."""
        router = APIRouter()
        for path, handler, method in (
            ("/drive/v3/drives", self.list_drives, "GET"),
            ("/drive/v3/changes/startPageToken", self.start_page_token, "GET"),
            ("/drive/v3/changes", self.list_changes, "GET"),
            ("/drive/v3/files", self.list_files, "GET"),
            ("/drive/v3/files", self.create, "POST"),
            ("/upload/drive/v3/files", self.create, "POST"),
            ("/drive/v3/files/{file_id}", self.get, "GET"),
            ("/drive/v3/files/{file_id}/export", self.export, "GET"),
            ("/drive/v3/files/{file_id}", self.update, "PATCH"),
            ("/upload/drive/v3/files/{file_id}", self.update, "PATCH"),
            ("/drive/v3/files/{file_id}", self.delete, "DELETE"),
        ):
            router.add_api_route(path, handler, methods=[method], response_model=None)
        return router

    async def list_drives(self) -> Item:
        """Return no shared drives."""
        return {"drives": []}

    async def start_page_token(self) -> Item:
        """Return the token with which the list of later changes begins."""
        return {"startPageToken": str(len(self._changed))}

    async def list_changes(self, pageToken: int, pageSize: int = 100) -> Item:  # noqa: N803
        """Return a page of what changed since a token was given out, each file once a page."""
        end = pageToken + pageSize
        files = dict.fromkeys(self._changed[pageToken:end])
        page: Item = {"changes": [self._change(file) for file in files]}
        more = end < len(self._changed)
        return page | (
            {"nextPageToken": str(end)} if more else {"newStartPageToken": str(len(self._changed))}
        )

    def _change(self, file: str) -> Item:
        change = {"changeType": "file", "fileId": file, "removed": file not in self._files}
        return change | ({"file": self._files[file]} if file in self._files else {})

    async def list_files(self, q: str = "", pageSize: int = 100, pageToken: int = 0) -> Item:  # noqa: N803
        """Return a page of the files that fulfil a query."""
        found = [item for item in self._files.values() if _matches(item, q)]
        page: Item = {"files": found[pageToken : pageToken + pageSize]}
        if len(found) > pageToken + pageSize:
            page["nextPageToken"] = str(pageToken + pageSize)
        return page

    async def create(self, request: Request) -> Item:
        """Make a file or a folder."""
        metadata, content, kind = await _parts(request)
        file_id = secrets.token_urlsafe(18)
        item = {"id": file_id, "trashed": False, "parents": [ROOT], "mimeType": kind} | metadata
        item["createdTime"] = item["modifiedTime"] = _now()
        self._files[file_id] = item
        self._keep(item, content or b"")
        return item

    async def get(self, file_id: str, alt: str = "json") -> Item | Response:
        """Return what is known about a file, or its content."""
        item = self._known(file_id)
        return Response(self._contents[file_id]) if alt == "media" else item

    async def export(self, file_id: str, mimeType: str) -> Response:  # noqa: N803  Google's name
        """Return a document of Google's own as a file."""
        self._known(file_id)
        return Response(self._contents[file_id], media_type=mimeType)

    async def update(
        self,
        file_id: str,
        request: Request,
        addParents: str = "",  # noqa: N803
        removeParents: str = "",  # noqa: N803
    ) -> Item:
        """Change, rename, move or trash a file."""
        item = self._known(file_id)
        metadata, content, _ = await _parts(request)
        item |= metadata
        if content is not None or "name" in metadata:
            item["modifiedTime"] = _now()  # which neither a move nor the trash touches
        self._keep(item, self._contents[file_id] if content is None else content)
        kept = [parent for parent in item["parents"] if parent not in removeParents.split(",")]
        item["parents"] = kept + [parent for parent in addParents.split(",") if parent]
        return item

    async def delete(self, file_id: str) -> Response:
        """Delete a file, or a folder with all that is in it."""
        self._known(file_id)
        for gone in list(_tree(self._files, file_id)):
            del self._files[gone], self._contents[gone]
            self._changed.append(gone)
        return Response(status_code=204)

    def _keep(self, item: Item, content: bytes) -> None:
        """Note a file's content, and that it changed."""
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        item |= {"size": str(len(content)), "md5Checksum": digest}
        self._contents[item["id"]] = content
        self._changed.append(item["id"])

    def _known(self, file_id: str) -> Item:
        if file_id not in self._files:
            raise not_found(file_id)
        return self._files[file_id]


def _tree(files: dict[str, Item], file_id: str) -> Iterator[str]:
    """Yield a file and all that is below it."""
    yield file_id
    for item in files.values():
        if file_id in item["parents"]:
            yield from _tree(files, item["id"])


def _matches(item: Item, query: str) -> bool:
    """Tell whether a file fulfils a query made of the conditions that the suite uses."""
    return all(_holds(item, condition) for condition in re.split(r"\s+and\s+", query) if condition)


def _holds(item: Item, condition: str) -> bool:
    if found := re.fullmatch(r"'(.*)' in parents", condition):
        return found[1] in item["parents"]
    field, operator, value = re.fullmatch(r"(\w+)\s*(=|!=|contains)\s*(.*)", condition).groups()  # type: ignore[union-attr]
    wanted = {"true": True, "false": False}.get(value, value.strip("'"))
    if operator == "contains":
        return str(wanted) in item[field]
    return bool((item.get(field) == wanted) == (operator == "="))


async def _parts(request: Request) -> tuple[Item, bytes | None, str]:
    """Return the metadata and the content that a request carries, and of which type that is.

    The content is None if there is none.
    """
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if request.query_params.get("uploadType") == "media":
        return {}, body, kind
    if not kind.startswith("multipart/"):
        return json.loads(body or b"{}"), None, _UNKNOWN
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    metadata, content = (part for part in message.walk() if not part.is_multipart())
    return json.loads(_bytes(metadata)), _bytes(content), content.get_content_type()


def _bytes(part: "Message[str, str]") -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
