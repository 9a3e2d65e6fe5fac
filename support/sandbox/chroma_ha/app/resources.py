"""Writes down what is used, recommends more before it runs out, and tells people so: once."""

import asyncio
from dataclasses import asdict, dataclass

from support.sandbox.chroma_ha.app.configuration import Configuration
from support.sandbox.chroma_ha.app.database import Away, Database
from support.sandbox.chroma_ha.app.machine import Machine, Usage
from support.sandbox.chroma_ha.app.servers import now
from support.sandbox.chroma_ha.app.slack import post

_TABLES = """
    create table if not exists performance_metrics (
        id bigserial primary key,
        metric_timestamp timestamptz not null default now(),
        memory_usage_mb real not null,
        memory_percent real not null,
        cpu_percent real not null,
        active_collections int,
        total_documents_synced bigint,
        avg_sync_time_seconds real
    );
    create table if not exists upgrade_recommendations (
        id bigserial primary key,
        recommendation_type text not null,
        current_usage real not null,
        recommended_tier text not null,
        estimated_monthly_cost real not null,
        reason text not null,
        urgency text not null,
        created_at timestamptz not null default now()
    );
"""
_BOUNDS = {
    "memory": ((95.0, "high"), (85.0, "medium")),
    "cpu": ((80.0, "medium"),),
    "disk": ((80.0, "low"),),
}
_OFFERS = {"memory": ("standard", 21.0), "cpu": ("standard", 21.0), "disk": ("larger_disk", 10.0)}
_SIGNS = {"high": ("🚨", "danger"), "medium": ("⚠️", "warning")}


@dataclass(frozen=True)
class Recommendation:
    """That more of something is needed.

    Attributes:
        resource: of which.
        usage: how much of it is used, in percent.
        urgency: low, medium or high.
    """

    resource: str
    usage: float
    urgency: str

    @property
    def reason(self) -> str:
        """Why, for people."""
        return f"{self.resource.capitalize()} usage at {self.usage:.1f}% - approaching limit"


class Resources:
    """Watches over what is used.

    Args:
        database: where it is written down.
        machine: tells what is used.
        configuration: says how often to look, and where to tell it.
    """

    def __init__(self, database: Database, machine: Machine, configuration: Configuration) -> None:
        self._database = database
        self._machine = machine
        self._configuration = configuration
        self._told: dict[str, str] = {}

    async def create(self) -> None:
        """Make the tables unless they are there."""
        await self._database.run(_TABLES)

    async def run(self) -> None:
        """Go on for ever; what cannot be written down now is measured anew."""
        while True:
            await asyncio.sleep(self._configuration.resource_interval_s)
            try:
                await self.check(self._machine.measure())
            except Away:
                continue

    async def check(self, usage: Usage) -> None:
        """Write down what is used, and recommend more where it runs short."""
        await self.note(usage)
        for resource, percent in asdict(usage).items():
            urgency = urgency_of(resource, percent)
            if urgency:
                await self.recommend(Recommendation(resource, percent, urgency))
            await self._tell(resource, percent, urgency)

    async def note(self, usage: Usage) -> None:
        """Write down what is used."""
        await self._database.run(
            "insert into performance_metrics (memory_usage_mb, memory_percent, cpu_percent)"
            " values (%s, %s, %s)",
            usage.megabytes,
            usage.memory,
            usage.cpu,
        )

    async def recommend(self, one: Recommendation) -> None:
        """Write down what is recommended."""
        tier, cost = _OFFERS[one.resource]
        await self._database.run(
            "insert into upgrade_recommendations (recommendation_type, current_usage,"
            " recommended_tier, estimated_monthly_cost, reason, urgency)"
            " values (%s, %s, %s, %s, %s, %s)",
            one.resource,
            one.usage,
            tier,
            cost,
            one.reason,
            one.urgency,
        )

    def is_news(self, resource: str, urgency: str) -> bool:
        """Tell whether something is otherwise than was told last."""
        return self._told.get(resource, "") != urgency

    async def _tell(self, resource: str, percent: float, urgency: str) -> None:
        """Tell people what has changed since they were last told; what is of low urgency waits."""
        urgency = "" if urgency == "low" else urgency
        if not self.is_news(resource, urgency):
            return
        if urgency:
            message = shortage(Recommendation(resource, percent, urgency))
        else:
            message = relief(resource, percent)
        if await post(self._configuration.webhook_url, message):
            self._told[resource] = urgency


def urgency_of(resource: str, percent: float) -> str:
    """Return how urgently more of something is needed; empty if it is not."""
    return next((urgency for bound, urgency in _BOUNDS[resource] if percent > bound), "")


def shortage(one: Recommendation) -> dict[str, object]:
    """Return the message that tells that something runs short."""
    tier, cost = _OFFERS[one.resource]
    sign, colour = _SIGNS[one.urgency]
    fields = {
        "Resource Type": one.resource.capitalize(),
        "Current Usage": f"{one.usage:.1f}%",
        "Recommended Plan": tier,
        "Monthly Cost": f"${cost:.0f}",
    }
    told = {
        "color": colour,
        "title": f"chroma-sync ({one.resource} upgrade needed)",
        "text": f"*{one.reason}*",
        "footer": "ChromaDB Resource Monitoring",
        "ts": int(now().timestamp()),
        "fields": [{"title": key, "value": value, "short": True} for key, value in fields.items()],
    }
    return {"text": f"{sign} ChromaDB Upgrade Needed", "attachments": [told]}


def relief(resource: str, percent: float) -> dict[str, object]:
    """Return the message that tells that there is enough of something again."""
    return {"text": f"✅ {resource.capitalize()} usage has recovered: {percent:.1f}%"}
