"""The tool of a tenant: how it behaves, and calling it by hand."""

import math

from support.sentinai.client.packs import PAYMENT, TOOL
from support.sentinai.observers.tool_stub import ToolBehaviour
from support.sentinai.tenant import Tenant

_HARD_CASE, _TOOL_OF_HARD_CASES = "HARD_CASE", "tryInVain"


class TenantTool:
    """Tells a tenant's tool how to behave.

    Args:
        tenant: whose tool it is.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def work(self) -> None:
        """Always work."""
        self._behave(ToolBehaviour())

    def fail(self, times: float = math.inf) -> None:
        """Fail so many times for each exception, and then work; by default never work."""
        self._behave(ToolBehaviour(failures=times))

    def set_up_hard_case(self) -> None:
        """Make the tenant; what it submits first is of a kind whose tool never works."""
        self._tenant.set_up_tools({PAYMENT: TOOL, _HARD_CASE: _TOOL_OF_HARD_CASES})
        self._tenant.exceptions.first_kind = _HARD_CASE
        self._behave(ToolBehaviour(failures=math.inf), _TOOL_OF_HARD_CASES)

    def wait_for_company(self, count: int) -> None:
        """Answer only when so many calls are under way at once, or patience ends."""
        self._behave(ToolBehaviour(together=count))

    def call_by_hand(self) -> None:
        """Have SentinAI call the tool for nobody's exception."""
        self._tenant.call_by_hand({"task": "by hand", "payer": self._tenant.name})

    def _behave(self, behaviour: ToolBehaviour, tool: str = TOOL) -> None:
        self._tenant.system.tool_stub.behave(self._tenant.tool(tool), behaviour)
