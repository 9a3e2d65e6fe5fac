"""Judges how ReplantWorld treats who gives no answer, by what came to the node of Sei."""

from collections.abc import Sequence
from itertools import pairwise

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.replantworld.observers.sei_node import Question
from support.replantworld.stumbling import Stumbling

_TIMES = 3


class PatienceOracle:
    """Judges retries and circuit breaker, and changes nothing.

    Args:
        stumbling: knows what came to the node.
        retries: how often Sei may be asked again.
    """

    def __init__(self, stumbling: Stumbling, retries: int) -> None:
        self._stumbling = stumbling
        self._retries = retries

    def expect_growing_pauses(self) -> None:
        """Expect the NFT that is given late to have been asked for until it was, in longer pauses.

        Raises:
            Failure: it was not.
        """
        _raise(pause_faults(self._stumbling.questions_of_stumbler()))

    def expect_bound(self) -> None:
        """Expect the NFT that is never given to have been asked for, and not too often.

        Raises:
            Failure: it was not, or too often.
        """
        _raise(bound_faults(self._stumbling.questions_of_stumbler(), self._retries))

    def expect_peace(self) -> None:
        """Expect Sei to have been left in peace while it was away, but for single questions.

        Raises:
            Failure: it was not.
        """
        _raise(peace_faults(self._stumbling.rounds))


def pause_faults(questions: Sequence[Question]) -> list[str]:
    """Return where something was not asked until it was given, in growing pauses."""
    asked = questions[:_TIMES]
    if len(asked) < _TIMES or asked[-1].is_refused:
        return [Cause.LOST(f"It was asked for {len(questions)} times, and given at the third only")]
    first, second = (later.at - earlier.at for earlier, later in pairwise(asked))
    if second > first:
        return []
    return [
        Cause.NEEDLESS(f"It was asked for again after {first:.2f} s, then after {second:.2f} s")
    ]


def bound_faults(questions: Sequence[Question], retries: int) -> list[str]:
    """Return whether something that is never given was not asked for at all, or too often."""
    if not questions:
        return [Cause.LOST("It was not asked for at all")]
    if len(questions) > retries + 1:
        said = f"It was asked for {len(questions)} times, and {retries + 1} are agreed"
        return [Cause.NEEDLESS(said)]
    return []


def peace_faults(rounds: Sequence[int]) -> list[str]:
    """Return whether Sei was not left in peace.

    Args:
        rounds: how often it was asked by each of several migrations, one after the other.
    """
    told = f"asked {', '.join(map(str, rounds))} times by one migration after the other"
    if not rounds or not rounds[0]:
        return [Cause.LOST("Sei was not asked for it at all")]
    if 0 not in rounds:
        return [Cause.NEEDLESS(f"Sei is away, and never left in peace: {told}")]
    if max(rounds[rounds.index(0) :]) > 1:
        return [Cause.NEEDLESS(f"Sei is not tried by single questions, but {told}")]
    return []


def _raise(found: list[str]) -> None:
    if found:
        raise Failure(together(found))
