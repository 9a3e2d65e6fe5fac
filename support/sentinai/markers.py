"""Markers: exceptions that no playbook fits, and that only prove that work goes on."""

from collections.abc import Callable, Collection

from support.sentinai.client.events import STAGE_NAMES, STAGES
from support.sentinai.tenant import Tenant

ASSESSING = STAGE_NAMES[:3]
"""The stages that markers pass."""
LAST = STAGES[ASSESSING[-1]][-1]
"""The last event of a marker."""
_MOST_ROUNDS = 20


def pass_markers(
    tenant: Tenant, places: Collection[str], expect_passing: Callable[[Collection[str]], None]
) -> set[str]:
    """Have markers pass until they have met all of these partitions; return those never met.

    Which partition one is put on is SentinAI's affair, so some exceptions of many must do. Where
    nobody looks at Kafka, the first ones do.

    Args:
        tenant: who submits them.
        places: those that matter, of the topics that markers are on.
        expect_passing: waits until those of the names given have passed, or raises.
    """
    met, left = set[str](), set[str]()
    for _ in range(_MOST_ROUNDS):
        markers = tenant.exceptions.submit_markers()
        expect_passing(markers)
        met |= tenant.observer.partitions_of(markers)
        left = {place for place in set(places) - met if _topic(place) in set(map(_topic, met))}
        if not left:
            break
    return left


def _topic(partition: str) -> str:
    return partition.rsplit("/", 1)[0]
