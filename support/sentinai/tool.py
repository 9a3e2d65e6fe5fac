"""The tool of a tenant: how it behaves, and calling it by hand."""

import math

from support.sentinai.client.packs import TOOL
from support.sentinai.observers.tool_stub import ToolBehaviour
from support.sentinai.tenant import Tenant


class TenantTool:
    """Tells a tenant's tool how to behave.

    It always works for markers, which prove that work goes on.

    Args:
        tenant: whose tool it is.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def work(self) -> None:
        """Always work."""
        self._behave(failures=0)

    def fail(self, times: float = math.inf) -> None:
        """Fail so many times for each exception, and then work; by default never work."""
        self._behave(failures=times)

    def fail_for_the_first(self) -> None:
        """Never work for the exception that is submitted first, and always for all others."""
        first = str(self._tenant.exceptions.describe(1)["exceptionId"])
        self._behave(failures=math.inf, only_for=first)

    def wait_for_company(self, count: int) -> None:
        """Answer only when so many calls are under way at once, or patience ends."""
        self._behave(failures=0, together=count)

    def call_by_hand(self) -> None:
        """Have SentinAI call the tool for nobody's exception."""
        order = {"task": "by hand", "payer": self._tenant.name}
        self._tenant.orders[TOOL].append(order)
        self._tenant.client.execute_tool(self._tenant.tools[TOOL], order)

    def _behave(self, failures: float, only_for: str = "", together: int = 1) -> None:
        spared = self._tenant.exceptions.marker_prefix
        behaviour = ToolBehaviour(failures, only_for, spared, together)
        self._tenant.system.tool_stub.behave(self._tenant.tool(), behaviour)
