"""Whether SentinAI's records of its work are true: those of events, and of executed tools."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from support.core.errors import Failure
from support.core.tables import NARROW, table
from support.sentinai.client.events import CONSUMED, Event
from support.sentinai.client.models import Execution
from support.sentinai.oracle.looking import look_until_right
from support.sentinai.tenant import Tenant

_PROCESSED = "completed"

# What is recorded of the work on each event: a status for each worker, by the id of the event.
Records = Mapping[str, Sequence[str]]


class ProcessingLog:
    """The records of the work on events.

    Args:
        tenant: whose events they are.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def expect_all_processed(self) -> None:
        """Expect that every event that workers consume is recorded as processed."""
        tenant = self._tenant
        database = tenant.observer.database
        assert database is not None, "the scenario needs @needs_database"
        events = tenant.observer.events(tenant.exceptions.names)
        consumed = [event for event in events if event.type in CONSUMED.values()]
        if not consumed:
            raise Failure("There is no event that could be recorded as processed")

        def faults(records: Records) -> list[str]:
            return [
                f"{event.type} is recorded as {_word(records, event)}"
                for event in consumed
                if set(records.get(event.id, ())) != {_PROCESSED}
            ]

        def details(records: Records) -> str:
            rows = [(event.type, _PROCESSED, _word(records, event)) for event in consumed]
            return table(["event", "expected", "recorded"], rows, NARROW)

        def look() -> Records:
            records: dict[str, list[str]] = defaultdict(list)
            for row in database.processing_log(tenant.name):
                records[row["event_id"]].append(row["status"])
            return records

        look_until_right(
            look,
            faults,
            budget=tenant.budget,
            waiting_for="every event to be recorded as processed",
            details=details,
        )


@dataclass(frozen=True)
class _Seen:
    """The executions of tools: those that the API lists, the database holds, the tool saw."""

    listed: Sequence[Execution]
    stored: Sequence[tuple[str, str]] | None
    called: frozenset[str]


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
        )


def _faults(seen: _Seen, status: str) -> Iterator[str]:
    listed = [(execution.execution_id, execution.status) for execution in seen.listed]
    if [found for _, found in listed] != [status]:
        yield f"Recorded are {listed} instead of one execution that has {status}"
    if seen.stored is not None and sorted(seen.stored) != sorted(listed):
        yield f"Recorded are {listed}, but the database holds {seen.stored}"
    if seen.called - {""} and seen.called != {execution for execution, _ in listed}:
        yield f"Recorded are {listed}, but the tool saw {sorted(seen.called)}"
    if not seen.called:
        yield "The tool was never called"


def _word(records: Records, event: Event) -> str:
    return ", ".join(records.get(event.id, ())) or "nothing"
