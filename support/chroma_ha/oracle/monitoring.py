"""Judges what Chroma HA keeps of what it uses, and what it recommends."""

from collections.abc import Iterator, Sequence

from support.chroma_ha.observers.database import (
    RECOMMENDATIONS,
    TASKS,
    WORKERS,
    Measurement,
    Recommendation,
)
from support.chroma_ha.system import ChromaHaSystem
from support.core.causes import Cause
from support.core.errors import Failure
from support.core.looking import look_until_right

TABLES = ("performance_metrics", RECOMMENDATIONS, TASKS, WORKERS)
URGENCIES = {"not at all": None, "some day": "low", "soon": "medium", "at once": "high"}

_NEW_MEASUREMENTS = 2
_ALL = 100.0


class Monitoring:
    """Judges what the database keeps, and changes nothing.

    Args:
        system: Chroma HA.
    """

    def __init__(self, system: ChromaHaSystem) -> None:
        self._system = system
        self._last = 0
        self._smaller = 0

    def remember(self) -> None:
        """Note what was recommended last: what others were told is not counted."""
        found = self._system.database().last_recommendation()
        self._last = found.number if found else 0

    def remember_batches(self) -> None:
        """Note how many batches were smaller than usual already."""
        self._smaller = self._system.balancer.smaller_batches()

    def expect_places(self) -> None:
        """Expect a table for all that monitoring keeps.

        Raises:
            Failure: one is lacking.
        """
        there = self._system.database().has(*TABLES)
        if missing := [name for name in TABLES if name not in there]:
            raise Failure(Cause.LOST(f"The database has no table {', '.join(missing)}"))

    def expect_measured(self) -> None:
        """Expect new measurements in time, and each to be one that can be true.

        Raises:
            Failure: there are none, or there is something wrong with one.
        """
        database = self._system.database()
        last = database.last_measurement()
        look_until_right(
            lambda: database.measurements(last),
            lambda seen: list(untrue(seen)),
            budget=self._system.settings.budget("monitoring"),
            waiting_for="new measurements",
            is_hopeless=lambda seen: any(is_untrue(one) for one in seen),
        )

    def expect_recommended(self, resource: str, bound: float, before: str, beyond: str) -> None:
        """Expect more of a resource to be recommended so urgently up to a bound and beyond it.

        Args:
            resource: that was used.
            bound: in percent, which was passed.
            before: how urgently up to the bound, a key of URGENCIES.
            beyond: how urgently beyond it.

        Raises:
            Failure: it was recommended otherwise.
        """
        due = {False: URGENCIES[before], True: URGENCIES[beyond]}
        database = self._system.database()
        look_until_right(
            lambda: sorted(database.recommendations(resource, self._last), key=str),
            lambda seen: [*misjudged(seen, bound, due), *unfounded(seen)],
            budget=self._system.settings.budget("monitoring"),
            waiting_for="more to be recommended",
        )

    def expect_smaller_batches(self) -> None:
        """Expect to be told that less was carried at a time.

        Raises:
            Failure: nobody says so.
        """
        look_until_right(
            self._system.balancer.smaller_batches,
            lambda count: (
                []
                if count > self._smaller
                else [Cause.MISCOUNTED(f"{count} batches were smaller, as many as before")]
            ),
            budget=self._system.settings.budget("monitoring"),
            waiting_for="the status to count smaller batches",
        )


def untrue(seen: Sequence[Measurement]) -> Iterator[str]:
    """Return what is wrong with new measurements, a sentence each."""
    false = [one for one in seen if is_untrue(one)]
    if len(seen) < _NEW_MEASUREMENTS and not false:
        yield Cause.LOST(f"{len(seen)} new measurements were written down")
    for one in false:
        yield Cause.MISREPORTED(f"This cannot be true: {one}")


def is_untrue(one: Measurement) -> bool:
    """Tell whether a measurement cannot be true."""
    return one.megabytes <= 0 or one.memory <= 0 or not 0 <= one.cpu <= _ALL


def misjudged(
    seen: Sequence[Recommendation], bound: float, due: dict[bool, str | None]
) -> Iterator[str]:
    """Return where the urgency differs from what is due, a sentence each.

    Args:
        seen: what was recommended.
        bound: in percent.
        due: by whether more than the bound is used, how urgent it is; None if it is not.
    """
    for is_beyond, urgency in due.items():
        where = f"{'beyond' if is_beyond else 'up to'} {bound:g} %"
        found = {one.urgency for one in seen if (round(one.usage, 1) > bound) == is_beyond}
        if invented := found - {urgency}:
            yield Cause.INVENTED(f"{where} more is recommended as {', '.join(sorted(invented))}")
        if urgency and urgency not in found:
            yield Cause.LOST(f"{where} nobody recommends more as {urgency}")


def unfounded(seen: Sequence[Recommendation]) -> Iterator[str]:
    """Return which recommendations do not say what for, or why, a sentence each."""
    for one in seen:
        if not one.offer or f"{one.usage:.1f}" not in one.reason:
            yield Cause.MISREPORTED(f"This says not what is used, or what to do: {one}")
