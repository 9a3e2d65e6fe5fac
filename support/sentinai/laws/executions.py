"""An entry of the list of executions is the single entry, the row, and what the tool was told."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from support.core.causes import Cause
from support.laws.agreement import Telling, disagreements
from support.sentinai.client.events import Event
from support.sentinai.laws.records import by_key, flat, foreign_records, impossible_times
from support.sentinai.observers.tool_stub import RECEIPT, Call
from support.sentinai.tenant import Tenant

_MOST_ASKED_FOR = 5
_COMPLETION = "ToolExecutionCompleted"
# As records and as events have it.
_SUCCEEDED, _FAILED = ("succeeded", "success"), ("failed", "failure", "error")


def disagreeing_executions(tenant: Tenant) -> list[str]:
    """Return where SentinAI tells different things about what a tenant's tools did."""
    client = tenant.client
    listed = client.list_executions()
    own = [str(one["execution_id"]) for one in listed if one["tenant_id"] == tenant.name]
    asked_for = own[:_MOST_ASKED_FOR]
    events = tenant.observer.events(tenant.exceptions.names)
    calls = tenant.observer.calls()
    told: dict[str, Telling] = {
        "the list": by_key(listed, "execution_id"),
        "the single entry": by_key(map(client.show_execution, asked_for), "execution_id"),
        "the tool": dict(_calls(calls)),
        "the request": dict(_requests(events)),
        "its completion": dict(_completions(events)),
        "who asked by hand": {execution: flat(due) for execution, due in tenant.asked.items()},
    }
    if tenant.observer.database is not None:
        rows = tenant.observer.database.executions(tenant.name)
        told["the store"] = by_key(({**row, "execution_id": row["id"]} for row in rows), "id")
    return [
        *disagreements(told),
        *strange_answers(listed, calls),
        *lost_answers(listed, calls),
        *misjudged_errors(listed, "its record"),
        *misjudged_errors(_completed(events), "its completion"),
        *impossible_times(told, tenant.exceptions.since),
        *foreign_records(tenant.name, "executions", listed),
    ]


def strange_answers(
    executions: Iterable[Mapping[str, object]], calls: Sequence[Call]
) -> Iterator[str]:
    """Yield which executions show the answer of another one's call.

    Args:
        executions: as they are listed.
        calls: of the tools; where they do not say of which execution they are, only that no two
            executions show one answer.
    """
    whose = {call.receipt: call.execution for call in calls if call.receipt}
    shown: dict[str, list[str]] = defaultdict(list)
    for one in executions:
        for receipt in RECEIPT.findall(json.dumps(one.get("output_payload"))):
            shown[receipt].append(str(one["execution_id"]))
    for receipt, those in shown.items():
        right = whose.get(receipt) or those[0]
        for execution in those:
            if execution != right:
                yield Cause.ALTERED(f"{execution} shows what the tool answered to {right}")


def lost_answers(
    executions: Iterable[Mapping[str, object]], calls: Sequence[Call]
) -> Iterator[str]:
    """Yield which executions have succeeded, and do not show what the tool answered; as above.

    Which shows the answer of another one is not named again.
    """
    answers = {call.execution: call.receipt for call in calls if call.receipt}
    for one in executions:
        answer = answers.get(str(one["execution_id"]), "")
        shown = json.dumps(one.get("output_payload"))
        is_strange = {*RECEIPT.findall(shown)} & {*answers.values()} - {answer}
        if one.get("status") in _SUCCEEDED and answer not in shown and not is_strange:
            yield Cause.LOST(f"{one['execution_id']} does not show that the tool answered {answer}")


def misjudged_errors(told: Iterable[Mapping[str, object]], by: str) -> Iterator[str]:
    """Yield which executions succeeded and tell an error, or failed and tell none.

    Args:
        told: what tells of executions: how they ended, and with which error.
        by: what it is, for the verdict.
    """
    for one in told:
        status, error = one.get("status"), one.get("error_message")
        if status in _SUCCEEDED and error:
            yield Cause.MISREPORTED(
                f"{one['execution_id']} is told as {status} by {by}, with the error {error!r}"
            )
        if status in _FAILED and not error:
            yield Cause.MISREPORTED(
                f"{one['execution_id']} is told as {status} by {by}, without an error"
            )


def _completed(events: Iterable[Event]) -> Iterator[Mapping[str, object]]:
    for event in events:
        if event.type == _COMPLETION and "execution_id" in event.payload:
            yield event.payload


def _calls(calls: Sequence[Call]) -> Iterator[tuple[str, dict[str, object]]]:
    for call in calls:
        if call.execution:
            yield call.execution, flat({"input_payload": call.body, "exception_id": call.exception})


def _requests(events: Sequence[Event]) -> Iterator[tuple[str, dict[str, object]]]:
    for event in events:
        if event.type == "ToolExecutionRequested" and "execution_id" in event.payload:
            told = {"exception_id": event.exception, "tenant_id": event.tenant, **event.payload}
            yield str(event.payload["execution_id"]), flat(told)


def _completions(events: Sequence[Event]) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what the last word of an execution tells that its record tells, too."""
    for payload in _completed(events):
        told = {name: payload.get(name) for name in ("tool_id", "output_payload")}
        yield str(payload["execution_id"]), flat(told)
