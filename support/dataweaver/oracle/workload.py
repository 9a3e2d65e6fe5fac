"""Says whether DataWeaver serves many people at once: in time, without errors, and whole."""

import allure

from support.core.causes import Cause
from support.core.errors import Failure
from support.dataweaver.crowd import Crowd
from support.dataweaver.system import DataWeaverSystem

_IN_TIME_S = 2.0
_MOST = 0.95
_ERRORS = 0.01


class WorkloadOracle:
    """Judges what people were answered who worked at the same time.

    Args:
        system: DataWeaver.
        crowd: the people.
    """

    def __init__(self, system: DataWeaverSystem, crowd: Crowd) -> None:
        self._system = system
        self._crowd = crowd

    def expect_in_time(self) -> None:
        """Expect most calls to be answered within two seconds, which the product promises."""
        spent = self._spent()
        share = sum(one <= _IN_TIME_S for one in spent) / len(spent)
        told = f"{share:.1%} of {len(spent)} answers came within {_IN_TIME_S:g} s"
        allure.attach(told, "Answers in time")
        if share < _MOST:
            raise Failure(Cause.SLOW(f"{told}, and it should be {_MOST:.0%}"))

    def expect_few_errors(self) -> None:
        """Expect less than one call of a hundred to fail."""
        errors, calls = self._crowd.errors, len(self._spent())
        told = f"{len(errors) / calls:.1%} of {calls} calls failed"
        allure.attach(told, "Errors")
        if len(errors) / calls >= _ERRORS:
            raise Failure(Cause.UNAVAILABLE(f"{told}, the first one so: {errors[0]}"))

    def expect_kept(self) -> None:
        """Expect every connector that was acknowledged to be there, and no others.

        Raises:
            Failure: one is missing; or one is there of which nobody was told.
        """
        if not self._crowd.acknowledged:
            raise Failure(Cause.SUITE("Nothing was acknowledged, so there is nothing to be kept"))
        own = f"{self._crowd.prefix}-"
        there = {one.name for one in self._system.client.connectors() if one.name.startswith(own)}
        lost = self._crowd.acknowledged - there
        more = there - self._crowd.acknowledged - self._crowd.uncertain
        if lost or more:
            raise Failure(
                Cause.LOST(
                    f"{len(lost)} connectors were acknowledged and are lost: {sorted(lost)[:3]};"
                    f" {len(more)} were not, and are there: {sorted(more)[:3]}"
                )
            )

    def _spent(self) -> list[float]:
        if not self._crowd.spent:
            raise Failure(Cause.SUITE("Nobody has worked, so there is nothing to judge"))
        return self._crowd.spent
