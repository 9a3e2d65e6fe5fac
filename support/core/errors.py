"""The two ways in which a run can end badly."""

from support.core.causes import Cause, cause_of
from support.core.secrecy import presentable

_LONGEST = 400


class SetupError(Exception):
    """A mistake of the user or of the machine: one line that says what, where and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(presentable(message).split()))


class Failure(AssertionError):
    """A system did not keep a promise.

    An AssertionError, because behave shows that one by its message alone and everything else
    with a traceback, which tells a product owner nothing.

    Args:
        message: what is wrong, in words that may tell of a cause.
        cause: why; by default what the words tell.

    Attributes:
        cause: why; None if nobody said.
    """

    def __init__(self, message: str, cause: Cause | None = None) -> None:
        super().__init__(presentable(message))
        self.cause = cause or cause_of(message)


def in_short(error: Exception) -> str:
    """Return what an error says, cut to what fits into a line; which it is, if it is not ours."""
    said = " ".join(presentable(str(error)).split())
    kind = "" if isinstance(error, Failure) else f"{type(error).__name__}: "
    return f"{kind}{said}"[:_LONGEST]


class DeploymentLost(Failure):
    """The system under test cannot be reached any more."""

    def __init__(self, message: str, cause: Cause = Cause.UNAVAILABLE) -> None:
        super().__init__(message, cause)
