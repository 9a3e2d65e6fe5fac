"""Whether a changed configuration holds for all that is submitted afterwards."""

from collections import Counter
from collections.abc import Sequence

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.sentinai.changes import Changes
from support.sentinai.client.events import DEAD_LETTER
from support.sentinai.observers.tool_stub import Call
from support.sentinai.oracle.expected_flow import of_steps
from support.sentinai.oracle.flow import Flow
from support.sentinai.tenant import Tenant

# How it ends with a tool that may not be called: told as a completion, or as a dead letter.
_ENDS = {"ToolExecutionCompleted", DEAD_LETTER}


class Configuration:
    """What a tenant has set up, and what is done about it.

    Args:
        tenant: whose configuration it is.
        changes: of it.
        flow: of the tenant.
    """

    def __init__(self, tenant: Tenant, changes: Changes, flow: Flow) -> None:
        self._tenant = tenant
        self._changes = changes
        self._flow = flow

    def expect_new_version(self) -> None:
        """Expect that the new version is followed for what came later, and for nothing else."""
        tenant, before = self._tenant, self._changes.names_before
        later, playbook = self._later(), tenant.playbook
        former = dict.fromkeys(before, of_steps(self._changes.steps_before))
        try:
            self._flow.judge({**former, **dict.fromkeys(later, of_steps(len(playbook.steps)))})
        except Failure as failure:
            if len(self._calls()) == self._changes.steps_before * len(later):
                raise Failure(str(failure), Cause.STALE) from None
            raise
        due = dict.fromkeys(playbook.steps, len(later))
        told = Counter(str(call.body.get("task")) for call in self._calls())
        if told != due:
            raise Failure(
                Cause.STALE(f"Since the change the tool was told {dict(told)}, and due is {due}")
            )
        for name in later:
            followed = tenant.client.show_playbook_of(name)["playbookVersion"]
            if followed != playbook.version:
                raise Failure(
                    Cause.MISREPORTED(
                        f"{name} is said to follow version {followed}: {playbook.version}"
                    )
                )

    def expect_tool_unused(self) -> None:
        """Expect that what came later is handled to its end, and that no tool is called for it."""
        tenant, later = self._tenant, self._later()

        def look() -> tuple[int, list[str]]:
            events = tenant.observer.events(later)
            ended = {event.exception for event in events if event.type in _ENDS}
            return len(self._calls()), [name for name in later if name not in ended]

        def faults(seen: tuple[int, Sequence[str]]) -> list[str]:
            called, under_way = seen
            if called:
                said = f"The tool is switched off, and was called {called} times since then"
                return [Cause.STALE(said)]
            open_ones = Cause.LOST(f"{len(under_way)} of {len(later)} exceptions came to no end")
            return [open_ones] if under_way else []

        look_until_right(
            look,
            faults,
            budget=tenant.budget,
            waiting_for="everything to end that was submitted since the change",
            is_hopeless=lambda seen: seen[0] > 0,
        )

    def _calls(self) -> Sequence[Call]:
        """Return what the tools were told since the change."""
        return self._tenant.observer.calls()[self._changes.calls_before :]

    def _later(self) -> list[str]:
        before = set(self._changes.names_before)
        later = [name for name in self._tenant.exceptions.names if name not in before]
        if not later:
            raise Failure(Cause.SUITE("Nothing was submitted since the change"))
        return later
