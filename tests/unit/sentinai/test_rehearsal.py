"""The rehearsal: whether SentinAI calls the suite's tool, found out before the first scenario."""

from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from support.core.http import ApiError
from support.sentinai.client.events import Event
from support.sentinai.client.packs import Playbook
from support.sentinai.client.sentinai import SentinAI
from support.sentinai.observers.tenant import TenantObserver
from support.sentinai.observers.tool_stub import Tool
from support.sentinai.rehearsal import PROVEN, UNFINISHED, UNPROVEN, Rehearsal
from support.sentinai.system import SentinaiSystem, Steps

_BUDGET_S = 0.5


class Product:
    """Calls tools for exceptions only, and by playbooks whose steps stand in its database."""

    tenant = "T"

    def __init__(self) -> None:
        self.steps: dict[int, Steps] = {}
        self.called: list[Tool] = []

    def import_packs(self, *_: object) -> None:
        """Take any packs."""

    def create_tool(self, *_: object) -> int:
        return 1

    def execute_tool(self, *_: object) -> None:
        request = httpx.Request("POST", "http://sentinai/api/tools/1/execute")
        raise ApiError("SentinAI", httpx.Response(500, request=request))

    def create_playbook(self, playbook: Playbook, steps: Steps) -> int:
        """Create a playbook, and ignore its steps."""
        return 7

    def add_missing_steps(self, playbook: int, steps: Steps) -> None:
        self.steps[playbook] = steps

    def submit(self, _: dict[str, object]) -> Any:  # noqa: ANN401  a receipt
        self.called += [Tool("T", tool) for steps in self.steps.values() for tool, _ in steps]
        return SimpleNamespace(exception_id="E-1")

    def calls(self) -> list[Tool]:
        return self.called

    def executions(self) -> list[object]:
        return []

    def events(self, _: object) -> list[object]:
        return []


@pytest.fixture
def product() -> Product:
    return Product()


def rehearsal(product: Product) -> Rehearsal:
    client = cast(SentinAI, product)
    system = cast(SentinaiSystem, SimpleNamespace(database=product))
    create = partial(SentinaiSystem.create_playbook, system, client)
    return Rehearsal(client, cast(TenantObserver, product), str, _BUDGET_S, create, str)


def test_the_tool_is_called_though_the_api_ignores_steps(product: Product) -> None:
    assert rehearsal(product).call_tool() == PROVEN


def test_workers_that_are_not_done_in_time_are_told_from_a_chain_that_ends(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("support.sentinai.rehearsal._STILL_S", 0.0)
    monkeypatch.setattr(product, "calls", list)
    assert rehearsal(product).call_tool() == UNFINISHED
    done = Event("1", "PolicyEvaluationCompleted", "T", "E-1", datetime.now(UTC))
    monkeypatch.setattr(product, "events", lambda _: [done])
    assert rehearsal(product).call_tool() == UNPROVEN
