"""An event is the same for whoever sees it, true to what was submitted, and made in time."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from support.core.causes import Cause
from support.laws.agreement import disagreements
from support.sentinai.client.events import CAUSES, DEAD_LETTER, Event, event_failed
from support.sentinai.exceptions import Submission
from support.sentinai.laws.records import CLOCKS_DIFFER
from support.sentinai.observers.tenant import Chains, Observation
from support.sentinai.tenant import Tenant

_WORKERS_DIFFER = timedelta(seconds=0.25)  # the clock of one worker from that of another
_SEVERITY_IS_KNOWN = "TriageCompleted"
_FEEDBACK = "FeedbackCaptured"
_ATTEMPTS = ("attempt", "retry_count")  # by either name
_FIRST = 1  # number of a retry, at most: some count from nought


def unlike_events(seen: Observation) -> list[str]:
    """Return of which events observers tell different things."""
    by_observer = {name: _by_id(chains) for name, chains in seen.observers.items()}
    together = dict.fromkeys(event for events in by_observer.values() for event in events)
    unlike = [event for event in together if _differs(by_observer.values(), event)]
    told = {
        name: {_name(events[one]): vars(_bare(events[one])) for one in unlike if one in events}
        for name, events in by_observer.items()
    }
    return disagreements(told)


def untrue_events(tenant: Tenant, seen: Observation) -> Iterator[str]:
    """Yield what events tell of exceptions that is not what was submitted."""
    for submission, chain in _chains(tenant, seen):
        due = facts_of(tenant.name, submission)
        for event in chain:
            if event.type == _SEVERITY_IS_KNOWN and "severity" in event.payload:
                due["severity"] = plain("severity", event.payload["severity"])
            for fact, said in _told_in(event.payload):
                if said != due.get(fact, said):
                    yield Cause.ALTERED(
                        f"{_name(event)} tells the {fact} {said}, and it is {due[fact]}"
                    )


def stray_feedback(tenant: Tenant, seen: Observation) -> Iterator[str]:
    """Yield which feedback is of an execution that none of its exception's other events knows."""
    for submission, chain in _chains(tenant, seen):
        feedback, others = set[object](), set[object]()
        for event in chain:
            told = feedback if event.type == _FEEDBACK else others
            told.update(_executions_in(event.payload))
        for execution in feedback - others if others else ():
            yield Cause.ALTERED(
                f"The feedback on {submission.known_as} is of {execution}, which it never had"
            )


def stray_failures(tenant: Tenant, seen: Observation) -> Iterator[str]:
    """Yield which retries and dead letters are of an event that is none of their exception's.

    And which retries are not counted one by one.
    """
    for _, chain in _chains(tenant, seen):
        known = {event.id for event in chain}
        counted: dict[str, int] = {}
        for event in chain:
            failed = event_failed(event)
            if failed and failed not in known:
                yield Cause.ALTERED(f"{_name(event)} is of {failed}, which is none of its events")
            elif failed:
                yield from _miscounted(event, failed, counted)


def _miscounted(event: Event, failed: str, counted: dict[str, int]) -> Iterator[str]:
    """Yield whether a retry is not the next one; what is retried after a dead letter begins anew.

    Args:
        event: a retry, or a dead letter.
        failed: the event that it is of.
        counted: as the how manyth its last retry was told, by event.
    """
    told = next((event.payload[name] for name in _ATTEMPTS if name in event.payload), None)
    if event.type == DEAD_LETTER:
        counted.pop(failed, None)
    elif told is not None:
        due = counted[failed] + 1 if failed in counted else min(told, _FIRST)
        if told != due:
            yield Cause.MISCOUNTED(f"{_name(event)} is told as number {told}, and is number {due}")
        counted[failed] = due


