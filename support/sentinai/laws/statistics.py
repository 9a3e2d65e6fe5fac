"""The statistics of a tenant say what was submitted, and what its list shows of it."""

from collections import Counter

from support.laws.agreement import disagreements
from support.sentinai.tenant import Tenant

_COUNTS = ("exceptionCount", "escalatedCount", "autoResolutionCount", "autoResolutionRate")


def disagreeing_statistics(tenant: Tenant) -> list[str]:
    """Return where the statistics of a tenant differ from its exceptions, a sentence each."""
    exceptions = tenant.exceptions
    statuses = Counter(one.resolution_status for one in tenant.client.exceptions())
    shown, resolved = tenant.client.statistics(), statuses["RESOLVED"]
    counted: dict[str, object] = {
        "exceptionCount": statuses.total(),
        "escalatedCount": statuses["ESCALATED"],
        "autoResolutionCount": resolved,
        "autoResolutionRate": resolved / (statuses.total() or 1),
    }
    submitted = len([*exceptions.names, *exceptions.markers])
    told: dict[str, dict[str, object]] = {
        "what was submitted": {"exceptionCount": submitted},
        "the list": counted,
        "the statistics": {name: shown.get(name) for name in _COUNTS},
    }
    return disagreements({who: {tenant.name: what} for who, what in told.items()})
