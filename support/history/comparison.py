"""A run beside those before it: what is new in it, known, flaky or fixed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from support.history.judging import Past, by_subject, is_flaky, spell_of
from support.history.records import Entry

_NAMED = 3


@dataclass(frozen=True)
class Comparison:
    """What a run tells beside those before it on the same deployments.

    Attributes:
        runs: how many there were.
        new: what is red and was not when it was last judged, or never was judged.
        known: what is red and was so before.
        since: when the oldest of the known went red; None if there is none.
        flaky: what goes to and fro.
        fixed: what is green and was red when it was last judged.
    """

    runs: int = 0
    new: Sequence[Entry] = ()
    known: Sequence[Entry] = ()
    since: datetime | None = None
    flaky: Sequence[Entry] = ()
    fixed: Sequence[Entry] = ()
    causes_before: frozenset[str] = field(default_factory=frozenset)

    def lines(self) -> Iterator[str]:
        """Yield what the end of a run tells of this; nothing if all is as it was, and green."""
        named = {"new": self.new, "known": self.known, "flaky": self.flaky, "fixed": self.fixed}
        if not self.runs or not any(named.values()):
            return
        told = ", ".join(f"{len(those)} {word}" for word, those in named.items() if those)
        since = f", red since {self.since:%Y-%m-%d %H:%M} UTC" if self.since else ""
        yield f"Beside {self.runs} earlier run{'s' * (self.runs > 1)}: {told}{since}"
        for word in ("new", "flaky", "fixed"):
            if named[word]:
                yield f"{word.title()}: {_names(named[word])}"


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
    begun = [spell.since for entry in known if (spell := spells[entry.subject])]
    still = [spell for entry in judged if (spell := spells[entry.subject])]
    return Comparison(
        runs=len({entry.run for entry in earlier}),
        new=[entry for entry in red if not spells[entry.subject]],
        known=known,
        since=min(begun, default=None),
        flaky=[one for one in judged if is_flaky([*past.get(one.subject, ()), one])],
        fixed=[entry for entry in judged if not entry.is_red and spells[entry.subject]],
        causes_before=frozenset(spell.last.cause for spell in still),
    )


def _names(entries: Sequence[Entry]) -> str:
    named = [entry.subject.name for entry in entries[:_NAMED]]
    more = len(entries) - len(named)
    return "; ".join(named) + (f" and {more} more" if more else "")
