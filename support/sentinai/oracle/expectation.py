"""Whether exceptions went as they should: expected beside what each observer saw."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from support.core.errors import Failure
from support.core.tables import NARROW, table
from support.sentinai.client.events import CAUSES, CHAIN, DEAD_LETTER, RETRY, Event
from support.sentinai.observers.tenant import Chains, Observation
from support.sentinai.observers.tool_stub import Call
from support.sentinai.oracle.expected_flow import ExpectedFlow

_STEP = "StepExecutionRequested"
_MOST_SHOWN = 3
_MOST_LINES = 12


@dataclass(frozen=True)
class Expectation:
    """What should have become of some exceptions.

    Attributes:
        flows: how each should go, by its name.

    Raises:
        Failure: of none of them anything is expected; agreement would say nothing.
    """

    flows: Mapping[str, ExpectedFlow]

    def __post_init__(self) -> None:
        if not any(flow.events for flow in self.flows.values()):
            raise Failure("No exception was accepted, so there is nothing that could go right")

    def is_hopeless(self, seen: Observation) -> bool:
        """Tell whether something happened too often, which no waiting mends."""
        return any(
            _excess(flow, [chains.get(exception, ()) for chains in seen.observers.values()])
            or _overdone(flow, seen.calls.get(exception, ()))
            for exception, flow in self.flows.items()
        )

    def faults(self, seen: Observation) -> list[str]:
        """Say what is wrong, a line each exception; nothing if all agree."""
        wrong = self._wrong(seen)
        if not wrong:
            return []
        lines = [f"{len(wrong)} of {len(self.flows)} exceptions did not go as they should:"]
        lines += [f"- {exception}: {'; '.join(faults)}" for exception, faults in wrong.items()]
        if len(lines) > _MOST_LINES:
            lines[_MOST_LINES:] = [f"- and {len(lines) - _MOST_LINES} more"]
        return lines

    def tables(self, seen: Observation) -> str:
        """Put expected beside seen, for some of those that went wrong."""
        shown = list(self._wrong(seen))[:_MOST_SHOWN]
        return "\n".join(self.table(exception, seen) for exception in shown)

    def table(self, exception: str, seen: Observation) -> str:
        """Put the expected chain of an exception beside what was seen of it."""
        expected = self.flows[exception].events
        chains = [chains.get(exception, ()) for chains in seen.observers.values()]
        columns = [_beside(expected, told(chain)) for chain in chains]
        hops = list(hop_times(told(seen.best(exception))))
        rows = zip_longest(expected, *columns, hops, fillvalue="")
        headings = ["expected", *seen.observers, "after (ms)"]
        return f"{exception}:\n" + table(headings, rows, NARROW)

    def _wrong(self, seen: Observation) -> dict[str, list[str]]:
        """Return what is wrong with those exceptions that went wrong, by their names."""
        found = {exception: list(self._faults(exception, seen)) for exception in self.flows}
        return {exception: faults for exception, faults in found.items() if faults}

    def _faults(self, exception: str, seen: Observation) -> Iterator[str]:
        flow = self.flows[exception]
        by_fault: dict[str, list[str]] = defaultdict(list)
        for name, chain in seen.told_of(exception).items():
            for fault in (*_miscounts(flow, chain), *_disorder(chain)):
                by_fault[fault].append(name)
        for names, faults in groupby(by_fault, lambda fault: by_fault[fault]):
            yield f"{_seen_by(names)} {', '.join(faults)}"
        yield from _scattered(seen.kafka, exception)
        yield from _disagreement(seen, exception)
        yield from _effects(flow, seen.calls.get(exception, ()))


def told(chain: Iterable[Event]) -> list[Event]:
    """Return those events that tell of the chain and of what went wrong in it."""
    return [event for event in chain if event.type in CHAIN or event.type in {RETRY, DEAD_LETTER}]


def hop_times(chain: Iterable[Event]) -> Iterator[str]:
    """Yield how long after its cause each event was made, in milliseconds."""
    made: dict[str, Event] = {}
    for event in chain:
        cause = made.get(CAUSES.get(event.type, ""))
        yield f"{(event.at - cause.at).total_seconds() * 1000:.0f}" if cause else ""
        made[event.type] = event


def _beside(expected: Sequence[str], chain: Sequence[Event]) -> list[str]:
    """Return what was seen, place by place; a tick is what was expected there."""
    return [
        "✓" if event.type == place else event.type
        for place, event in zip_longest(expected, chain[: len(expected)])
        if event is not None
    ] + [event.type for event in chain[len(expected) :]]


def _miscounts(flow: ExpectedFlow, chain: Sequence[Event]) -> Iterator[str]:
    expected, seen = flow.counts(), Counter(event.type for event in told(chain))
    wrong: dict[str, list[str]] = defaultdict(list)
    for kind in [*expected, *(kind for kind in seen if kind not in expected)]:
        if seen[kind] != expected[kind] and kind not in flow.free:
            wrong[f"{_times(seen[kind])} instead of {_times(expected[kind])}"].append(kind)
    for counts, kinds in wrong.items():
        yield f"{', '.join(kinds)} {counts}"


def _excess(flow: ExpectedFlow, chains: Iterable[Sequence[Event]]) -> bool:
    expected = flow.counts()
    return any(
        seen > expected[kind] and kind not in flow.free
        for chain in chains
        for kind, seen in Counter(event.type for event in told(chain)).items()
    )


def _disorder(chain: Sequence[Event]) -> Iterator[str]:
    """Yield what came before its cause: the second of a kind needs a second cause."""
    seen: Counter[str] = Counter()
    for event in chain:
        cause = CAUSES.get(event.type)
        is_caused = event.type != _STEP or seen[_STEP] == 0
        if cause and is_caused and seen[cause] <= seen[event.type]:
            yield f"{event.type} before its {cause}"
        if event.type == _STEP and seen["ToolExecutionCompleted"] < seen[_STEP]:
            yield "the next step before the last one was done"
        seen[event.type] += 1


def _scattered(kafka: Chains | None, exception: str) -> Iterator[str]:
    """Yield a fault if Kafka cannot keep the order, because several partitions hold the events."""
    chain = told((kafka or {}).get(exception, ()))
    partitions = sorted({event.partition for event in chain})
    if len(partitions) > 1:
        yield f"Kafka holds its events in {' and '.join(partitions)}, where no order holds"


def _disagreement(seen: Observation, exception: str) -> Iterator[str]:
    """Yield what was published but not stored, and what was stored but not published."""
    if seen.kafka is None or seen.database is None:
        return
    published = {event.id: event.type for event in told(seen.kafka.get(exception, ()))}
    stored = {event.id: event.type for event in told(seen.database.get(exception, ()))}
    if only := _only(published, stored):
        yield f"{', '.join(only)} is on Kafka, but not stored"
    if only := _only(stored, published):
        yield f"{', '.join(only)} is stored, but not on Kafka"


def _only(kinds: Mapping[str, str], others: Mapping[str, str]) -> list[str]:
    """Return the kinds of those events, by id, that are not among the others."""
    return sorted(kind for event, kind in kinds.items() if event not in others)


def _effects(flow: ExpectedFlow, calls: Sequence[Call]) -> Iterator[str]:
    done, called = executions(calls), len(calls)
    if done != flow.executions:
        yield f"the tool was executed {_times(done)} instead of {_times(flow.executions)}"
    if called != flow.calls and not flow.repeated_calls:
        yield f"the tool was called {_times(called)} instead of {_times(flow.calls)}"


def _overdone(flow: ExpectedFlow, calls: Sequence[Call]) -> bool:
    too_many_calls = len(calls) > flow.calls and not flow.repeated_calls
    return too_many_calls or executions(calls) > flow.executions


def executions(calls: Iterable[Call]) -> int:
    """Count the executions that worked; calls that name the same execution are one."""
    worked = [call for call in calls if call.worked]
    named = {call.execution for call in worked if call.execution}
    return len(named) + sum(not call.execution for call in worked)


def _seen_by(observers: Sequence[str]) -> str:
    *others, last = observers
    return f"{', '.join(others)} and {last} show" if others else f"{last} shows"


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")
