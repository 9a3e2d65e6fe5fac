# ruff: noqa: D101  each is named after what it is a rule for
"""Every request of the client keeps SentinAI's rules, which its sandbox does not hold it to.

The rules are those of the product: which fields a request must have, how they are called, and that
names and addresses are not empty. Packs, tools and their endpoints allow no field beyond these.
"""

import json
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import httpx
import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, HttpUrl

from support.core.errors import Failure
from support.core.http import Api
from support.sentinai.callers import _filled
from support.sentinai.client.access import by_key
from support.sentinai.client.packs import Playbook, domain_pack, own_pack
from support.sentinai.client.sentinai import SentinAI
from support.sentinai.endpoints import ENDPOINTS, Names

Text = Annotated[str, Field(min_length=1)]
Json = dict[str, Any]
Filled = Annotated[Json, Field(min_length=1)]


class Strict(BaseModel):
    """Allows no further fields."""

    model_config = ConfigDict(extra="forbid")


class Kind(Strict):
    description: Text
    detectionRules: list[str] = []  # noqa: N815  the product's names
    severityRules: list[Json] = []  # noqa: N815


class PackTool(Strict):
    description: Text
    parameters: Json = {}
    endpoint: Text


class Step(Strict):
    action: Text
    parameters: Json | None = None


class PackPlaybook(Strict):
    exceptionType: Text  # noqa: N815
    steps: list[Step] = []


class Guardrails(Strict):
    allowLists: list[str] = []  # noqa: N815
    blockLists: list[str] = []  # noqa: N815
    humanApprovalThreshold: float = Field(0.8, ge=0, le=1)  # noqa: N815


class DomainContent(Strict):
    domainName: Text  # noqa: N815
    entities: Json = {}
    exceptionTypes: Annotated[dict[str, Kind], Field(min_length=1)]  # noqa: N815
    severityRules: list[Json] = []  # noqa: N815
    tools: dict[str, PackTool] = {}
    playbooks: list[PackPlaybook] = []
    guardrails: Guardrails = Guardrails()


class TenantContent(Strict):
    tenantId: Text  # noqa: N815
    domainName: Text  # noqa: N815
    customSeverityOverrides: list[Json] = []  # noqa: N815
    customGuardrails: Guardrails | None = None  # noqa: N815
    approvedTools: list[str] = []  # noqa: N815
    humanApprovalRules: list[Json] = []  # noqa: N815
    customPlaybooks: list[Json] = []  # noqa: N815


class DomainImport(BaseModel):
    domain: Text
    version: Text
    content: DomainContent


class TenantImport(BaseModel):
    tenant_id: Text
    version: Text
    content: TenantContent


class Activation(BaseModel):
    tenant_id: Text
    domain: Text
    domain_pack_version: Text
    tenant_pack_version: Text


class Address(Strict):
    url: HttpUrl
    method: str = "POST"
    headers: dict[str, str] = {}


class Tool(BaseModel):
    name: Text
    type: Text
    description: Text
    input_schema: Filled
    output_schema: Filled
    auth_type: Literal["none", "api_key", "oauth_stub"]
    endpoint_config: Address
    tenant_scope: Literal["tenant", "global"]


class NewPlaybook(BaseModel):
    name: Text
    version: int = Field(ge=1)
    conditions: Json


class Order(BaseModel):
    payload: Json
    actorType: Literal["user", "agent", "system"]  # noqa: N815
    actorId: Text  # noqa: N815


class Submission(BaseModel):
    exception: Filled | None = None
    exceptions: Annotated[list[Filled], Field(min_length=1)] | None = None
    source_system: str | None = None
    ingestion_method: str | None = None


class NewTenant(BaseModel):
    tenant_id: Text
    name: Text


class Status(BaseModel):
    status: Literal["ACTIVE", "SUSPENDED"]


class Change(BaseModel):
    status: Literal["open", "analyzing", "resolved", "escalated"] | None = None
    sla_deadline: AwareDatetime | None = None


class Enablement(BaseModel):
    enabled: bool


class Reason(BaseModel):
    reason: str | None = None


class Batch(BaseModel):
    dlq_ids: list[int]


