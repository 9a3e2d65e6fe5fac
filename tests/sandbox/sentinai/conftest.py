"""A tenant's view of SentinAI's sandbox."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import jwt
import pytest
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from support.sandbox.kit import private
from tests.sandboxes import Sandboxes, Settings

Json = dict[str, Any]
KIND = "PAYMENT_FAILED"
_PATIENCE_S = 120


@pytest.fixture
def sentinai_saboteur(sandboxes: Sandboxes) -> Iterator[httpx.Client]:
    """A client of the sandbox; it is well again, and all workers live, after the test."""
    sandbox = sandboxes.of("sentinai")
    with sandbox.sabotaged(), private.client(sandbox.settings, "SENTINAI_CONTROL") as client:
        yield client


class Tool:
    """A tool over HTTP that counts which executions it was asked for.

    Attributes:
        failures: how many calls fail before the first that works.
        executions: how often each was asked for, by its idempotency key.
        gate: calls are answered only while it is set.
    """

    def __init__(self) -> None:
        self.failures = 0
        self.executions: Counter[str] = Counter()
        self.gate = threading.Event()
        self.gate.set()
        self.called = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"


def _handler_of(tool: Tool) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            tool.executions[self.headers["Idempotency-Key"]] += 1
            tool.called.set()
            tool.gate.wait(_PATIENCE_S)
            works = tool.executions.total() > tool.failures
            self.send_response(200 if works else 500)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its given name
            """Say nothing."""

    return Handler


class Bench:
    """One tenant's view of the sandbox."""

    def __init__(self, url: str, tenant: str, headers: dict[str, str], tool: Tool) -> None:
        self.tenant = tenant
        self.tool = tool
        self.http = httpx.Client(base_url=url, headers=headers, timeout=_PATIENCE_S)

    def answer(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401  JSON
        """Return the body of an answer that must be a success."""
        response = self.http.request(method, path, **options)
        assert response.is_success, response.text
        return response.json()

    def post(self, *, key: str | None = None, **fields: object) -> str:
        """Post an exception and return its id."""
        headers = {"Idempotency-Key": key} if key else {}
        body = {"exception": {"exceptionType": KIND} | fields, "source_system": "ERP"}
        answer = self.answer("POST", f"/exceptions/{self.tenant}", json=body, headers=headers)
        return str(answer["exceptionId"])

    def status(self, exception: str) -> str:
        """Return what became of an exception."""
        found = self.answer("GET", f"/exceptions/{self.tenant}/{exception}")
        return str(found["resolutionStatus"])

    def wait(self, exception: str, status: str = "RESOLVED") -> None:
        """Wait until an exception has this status."""
        eventually(lambda: self.status(exception) == status)

    def events(self, exception: str) -> list[str]:
        """Return the kinds of events of an exception, as its timeline tells them."""
        query = {"tenant_id": self.tenant, "page_size": 100}
        found = self.answer("GET", f"/exceptions/{exception}/events", params=query)
        return [event["eventType"] for event in found["items"]]

    def letters(self) -> list[Json]:
        """Return the dead letters."""
        found: list[Json] = self.answer("GET", "/ops/dlq", params={"tenant_id": self.tenant})[
            "items"
        ]
        return found

    def metric(self, line: str) -> float:
        """Return the value of the sample that begins like this."""
        text = self.http.get("/metrics/").text
        return sum(float(row.split()[-1]) for row in text.splitlines() if row.startswith(line))


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    for attempt in Retrying(
        retry=retry_if_exception_type(AssertionError),
        stop=stop_after_delay(_PATIENCE_S),
        wait=wait_fixed(0.02),
        reraise=True,
    ):
        with attempt:
            assert holds()


@pytest.fixture
def bench(sentinai: Settings, token: Callable[[str], dict[str, str]]) -> Iterator[Bench]:
    """A tenant of its own, whose playbook has two steps that call a tool."""
    tenant, tool = f"test-{uuid.uuid4().hex[:8]}", Tool()
    admin = {"X-API-KEY": sentinai["SENTINAI_ADMIN_API_KEY"]}
    with httpx.Client(base_url=sentinai["SENTINAI_API_URL"], headers=admin) as platform:
        created = platform.post("/admin/tenants", json={"tenant_id": tenant, "name": "Test"})
        assert created.status_code == 201, created.text
        bench = Bench(sentinai["SENTINAI_API_URL"], tenant, token(tenant), tool)
        set_up(bench)
        yield bench
        bench.http.close()
        tool.gate.set()
        tool.server.shutdown()
        platform.delete(f"/admin/tenants/{tenant}").raise_for_status()


def set_up(bench: Bench) -> None:
    """Make the tool and the playbook."""
    endpoint = {"url": bench.tool.url, "method": "POST"}
    described: Json = {"name": "pay", "type": "http", "endpoint_config": endpoint}
    described |= {"input_schema": {}, "output_schema": {}}
    bench.answer("POST", "/api/tools", json=described)
    steps = [{"action": "pay", "parameters": {"task": task}} for task in ("first", "second")]
    match = {"match": {"exception_type": KIND}}
    playbook = {"name": "p", "version": 1, "conditions": match, "steps": steps}
    bench.answer("POST", "/api/playbooks", json=playbook)


@pytest.fixture(scope="module")
def token(sentinai: Settings) -> Callable[[str], dict[str, str]]:
    """Return the headers of an administrator of a tenant."""

    def headers(tenant: str) -> dict[str, str]:
        claims = {"sub": "t", "tenant_id": tenant, "role": "admin", "iat": 1, "exp": 2**32}
        signed = jwt.encode(claims, sentinai["SENTINAI_JWT_SECRET"], algorithm="HS256")
        return {"Authorization": f"Bearer {signed}"}

    return headers
