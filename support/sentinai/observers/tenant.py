"""All that is seen of one tenant, whoever sees it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from support.core.http import ApiError
from support.sentinai.client.events import CHAIN, Event
from support.sentinai.client.sentinai import SentinAI
from support.sentinai.observers.database import DatabaseObserver
from support.sentinai.observers.kafka import KafkaObserver
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
        timeline: the events that the API tells, in its order; only for exceptions asked for.
        calls: what the tools were really told to do.
    """

    kafka: Chains | None
    database: Chains | None
    timeline: Chains
    calls: Mapping[str, Sequence[Call]]

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
        """Look at exceptions; at timelines only if asked for, or if nothing else tells of them."""
        asked_for = exceptions if timelines or self.database is None else ()
        return Observation(
            kafka=None if self.kafka is None else by_exception(self.kafka.events(self._tenant)),
            database=None
            if self.database is None
            else by_exception(self.database.events(self._tenant)),
            timeline={exception: self.timeline(exception) for exception in asked_for},
            calls=by_exception(self.calls()),
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

    def calls(self) -> list[Call]:
        """Return the calls of all tools of the tenant, oldest first."""
        return self._tool_stub.calls(self._tenant)

    def partitions(self) -> set[str]:
        """Return where on Kafka anything stands that names the tenant."""
        return set() if self.kafka is None else set(self.kafka.mentions(self._tenant))

    def partitions_of(self, exceptions: Collection[str]) -> set[str]:
        """Return where on Kafka the chains of these exceptions stand."""
        events = [] if self.kafka is None else self.kafka.events(self._tenant)
        return {
            event.partition
            for event in events
            if event.type in CHAIN and event.exception in exceptions
        }


def by_exception(seen: Iterable[Seen]) -> dict[str, list[Seen]]:
    """Sort events, or calls of a tool, by the exception that they are about."""
    found: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        found[one.exception].append(one)
    return found
