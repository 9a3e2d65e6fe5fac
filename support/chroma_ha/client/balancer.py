"""What the balancer tells of itself, in both generations of the product."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import AliasChoices, BaseModel, Field, ValidationError

from support.core.causes import Cause
from support.core.errors import Failure, in_short
from support.core.http import Api, ApiError
from support.laws.secrets import SecretWatch

JUNE_2025 = "2025-06"
JULY_2025 = "2025-07"

Json = dict[str, Any]

_DATABASE = "/api/v2/tenants/default_tenant/databases/default_database"
_UNAVAILABLE = 503


class _Instance(BaseModel):
    """A server, as both generations tell of it; each calls the requests otherwise."""

    name: str
    healthy: bool
    requests: int = Field(validation_alias=AliasChoices("request_count", "total_requests"))


class _Summary(BaseModel):
    healthy_instances: int
    total_instances: int


class _Strategy(BaseModel):
    strategy: str


class _June(BaseModel):
    instances: list[_Instance]
    summary: _Summary
    load_balancer: _Strategy


class _Waiting(BaseModel):
    pending_writes: int


class _July(BaseModel):
    instances: list[_Instance]
    healthy_instances: int
    total_instances: int
    unified_wal: _Waiting


class _Figures(BaseModel):
    adaptive_batch_reductions: int
    memory_pressure_events: int


class _Performance(BaseModel):
    performance_stats: _Figures


class _Error(BaseModel):
    path: str
    error: str | None


class _Errors(BaseModel):
    recent_errors: list[_Error]


M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Status:
    """What the status tells.

    Attributes:
        healthy: by server, whether it is said to be healthy.
        healthy_count: how many are said to be.
        count: how many servers are said to be there at all.
        requests: by server, how many requests it is said to have had.
        strategy: by which reads are shared; empty where there is no choice.
    """

    healthy: Mapping[str, bool]
    healthy_count: int
    count: int
    requests: Mapping[str, int]
    strategy: str = ""


class Balancer:
    """The balancer's own routes.

    Attributes:
        generation: of the product that answers.

    Args:
        api: the conversation, which repeats nothing by itself.
        secrets: what it may never show.

    Raises:
        Failure: it is no balancer of either generation.
    """

    def __init__(self, api: Api, secrets: SecretWatch) -> None:
        self._api = api
        self._secrets = secrets
        self.generation = _generation_of(self._told("/status"))

    def status(self) -> Status:
        """Return what the status tells of the servers.

        Raises:
            Failure: it does not have the fields of its generation.
        """
        if self.generation == JUNE_2025:
            june = self._read(_June, "/status")
            strategy = june.load_balancer.strategy
            return _status(june.instances, june.summary, strategy)
        july = self._read(_July, "/status")
        return _status(july.instances, july)

    def is_healthy(self) -> bool:
        """Tell whether it says that it can serve requests.

        June's product answers with success in any case, and says it in words.
        """
        try:
            return self._told("/health").get("status") == "healthy"
        except ApiError as error:
            if error.status != _UNAVAILABLE:
                raise
            return False

    def healthy_by_health(self) -> int:
        """Return how many servers are healthy as its health says, which may say so by an error."""
        try:
            told = self._told("/health")
        except ApiError as error:
            if error.status != _UNAVAILABLE:
                raise
            return 0
        if self.generation == JUNE_2025:
            return sum(one["healthy"] for one in told["instances"])
        return int(str(told["healthy_instances"]).split("/")[0])

    def waiting(self) -> dict[str, int]:
        """Return how many writes are said to wait for a server, by who says it; July's only."""
        return {
            "the status": self._read(_July, "/status").unified_wal.pending_writes,
            "health": self._read(_Waiting, "/health").pending_writes,
            "the log": self._read(_Waiting, "/admin/wal_count").pending_writes,
        }

    def smaller_batches(self) -> int:
        """Return how many batches are said to have been smaller than usual; July's only.

        Those for which memory was very short are counted by themselves.
        """
        figures = self._read(_Performance, "/status").performance_stats
        return figures.adaptive_batch_reductions + figures.memory_pressure_events

    def log_errors(self) -> list[str]:
        """Return the latest writes that a server could not do: path and reason; July's only."""
        errors = self._read(_Errors, "/admin/wal_errors").recent_errors
        return [f"{error.path}: {error.error}" for error in errors]

    def delete_collection(self, name: str) -> None:
        """Delete a collection in the plainest way; what is already gone is no error."""
        self._api.call_if_there("DELETE", f"{_DATABASE}/collections/{quote(name, safe='')}")

    def close(self) -> None:
        """Close the pooled connections."""
        self._api.close()

    def _told(self, path: str) -> Json:
        content = self._api.ask(Json, "GET", path)
        self._secrets.judge(f"GET {path}", str(content))
        return content

    def _read(self, model: type[M], path: str) -> M:
        try:
            return model.model_validate(self._told(path))
        except ValidationError as error:
            told = f"What Chroma HA answers to GET {path} is not that of {self.generation}"
            raise Failure(Cause.MISREPORTED(f"{told}: {in_short(error)}")) from None


def _generation_of(status: Json) -> str:
    if "load_balancer" in status:
        return JUNE_2025
    if "unified_wal" in status:
        return JULY_2025
    raise Failure(f"The status is of no known generation; it has {', '.join(sorted(status))}")


def _status(instances: list[_Instance], counted: _Summary | _July, strategy: str = "") -> Status:
    return Status(
        healthy={one.name: one.healthy for one in instances},
        healthy_count=counted.healthy_instances,
        count=counted.total_instances,
        requests={one.name: one.requests for one in instances},
        strategy=strategy,
    )
