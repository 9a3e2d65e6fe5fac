"""What a tenant's tools were told to do, as the suite's stub counted it."""

from collections import Counter
from collections.abc import Callable, Sequence

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.sentinai.observers.tool_stub import Call
from support.sentinai.oracle.flow import Flow
from support.sentinai.tenant import Tenant

_NOTHING = "None"
"""What a tool is told that is told no task."""


class ToolCalls:
    """The calls of a tenant's tools, without those for markers.

    Args:
        tenant: whose tools they are.
        flow: of the tenant.
    """

    def __init__(self, tenant: Tenant, flow: Flow) -> None:
        self._tenant = tenant
        self._flow = flow

    def expect_steps(self, steps: Sequence[str]) -> None:
        """Expect that the tools are told exactly these steps in this order, and no more."""
        self._expect("told", list(steps), lambda call: str(call.body.get("task")))

    def expect_only(self, tool: str) -> None:
        """Expect that this tool is called, once, and no other one."""
        self._expect("called", [tool], lambda call: call.tool.name)

    def expect_at_once(self, workers: int) -> None:
        """Expect that so many workers are seen calling the tool at the same time."""

        def faults(at_once: int) -> list[str]:
            few = Cause.SLOW(
                f"There are {workers} workers, but no more than {at_once} worked at a time"
            )
            return [few] if at_once < workers else []

        stub, tool = self._tenant.system.tool_stub, self._tenant.tool()
        look_until_right(
            lambda: stub.most_at_once(tool),
            faults,
            budget=self._tenant.budget,
            waiting_for="all workers to work at the same time",
        )

    def _expect(self, verb: str, expected: list[str], read: Callable[[Call], str]) -> None:
        """Look until the calls are these, and once more when whatever is late has come."""
        if not expected:
            raise Failure(Cause.SUITE(f"Nothing is said of what the tools should be {verb}"))

        def faults(calls: Sequence[Call]) -> list[str]:
            found = [read(call) for call in calls]
            wrong = f"The tools were {verb}: {found} instead of {expected}"
            return [] if found == expected else [_cause(found, expected)(wrong)]

        look_until_right(
            self._calls,
            faults,
            budget=self._tenant.budget,
            waiting_for="the tools to be called",
            is_hopeless=lambda calls: len(calls) >= len(expected),  # none is ever taken back
        )
        self._flow.settle()
        if late := faults(self._calls()):
            raise Failure(late[0])

    def _calls(self) -> list[Call]:
        """Return the calls for what was submitted, oldest first."""
        marked = self._tenant.exceptions.marker_prefix
        calls = self._tenant.observer.calls()
        return [call for call in calls if not call.exception.startswith(marked)]


def _cause(found: Sequence[str], expected: Sequence[str]) -> Cause:
    """Return why these calls are not those that were due."""
    missing, more = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    del more[_NOTHING]
    if missing:
        return Cause.ALTERED if more else Cause.LOST
    return Cause.DUPLICATED if more else Cause.MISRANKED
