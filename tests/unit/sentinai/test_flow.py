"""What the sentences demand of the way of exceptions, and when nothing late can hide any more."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from support.core.errors import Failure
from support.core.http import ApiError
from support.core.timings import ScenarioTimings
from support.sentinai.client.events import STAGE_NAMES, Event, chain_of, chain_with
from support.sentinai.client.models import Receipt
from support.sentinai.client.packs import Playbook
from support.sentinai.client.sentinai import SentinAI
from support.sentinai.exceptions import Exceptions
from support.sentinai.observers.kafka import Consumers
from support.sentinai.observers.tenant import Observation
from support.sentinai.observers.tool_stub import Call, Tool
from support.sentinai.oracle.flow import Flow
from support.sentinai.tenant import Tenant

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TOOL = Tool("T", "pay")


class Caller:
    """Accepts exceptions, under the names that they bring unless told otherwise."""

    tenant = "T"
    name: Callable[[str], str] = staticmethod(str)
    refuses = False

    def submit(self, exception: dict[str, Any], **_: object) -> Receipt:
        if self.refuses:
            request = httpx.Request("POST", "http://sentinai/exceptions/T")
            raise ApiError("SentinAI", httpx.Response(503, request=request))
        return Receipt(exception_id=self.name(exception["exceptionId"]), status="accepted")


class Observer:
    """Sees that everything passes every stage, but on the partitions that are blocked."""

    def __init__(self, *in_use: str) -> None:
        self.in_use = set(in_use)
        self.blocked = set[str]()
        self.unknown = {"refused"}
        self.also_known = dict[str, list[Event]]()

    def observe(self, exceptions: Collection[str], **_: object) -> Observation:
        chains = {name: self.chain(name) for name in exceptions if self.passes(name)}
        calls = {
            name: [Call(TOOL, name, name, {}, {}, 0.0, worked=True)]
            for name in chains
            if "marker" not in name
        }
        return Observation(chains | self.also_known, None, {}, calls)

    def events(self, exceptions: Collection[str]) -> list[Event]:
        return [event for name in exceptions if self.passes(name) for event in self.chain(name)]

    def partitions(self) -> set[str]:
        return self.in_use

    def partitions_of(self, exceptions: Collection[str]) -> set[str]:
        return {self.partition(name) for name in exceptions}

    def passes(self, name: str) -> bool:
        return self.partition(name) not in self.blocked and name not in self.unknown

    def partition(self, name: str) -> str:
        return f"exceptions/{int(name.rsplit('-', 1)[-1]) % 4}"

    def chain(self, name: str) -> list[Event]:
        place = self.partition(name)
        kinds = chain_of(STAGE_NAMES[:3]) if "marker" in name else chain_with(1)
        return [Event(f"{name} {kind}", kind, "T", name, NOW, partition=place) for kind in kinds]

    def calls(self) -> list[Call]:
        return []

    def consumers(self) -> Consumers:
        return Consumers({})


@pytest.fixture
def caller() -> Caller:
    return Caller()


@pytest.fixture
def observer() -> Observer:
    return Observer("exceptions/2", "sla/0")


@pytest.fixture
def exceptions(caller: Caller) -> Exceptions:
    return Exceptions(cast(SentinAI, caller), ScenarioTimings("a scenario"), "dm-1")


@pytest.fixture
def flow(exceptions: Exceptions, observer: Observer, monkeypatch: pytest.MonkeyPatch) -> Flow:
    for law in ("broken_laws", "disagreements"):
        monkeypatch.setattr(f"support.sentinai.oracle.flow.{law}", lambda *_, **__: [])
    tenant = SimpleNamespace(
        exceptions=exceptions,
        observer=observer,
        playbook=Playbook(),
        budget=0.5,
        lag=0.5,
        timings=ScenarioTimings("a scenario"),
    )
    return Flow(cast(Tenant, tenant))


def test_what_passes_every_stage_is_as_it_should_be(exceptions: Exceptions, flow: Flow) -> None:
    exceptions.submit(3)
    flow.expect_every_stage()
    flow.expect_brought_names()
    with pytest.raises(Failure, match=r"ExceptionIngested, .* once instead of twice"):
        flow.expect_every_stage(times=2)
    with pytest.raises(Failure, match=r"PlaybookMatched, .* once instead of never"):
        flow.expect_stages(["intake", "triage", "policy"])


def test_where_nothing_was_submitted_nothing_can_be_right(flow: Flow) -> None:
    for expect in (flow.expect_every_stage, flow.expect_nothing_twice, flow.expect_accepted_only):
        with pytest.raises(Failure, match="nothing that could go right"):
            expect()


def test_another_name_than_the_one_that_was_brought_is_named(
    exceptions: Exceptions, caller: Caller, flow: Flow
) -> None:
    caller.name = staticmethod(lambda brought: brought.replace("T-", "another-"))
    exceptions.submit()
    flow.expect_every_stage()
    other = r"Submitted as \['T-No-1'\], but accepted as \['another-No-1'\]"
    with pytest.raises(Failure, match=other):
        flow.expect_brought_names()


def test_what_was_refused_must_be_unknown(
    exceptions: Exceptions, caller: Caller, observer: Observer, flow: Flow
) -> None:
    caller.refuses = True
    exceptions.try_to_submit()
    with pytest.raises(Failure, match="nothing that could go right"):
        flow.expect_accepted_only()
    caller.refuses = False
    exceptions.try_to_submit()
    observer.unknown = {"T-No-1"}
    flow.expect_accepted_only()
    observer.also_known = {"T-No-1": observer.chain("T-No-1")[:1]}
    with pytest.raises(Failure, match="-1: Kafka shows ExceptionIngested once instead of never"):
        flow.expect_accepted_only()


def test_all_is_settled_when_later_ones_have_passed_on_every_partition_in_use(
    exceptions: Exceptions, flow: Flow
) -> None:
    flow.expect_later_ones()
    assert len(exceptions.markers) == 8
    assert not exceptions.names


def test_a_partition_on_which_nothing_gets_through_is_named(observer: Observer, flow: Flow) -> None:
    observer.blocked = {"exceptions/2"}
    with pytest.raises(Failure, match=r"^On exceptions/2 nothing that comes later is processed"):
        flow.expect_later_ones()


def test_a_partition_that_nothing_new_comes_onto_is_named(observer: Observer, flow: Flow) -> None:
    observer.in_use = {"exceptions/7"}
    with pytest.raises(Failure, match=r"Nothing new came onto .*exceptions/7"):
        flow.expect_later_ones()
