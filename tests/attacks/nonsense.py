"""A server that is no system under test, and answers whatever makes no sense."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx

_JSON = "application/json"
_DROPPED = {"content-length", "transfer-encoding", "connection", "content-encoding", "host"}
_DEEP = 100_000
_passing_on = httpx.Client(verify=False, timeout=120)  # noqa: S501  on this machine only


class Handler(BaseHTTPRequestHandler):
    """Answers one request after the other, each as its server says."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do(self) -> None:
        """Answer a request."""
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.answer(self)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do  # noqa: N815  called by name

    def log_message(self, *_: object) -> None:
        """Print nothing."""

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        """Send an answer; an underscore in the name of a header stands for a hyphen."""
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def cut(self, body: bytes, **headers: str) -> None:
        """Send an answer, and close the connection as if that were all."""
        self.reply(200, body, **headers)
        self.close_connection = True


class Server(ThreadingHTTPServer):
    """Listens on a free port of the loopback interface."""

    daemon_threads = True

    def __init__(self, answer: Callable[[Handler], None]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer

    def handle_error(self, *_: object) -> None:
        """Print nothing when a client went away."""

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def serving(answer: Callable[[Handler], None]) -> Iterator[Server]:
    """Run such a server until exit."""
    server = Server(answer)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def forward(handler: Handler, url: str, **headers: str) -> None:
    """Pass a request on, with some headers changed, and the answer back."""
    answer = forwarded(handler, url, **headers)
    handler.reply(
        answer.status_code, answer.content, Content_Type=answer.headers.get("Content-Type", _JSON)
    )


def forwarded(handler: Handler, url: str, **headers: str) -> httpx.Response:
    """Pass a request on, with some headers changed, and return the answer."""
    sent = {name: value for name, value in handler.headers.items() if name.lower() not in _DROPPED}
    return _passing_on.request(
        handler.command, f"{url}{handler.path}", headers=sent | headers, content=handler.body
    )


def _said(body: object) -> Callable[[Handler], None]:
    return lambda handler: handler.reply(200, json.dumps(body).encode(), Content_Type=_JSON)


def _raw(body: bytes, status: int = 200, **headers: str) -> Callable[[Handler], None]:
    return lambda handler: handler.reply(status, body, **{"Content_Type": _JSON, **headers})


def _garbled(handler: Handler) -> None:
    handler.wfile.write(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
    handler.close_connection = True


def _silent(handler: Handler) -> None:
    handler.close_connection = True


NONSENSE: dict[str, Callable[[Handler], None]] = {
    "a page": _raw(b"<html><body>Welcome</body></html>", Content_Type="text/html"),
    "a page called JSON": _raw(b"<html><body>Welcome</body></html>"),
    "nothing": _raw(b""),
    "no content": _raw(b"", 204),
    "null": _said(None),
    "true": _said(True),
    "a number": _said(7),
    "a text": _said("healthy"),
    "an empty list": _said([]),
    "a list of nulls": _said([None]),
    "a list of lists": _said([[]]),
    "an empty object": _said({}),
    "an object of nulls": _said({"status": None, "paths": None, "root": None, "items": None}),
    "half of an object": _raw(b'{"status": "hea'),
    "no number": _raw(b'{"status": NaN}'),
    "something deep": _raw(b"[" * _DEEP + b"]" * _DEEP),
    "bytes": _raw(bytes(range(256))),
    "half a letter": _raw(b'{"status": "\xed\xa0\x80"}'),
    "a surrogate": _raw(b'{"status": "\\ud800"}'),
    "control characters": _raw(b'{"status": "\\u001b[2J\\u0000"}'),
    "no gzip": _raw(b"this is no gzip", Content_Encoding="gzip"),
    "half a gzip": _raw(gzip.compress(b'{"status": "healthy"}')[:-9], Content_Encoding="gzip"),
    "an unknown charset": _raw(b"{}", Content_Type="application/json; charset=nonsense"),
    "a text in an unknown charset": _raw(b"hm", Content_Type="text/plain; charset=nonsense"),
    "less than announced": lambda handler: handler.cut(b"{}", Content_Length="200"),
    "no HTTP": _garbled,
    "silence": _silent,
    "a redirect to itself": lambda handler: handler.reply(302, b"", Location=handler.path),
    "a redirect nowhere": _raw(b"", 301),
    "a redirect to nonsense": _raw(b"", 307, Location="http://[nowhere"),
    "not found": _raw(b'{"detail": "Not Found"}', 404),
    "a teapot": _raw(b"short and stout", 418),
    "an error with control characters": _raw(b"\x1b[2J\x1b]0;owned\x07\x00", 500),
    "no key": _raw(b'{"detail": "no"}', 401),
}
