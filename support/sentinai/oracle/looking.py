"""How every check looks: again and again, until nothing is wrong or its time is up."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from support.core.errors import Failure
from support.core.waiting import WaitedInVain, eventually

T = TypeVar("T")


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
    waited = ""
    try:
        seen = eventually(
            look,
            until=lambda seen: not faults(seen) or is_hopeless(seen),
            budget=budget,
            waiting_for=waiting_for,
        )
    except WaitedInVain as vain:
        seen, waited = vain.last, vain.summary
    if found := faults(seen):
        raise Failure("\n".join(filter(None, ["; ".join(found), details(seen), waited])))
    return seen
