"""When nothing more is to come: what was seen says how long to wait."""

import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from confluent_kafka import ConsumerGroupState
from confluent_kafka.admin import AdminClient

from support.core.errors import Failure
from support.sentinai.client.events import Event
from support.sentinai.observers.kafka import Consumers
from support.sentinai.oracle.quiet import longest_pause, wait_until_quiet
from support.sentinai.tenant import Tenant

START = datetime(2026, 1, 1, tzinfo=UTC)


def event(exception: str, seconds: float) -> Event:
    at = START + timedelta(seconds=seconds)
    return Event(f"{exception}-{seconds}", "TriageRequested", "T", exception, at)


class Lagging(Consumers):
    """Consumers who lag behind for so many looks."""

    def __init__(self, looks: float) -> None:
        super().__init__({})
        self._looks = looks

    def left(self) -> dict[str, int]:
        self._looks -= 1
        return {"triage": 3} if self._looks >= 0 else {}


def tenant(events: list[Event], consumers: Consumers, budget: float = 2.0) -> Tenant:
    observer = SimpleNamespace(
        events=lambda _: list(events), calls=list, consumers=lambda: consumers
    )
    exceptions = SimpleNamespace(names=[], markers=[])
    found = SimpleNamespace(observer=observer, exceptions=exceptions, budget=budget)
    return cast(Tenant, found)


def test_the_longest_pause_is_that_within_one_exception() -> None:
    told = [event("E-1", 0), event("E-2", 5), event("E-1", 0.5), event("E-2", 5.2)]
    assert longest_pause(told) == pytest.approx(0.5)
    assert longest_pause([]) == 0


def test_the_wait_is_as_long_as_what_was_seen_asks_for() -> None:
    began = time.monotonic()
    wait_until_quiet(tenant([event("E-1", 0), event("E-1", 0.3)], Consumers({})))
    assert time.monotonic() - began >= 0.6


def test_it_is_not_quiet_while_consumers_lag_behind() -> None:
    wait_until_quiet(tenant([], Lagging(looks=3)))
    with pytest.raises(Failure, match="Consumers lag behind: triage by 3"):
        wait_until_quiet(tenant([], Lagging(looks=1e9), budget=0.3))


def test_groups_are_told_by_what_they_do(monkeypatch: pytest.MonkeyPatch) -> None:
    states = {
        "triage": ConsumerGroupState.STABLE,
        "tool": ConsumerGroupState.PREPARING_REBALANCING,
        "policy": ConsumerGroupState.COMPLETING_REBALANCING,
        "former": ConsumerGroupState.EMPTY,
    }
    listed = [SimpleNamespace(group_id=name, state=state) for name, state in states.items()]
    answer = SimpleNamespace(result=lambda: SimpleNamespace(valid=listed))
    admin = SimpleNamespace(list_consumer_groups=lambda **_: answer)
    consumers = Consumers({}, cast(AdminClient, admin))
    monkeypatch.setattr(consumers, "_behind", len)
    assert consumers.dividing() == ["tool", "policy"]
    assert consumers.left() == {"triage": 6}
    assert Consumers({}).dividing() == []
