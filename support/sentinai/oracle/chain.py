"""Whether exceptions went their way as promised: expected chain beside what each observer saw."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, zip_longest

from support.core.tables import NARROW, table
from support.sentinai.client.events import CAUSES, CHAIN, DEAD, RETRY, Event
from support.sentinai.observers.tool_stub import Call

Chains = Mapping[str, Sequence[Event]]

_STEP = "StepExecutionRequested"
_MOST_SHOWN = 3
_MOST_LINES = 12


@dataclass(frozen=True)
class View:
    """What the observers saw of some exceptions. None is an observer that could not look.

    Attributes:
        wire: the events on Kafka, in the order of their lanes.
        store: the events written down, oldest first.
        timeline: the events that the API tells, in its order; only for exceptions asked for.
        calls: what the tool was really told to do.
    """

    wire: Chains | None
    store: Chains | None
    timeline: Chains
    calls: Mapping[str, Sequence[Call]]

    @cached_property
    def observers(self) -> dict[str, Chains]:
        """Those that could look, by name."""
        seen = {"the wire": self.wire, "the store": self.store, "the timeline": self.timeline}
        return {name: chains for name, chains in seen.items() if chains is not None}

    def told_of(self, exception: str) -> dict[str, Sequence[Event]]:
        """Return what each observer tells of an exception, without a timeline not asked for."""
        told = {name: chains.get(exception, ()) for name, chains in self.observers.items()}
        if exception not in self.timeline:
            del told["the timeline"]
        return told

    def best(self, exception: str) -> Sequence[Event]:
        """Return the events of an exception as the observer saw them who sees most."""
        for chains in self.observers.values():
            if chains.get(exception):
                return chains[exception]
        return ()


@dataclass(frozen=True)
class Course:
    """How an exception should go.

    Attributes:
        events: of its chain, each of which must come exactly so often, after its cause.
        executions: how many times a tool must work for it.
        retries: how many retries must be announced.
        dead: how many dead letters must be announced.
        failures: how many calls of a tool must fail.
        repeats: whether a tool may be called again with the same execution.
        free: events of which nothing is promised.
    """

    events: tuple[str, ...]
    executions: int
    retries: int = 0
    dead: int = 0
    failures: int = 0
    repeats: bool = False
    free: frozenset[str] = frozenset()

    def counts(self) -> Counter[str]:
        """Return how often each kind of event must come."""
        return Counter(self.events) + Counter({RETRY: self.retries, DEAD: self.dead})


@dataclass(frozen=True)
class Expectation:
    """What should have become of some exceptions, by their ids."""

    courses: Mapping[str, Course]

    def agrees(self, view: View) -> bool:
        """Tell whether nothing at all is wrong."""
        return not any(True for exception in self.courses for _ in self._faults(exception, view))

    def is_hopeless(self, view: View) -> bool:
        """Tell whether something was said or done too often, which no waiting mends."""
        return any(
            _excess(course, [chains.get(exception, ()) for chains in view.observers.values()])
            or executions(view.calls.get(exception, ())) > course.executions
            for exception, course in self.courses.items()
        )

    def verdict(self, view: View) -> str:
        """Say what is wrong, and put expected beside seen for a person to read."""
        found = {exception: list(self._faults(exception, view)) for exception in self.courses}
        wrong = {exception: faults for exception, faults in found.items() if faults}
        lines = [f"{len(wrong)} of {len(found)} exceptions did not go as they should:"]
        lines += [f"- {exception}: {'; '.join(faults)}" for exception, faults in wrong.items()]
        if len(lines) > _MOST_LINES:
            lines[_MOST_LINES:] = [f"- and {len(lines) - _MOST_LINES} more"]
        tables = [self.table(exception, view) for exception in list(wrong)[:_MOST_SHOWN]]
        return "\n".join([*lines, *tables])

    def table(self, exception: str, view: View) -> str:
        """Put the expected chain of an exception beside what was seen of it."""
        seen = [chains.get(exception, ()) for chains in view.observers.values()]
        expected = self.courses[exception].events
        columns = [_beside(expected, told(chain)) for chain in seen]
        hops = list(hop_times(told(view.best(exception))))
        rows = zip_longest(expected, *columns, hops, fillvalue="")
        headings = ["expected", *view.observers, "after (ms)"]
        return f"{exception}:\n" + table(headings, rows, NARROW)

    def _faults(self, exception: str, view: View) -> Iterator[str]:
        course = self.courses[exception]
        by_fault: dict[str, list[str]] = defaultdict(list)
        for name, chain in view.told_of(exception).items():
            for fault in (*_miscounts(course, chain), *_disorder(chain)):
                by_fault[fault].append(name)
        for names, faults in groupby(by_fault, lambda fault: by_fault[fault]):
            yield f"{_seen_by(names)} {', '.join(faults)}"
        yield from _scattered(view.wire, exception)
        yield from _disagreement(view, exception)
        yield from _effects(course, view.calls.get(exception, ()))


def told(chain: Iterable[Event]) -> list[Event]:
    """Return those events that tell of the chain and of what went wrong in it."""
    return [event for event in chain if event.type in CHAIN or event.type in {RETRY, DEAD}]


def hop_times(chain: Iterable[Event]) -> Iterator[str]:
    """Yield how long after its cause each event was made, in milliseconds."""
    made: dict[str, Event] = {}
    for event in chain:
        cause = made.get(CAUSES.get(event.type, ""))
        yield f"{(event.at - cause.at).total_seconds() * 1000:.0f}" if cause else ""
        made[event.type] = event


def by_exception(events: Iterable[Event]) -> Chains:
    """Sort events by the exception that they are about."""
    chains: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        chains[event.exception].append(event)
    return chains


def by_exception_called(calls: Iterable[Call]) -> Mapping[str, Sequence[Call]]:
    """Sort calls of a tool by the exception on whose behalf they came."""
    sorted_calls: dict[str, list[Call]] = defaultdict(list)
    for call in calls:
        sorted_calls[call.exception].append(call)
    return sorted_calls


def _beside(expected: Sequence[str], chain: Sequence[Event]) -> list[str]:
    """Return what was seen, place by place; a tick is what was expected there."""
    return [
        "✓" if event.type == place else event.type
        for place, event in zip_longest(expected, chain[: len(expected)])
        if event is not None
    ] + [event.type for event in chain[len(expected) :]]


def _miscounts(course: Course, chain: Sequence[Event]) -> Iterator[str]:
    expected, seen = course.counts(), Counter(event.type for event in told(chain))
    for kind in [*expected, *(kind for kind in seen if kind not in expected)]:
        if seen[kind] != expected[kind] and kind not in course.free:
            yield f"{kind} {_times(seen[kind])} instead of {_times(expected[kind])}"


def _excess(course: Course, chains: Iterable[Sequence[Event]]) -> bool:
    expected = course.counts()
    return any(
        seen > expected[kind] and kind not in course.free
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


def _scattered(wire: Chains | None, exception: str) -> Iterator[str]:
    """Yield a fault if the wire cannot keep the order, because the events lie on several lanes."""
    chain = told((wire or {}).get(exception, ()))
    lanes = sorted({event.lane for event in chain})
    if len(lanes) > 1:
        yield f"the wire carries its events on {' and '.join(lanes)}, where no order holds"


def _disagreement(view: View, exception: str) -> Iterator[str]:
    """Yield what was said but not written down, and what was written down but not said."""
    if view.wire is None or view.store is None:
        return
    said = {event.id: event.type for event in told(view.wire.get(exception, ()))}
    stored = {event.id: event.type for event in told(view.store.get(exception, ()))}
    for kinds, only in ((said, "said, but not stored"), (stored, "stored, but never said")):
        missing = kinds.keys() - (stored if kinds is said else said).keys()
        if missing:
            yield f"{', '.join(sorted(kinds[event] for event in missing))} is {only}"


def _effects(course: Course, calls: Sequence[Call]) -> Iterator[str]:
    done, called = executions(calls), len(calls)
    if done != course.executions:
        yield f"the tool was executed {_times(done)} instead of {_times(course.executions)}"
    promised = course.executions + course.failures
    if called != promised and not course.repeats:
        yield f"the tool was called {_times(called)} instead of {_times(promised)}"


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
