"""Judges the signs of life of workers: for how long each of them has been silent."""

import time
from collections.abc import Collection, Iterator, Sequence

from support.chroma_ha.observers.database import Worker
from support.chroma_ha.outages import Outages
from support.chroma_ha.system import ChromaHaSystem
from support.core.causes import Cause
from support.core.looking import look_until_right
from support.core.waiting import WaitedInVain, eventually

_SEVERAL = 2
_UNSURE_S = 0.5
"""By how much two clocks may differ that tell how long something has lasted."""


class Heartbeats:
    """Looks at workers, and has one of them die.

    Args:
        system: Chroma HA.
        outages: takes a worker away.
    """

    def __init__(self, system: ChromaHaSystem, outages: Outages) -> None:
        self._system = system
        self._outages = outages
        self._longest = system.settings.budget("heartbeat")
        self._lived: Collection[str] = ()
        self._died = 0.0

    def kill_one(self) -> None:
        """Kill a worker once all have given signs of life; it stays dead until the end."""
        self._lived = self._wait_for_signs(len(self._system.workers))
        self._outages.take(self._system.workers[0])
        self._died = time.monotonic()

    def expect_new(self) -> None:
        """Expect every worker that lives to give a new sign of life before it is silent too long.

        Raises:
            Failure: one does not, or there are no two of them.
        """
        before = self._system.database().workers()
        living = [one for one in before if one.is_alive(self._longest)]
        look_until_right(
            self._system.database().workers,
            lambda seen: [
                # Who has fallen silent is one too few, too.
                *(list(overdue(living, seen)) or too_few(giving_signs(before, seen))),
                *yet_to_come(seen),
            ],
            budget=self._longest,
            waiting_for="every worker to give a new sign of life",
            is_hopeless=lambda seen: any(yet_to_come(seen)),
        )

    def expect_one_silent(self) -> None:
        """Expect the dead worker, and no other one, to be silent for as long as it is dead.

        Raises:
            Failure: it gives signs of life, or another one does not.
        """
        look_until_right(
            self._look,
            lambda look: list(misheard(self._lived, *look, self._longest)),
            budget=2 * self._longest,
            waiting_for="the dead worker to be silent for long",
        )

    def _look(self) -> tuple[float, list[Worker]]:
        """Return for how long the worker has been dead, at least, and then what is told of all."""
        return time.monotonic() - self._died, self._system.database().workers()

    def _wait_for_signs(self, count: int) -> list[str]:
        """Wait until so many workers have given new signs of life; return who has.

        That they do so in time is another promise: here nothing depends on it.
        """
        before = self._system.database().workers()
        try:
            return eventually(
                lambda: giving_signs(before, self._system.database().workers()),
                until=lambda found: len(found) >= count,
                budget=self._longest,
                waiting_for="all workers to give a sign of life",
            )
        except WaitedInVain as vain:
            return list(vain.last)


def giving_signs(before: Sequence[Worker], seen: Sequence[Worker]) -> list[str]:
    """Return the names of those who have given a sign of life since they were looked at before."""
    then = {one.name: one.last_s for one in before}
    return [one.name for one in seen if one.name not in then or one.last_s > then[one.name]]


def too_few(living: Collection[str]) -> Iterator[str]:
    """Return that there are not several workers, if that is so."""
    if len(living) < _SEVERAL:
        told = ", ".join(sorted(living)) or "nobody"
        yield Cause.LOST(f"Several workers share tasks, and signs of life are given by {told}")


def overdue(living: Sequence[Worker], seen: Sequence[Worker]) -> Iterator[str]:
    """Return who has given no new sign of life, a sentence each; the dead are told as such.

    Args:
        living: who lived before.
        seen: all workers now.
    """
    given, names = giving_signs(living, seen), {one.name for one in living}
    for one in seen:
        if one.name in names and one.name not in given and one.status == "active":
            silent = f"has given no sign of life for {one.silent_s:.1f} s"
            yield Cause.STALE(f"{one.name} is active, and {silent}")


def yet_to_come(seen: Sequence[Worker]) -> Iterator[str]:
    """Return whose last sign of life is still to come, a sentence each."""
    for one in seen:
        if one.silent_s < -_UNSURE_S:
            told = f"{one.name} will have given its last sign of life in {-one.silent_s:.1f} s"
            yield Cause.MISREPORTED(told)


def misheard(
    lived: Collection[str], dead_s: float, seen: Sequence[Worker], longest_s: float
) -> Iterator[str]:
    """Return what is wrong with the silence of workers, one of whom is dead, a sentence each.

    Args:
        lived: the names of those who were there before.
        dead_s: for how long one of them has been dead, at least.
        seen: all workers now; who is dead need not be shown.
        longest_s: for how long the others may be silent.
    """
    silence = {one.name: one.silent_s for one in seen if one.name in lived}
    silent = [name for name in sorted(lived) if silence.get(name, dead_s) > longest_s]
    if not silent:
        yield Cause.STALE("One worker is dead, and all of them give signs of life")
    if len(silent) > 1:
        yield Cause.LOST(f"One worker is dead, and these are silent: {', '.join(silent)}")
    for name in silent:
        if (told := silence.get(name, dead_s)) < dead_s - _UNSURE_S:
            said = f"{name} has been dead for {dead_s:.1f} s, and is silent for {told:.1f} s"
            yield Cause.MISREPORTED(said)