RULES: dict[tuple[str, str], type[BaseModel]] = {
    ("POST", "/admin/tenants"): NewTenant,
    ("PATCH", "/admin/tenants/T/status"): Status,
    ("POST", "/admin/packs/domain/import"): DomainImport,
    ("POST", "/admin/packs/tenant/import"): TenantImport,
    ("POST", "/admin/packs/activate"): Activation,
    ("POST", "/api/tools"): Tool,
    ("POST", "/api/playbooks"): NewPlaybook,
    ("POST", "/api/tools/1/execute"): Order,
    ("PUT", "/api/tools/1/enablement"): Enablement,
    ("POST", "/exceptions/T"): Submission,
    ("PUT", "/exceptions/T/E-1"): Change,
    ("POST", "/ops/dlq/1/retry"): Reason,
    ("POST", "/ops/dlq/1/discard"): Reason,
    ("POST", "/ops/dlq/retry-batch"): Batch,
}
TENANT_IN_QUERY = ("/api/playbooks", "/api/tools", "/ops/dlq", "/exceptions/E-1/events")
NAMES = Names("T", "E-1", 1, 1, 1, "https://tool.example.com/T/pay")


class Recorder:
    """Notes requests and answers each with whatever is read of it."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        sent = json.loads(request.content) if request.content else {}
        status = "discarded" if "/discard" in request.url.path else sent.get("status", "accepted")
        answer = {"toolId": 1, "playbookId": 1, "exceptionId": "E-1", "status": status}
        return httpx.Response(200, json=answer | {"items": [], "total_pages": 1})


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def client(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> SentinAI:
    api = Api("SentinAI", "http://sentinai.test/", {}, timeout=1, retries=0)
    transport = httpx.MockTransport(recorder)
    monkeypatch.setattr(api, "_client", httpx.Client(base_url=api.base_url, transport=transport))
    return SentinAI(api, by_key("T", "a-key"))


def obey(requests: list[httpx.Request]) -> None:
    """Hold requests to the rules: their bodies, and that the query names the tenant."""
    for request in requests:
        path = request.url.path
        if rule := RULES.get((request.method, path)):
            rule.model_validate(json.loads(request.content))
        else:
            assert not request.content, f"no rule for {request.method} {path}"
        if path.startswith(TENANT_IN_QUERY) and not path.startswith("/api/tools/executions"):
            assert request.url.params.get("tenant_id") or path.endswith("/execute"), path


def test_the_set_up_of_a_tenant_keeps_the_rules(client: SentinAI, recorder: Recorder) -> None:
    playbooks = [Playbook("A", "pay", ("one", "two")), Playbook("B", "call")]
    client.create_tenant("T")
    client.import_packs("T", "T", domain_pack("T", playbooks), own_pack("T", playbooks))
    client.create_tool("pay", "https://tool.example.com/T/pay")
    client.create_playbook(playbooks[0], [("pay", {"task": "one"})])
    client.suspend("T")
    client.activate("T")
    assert len(recorder.requests) == 8
    obey(recorder.requests)


def test_whatever_a_tenant_does_keeps_the_rules(client: SentinAI, recorder: Recorder) -> None:
    client.submit({"error": "x"})
    client.submit({"error": "x"}, {"error": "y"}, source_system="ERP", key="k")
    client.execute_tool(1, {"task": "by hand"})
    client.set_deadline("E-1", datetime.now(UTC))
    client.retry(1)
    client.discard(1)
    client.timeline("E-1")
    client.dead_letters()
    assert len(recorder.requests) == 8
    obey(recorder.requests)


def test_an_answer_that_tells_another_change_is_named(
    client: SentinAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_ask", lambda *_, **__: {"enabled": True})
    client.switch_tool(1, on=True)
    with pytest.raises(Failure, match="The answer tells the enabled True, and not False"):
        client.switch_tool(1, on=False)


def test_a_pack_declares_what_its_playbooks_name() -> None:
    playbooks = [Playbook("A", "pay"), Playbook("B", "call")]
    content = DomainContent(**domain_pack("T", playbooks))
    for playbook in content.playbooks:
        assert playbook.exceptionType in content.exceptionTypes
        assert {step.action for step in playbook.steps} <= content.tools.keys()


@pytest.mark.parametrize("name", ENDPOINTS)
def test_whoever_tries_to_get_in_keeps_the_rules(
    name: str, client: SentinAI, recorder: Recorder
) -> None:
    endpoint = ENDPOINTS[name]
    query = {"tenant_id": "T"} if endpoint.query else None
    path = endpoint.path.format_map(vars(NAMES))
    client.call(endpoint.method, path, body=_filled(endpoint.body, NAMES), query=query)
    obey(recorder.requests)
