"""Workers that come and go: what is waited for, and what is said where it never comes."""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest

from support.core.errors import Failure
from support.core.waiting import WaitedInVain
from support.sentinai.client.control import Control
from support.sentinai.client.events import STAGE_NAMES, Event, chain_of
from support.sentinai.known_bugs import KNOWN_BUGS
from support.sentinai.observers.kafka import Consumers
from support.sentinai.observers.tenant import Observation
from support.sentinai.tenant import Tenant
from support.sentinai.workers import Switches, Workers

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ASSESSED = chain_of(STAGE_NAMES[:3])
PLACES = [f"exceptions/{number}" for number in range(4)]


def chain(name: str, kinds: Collection[str]) -> list[Event]:
    return [Event(f"{name} {kind}", kind, "T", name, NOW) for kind in kinds]


class Exceptions:
    """Submits two exceptions or markers at a time."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.markers: list[str] = []

    def submit_at_once(self, count: int) -> None:
        self.names += [f"E-{len(self.names) + at}" for at in range(count)]

    def submit_markers(self) -> list[str]:
        new = [f"marker-{len(self.markers) + at}" for at in range(2)]
        self.markers += new
        return new


class Observer:
    """Sees work of a group that is divided anew: nothing for so many looks, then these events."""

    def __init__(self, kinds: Collection[str], idle_looks: float = 0) -> None:
        self._kinds = kinds
        self._idle_looks = idle_looks
        self.groups = SimpleNamespace(dividing=list, left=dict)

    def all_partitions(self) -> list[str]:
        return PLACES

    def partitions_of(self, names: Collection[str]) -> set[str]:
        return {PLACES[int(name.rsplit("-", 1)[-1]) % len(PLACES)] for name in names}

    def observe(self, names: Collection[str], **_: object) -> Observation:
        self._idle_looks -= 1
        kinds = self._kinds if self._idle_looks < 0 else ()
        return Observation({name: chain(name, kinds) for name in names}, None, {}, {})

    def consumers(self) -> Consumers:
        return cast(Consumers, self.groups)

    def events(self, names: Collection[str]) -> list[Event]:
        return [event for name in names for event in chain(name, self._kinds)]


class Switch:
    """Remembers how many workers there are, and how much was submitted when they came."""

    def __init__(self, exceptions: Exceptions) -> None:
        self.counts: dict[str, int] = {}
        self.submitted_before = -1
        self._exceptions = exceptions

    def set_workers(self, counts: Mapping[str, int]) -> None:
        self.counts |= counts
        self.submitted_before = len(self._exceptions.names)

    def kill(self, kind: str) -> None:
        self.counts[kind] = 0


def deployment(observer: Observer, budget: float = 2.0) -> tuple[Workers, Exceptions, Switch]:
    exceptions = Exceptions()
    switch = Switch(exceptions)
    tenant = SimpleNamespace(exceptions=exceptions, observer=observer, budget=budget)
    switches = SimpleNamespace(use=lambda: cast(Control, switch))
    return Workers(cast(Tenant, tenant), cast(Switches, switches)), exceptions, switch


def test_workers_share_the_work_when_markers_have_passed_on_every_partition() -> None:
    workers, exceptions, switch = deployment(Observer(ASSESSED, idle_looks=3))
    workers.start_of_every_kind(2)
    assert switch.counts == dict.fromkeys(STAGE_NAMES, 2)
    assert len(exceptions.markers) == 4
    assert not exceptions.names


def test_a_marker_that_is_worked_on_twice_has_passed() -> None:
    workers, exceptions, _ = deployment(Observer([*ASSESSED, *ASSESSED]))
    workers.start_of_every_kind(2)
    assert exceptions.markers


def test_workers_that_never_share_the_work_are_named() -> None:
    workers, _, _ = deployment(Observer(ASSESSED[:-1]), budget=0.1)
    with pytest.raises(Failure, match="With more workers 2 of 2 exceptions are not assessed"):
        workers.start_of_every_kind(2)


def test_groups_that_kafka_tells_of_must_be_whole_and_have_caught_up() -> None:
    observer = Observer(ASSESSED)
    observer.groups.dividing = lambda: ["tool"]
    observer.groups.left = lambda: {"feedback": 3}
    workers, _, _ = deployment(observer, budget=0.1)
    with pytest.raises(Failure, match=r"0 of 2 exceptions .* behind are feedback, tool"):
        workers.start_of_every_kind(2)


def test_a_second_worker_comes_between_two_halves() -> None:
    workers, exceptions, switch = deployment(Observer(ASSESSED))
    workers.start_second_amid(5)
    assert switch.submitted_before == 2
    assert len(exceptions.names) == 5


@pytest.mark.parametrize("kind", ["playbook", "tool", "feedback"])
def test_a_chain_that_stops_is_told_by_what_never_came(kind: str) -> None:
    workers, _, _ = deployment(Observer([*ASSESSED, "PlaybookMatched"]), budget=0.1)
    with pytest.raises(Failure, match="never instead of") as caught:
        workers.kill_amid(kind, 3)
    assert str(caught.value).startswith("StepExecutionRequested")
    assert re.search(KNOWN_BUGS["chain_stops_at_playbooks"].diagnosis, str(caught.value))


def test_a_chain_that_is_slow_is_not_told_as_lost() -> None:
    workers, exceptions, _ = deployment(Observer(ASSESSED), budget=0.1)
    exceptions.submit_at_once(1)
    with pytest.raises(WaitedInVain, match="last seen: 1") as caught:
        workers._wait_for(ASSESSED[-1], 3)
    assert "never" not in str(caught.value)
