"""Whether SentinAI's records of the executions of tools are true."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from support.core.causes import Cause
from support.core.looking import look_until_right
from support.sentinai.client.models import Execution
from support.sentinai.laws.executions import disagreeing_executions
from support.sentinai.tenant import Tenant


@dataclass(frozen=True)
class _Seen:
    """The executions of tools: those that the API lists, the database holds, the tool saw.

    And in what anybody disagrees about one of them.
    """

    listed: Sequence[Execution]
    stored: Sequence[tuple[str, str]] | None
    called: frozenset[str]
    disagreements: Sequence[str]


class Executions:
    """The records of the executions of tools.

    Args:
        tenant: whose tools they are.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def expect_one(self, status: str) -> None:
        """Expect that one execution is recorded with this status, namely the one the tool saw."""
        look_until_right(
            self._look,
            lambda seen: list(_faults(seen, status)),
            budget=self._tenant.budget,
            waiting_for=f"the record of one execution that has {status}",
        )

    def _look(self) -> _Seen:
        database = self._tenant.observer.database
        rows = None if database is None else database.executions(self._tenant.name)
        calls = self._tenant.observer.calls()
        return _Seen(
            listed=self._tenant.client.executions(),
            stored=None if rows is None else [(str(row["id"]), str(row["status"])) for row in rows],
            called=frozenset(call.execution for call in calls),
            disagreements=disagreeing_executions(self._tenant),
        )


def _faults(seen: _Seen, status: str) -> Iterator[str]:
    listed = [(execution.execution_id, execution.status) for execution in seen.listed]
    if [found for _, found in listed] != [status]:
        many = Cause.DUPLICATED if len(listed) > 1 else Cause.MISREPORTED
        cause = many if listed else Cause.LOST
        yield cause(f"Recorded are {listed} instead of one execution that has {status}")
    if seen.stored is not None and sorted(seen.stored) != sorted(listed):
        yield Cause.MISREPORTED(f"Recorded are {listed}, but the database holds {seen.stored}")
    if seen.called - {""} and seen.called != {execution for execution, _ in listed}:
        yield Cause.MISREPORTED(f"Recorded are {listed}, but the tool saw {sorted(seen.called)}")
    if not seen.called:
        yield Cause.LOST("The tool was never called")
    yield from seen.disagreements
