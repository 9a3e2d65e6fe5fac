"""Whether SentinAI's records of its work on events are true."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.core.tables import NARROW, table
from support.sentinai.client.events import CONSUMED, Event
from support.sentinai.oracle.flow import Flow
from support.sentinai.tenant import Tenant

_PROCESSED = "completed"

# What is recorded of the work on each event: a status for each worker, by the id of the event.
Records = Mapping[str, Sequence[str]]


class ProcessingLog:
    """The records of the work on events.

    Args:
        tenant: whose events they are.
        flow: of the tenant.
    """

    def __init__(self, tenant: Tenant, flow: Flow) -> None:
        self._tenant = tenant
        self._flow = flow

    def expect_all_processed(self) -> None:
        """Expect that every event that workers consume is recorded as processed."""
        tenant = self._tenant
        database = tenant.observer.database
        assert database is not None, "the scenario needs @needs_database"
        self._flow.settle()
        events = tenant.observer.events(tenant.exceptions.names)
        consumed = [event for event in events if event.type in CONSUMED.values()]
        if not consumed:
            raise Failure(Cause.SUITE("There is no event that could be recorded as processed"))

        def faults(records: Records) -> list[str]:
            return [
                Cause.MISREPORTED(f"{event.type} is recorded as {_word(records, event)}")
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


def _word(records: Records, event: Event) -> str:
    return ", ".join(records.get(event.id, ())) or "nothing"
