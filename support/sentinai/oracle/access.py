"""Who is let in where: whoever has the right, and nobody else, by the very same call."""

from collections.abc import Iterator, Sequence

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.tables import NARROW, table
from support.sentinai.callers import Attempt, Callers

# Whoever may not see something may be told that it is forbidden, or that it is not there: the same
# call shows that it is there, once somebody makes it who has the right.
_DENIED = {403, 404}
_UNKNOWN = {401}
_BROKEN = 500


class Access:
    """The answers that callers got.

    Args:
        callers: who tried to get in.
    """

    def __init__(self, callers: Callers) -> None:
        self._callers = callers

    def expect_owner_only(self) -> None:
        """Expect that whoever has the right is let in each time, and anybody else is denied.

        And that what was done to one thing was done to no other.
        """
        _expect(self._callers.attempts, _DENIED)
        if found := self._callers.broken_setup():
            raise Failure(together(found))

    def expect_known_only(self) -> None:
        """Expect that whoever has the right is let in, and nobody without a known key is."""
        _expect(self._callers.attempts, _UNKNOWN)


def _expect(attempts: Sequence[Attempt], denials: set[int]) -> None:
    if {attempt.may for attempt in attempts} != {True, False}:
        raise Failure(
            Cause.SUITE("Access is judged only where some have the right and some have not")
        )
    if faults := list(_faults(attempts, denials)):
        rows = [
            (one.caller, one.endpoint, one.tenant, _due(one, denials), one.answer or "let in")
            for one in attempts
        ]
        listing = table(["who", "tries to", "of", "expected", "answer"], rows, NARROW)
        raise Failure(together([*faults, listing]))


def _faults(attempts: Sequence[Attempt], denials: set[int]) -> Iterator[str]:
    yield from (Cause.LEAKED(one.shown) for one in attempts if one.shown)
    wrong = [one for one in attempts if not _is_right(one, denials)]
    for may, said, cause in (
        (True, "is not let in, and has the right", Cause.REFUSED),
        (False, "is not denied", Cause.LEAKED),
    ):
        found = [f"{one.caller} to {one.endpoint}" for one in wrong if one.may == may]
        if found:
            yield cause(f"Who {said}: {', '.join(found)}")


def _is_right(attempt: Attempt, denials: set[int]) -> bool:
    if attempt.may:
        # What breaks down for whoever has the right was not denied; that it breaks down is judged
        # by whoever uses it.
        return attempt.answer is None or attempt.answer >= _BROKEN
    return attempt.answer in denials


def _due(attempt: Attempt, denials: set[int]) -> str:
    return "let in" if attempt.may else " or ".join(map(str, sorted(denials)))
