"""Whether SentinAI's books are true: what they note of events, and of executed tools."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from support.core.errors import Failure
from support.core.tables import NARROW, table
from support.core.waiting import WaitedInVain, eventually
from support.sentinai.client.events import TAKES, Event
from support.sentinai.client.models import Execution
from support.sentinai.observers.database import Store
from support.sentinai.tenant import Desk

_DONE = "completed"

# What is noted of the work on each event: one word for each worker, by the id of the event.
Notes = Mapping[str, Sequence[str]]


def expect_all_done(desk: Desk) -> None:
    """Wait until the books note every event that a worker takes as done, once a worker.

    Raises:
        Failure: shows what they note instead.
    """
    store = _store(desk)
    taken = [event for event in desk.events() if event.type in TAKES.values()]
    try:
        eventually(
            lambda: _notes(store, desk.name),
            until=lambda notes: all(_is_done(notes, event) for event in taken),
            budget=desk.budget,
            waiting_for="the books to note every event as done",
        )
    except WaitedInVain as vain:
        rows = [(event.type, _DONE, ", ".join(vain.last.get(event.id, ()))) for event in taken]
        listing = table(["event", "expected", "the books say"], rows, NARROW)
        raise Failure(f"{vain.summary}\n{listing}") from None


def expect_record(desk: Desk, status: str) -> None:
    """Wait until SentinAI's own record tells of one execution, that which the tool saw.

    Raises:
        Failure: it tells of another one, of several, or of another end; or the store does.
    """
    try:
        (recorded,) = eventually(
            desk.client.executions,
            until=lambda found: [execution.status for execution in found] == [status],
            budget=desk.budget,
            waiting_for=f"the record to tell of one execution that {status}",
        )
    except WaitedInVain as vain:
        raise Failure(str(vain)) from None
    seen = {call.execution for call in desk.calls() if call.execution}
    if seen and seen != {recorded.execution_id}:
        raise Failure(f"The record tells of {recorded.execution_id}; the tool saw {seen}")
    if desk.system.store is not None:
        _expect_stored(desk.system.store, desk.name, recorded)


def _expect_stored(store: Store, tenant: str, recorded: Execution) -> None:
    stored = [(str(row["id"]), str(row["status"])) for row in store.executions(tenant)]
    if stored != [(recorded.execution_id, recorded.status)]:
        raise Failure(f"The record tells of {recorded}; the store holds {stored}")


def _notes(store: Store, tenant: str) -> Notes:
    noted: dict[str, list[str]] = defaultdict(list)
    for row in store.processings(tenant):
        noted[row["event_id"]].append(row["status"])
    return noted


def _is_done(notes: Notes, event: Event) -> bool:
    return set(notes.get(event.id, ())) == {_DONE}


def _store(desk: Desk) -> Store:
    assert desk.system.store is not None, "the scenario needs the database"
    return desk.system.store
