"""Where the emulator deviates from GitHub in a way that matters here, and what sets it right."""

import json
import re
import secrets
from datetime import UTC, datetime
from typing import Any

import httpx
from fastapi import Request

_LARGEST_INLINE = 1024 * 1024
_CONTENTS = re.compile("/repos/[^/]+/[^/]+/contents(/|$)")
_REFS = re.compile("(/repos/[^/]+/[^/]+)/git/refs?(/|$)")


def corrected_target(request: Request) -> bytes:
    """Return the path and query for the emulator: the client's, byte for byte, but for refs.

    GitHub reads one ref under both /git/ref/ and /git/refs/, changes it under /git/refs/, and
    lists all under /git/refs. The emulator knows each route under one of the names only, and
    calls a ref by the other one in its own `url`, which PyGithub then uses to change it.
    """
    path: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    if request.method != "GET":
        path = path.replace(b"/git/ref/", b"/git/refs/", 1)
    elif path.endswith(b"/git/refs"):
        path = path.removesuffix(b"refs") + b"matching-refs/refs/"
    else:
        path = path.replace(b"/git/refs/", b"/git/ref/", 1)
    return path + (b"?" + query if query else b"")


class Answers:
    """Makes the bodies for the client, given those of the emulator.

    GitHub leaves the content of a file above 1 MB out of /contents/, so that clients must fetch
    its `download_url`; the emulator always sends it. GitHub notes every push in a repository's
    `pushed_at`; the emulator notes none that come as a change of a ref. GitHub's `download_url` of
    a private file carries a token of its own, so that whoever has it needs no other.

    Attributes:
        download_token: what such addresses carry.
    """

    def __init__(self) -> None:
        self.download_token = secrets.token_hex(14).upper()
        self._pushed_at: dict[str, str] = {}

    def __call__(self, request: Request, answer: httpx.Response) -> bytes:
        """Return the body for the client."""
        path = request.url.path
        if request.method != "GET":
            if found := _REFS.match(path):
                self._pushed_at[found[1]] = _now()
        elif "json" in answer.headers.get("content-type", "") and not answer.is_error:
            if path in self._pushed_at:
                repository = answer.json()
                newest = max(repository["pushed_at"] or "", self._pushed_at[path])
                return json.dumps(repository | {"pushed_at": newest}).encode()
            if _CONTENTS.match(path):
                return json.dumps(self._contents(answer.json())).encode()
        return answer.content

    def _contents(self, found: Any) -> Any:  # noqa: ANN401  a file, or the files of a directory
        if isinstance(found, list):
            return [self._contents(one) for one in found]
        if address := found.get("download_url"):
            found["download_url"] = f"{address}?token={self.download_token}"
        if found.get("content") and found["size"] > _LARGEST_INLINE:
            found |= {"content": "", "encoding": "none"}
        return found


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
