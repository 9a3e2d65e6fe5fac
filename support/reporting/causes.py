"""The cause of an error that a scenario ended with."""

from collections.abc import Iterator

import httpx

from support.core.causes import Cause, cause_of
from support.core.errors import Failure, SetupError
from support.core.http import is_way_broken

_RULES: tuple[tuple[type[BaseException], Cause], ...] = (
    (SetupError, Cause.SETTINGS),
    (Failure, Cause.UNKNOWN),  # a verdict that nobody gave a cause
    (httpx.TransportError, Cause.UNAVAILABLE),
    (Exception, Cause.SUITE),  # whatever nobody expected to be raised
)


def cause_of_error(error: BaseException | None) -> Cause:
    """Return the cause of an error: what it carries, or else what its kind tells.

    Args:
        error: that a step or a hook ended with; None for a step that does not exist.
    """
    if error is None:
        return Cause.SUITE
    carried = (_carried(one) for one in _chain(error))
    if found := next(filter(None, carried), None):
        return found
    if is_way_broken(error):
        return Cause.NETWORK
    return next((cause for kind, cause in _RULES if isinstance(error, kind)), Cause.SUITE)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that it was raised from."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__


def _carried(error: BaseException) -> Cause | None:
    """Return the cause that an error was given, or that its words tell of."""
    if isinstance(error, Failure):
        return error.cause
    return cause_of(error.args[0]) if error.args else None
