"""How every check looks: again and again, until nothing is wrong or its time is up."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from support.core.errors import Failure
from support.core.waiting import WaitedInVain, eventually

T = TypeVar("T")

_WORTH_A_WORD_S = 0.5


def look_until_right(
    look: Callable[[], T],
    faults: Callable[[T], Sequence[str]],
    *,
    budget: float,
    waiting_for: str,
    details: Callable[[T], str] = lambda _: "",
    is_hopeless: Callable[[T], bool] = lambda _: False,
) -> T:
    """Look until nothing is wrong; return what was seen then.

    Args:
        look: reads what is judged.
        faults: says what is wrong, and where; nothing if all is well.
        budget: the longest time to look, in seconds.
        waiting_for: what is awaited, for the message.
        details: puts expected beside seen for a person to read.
        is_hopeless: tells whether no waiting can mend what is wrong.

    Raises:
        Failure: says what is wrong in the last look, and how long it was looked for.
    """
    waited, stillness = "", _Stillness()

    def look_and_note() -> T:
        seen = look()
        stillness.note(seen)
        return seen

    try:
        seen = eventually(
            look_and_note,
            until=lambda seen: not faults(seen) or is_hopeless(seen),
            budget=budget,
            waiting_for=waiting_for,
        )
    except WaitedInVain as vain:
        seen, waited = vain.last, f"{vain.summary}{stillness}"
    if found := faults(seen):
        raise Failure("\n".join(filter(None, [*found, details(seen), waited])))
    return seen


class _Stillness:
    """For how long nothing has changed: what stands still is told from what is slow."""

    def __init__(self) -> None:
        self._last: object = None
        self._since = time.monotonic()

    def __str__(self) -> str:
        spent = time.monotonic() - self._since
        return f"; nothing changed in the last {spent:.1f} s" if spent > _WORTH_A_WORD_S else ""

    def note(self, seen: object) -> None:
        """Note a look."""
        if seen != self._last:
            self._last, self._since = seen, time.monotonic()
