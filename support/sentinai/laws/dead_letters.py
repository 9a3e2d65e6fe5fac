"""An entry of the dead letter queue is the single entry, the row, the event, the statistics."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from support.laws.agreement import Telling, disagreements
from support.sentinai.client.events import DEAD_LETTER, Event, event_failed
from support.sentinai.dead_letters import letters_of
from support.sentinai.laws.records import by_key, counts, flat, foreign_records, impossible_times
from support.sentinai.tenant import Tenant

_STATUSES = ("pending", "retrying", "discarded", "succeeded")


def disagreeing_dead_letters(tenant: Tenant) -> list[str]:
    """Return where SentinAI tells different things about a tenant's dead letters."""
    client, entries = tenant.client, [letter.id for letter in letters_of(tenant)]
    listed = client.list_dead_letters()
    single = [client.show_dead_letter(entry) for entry in entries if entry is not None]
    told: dict[str, Telling] = {
        "the queue": by_key(listed, "event_id"),
        "the single entry": by_key(single, "event_id"),
        "the event": _events(tenant),
        "its announcement": _announcements(tenant),
    }
    if tenant.observer.database is not None:
        rows = tenant.observer.database.dead_letters(tenant.name)
        told["the store"] = by_key(rows, "event_id")
    if len(single) == len(entries):
        told["the entries"] = {"the queue": _summed_up(_counted(single))}
        told["the statistics"] = {"the queue": _summed_up(client.count_dead_letters())}
    return [
        *disagreements(told),
        *impossible_times(told, tenant.exceptions.since),
        *foreign_records(tenant.name, "dead letters", listed),
    ]


def _announcements(tenant: Tenant) -> Telling:
    """Return what dead letters must tell of why they are."""
    return {
        event_failed(event): flat({"failure_reason": _why(event)})
        for event in tenant.observer.events(tenant.exceptions.names)
        if event.type == DEAD_LETTER
    }


def _why(event: Event) -> object:
    return event.payload.get("failure_reason") or event.payload.get("error")


def _events(tenant: Tenant) -> Telling:
    """Return what dead letters must tell of the events that they are."""
    return {
        event.id: flat(
            {
                "event_id": event.id,
                "event_type": event.type,
                "tenant_id": event.tenant,
                "exception_id": event.exception,
                "payload": event.payload,
            }
        )
        for event in tenant.observer.events(tenant.exceptions.names)
    }


def _summed_up(counted: Mapping[str, Any]) -> dict[str, object]:
    whole = {name: counts(counted[name]) for name in ("by_event_type", "by_worker_type")}
    return flat({**counted, **whole})


def _counted(letters: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """Return what the statistics must say of dead letters."""
    statuses = Counter(str(letter["status"]) for letter in letters)
    return {
        "tenant_id": letters[0]["tenant_id"] if letters else None,
        "total": len(letters),
        **{status: statuses[status] for status in _STATUSES},
        "by_event_type": Counter(letter["event_type"] for letter in letters),
        "by_worker_type": Counter(letter["worker_type"] for letter in letters),
    }