def mixed_correlations(tenant: Tenant, seen: Observation) -> Iterator[str]:
    """Yield which exceptions have events that say that they belong to different ones."""
    for submission, chain in _chains(tenant, seen):
        found = sorted({event.correlation for event in chain if event.correlation})
        if len(found) > 1:
            yield Cause.ALTERED(f"Events of {submission.known_as} belong to {' and '.join(found)}")


def untimely_events(tenant: Tenant, seen: Observation) -> Iterator[str]:
    """Yield which events were made before their causes, or at a time that cannot be.

    The second of a kind has the second cause, if there are two: what is delivered twice, and worked
    on twice, is late, and no cause of what was done before.
    """
    first = tenant.exceptions.since - CLOCKS_DIFFER
    last = datetime.now(UTC) + CLOCKS_DIFFER
    for _, chain in _chains(tenant, seen):
        made: dict[str, list[Event]] = defaultdict(list)
        for event in chain:
            causes = made[CAUSES.get(event.type, "")][: len(made[event.type]) + 1]
            cause = causes[-1] if causes else None
            if cause and event.at < cause.at - _WORKERS_DIFFER:
                yield Cause.MISREPORTED(
                    f"{_name(event)} is dated {cause.at - event.at} before its {cause.type}"
                )
            if not first <= event.at <= last:
                yield Cause.MISREPORTED(
                    f"{_name(event)} is dated {event.at:%Y-%m-%d %H:%M}, which cannot be"
                )
            made[event.type].append(event)


def facts_of(tenant: str, submission: Submission) -> dict[str, Any]:
    """Return what must be told of an exception, wherever it is told: each fact by its name."""
    content = submission.content
    facts = {
        "tenant": tenant,
        "kind": submission.kind,
        "source": content.get("sourceSystem"),
        "amount": content.get("amount"),
        "remarks": content.get("remarks"),
    }
    return {fact: plain(fact, value) for fact, value in facts.items() if value}


def plain(fact: str, value: object) -> object:
    """Return the value of a fact in the one form in which it is compared."""
    if fact == "amount":
        return Decimal(str(value))
    if fact == "remarks":
        return json.dumps(value, sort_keys=True, ensure_ascii=False)  # False is not 0 there
    return str(value).upper() if fact == "severity" else value


# How payloads call the facts, without hyphens and in small letters.
_FACTS = {
    "tenantid": "tenant",
    "exceptiontype": "kind",
    "sourcesystem": "source",
    "amount": "amount",
    "severity": "severity",
    "remarks": "remarks",
}


def _told_in(payload: object) -> Iterator[tuple[str, object]]:
    """Yield the facts that a payload tells anywhere inside."""
    if isinstance(payload, list):
        for inner in payload:
            yield from _told_in(inner)
    if isinstance(payload, dict):
        for key, value in payload.items():
            fact = _FACTS.get(key.replace("_", "").lower())
            if fact == "remarks" or (fact and isinstance(value, str | int | float)):
                yield fact, plain(fact, value)
            else:
                yield from _told_in(value)


def _executions_in(payload: Mapping[str, Any]) -> Iterator[object]:
    """Yield the ids of executions that a payload tells, in it or one level below."""
    for part in (payload, *payload.values()):
        if isinstance(part, Mapping) and part.get("execution_id"):
            yield part["execution_id"]


def _chains(tenant: Tenant, seen: Observation) -> Iterator[tuple[Submission, Sequence[Event]]]:
    """Yield what was submitted, each with its events in the order of their times."""
    for submission in tenant.exceptions.submissions:
        yield submission, seen.best(submission.known_as) if submission.known_as else ()


def _by_id(chains: Chains) -> dict[str, Event]:
    return {event.id: event for chain in chains.values() for event in chain}


def _bare(event: Event) -> Event:
    """Return an event without where it was seen."""
    return replace(event, partition="")


def _differs(observers: Iterable[Mapping[str, Event]], event: str) -> bool:
    first, *others = [_bare(events[event]) for events in observers if event in events]
    return any(other != first for other in others)


def _name(event: Event) -> str:
    return f"{event.type} of {event.exception}"
