"""A tool of the suite's own, over HTTP: it counts what SentinAI really executed."""

import json
import re
import secrets
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from string import ascii_lowercase
from typing import Any

from support.core.listening import Listener, whole_body

BREAKDOWN = "the cashier is closed for the day"
RECEIPT = re.compile(r"receipt-[a-z]{24}")
"""What a tool answers to a call that works, and never twice."""

_HERE, _EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104  see `listening`
_PATIENCE_S = 4.0  # shorter than what a caller waits for its answer
_LONGEST_HELD_S = 24.0  # from the first call on; if no company comes until then, none will


def new_receipt() -> str:
    """Return a receipt that nobody has; in letters, which nobody takes for the number of a card."""
    return "receipt-" + "".join(secrets.choice(ascii_lowercase) for _ in range(24))


@dataclass(frozen=True)
class Tool:
    """A tool: whose it is, and its name."""

    tenant: str
    name: str


@dataclass(frozen=True)
class Call:
    """One call of the tool.

    Attributes:
        tool: which stood in the path.
        exception: on whose behalf, or "" where SentinAI does not say it.
        execution: of which execution; a repeated call names the same; "" where it names none.
        body: what the tool was told.
        headers: with which it was called, their names in small letters.
        at: when, on the monotonic clock.
        worked: whether it was answered with success.
        receipt: what it was answered then, and no other call.
    """

    tool: Tool
    exception: str
    execution: str
    body: dict[str, Any]
    headers: Mapping[str, str] = field(repr=False)
    at: float
    worked: bool
    receipt: str = ""


@dataclass(frozen=True)
class ToolBehaviour:
    """How a tool answers.

    Attributes:
        failures: how many calls for each exception fail before the first that works; where
            SentinAI does not say for which exception it calls, how many of all.
        together: how many calls must be under way at once before the first is answered.
    """

    failures: float = 0
    together: int = 1


class CallLog:
    """What was called and how tools shall answer; one for all processes of a run."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._behaviours: dict[Tool, ToolBehaviour] = defaultdict(ToolBehaviour)
        self._under_way: dict[Tool, int] = defaultdict(int)
        self._most: dict[Tool, int] = defaultdict(int)
        self._first_held: dict[Tool, float] = {}
        self._news = threading.Condition()

    def behave(self, tool: Tool, behaviour: ToolBehaviour) -> None:
        """Let a tool answer like this from now on."""
        with self._news:
            self._behaviours[tool] = behaviour

    def calls(self, tenant: str) -> list[Call]:
        """Return the calls of all tools of a tenant, oldest first."""
        with self._news:
            return [call for call in self._calls if call.tool.tenant == tenant]

    def most_at_once(self, tool: Tool) -> int:
        """Return how many calls of a tool were under way at the same time, at most."""
        with self._news:
            return self._most[tool]

    def answer(self, tool: Tool, headers: Mapping[str, str], body: dict[str, Any]) -> str:
        """Note a call and return its receipt; "" if it does not work."""
        exception = headers.get("x-exception-id", "")
        execution = headers.get("idempotency-key", "")
        with self._news:
            behaviour = self._behaviours[tool]
            before = sum(call.tool == tool and call.exception == exception for call in self._calls)
            worked, at = before >= behaviour.failures, time.monotonic()
            receipt = new_receipt() if worked else ""
            self._calls.append(Call(tool, exception, execution, body, headers, at, worked, receipt))
            self._under_way[tool] += 1
            self._most[tool] = max(self._most[tool], self._under_way[tool])
            self._news.notify_all()
            self._hold(tool, behaviour.together)
            self._under_way[tool] -= 1
        return receipt

    def _hold(self, tool: Tool, together: int) -> None:
        """Keep a call waiting until so many are under way at once."""
        since = time.monotonic() - self._first_held.setdefault(tool, time.monotonic())
        if since < _LONGEST_HELD_S:
            self._news.wait_for(lambda: self._most[tool] >= together, _PATIENCE_S)


class ToolStub:
    """The tool as one process of a run knows it: the one that listens, or another.

    Attributes:
        url: where it listens.
        log: of its calls.

    Args:
        url: where it listens.
        log: of its calls; of the process that listens, or a proxy of that one's.
    """

    def __init__(self, url: str, log: CallLog) -> None:
        self.url = url
        self.log = log

    def url_of(self, base_url: str, tool: Tool) -> str:
        """Return where a tool is called, if the stub is reached at `base_url`."""
        return f"{base_url.rstrip('/')}/{tool.tenant}/{tool.name}"

    def behave(self, tool: Tool, behaviour: ToolBehaviour) -> None:
        """Let a tool answer like this from now on."""
        self.log.behave(tool, behaviour)

    def calls(self, tenant: str) -> list[Call]:
        """Return the calls of all tools of a tenant, oldest first."""
        return self.log.calls(tenant)

    def most_at_once(self, tool: Tool) -> int:
        """Return how many calls of a tool were under way at the same time, at most."""
        return self.log.most_at_once(tool)


@contextmanager
def listening(port: int = 0, certificate: ssl.SSLContext | None = None) -> Iterator[ToolStub]:
    """Listen for calls until exit.

    Args:
        port: where to listen; 0 for any free one.
        certificate: with which to speak TLS; then calls may come from other machines. Without one
            the stub is for this machine, or for a tunnel that ends on it.

    Raises:
        OSError: the port is taken.
    """
    log = CallLog()
    # Whoever brings a certificate wants to be called from elsewhere.
    address = (_EVERYWHERE if certificate else _HERE, port)
    server = Listener(address, _handler_of(log))
    if certificate:
        server.socket = certificate.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    scheme = "https" if certificate else "http"
    try:
        yield ToolStub(f"{scheme}://{_HERE}:{server.server_port}", log)
    finally:
        server.shutdown()
        server.server_close()


def _handler_of(log: CallLog) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Takes calls as `POST /<tenant>/<tool>`."""

        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            """Answer with success or with a breakdown; a caller that died has not called."""
            content = whole_body(self)
            tenant, _, name = self.path.strip("/").partition("/")
            headers = {key.lower(): value for key, value in self.headers.items()}
            receipt = log.answer(Tool(tenant, name), headers, _parameters(content))
            answer = {"status": "done", "receipt": receipt} if receipt else {"error": BREAKDOWN}
            self._reply(200 if receipt else 500, json.dumps(answer).encode())

        def _reply(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its given name
            """Say nothing: the calls are noted."""

    return Handler


def _parameters(content: bytes) -> dict[str, Any]:
    try:
        body = json.loads(content or b"{}")
    except ValueError:
        return {"unreadable": content.decode(errors="replace")}
    return body if isinstance(body, dict) else {"body": body}
