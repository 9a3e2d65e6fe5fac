"""The laws that are judged in every look at what became of exceptions; no waiting mends them."""

from support.sentinai.laws.calls import strange_calls
from support.sentinai.laws.events import unlike_events, untimely_events, untrue_events
from support.sentinai.observers.tenant import Observation
from support.sentinai.tenant import Tenant

_MOST_SHOWN = 5


def broken_laws(tenant: Tenant, seen: Observation) -> list[str]:
    """Return what breaks a law, a sentence each; nothing, if all hold."""
    found = [
        *strange_calls(tenant, (call for calls in seen.calls.values() for call in calls)),
        *unlike_events(seen),
        *untrue_events(tenant, seen),
        *untimely_events(tenant, seen),
    ]
    more = [f"and {len(found) - _MOST_SHOWN} more of the kind"] if len(found) > _MOST_SHOWN else []
    return found[:_MOST_SHOWN] + more
