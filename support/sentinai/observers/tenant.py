"""All that is seen of one tenant, whoever sees it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from support.core.http import ApiError
from support.sentinai.client.events import CHAIN, Event
from support.sentinai.client.sentinai import SentinAI
from support.sentinai.observers.database import DatabaseObserver
from support.sentinai.observers.kafka import Consumers, KafkaObserver
from support.sentinai.observers.tool_stub import Call, ToolStub

Chains = Mapping[str, Sequence[Event]]
Seen = TypeVar("Seen", Event, Call)

_NOT_FOUND = 404


@dataclass(frozen=True)
class Observation:
    """What the observers saw of some exceptions, by their ids. None: an observer cannot look.

    Attributes:
        kafka: the events on Kafka, in the order of their partitions.
        database: the events that are stored, oldest first.
        timeline: the events that the API tells, oldest first; only for exceptions asked for. In
            which order it tells them is judged where that is promised.
        calls: what the tools were really told to do; "" is for calls that name no exception.
        told_as: under which other name events tell of an exception, where they do.
    """

    kafka: Chains | None
    database: Chains | None
    timeline: Chains
    calls: Mapping[str, Sequence[Call]]
    told_as: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def observers(self) -> dict[str, Chains]:
        """Those that could look, by name."""
        seen = {"Kafka": self.kafka, "the database": self.database, "the timeline": self.timeline}
        return {name: chains for name, chains in seen.items() if chains is not None}

    def told_of(self, exception: str) -> dict[str, Sequence[Event]]:
        """Return what each observer tells of an exception, without a timeline not asked for."""
        told = {name: chains.get(exception, ()) for name, chains in self.observers.items()}
        if exception not in self.timeline:
            del told["the timeline"]
        return told

    def best(self, exception: str) -> Sequence[Event]:
        """Return the events of an exception as the observer saw them who sees most."""
        for chains in self.observers.values():
            if chains.get(exception):
                return chains[exception]
        return ()


class TenantObserver:
    """Looks at one tenant with all observers that there are.

    Args:
        client: an admin of the tenant, for what the API tells.
        kafka: None if Kafka may not or cannot be looked at.
        database: None if it cannot be looked at.
        tool_stub: where the calls of the tenant's tools arrive.
    """

    def __init__(
        self,
        client: SentinAI,
        kafka: KafkaObserver | None,
        database: DatabaseObserver | None,
        tool_stub: ToolStub,
    ) -> None:
        self._client = client
        self._tenant = client.tenant
        self._tool_stub = tool_stub
        self.kafka = kafka
        self.database = database

    def observe(self, exceptions: Collection[str], *, timelines: bool) -> Observation:
        """Look at exceptions; at timelines only if asked for, or if nothing else tells of them.

        At calls first, so that what led to them is not missed.
        """
        calls = self.calls()
        asked_for = exceptions if timelines or self.database is None else ()
        published = None if self.kafka is None else self.kafka.events(self._tenant)
        stored = None if self.database is None else self.database.events(self._tenant)
        told_as = other_names((*(published or ()), *(stored or ())), exceptions)
        return Observation(
            kafka=None if published is None else by_exception(published, told_as),
            database=None if stored is None else by_exception(stored, told_as),
            timeline={
                name: _oldest_first(self.timeline(told_as.get(name, name))) for name in asked_for
            },
            calls=by_exception(calls, told_as),
            told_as=told_as,
        )

    def events(self, exceptions: Collection[str]) -> list[Event]:
        """Return all events of the tenant, as the observer saw them who sees most.

        Args:
            exceptions: of which only their timelines tell where nothing else does.
        """
        if self.kafka is not None:
            return self.kafka.events(self._tenant)
        if self.database is not None:
            return self.database.events(self._tenant)
        return [event for exception in exceptions for event in self.timeline(exception)]

    def timeline(self, exception: str) -> list[Event]:
        """Return what the API tells of an exception; nothing if it knows none of that name."""
        try:
            return self._client.timeline(exception)
        except ApiError as error:
            if error.status != _NOT_FOUND:
                raise
            return []

    def told_as(self, exceptions: Collection[str]) -> dict[str, str]:
        """Return under which name SentinAI tells of each exception: mostly the caller's."""
        others = other_names(self.events(exceptions), exceptions)
        return {name: others.get(name, name) for name in exceptions}

    def consumers(self) -> Consumers:
        """Return the consumers of what is on Kafka now."""
        return Consumers({}) if self.kafka is None else self.kafka.consumers()

    def calls(self) -> list[Call]:
        """Return the calls of all tools of the tenant, oldest first."""
        return self._tool_stub.calls(self._tenant)

    def partitions(self) -> set[str]:
        """Return where on Kafka anything stands that names the tenant."""
        return set() if self.kafka is None else set(self.kafka.mentions(self._tenant))

    def all_partitions(self) -> list[str]:
        """Return every partition of SentinAI's Kafka."""
        return [] if self.kafka is None else self.kafka.partitions()

    def partitions_of(self, exceptions: Collection[str]) -> set[str]:
        """Return where on Kafka the chains of these exceptions stand."""
        events = [] if self.kafka is None else self.kafka.events(self._tenant)
        return {
            event.partition
            for event in events
            if event.type in CHAIN and event.exception in exceptions
        }


def other_names(events: Iterable[Event], exceptions: Collection[str]) -> dict[str, str]:
    """Return under which other name events tell of exceptions: those that say whom they concern."""
    named = set(exceptions)
    return {
        event.correlation: event.exception
        for event in events
        if event.correlation in named and event.exception not in named
    }


def by_exception(
    seen: Iterable[Seen], told_as: Mapping[str, str] | None = None
) -> dict[str, list[Seen]]:
    """Sort events, or calls of a tool, by the exception that they are about.

    Args:
        seen: the events or calls.
        told_as: under which other name they tell of an exception.
    """
    known_as = {other: name for name, other in (told_as or {}).items()}
    found: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        found[known_as.get(one.exception, one.exception)].append(one)
    return found


def _oldest_first(told: Sequence[Event]) -> list[Event]:
    """Put a story into the order of time; what happened in one moment stays as it was told."""
    backwards = bool(told) and told[0].at > told[-1].at
    return sorted(reversed(told) if backwards else told, key=lambda event: event.at)
