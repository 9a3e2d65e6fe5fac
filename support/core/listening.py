"""What both stubs of the suite's own need that listen over HTTP: callers may die at any moment."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Listener(ThreadingHTTPServer):
    """Takes it that callers may die in the middle of a call."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  socketserver
        """Say nothing of a connection that broke; that is the caller's affair."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def whole_body(call: BaseHTTPRequestHandler) -> bytes:
    """Return what a caller sent.

    Raises:
        ConnectionAbortedError: it announced more; it died before it had said all.
    """
    announced = int(call.headers.get("Content-Length", 0))
    content = call.rfile.read(announced)
    if len(content) < announced:
        raise ConnectionAbortedError(f"{len(content)} of {announced} bytes came")
    return content
