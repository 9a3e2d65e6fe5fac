"""The chain of an exception as a table: expected beside what each observer saw."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from support.core.tables import NARROW, table
from support.sentinai.client.events import CAUSES, CHAIN, DEAD_LETTER, RETRY, Event
from support.sentinai.observers.tenant import Observation

_MOST_FURTHER = 3


def chain_table(exception: str, expected: Sequence[str], seen: Observation) -> str:
    """Put the chain of an exception beside what was seen: a tick for each that came in its turn.

    What came besides stands below; the last column is how long after its cause each was made.
    """
    chains = [told(chains.get(exception, ())) for chains in seen.observers.values()]
    columns = [_column(expected, chain) for chain in chains]
    hops = _hops(expected, told(seen.best(exception)))
    rows = zip_longest(expected, *columns, hops, fillvalue="")
    headings = ["expected", *seen.observers, "after (ms)"]
    return f"{exception}:\n" + table(headings, rows, NARROW)


def told(chain: Iterable[Event]) -> list[Event]:
    """Return those events that tell of the chain and of what went wrong in it."""
    return [event for event in chain if event.type in CHAIN or event.type in {RETRY, DEAD_LETTER}]


def _column(expected: Sequence[str], chain: Sequence[Event]) -> list[str]:
    places = _places(expected, chain)
    further = [event.type for at, event in enumerate(chain) if at not in places]
    if len(further) > _MOST_FURTHER:
        further[_MOST_FURTHER - 1 :] = [f"and {len(further) - _MOST_FURTHER + 1} more"]
    return ["" if at is None else "✓" for at in places] + further


def _hops(expected: Sequence[str], chain: Sequence[Event]) -> list[str]:
    hops = list(_hop_times(chain))
    return ["" if at is None else hops[at] for at in _places(expected, chain)]


def _hop_times(chain: Iterable[Event]) -> Iterator[str]:
    """Yield how long after its cause each event was made, in milliseconds."""
    made: dict[str, Event] = {}
    for event in chain:
        cause = made.get(CAUSES.get(event.type, ""))
        yield f"{(event.at - cause.at).total_seconds() * 1000:.0f}" if cause else ""
        made[event.type] = event


def _places(expected: Sequence[str], chain: Sequence[Event]) -> list[int | None]:
    """Return, for each that is expected, which one of the chain it is; None if it is none."""
    matcher = SequenceMatcher(None, expected, [event.type for event in chain], autojunk=False)
    found = {
        block.a + at: block.b + at
        for block in matcher.get_matching_blocks()
        for at in range(block.size)
    }
    return [found.get(at) for at in range(len(expected))]
