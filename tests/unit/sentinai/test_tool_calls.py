"""What the tools were told to do: what is wrong for good is said at once."""

from types import SimpleNamespace
from typing import cast

import pytest

from support.core.errors import Failure
from support.sentinai.observers.tool_stub import Call, Tool
from support.sentinai.oracle.flow import Flow
from support.sentinai.oracle.tool_calls import ToolCalls
from support.sentinai.tenant import Tenant

FLOW = cast(Flow, SimpleNamespace(settle=lambda: None))
LONG_S = 3600


def tools(budget: float, *tasks: str) -> ToolCalls:
    """Return the tools of a tenant who had `pay` called, with these tasks."""
    calls = [Call(Tool("T", "pay"), "", "", {"task": task}, {}, 0.0, worked=True) for task in tasks]
    tenant = SimpleNamespace(
        budget=budget,
        exceptions=SimpleNamespace(marker_prefix="marker"),
        observer=SimpleNamespace(calls=lambda: calls),
    )
    return ToolCalls(cast(Tenant, tenant), FLOW)


def test_another_tool_that_was_called_is_not_waited_for() -> None:
    with pytest.raises(Failure, match=r"were called: \['pay'\] instead of \['refund'\]$"):
        tools(LONG_S, "look up").expect_only("refund")


def test_as_many_steps_as_are_due_may_still_be_the_wrong_ones() -> None:
    with pytest.raises(Failure, match=r"were told: \['pay', 'ask'\] instead of \['ask', 'pay'\]$"):
        tools(LONG_S, "pay", "ask").expect_steps(["ask", "pay"])


def test_steps_that_are_missing_are_waited_for() -> None:
    with pytest.raises(Failure, match="Waited"):
        tools(0.3, "ask").expect_steps(["ask", "pay"])
