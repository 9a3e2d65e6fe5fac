"""The two ways in which a run can end badly."""

from support.core.secrecy import presentable


class SetupError(Exception):
    """A mistake of the user or of the machine: one line that says what, where and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(presentable(message).split()))


class Failure(AssertionError):
    """A system did not keep a promise.

    An AssertionError, because behave shows that one by its message alone and everything else
    with a traceback, which tells a product owner nothing.
    """

    def __init__(self, message: str) -> None:
        super().__init__(presentable(message))


class DeploymentLost(Failure):
    """The system under test cannot be reached any more."""
