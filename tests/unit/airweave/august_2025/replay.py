"""A server that answers as it was told, and keeps what it was asked."""

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, object]


@dataclass
class Replay:
    """What is answered and what was asked.

    Attributes:
        url: where it answers.
        answers: by `METHOD /path`, what to answer in turn; the last one is given for ever.
        asked: by `METHOD /path`, the bodies that came, and the queries in the path's place.
    """

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def on(self, call: str, *answers: object, status: int = 200) -> None:
        """Answer a call with these bodies, one after the other."""
        self.answers[call] = [(status, answer) for answer in answers]

    def answer(self, call: str) -> Answer:
        """Return the next answer to a call; 501 to one that nobody prepared."""
        prepared = self.answers.get(call)
        if not prepared:
            return 501, {"detail": f"{call} was never recorded"}
        return prepared.pop(0) if len(prepared) > 1 else prepared[0]


@contextmanager
def serve(replay: Replay) -> Iterator[Replay]:
    """Serve until the end of the context."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            path, _, query = self.path.partition("?")
            call = f"{self.command} {path}"
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            replay.asked[call].append(json.loads(body) if body else query)
            status, answer = replay.answer(call)
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_DELETE = handle_any  # noqa: N815  named by the base class

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    replay.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield replay
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
