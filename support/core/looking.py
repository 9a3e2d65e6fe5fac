"""How every check looks: again and again, until nothing is wrong or its time is up."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from support.core.causes import together
from support.core.errors import Failure
from support.core.waiting import CutShort, WaitedInVain, eventually

T = TypeVar("T")

_WORTH_A_WORD_S = 0.5
_LEAST_SHARE = 1 / 6
_SAFETY = 5


class Patience:
    """How long looking goes on while nothing changes: what was needed here so far, and more.

    Who has seen nothing succeed yet knows nothing of the deployment, and waits to the end.
    """

    def __init__(self) -> None:
        self._longest: float | None = None

    def note(self, seconds: float) -> None:
        """Note how long it took until all was right."""
        self._longest = max(self._longest or 0, seconds)

    def within(self, budget: float) -> float:
        """Return how long to look at what stands still, in seconds, out of a budget."""
        if self._longest is None:
            return budget
        return min(budget, max(budget * _LEAST_SHARE, self._longest * _SAFETY))


def look_until_right(
    look: Callable[[], T],
    faults: Callable[[T], Sequence[str]],
    *,
    budget: float,
    waiting_for: str,
    details: Callable[[T], str] = lambda _: "",
    is_hopeless: Callable[[T], bool] = lambda _: False,
    patience: Patience | None = None,
    moves: bool = False,
) -> T:
    """Look until nothing is wrong; return what was seen then.

    Args:
        look: reads what is judged.
        faults: says what is wrong, and where; nothing if all is well.
        budget: the longest time to look, in seconds.
        waiting_for: what is awaited, for the message.
        details: puts expected beside seen for a person to read.
        is_hopeless: tells whether no waiting can mend what is wrong.
        patience: with what stands still; without it the budget is used up.
        moves: whether what is looked at takes so long that it is not late while it changes.

    Raises:
        Failure: says what is wrong in the last look, and how long it was looked for.
        CutShort: the last look was not done in time; says what the one before it showed.
    """
    waited, stillness = "", _Stillness()
    before: list[str] = []
    longest = patience.within(budget) if patience else budget

    def look_and_judge() -> tuple[T, Sequence[str]]:
        seen = look()
        stillness.note(seen)
        found = faults(seen)
        before[:] = ["The look before that one showed:", *found]
        return seen, found

    def is_over(judged: tuple[T, Sequence[str]]) -> bool:
        seen, found = judged
        return not found or is_hopeless(seen) or stillness.lasted > longest

    try:
        seen, found = eventually(
            look_and_judge,
            until=is_over,
            budget=budget,
            waiting_for=waiting_for,
            progress=(lambda judged: judged[1]) if moves else None,
        )
    except WaitedInVain as vain:
        (seen, found), waited = vain.last, f"{vain.summary}{stillness}"
    except CutShort as cut:
        raise CutShort("\n".join([str(cut), *before])) from None
    if found:
        if not waited and not is_hopeless(seen):
            waited = f"Waited (budget {budget:g} s) in vain for {waiting_for}{stillness}"
        raise Failure(together([*found, details(seen), waited]))
    if patience:
        patience.note(stillness.spent)
    return seen


class _Stillness:
    """For how long nothing has changed: what stands still is told from what is slow."""

    def __init__(self) -> None:
        self._last: object = None
        self._changes = 0
        self._begun = self._since = time.monotonic()

    def __str__(self) -> str:
        lasted = self.lasted
        if lasted > _WORTH_A_WORD_S:
            return f"; nothing changed in the last {lasted:.1f} s"
        return "; not finished in time: it was still changing" if self._changes > 1 else ""

    @property
    def lasted(self) -> float:
        """For how long nothing has changed, in seconds."""
        return time.monotonic() - self._since

    @property
    def spent(self) -> float:
        """For how long it has been looked at, in seconds."""
        return time.monotonic() - self._begun

    def note(self, seen: object) -> None:
        """Note a look."""
        if seen != self._last:
            self._last, self._since = seen, time.monotonic()
            self._changes += 1
