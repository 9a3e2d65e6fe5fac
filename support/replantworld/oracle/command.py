"""Judges the management command: how it ends is held to what others saw meanwhile."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.replantworld.client.command import Ended
from support.replantworld.observers.database import Kept
from support.replantworld.operating import Operating
from support.replantworld.oracle.runner import movement_faults
from support.replantworld.system import ReplantworldSystem


class CommandOracle:
    """Judges what an operator was told, and changes nothing.

    Args:
        system: ReplantWorld.
        operating: what was done.
    """

    def __init__(self, system: ReplantworldSystem, operating: Operating) -> None:
        self._system = system
        self._operating = operating

    def expect_seen_success(self) -> None:
        """Expect the latest command to have succeeded, and others to have seen what it takes.

        Raises:
            Failure: it has not, or nobody has seen it.
        """
        ended = self._operating.ended[-1]
        _raise(
            success_faults(ended) or movement_faults(self._operating.what, self._operating.seen),
            ended,
        )

    def expect_failure_first(self) -> None:
        """Expect the first command to have failed, and the one after it to have succeeded.

        Raises:
            Failure: either ended otherwise.
        """
        first, second = self._operating.ended[-2:]
        _raise(failure_faults(first), first)
        _raise(success_faults(second), second)

    def expect_cleaned_up(self) -> None:
        """Expect nothing in the database that was not there before the test.

        Raises:
            Failure: the command failed, or left something.
        """
        before, now = self._operating.before, self._system.database().kept()
        if before is None:
            raise Failure(Cause.SUITE("Nobody has looked at the database before"))
        faults = [fault for ended in self._operating.ended for fault in success_faults(ended)]
        _raise([*faults, *left_behind(before, now)], self._operating.ended[-1])


def success_faults(ended: Ended) -> list[str]:
    """Return whether a command did not succeed."""
    return [Cause.REFUSED("The command has failed")] if ended.status else []


def failure_faults(ended: Ended) -> list[str]:
    """Return whether a command did not fail, or did not say why."""
    if not ended.status:
        return [Cause.INVENTED("It could not succeed, and says that it did")]
    return [] if ended.said.strip() else [Cause.MISREPORTED("It failed, and does not say why")]


def left_behind(before: Kept, now: Kept) -> list[str]:
    """Return what is kept more than before, a sentence each."""
    return [
        *_more("jobs", before.jobs, now.jobs),
        *_more("migrated NFTs", before.migrated, now.migrated),
    ]


def _more(what: str, before: AbstractSet[object], now: AbstractSet[object]) -> list[str]:
    found = len(now - before)
    return [Cause.STALE(f"{found} {what} are left of the tests")] if found else []


def _raise(found: Sequence[str], ended: Ended) -> None:
    if found:
        raise Failure(together([*found, str(ended)]))
