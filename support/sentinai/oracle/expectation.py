"""Whether exceptions went as they should: expected beside what each observer saw."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from support.core.causes import Cause, as_in
from support.core.errors import Failure
from support.sentinai.client.events import CAUSES, RETRY, Event
from support.sentinai.observers.tenant import Chains, Observation
from support.sentinai.observers.tool_stub import Call
from support.sentinai.oracle.chain_table import chain_table, told
from support.sentinai.oracle.expected_flow import ExpectedFlow

_STEP, _TIMELINE = "StepExecutionRequested", "the timeline"
_MOST_SHOWN = 3
_MOST_LINES = 12
_MOST_NAMED = 3


@dataclass(frozen=True)
class Expectation:
    """What should have become of some exceptions.

    Attributes:
        flows: how each should go, by its name.
        is_whole: whether tools are called for these exceptions only. Calls that do not say for
            which exception they are can then be judged together.
        own_names: whether everything must tell of them under the names that callers were told.

    Raises:
        Failure: of none of them anything is expected; agreement would say nothing.
    """

    flows: Mapping[str, ExpectedFlow]
    is_whole: bool = True
    own_names: bool = False

    def __post_init__(self) -> None:
        if not any(flow.events for flow in self.flows.values()):
            raise Failure(
                Cause.SUITE("No exception was accepted, so there is nothing that could go right")
            )

    def is_hopeless(self, seen: Observation) -> bool:
        """Tell whether something happened too often, which no waiting mends."""
        return any(
            _excess(flow, [chains.get(exception, ()) for chains in seen.observers.values()])
            or any(_overdone(flow, self._calls(exception, seen)))
            for exception, flow in self.flows.items()
        ) or self._overdone_together(seen)

    def faults(self, seen: Observation, *, is_early: bool = False) -> list[str]:
        """Say what is wrong, a line for those with which the same is wrong; nothing if all agree.

        Where something happened too often the verdict is certain before the rest is over: what has
        not come by then is not finished, and not called lost.

        Args:
            seen: of the exceptions.
            is_early: whether the verdict is certain for another reason.
        """
        is_early = is_early or self.is_hopeless(seen)
        wrong = self._wrong(seen, is_early=is_early)
        together = list(self._calls_together(seen, is_early=is_early))
        if not wrong and not together:
            return []
        lines = [f"{len(wrong)} of {len(self.flows)} exceptions did not go as they should:"]
        lines = lines + together if wrong else together
        lines += [
            as_in([fault], f"- {_some(names)}: {fault}") for fault, names in _alike(wrong).items()
        ]
        if len(lines) > _MOST_LINES:
            lines[_MOST_LINES:] = [f"- and {len(lines) - _MOST_LINES} more"]
        return [*lines, *self._other_names(seen)]

    def tables(self, seen: Observation, *, is_early: bool = False) -> str:
        """Put expected beside seen, for one each of those with which the same is wrong."""
        wrong = self._wrong(seen, is_early=is_early or self.is_hopeless(seen))
        examples = [names[0] for names in _alike(wrong).values()]
        shown = [name for name in examples if any(seen.told_of(name).values())][:_MOST_SHOWN]
        return "\n".join(chain_table(name, self.flows[name].events, seen) for name in shown)

    def _wrong(self, seen: Observation, *, is_early: bool) -> dict[str, list[str]]:
        """Return what is wrong with those exceptions that went wrong, by their names."""
        found = {name: list(self._faults(name, seen, is_early=is_early)) for name in self.flows}
        return {exception: faults for exception, faults in found.items() if faults}

    def _faults(self, exception: str, seen: Observation, *, is_early: bool) -> Iterator[str]:
        flow, calls = self.flows[exception], self._calls(exception, seen)
        certain = list(self._certain(exception, seen))
        told_of = self._told_of(exception, seen)
        lacking = list(_seen_alike(told_of, lambda chain: _lacks(flow, chain)))
        lacking += [*_disagreement(seen, exception), *_undone(flow, calls)]
        yield from certain
        if not is_early:
            yield from lacking
        elif certain and lacking:
            yield "the rest is not finished"

    def _certain(self, exception: str, seen: Observation) -> Iterator[str]:
        """Yield what no waiting mends."""
        flow, calls = self.flows[exception], self._calls(exception, seen)
        if self.own_names and exception in seen.told_as:
            yield Cause.MISREPORTED(f"it is told as {seen.told_as[exception]}")
        yield from _seen_alike(
            self._told_of(exception, seen),
            lambda chain: (*_exceeds(flow, chain), *_disorder(flow, chain)),
        )
        if not self._has_two_names(exception, seen):
            yield from _scattered(seen.kafka, exception)
        yield from _overdone(flow, calls)

    def _told_of(self, exception: str, seen: Observation) -> dict[str, Sequence[Event]]:
        """Return what each observer tells of an exception that is judged by it."""
        told_of = seen.told_of(exception)
        if self._has_two_names(exception, seen):
            told_of.pop(_TIMELINE, None)
        return told_of

    def _has_two_names(self, exception: str, seen: Observation) -> bool:
        """Tell whether an exception has two names, where that is not the subject.

        A timeline is of one name, and so is a partition: neither can then hold the whole story.
        """
        return exception in seen.told_as and not self.own_names

    def _other_names(self, seen: Observation) -> Iterator[str]:
        """Yield under which other name exceptions are told of, if that is not what is wrong."""
        if seen.told_as and not self.own_names:
            pairs = [f"known as {name}, told as {other}" for name, other in seen.told_as.items()]
            more = f", and {len(pairs) - 1} more alike" if len(pairs) > 1 else ""
            yield f"({pairs[0]}{more})"

    def _calls(self, exception: str, seen: Observation) -> Sequence[Call] | None:
        """Return the calls for an exception; None where calls do not say for which they are."""
        return None if seen.calls.get("") else seen.calls.get(exception, ())

    def _calls_together(self, seen: Observation, *, is_early: bool) -> Iterator[str]:
        """Yield what is wrong with calls that do not say for which exception they are."""
        calls = seen.calls.get("")
        if calls and self.is_whole:
            flow = _sum_of(self.flows.values())
            yield from _overdone(flow, calls)
            if not is_early:
                yield from _undone(flow, calls)

    def _overdone_together(self, seen: Observation) -> bool:
        calls = seen.calls.get("") if self.is_whole else None
        return any(_overdone(_sum_of(self.flows.values()), calls))


def _seen_alike(
    told_of: Mapping[str, Sequence[Event]], faults: Callable[[Sequence[Event]], Iterable[str]]
) -> Iterator[str]:
    """Yield faults, those that several observers show in one line."""
    by_fault: dict[str, list[str]] = defaultdict(list)
    for name, chain in told_of.items():
        for fault in faults(chain):
            by_fault[fault].append(name)
    for names, alike in groupby(by_fault, lambda fault: by_fault[fault]):
        said = list(alike)
        yield as_in(said, f"{_seen_by(names)} {', '.join(said)}")


def _exceeds(flow: ExpectedFlow, chain: Sequence[Event]) -> Iterator[str]:
    """Yield what came too often."""
    expected = flow.counts()
    yield from _miscounts(flow, chain, lambda kind, seen: seen > expected[kind])


def _lacks(flow: ExpectedFlow, chain: Sequence[Event]) -> Iterator[str]:
    """Yield what did not come, or not often enough. That a tool is retried may go untold."""
    expected = flow.counts()
    yield from _miscounts(
        flow,
        chain,
        lambda kind, seen: seen < expected[kind] and not (kind == RETRY and seen == 0),
    )


def _miscounts(
    flow: ExpectedFlow, chain: Sequence[Event], is_wrong: Callable[[str, int], bool]
) -> Iterator[str]:
    expected, seen = flow.counts(), Counter(event.type for event in told(chain))
    wrong: dict[str, list[str]] = defaultdict(list)
    for kind in [*expected, *(kind for kind in seen if kind not in expected)]:
        if kind not in flow.free and is_wrong(kind, seen[kind]):
            wrong[_miscount(seen[kind], expected[kind])].append(kind)
    for counts, kinds in wrong.items():
        yield as_in([counts], f"{_folded(kinds)} {counts}")


def _excess(flow: ExpectedFlow, chains: Iterable[Sequence[Event]]) -> bool:
    return any(any(True for _ in _exceeds(flow, chain)) for chain in chains)


def _disorder(flow: ExpectedFlow, chain: Sequence[Event]) -> Iterator[str]:
    """Yield what came before its cause: the second of a kind needs a second cause.

    One that comes too often is wrong anyway, whatever was before it.
    """
    seen, expected = Counter[str](), flow.counts()
    for event in chain:
        cause = CAUSES.get(event.type)
        is_caused = event.type != _STEP or seen[_STEP] == 0
        is_due = seen[event.type] < expected[event.type] or event.type in flow.free
        if is_due and cause and is_caused and seen[cause] <= seen[event.type]:
            yield Cause.MISRANKED(f"{event.type} before its {cause}")
        if event.type == _STEP and seen["ToolExecutionCompleted"] < seen[_STEP]:
            yield Cause.MISRANKED("the next step before the last one was done")
        seen[event.type] += 1


def _scattered(kafka: Chains | None, exception: str) -> Iterator[str]:
    """Yield a fault if Kafka cannot keep the order, because several partitions hold the events."""
    chain = told((kafka or {}).get(exception, ()))
    partitions = sorted({event.partition for event in chain})
    if len(partitions) > 1:
        yield Cause.MISRANKED(
            f"Kafka holds its events in {' and '.join(partitions)}, where no order holds"
        )


def _disagreement(seen: Observation, exception: str) -> Iterator[str]:
    """Yield what was published but not stored, and what was stored but not published."""
    if seen.kafka is None or seen.database is None:
        return
    published = {event.id: event.type for event in told(seen.kafka.get(exception, ()))}
    stored = {event.id: event.type for event in told(seen.database.get(exception, ()))}
    if only := _only(published, stored):
        yield Cause.LOST(f"{', '.join(only)} is on Kafka, but not stored")
    if only := _only(stored, published):
        yield Cause.LOST(f"{', '.join(only)} is stored, but not on Kafka")


def _only(kinds: Mapping[str, str], others: Mapping[str, str]) -> list[str]:
    """Return the kinds of those events, by id, that are not among the others."""
    return sorted(kind for event, kind in kinds.items() if event not in others)


def _sum_of(flows: Iterable[ExpectedFlow]) -> ExpectedFlow:
    """Return what tools must do for several exceptions together."""
    together = list(flows)
    return ExpectedFlow(
        (),
        executions=sum(flow.executions for flow in together),
        failures=sum(flow.failures for flow in together),
        repeated_calls=any(flow.repeated_calls for flow in together),
    )


def _overdone(flow: ExpectedFlow, calls: Sequence[Call] | None) -> Iterator[str]:
    """Yield what a tool did too often. A repeated call that names no execution may be the same."""
    if calls is None:
        return
    done, named = executions(calls), any(call.execution for call in calls)
    if done > flow.executions and (named or not flow.repeated_calls):
        said = _miscount(done, flow.executions)
        yield as_in([said], f"the tool was executed {said}")
    if len(calls) > flow.calls and not flow.repeated_calls:
        said = _miscount(len(calls), flow.calls)
        yield as_in([said], f"the tool was called {said}")


def _undone(flow: ExpectedFlow, calls: Sequence[Call] | None) -> Iterator[str]:
    """Yield what a tool did not do."""
    if calls is None:
        return
    if (done := executions(calls)) < flow.executions:
        said = _miscount(done, flow.executions)
        yield as_in([said], f"the tool was executed {said}")
    if len(calls) < flow.calls:
        said = _miscount(len(calls), flow.calls)
        yield as_in([said], f"the tool was called {said}")


def executions(calls: Iterable[Call]) -> int:
    """Count the executions that worked; calls that name the same execution are one."""
    worked = [call for call in calls if call.worked]
    named = {call.execution for call in worked if call.execution}
    return len(named) + sum(not call.execution for call in worked)


def _alike(wrong: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the names of those exceptions with which the same is wrong, by what that is."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, faults in wrong.items():
        names[as_in(faults, "; ".join(faults))].append(name)
    return names


def _some(names: Sequence[str]) -> str:
    """Name one, or the first and the last of several."""
    return names[0] if len(names) == 1 else f"{len(names)}, {names[0]} … {names[-1]}"


def _folded(kinds: Sequence[str]) -> str:
    """Name the first two and the last of many."""
    if len(kinds) <= _MOST_NAMED:
        return ", ".join(kinds)
    return f"{kinds[0]}, {kinds[1]} … {kinds[-1]}"


def _seen_by(observers: Sequence[str]) -> str:
    *others, last = observers
    return f"{', '.join(others)} and {last} show" if others else f"{last} shows"


def _miscount(seen: int, expected: int) -> str:
    too_many = Cause.DUPLICATED if expected else Cause.INVENTED
    cause = Cause.LOST if seen < expected else too_many
    return cause(f"{_times(seen)} instead of {_times(expected)}")


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")
