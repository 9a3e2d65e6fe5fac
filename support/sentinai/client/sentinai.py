"""SentinAI's API, as one caller uses it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, Field

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.http import Api
from support.sentinai.client.access import Access
from support.sentinai.client.events import Event
from support.sentinai.client.models import (
    DeadLetter,
    Exception_,
    Execution,
    Page,
    Receipt,
    TimelineEvent,
    Worker,
)
from support.sentinai.client.packs import Playbook

T = TypeVar("T")
Json = dict[str, Any]

SOURCE_SYSTEM = "ERP"
ACTOR = "datamonkey"
"""Who asks for what people do by hand."""

_PAGE = 100


class _Tenant(BaseModel):
    tenant_id: str


class _NewTool(BaseModel):
    tool_id: int = Field(validation_alias="toolId")


class _NewPlaybook(BaseModel):
    playbook_id: int = Field(validation_alias="playbookId")


class _Workers(BaseModel):
    workers: list[Worker]


class SentinAI:
    """One caller of a SentinAI deployment.

    Attributes:
        tenant: for which the caller acts.

    Args:
        api: where SentinAI answers; all callers share its connections.
        access: for which tenant the caller acts, and with what proof.
    """

    def __init__(self, api: Api, access: Access) -> None:
        self.tenant = access.tenant
        self._api = api
        self._proof = access.headers

    def call(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        **request: Any,  # noqa: ANN401  passed on
    ) -> Any:  # noqa: ANN401  JSON has any shape
        """Make any call with the caller's proof; `Api.call` says what there is to a request."""
        return self._api.call(method, path, headers=self._proven(headers), **request)

    def submit(
        self, *exceptions: Json, source_system: str = SOURCE_SYSTEM, key: str | None = None
    ) -> Receipt:
        """Submit one exception, or several as a batch.

        Args:
            exceptions: what happened.
            source_system: in which it happened.
            key: the caller's own, by which a repeated request is known.
        """
        content: Json = {"exceptions": list(exceptions)}
        if len(exceptions) == 1:
            content = {"exception": exceptions[0]}
        body = content | {"source_system": source_system, "ingestion_method": "api"}
        headers = {"Idempotency-Key": key} if key else None
        path = f"/exceptions/{self.tenant}"
        return self._ask(Receipt, "POST", path, body=body, headers=headers)

    def submit_raw(self, content: bytes) -> Receipt:
        """Submit whatever bytes."""
        headers = {"Content-Type": "application/json"}
        path = f"/exceptions/{self.tenant}"
        return self._ask(Receipt, "POST", path, content=content, headers=headers)

    def exception(self, exception: str) -> Exception_:
        """Return the status of an exception."""
        return self._ask(Exception_, "GET", f"/exceptions/{self.tenant}/{exception}")

    def show_exception(self, exception: str) -> Json:
        """Return whatever SentinAI shows of an exception."""
        return self._ask(Json, "GET", f"/exceptions/{self.tenant}/{exception}")

    def exceptions(self) -> list[Exception_]:
        """Return the exceptions of the tenant."""
        return list(self._all(Exception_, f"/exceptions/{self.tenant}"))

    def list_exceptions(self) -> list[Json]:
        """Return whatever SentinAI lists of the tenant's exceptions."""
        return list(self._all(Json, f"/exceptions/{self.tenant}"))

    def trace(self, exception: str) -> Json:
        """Return the sum of what happened to an exception."""
        return self._ask(Json, "GET", f"/exceptions/{self.tenant}/{exception}/trace")

    def page(self, path: str, query: Mapping[str, str | int]) -> Page[Json]:
        """Return one page of a list of the tenant's, with what it says of the others.

        Args:
            path: of the list.
            query: which page, of which entries.
        """
        return self._ask(Page[Json], "GET", path, query={**self._mine, **query})

    def set_deadline(self, exception: str, deadline: datetime) -> None:
        """Say until when an exception must be settled."""
        body = {"sla_deadline": deadline.isoformat()}
        self.call("PUT", f"/exceptions/{self.tenant}/{exception}", body=body)

    def reprocess(self, exception: str) -> None:
        """Ask for an exception to be processed once more."""
        self.call("POST", f"/exceptions/{self.tenant}/{exception}/reprocess")

    def timeline(self, exception: str) -> list[Event]:
        """Return what happened to an exception, in the order in which SentinAI tells it."""
        events = self._all(TimelineEvent, f"/exceptions/{exception}/events", self._mine)
        return [told.event() for told in events]

    def create_tenant(self, tenant: str) -> None:
        """Create a tenant."""
        self.call("POST", "/admin/tenants", body={"tenant_id": tenant, "name": tenant})

    def tenants(self) -> list[str]:
        """Return the ids of the tenants that the caller may see."""
        return [tenant.tenant_id for tenant in self._all(_Tenant, "/admin/tenants")]

    def suspend(self, tenant: str) -> None:
        """Suspend a tenant."""
        self._set_status(tenant, "SUSPENDED")

    def activate(self, tenant: str) -> None:
        """Let a tenant go on; one that is not suspended does anyway."""
        self._set_status(tenant, "ACTIVE")

    def delete_tenant(self, tenant: str) -> None:
        """Delete a tenant with everything that is its own."""
        self.call("DELETE", f"/admin/tenants/{tenant}")

    def import_packs(
        self, tenant: str, domain: str, content: Json, own: Json, number: int = 1
    ) -> None:
        """Import this version of a domain pack and of a tenant's own pack, and activate both."""
        version = f"v{number}.0"
        pack = {"domain": domain, "version": version, "content": content}
        self.call("POST", "/admin/packs/domain/import", body=pack)
        tenant_pack = {"tenant_id": tenant, "version": version, "content": own}
        self.call("POST", "/admin/packs/tenant/import", body=tenant_pack)
        active = {
            "tenant_id": tenant,
            "domain": domain,
            "domain_pack_version": version,
            "tenant_pack_version": version,
        }
        self.call("POST", "/admin/packs/activate", body=active)

    def create_tool(self, name: str, url: str, credential: str = "") -> int:
        """Tell the tenant of a tool and return the tool's id.

        Args:
            name: of the tool.
            url: where it is called.
            credential: the token that the tool wants to see in every call, if any.
        """
        body = {
            "name": name,
            "type": "http",
            "description": "counts its calls",
            "input_schema": {"type": "object"},
            "output_schema": {"type": "object"},
            "auth_type": "none",
            "tenant_scope": "tenant",
            "endpoint_config": {
                "url": url,
                "method": "POST",
                "headers": {"Authorization": f"Bearer {credential}"} if credential else {},
            },
        }
        return self._ask(_NewTool, "POST", "/api/tools", body=body, query=self._mine).tool_id

    def list_tools(self) -> list[Json]:
        """Return whatever SentinAI lists of the tools of the tenant."""
        return self._ask(Page[Json], "GET", "/api/tools", query=self._mine).items

    def execute_tool(self, tool: int, payload: Json) -> Json:
        """Have a tool called that belongs to no exception; return what is told of that."""
        body = {"payload": payload, "actorType": "user", "actorId": ACTOR}
        return self._ask(Json, "POST", f"/api/tools/{tool}/execute", body=body)

    def switch_tool(self, tool: int, *, on: bool) -> None:
        """Allow or forbid that a tool is called."""
        path = f"/api/tools/{tool}/enablement"
        answer = self._ask(Json, "PUT", path, body={"enabled": on}, query=self._mine)
        _expect_told(answer, enabled=on)

    def show_playbook_of(self, exception: str) -> Json:
        """Return the playbook that an exception is said to follow."""
        return self._ask(Json, "GET", f"/exceptions/{self.tenant}/{exception}/playbook")

    def list_playbooks(self) -> list[Json]:
        """Return whatever SentinAI lists of the playbooks of the tenant."""
        return self._ask(Page[Json], "GET", "/api/playbooks", query=self._mine).items

    def create_playbook(self, playbook: Playbook, steps: Sequence[tuple[str, Json]]) -> int:
        """Create a playbook and return its id; steps, tool and order each, may be ignored."""
        body = {
            "name": playbook.name,
            "version": playbook.version,
            "conditions": playbook.conditions,
            "steps": [
                {"name": f"Step {order}", "action": tool, "parameters": parameters}
                for order, (tool, parameters) in enumerate(steps, start=1)
            ],
        }
        path = "/api/playbooks"
        return self._ask(_NewPlaybook, "POST", path, body=body, query=self._mine).playbook_id

    def executions(self) -> list[Execution]:
        """Return the executions of tools."""
        return list(self._all(Execution, "/api/tools/executions", self._mine))

    def list_executions(self) -> list[Json]:
        """Return whatever SentinAI lists of the executions of tools."""
        return list(self._all(Json, "/api/tools/executions", self._mine))

    def show_execution(self, execution: str) -> Json:
        """Return whatever SentinAI shows of an execution."""
        path = f"/api/tools/executions/{execution}"
        return self._ask(Json, "GET", path, query=self._mine)

    def dead_letters(self) -> list[DeadLetter]:
        """Return the dead letter queue."""
        return self._ask(Page[DeadLetter], "GET", "/ops/dlq", query=self._mine).items

    def list_dead_letters(self) -> list[Json]:
        """Return whatever SentinAI lists of the dead letter queue."""
        return self._ask(Page[Json], "GET", "/ops/dlq", query=self._mine).items

    def count_dead_letters(self) -> Json:
        """Return the statistics of the dead letter queue."""
        return self._ask(Json, "GET", "/ops/dlq/stats", query=self._mine)

    def dead_letter(self, entry: int) -> DeadLetter:
        """Return one entry of the dead letter queue."""
        return self._ask(DeadLetter, "GET", f"/ops/dlq/{entry}", query=self._mine)

    def show_dead_letter(self, entry: int) -> Json:
        """Return whatever SentinAI shows of one entry of the dead letter queue."""
        return self._ask(Json, "GET", f"/ops/dlq/{entry}", query=self._mine)

    def retry(self, entry: int) -> None:
        """Have a dead letter processed again."""
        reason = {"reason": "the tool is back"}
        self.call("POST", f"/ops/dlq/{entry}/retry", body=reason, query=self._mine)

    def discard(self, entry: int) -> None:
        """Put a dead letter away for good."""
        query = {**self._mine, "actor": ACTOR}
        reason = {"reason": "settled by hand"}
        path = f"/ops/dlq/{entry}/discard"
        answer = self._ask(Json, "POST", path, body=reason, query=query)
        _expect_told(answer, status="discarded", discarded_by=ACTOR)

    def check_health(self) -> None:
        """Raise a Failure unless SentinAI and its database answer."""
        self.call("GET", "/health")
        self.call("GET", "/health/db", repeatable=False)

    def description(self) -> Json:
        """Return what the API says of itself, as OpenAPI has it."""
        answer = self.call("GET", "/openapi.json")
        return answer if isinstance(answer, dict) else {}

    def workers(self) -> list[Worker]:
        """Return the health of the workers."""
        return self._ask(_Workers, "GET", "/ops/workers/health").workers

    def metrics(self) -> str:
        """Return the metrics, in Prometheus' format."""
        return str(self.call("GET", "/metrics/"))

    def statistics(self) -> Json:
        """Return how SentinAI sums up the tenant's exceptions."""
        return self._ask(Json, "GET", f"/metrics/{self.tenant}")

    def _set_status(self, tenant: str, status: str) -> None:
        path = f"/admin/tenants/{tenant}/status"
        answer = self._ask(Json, "PATCH", path, body={"status": status})
        _expect_told(answer, tenant_id=tenant, status=status)

    def _ask(
        self,
        answers: type[T],
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        **request: Any,  # noqa: ANN401  passed on
    ) -> T:
        """Make a call with the caller's proof, and return the answer as what it is to be."""
        return self._api.ask(answers, method, path, headers=self._proven(headers), **request)

    def _proven(self, headers: Mapping[str, str] | None) -> Mapping[str, str]:
        return {**self._proof, **(headers or {})}

    def _all(self, of: type[T], path: str, query: Mapping[str, str] | None = None) -> Iterator[T]:
        """Yield what a list holds, page by page."""
        page, pages = 0, 1
        while page < pages:
            page += 1
            where: dict[str, str | int] = {**(query or {}), "page": page, "page_size": _PAGE}
            answer = self._ask(Page[of], "GET", path, query=where)  # type: ignore[valid-type]
            pages = answer.total_pages or 1
            yield from answer.items

    @property
    def _mine(self) -> dict[str, str]:
        return {"tenant_id": self.tenant}


def _expect_told(answer: Json, **due: object) -> None:
    """Expect that the answer to a change shows the change, where it shows anything of it.

    Raises:
        Failure: it shows something else.
    """
    for field, value in due.items():
        if str(told := answer.get(field, value)).upper() != str(value).upper():
            raise Failure(
                Cause.MISREPORTED(f"The answer tells the {field} {told}, and not {value}")
            )
