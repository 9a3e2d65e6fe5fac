"""Judges what is told of writes that a server still lacks, and of those that it cannot do."""

from collections.abc import Mapping

from support.chroma_ha.collection import Collection
from support.chroma_ha.system import ChromaHaSystem
from support.core.causes import Cause
from support.core.looking import look_until_right
from support.core.waiting import WaitedInVain, eventually

_SETTLING_S = 5.0


class Waiting:
    """Judges the log from outside, and changes nothing.

    Args:
        system: Chroma HA.
    """

    def __init__(self, system: ChromaHaSystem) -> None:
        self._system = system
        self._before: Mapping[str, int] = {}

    def remember(self) -> None:
        """Note how many writes wait already: what others left behind is not counted.

        What is on its way arrives first: it would be missing afterwards.
        """
        try:
            self._before = eventually(
                self._system.balancer.waiting,
                until=lambda seen: not any(seen.values()),
                budget=_SETTLING_S,
                waiting_for="what is on its way to arrive",
            )
        except WaitedInVain as vain:
            self._before = vain.last

    def expect(self, count: int) -> None:
        """Expect so many more writes to wait than before, wherever one looks.

        Raises:
            Failure: somebody counts otherwise.
        """
        assert self._before, "a sentence before this one remembers"
        look_until_right(
            self._more,
            lambda seen: [
                Cause.MISCOUNTED(f"{count} more writes wait, and {who} counts {more}")
                for who, more in seen.items()
                if is_wrong(more, count)
            ],
            budget=self._system.settings.budget("replication"),
            waiting_for="all to count what waits",
        )

    def expect_shown(self, collection: Collection) -> None:
        """Expect the log to show that writes to a collection cannot be applied.

        Raises:
            Failure: it does not.
        """
        known = (collection.name, *collection.ids)
        look_until_right(
            self._system.balancer.log_errors,
            lambda errors: (
                []
                if any(name in error for error in errors for name in known)
                else [
                    Cause.MISREPORTED(
                        f"The log shows no write to {collection.name}, but {errors or 'nothing'}"
                    )
                ]
            ),
            budget=self._system.settings.budget("replication"),
            waiting_for="the log to show the write that cannot be applied",
        )

    def _more(self) -> dict[str, int]:
        now = self._system.balancer.waiting()
        return {who: count - self._before[who] for who, count in now.items()}


def is_wrong(more: int, expected: int) -> bool:
    """Tell whether so many more writes wait than should.

    Where nothing more is to wait, it may be less than before: what others left behind arrives.
    """
    return more != expected if expected else more > 0
