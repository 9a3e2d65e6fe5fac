"""Several calls at a time, where each of them mostly waits for an answer."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from support.core.timings import outside

S = TypeVar("S")
T = TypeVar("T")


def side_by_side(act: Callable[[S], T], items: Iterable[S], at_a_time: int) -> list[T]:
    """Return what `act` returns for each item, in their order.

    An end that was set for what the caller asks of others is theirs, too.

    Args:
        act: is called in threads, so it must be safe to call it from several.
        items: that it is called with.
        at_a_time: how many calls are under way at most.

    Raises:
        Exception: what the first call raised that failed; calls that had not begun never do.
    """
    items = [*items]
    contexts = [copy_context() for _ in items]
    with outside(), ThreadPoolExecutor(at_a_time) as callers:
        return [*callers.map(lambda context, item: context.run(act, item), contexts, items)]
