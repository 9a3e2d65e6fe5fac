"""The laws that are judged in every look at what became of exceptions."""

from collections.abc import Mapping

from support.sentinai.laws.calls import strange_calls
from support.sentinai.laws.dead_letters import disagreeing_dead_letters
from support.sentinai.laws.events import (
    mixed_correlations,
    stray_failures,
    stray_feedback,
    unlike_events,
    untimely_events,
    untrue_events,
)
from support.sentinai.laws.executions import disagreeing_executions
from support.sentinai.laws.routes import disagreeing_routes
from support.sentinai.observers.tenant import Observation
from support.sentinai.tenant import Tenant

_MOST_SHOWN = 5


def broken_laws(tenant: Tenant, seen: Observation) -> list[str]:
    """Return what breaks a law so that no waiting mends it, a sentence each."""
    found = [
        *strange_calls(tenant, (call for calls in seen.calls.values() for call in calls)),
        *unlike_events(seen),
        *untrue_events(tenant, seen),
        *stray_feedback(tenant, seen),
        *stray_failures(tenant, seen),
        *mixed_correlations(tenant, seen),
        *untimely_events(tenant, seen),
    ]
    more = [f"and {len(found) - _MOST_SHOWN} more of the kind"] if len(found) > _MOST_SHOWN else []
    return found[:_MOST_SHOWN] + more


def disagreements(
    tenant: Tenant, names: Mapping[str, str], *, is_executed: bool, is_dead_lettered: bool
) -> list[str]:
    """Return in what the routes disagree with each other, with the store and with the tool.

    Args:
        tenant: whose exceptions they are.
        names: by the name of each that a caller was told, that under which SentinAI tells of it.
        is_executed: whether tools were executed for them.
        is_dead_lettered: whether some of them were dead-lettered.
    """
    found = disagreeing_routes(tenant, names)
    if is_executed:
        found += disagreeing_executions(tenant)
    if is_dead_lettered:
        found += disagreeing_dead_letters(tenant)
    return found
