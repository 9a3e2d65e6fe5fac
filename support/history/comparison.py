"""A run beside those before it: what is new in it, known, flaky or fixed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from support.history.judging import (
    Past,
    Slowdown,
    by_subject,
    is_flaky,
    slowdowns,
    spell_of,
)
from support.history.records import GREEN, Entry, moment

_NAMED = 3


@dataclass(frozen=True)
class Comparison:
    """What a run tells beside those before it on the same deployments.

    Attributes:
        runs: how many there were.
        new: what is red and was not when it was last judged, or never was judged.
        known: what is red and was so before.
        since: when the oldest went red of what was red before; None if nothing was.
        flaky: what goes to and fro.
        fixed: what is green and was red when it was last judged; not what fails as known.
        slower: what takes longer than it used to.
        causes_before: for which what was judged now was red when it was last judged.
    """

    runs: int = 0
    new: Sequence[Entry] = ()
    known: Sequence[Entry] = ()
    since: datetime | None = None
    flaky: Sequence[Entry] = ()
    fixed: Sequence[Entry] = ()
    slower: Sequence[Slowdown] = ()
    causes_before: frozenset[str] = field(default_factory=frozenset)

    def lines(self) -> Iterator[str]:
        """Yield what the end of a run tells of this; nothing if all is as it was, and green."""
        found = {"new": self.new, "known": self.known, "flaky": self.flaky, "fixed": self.fixed}
        if not self.runs:
            return
        for one in self.slower:
            yield f"Slower: {one}"
        if not any(found.values()):
            return
        told = ", ".join(f"{len(those)} {word}" for word, those in found.items() if those)
        since = f", red since {moment(self.since)}" if self.since and self.known else ""
        yield f"Beside {self.runs} earlier run{'s' * (self.runs > 1)}: {told}{since}"
        for word in ("new", "flaky", "fixed"):
            if found[word]:
                yield f"{word.title()}: {named([one.subject.name for one in found[word]])}"


def compared(now: Sequence[Entry], before: Iterable[Entry]) -> Comparison:
    """Compare a run with those before it.

    Args:
        now: what became of its scenarios.
        before: what became of scenarios in earlier runs on the same deployments, oldest first.
    """
    earlier = list(before)
    past: Past = by_subject(earlier)
    judged = [entry for entry in now if entry.is_judged]
    red = [entry for entry in judged if entry.is_red]
    spells = {entry.subject: spell_of(past.get(entry.subject, ())) for entry in judged}
    known = [entry for entry in red if spells[entry.subject]]
    still = [spell for entry in judged if (spell := spells[entry.subject])]
    return Comparison(
        runs=len({entry.run for entry in earlier}),
        new=[entry for entry in red if not spells[entry.subject]],
        known=known,
        since=min((spell.since for spell in still), default=None),
        flaky=[one for one in judged if is_flaky([*past.get(one.subject, ()), one])],
        fixed=[entry for entry in judged if entry.status == GREEN and spells[entry.subject]],
        slower=slowdowns([*earlier, *now]),
        causes_before=frozenset(spell.last.cause for spell in still),
    )


def named(titles: Sequence[str]) -> str:
    """Return the first few titles, and how many more there are."""
    more = len(titles) - _NAMED
    return "; ".join(titles[:_NAMED]) + (f" and {more} more" if more > 0 else "")
