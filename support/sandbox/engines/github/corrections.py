"""Where the emulator deviates from GitHub in a way that matters here, and what sets it right."""

import json

import httpx
from fastapi import Request

_LARGEST_INLINE = 1024 * 1024


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


def corrected_answer(request: Request, answer: httpx.Response) -> bytes:
    """Return the body for the client.

    GitHub leaves the content of a file above 1 MB out of /contents/, so that clients must
    fetch its `download_url`; the emulator always sends it.
    """
    large = len(answer.content) > _LARGEST_INLINE and "/contents/" in request.url.path
    if not large or "json" not in answer.headers.get("content-type", ""):
        return answer.content
    file = answer.json()
    if isinstance(file, dict) and file.get("size", 0) > _LARGEST_INLINE:
        file |= {"content": "", "encoding": "none"}
    return json.dumps(file).encode()
