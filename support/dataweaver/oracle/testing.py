"""Says whether a test of a connector tells the truth, and whether its status follows."""

import re

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.dataweaver.connectors import Connectors
from support.dataweaver.system import DataWeaverSystem

_CONNECTED = "connected"
_OF_CREDENTIALS = re.compile("credential|auth|password|token|log ?in|denied", re.IGNORECASE)


class TestingOracle:
    """Judges tests of connectors.

    Args:
        system: DataWeaver.
        connectors: of the scenario.
    """

    def __init__(self, system: DataWeaverSystem, connectors: Connectors) -> None:
        self._system = system
        self._connectors = connectors

    def expect_success(self) -> None:
        """Expect the latest test to have succeeded."""
        tested = self._connectors.tested
        if tested is None or not tested.success:
            raise Failure(Cause.REFUSED(f"The credentials are right, and the test says: {tested}"))

    def expect_failure(self) -> None:
        """Expect the latest test to have failed for a reason that has to do with credentials."""
        tested = self._connectors.tested
        if tested is None or tested.success:
            raise Failure(Cause.ACCEPTED(f"The credentials are wrong, and the test says: {tested}"))
        if not names_credentials(tested.message):
            raise Failure(
                Cause.MISREPORTED(
                    f"The credentials are wrong, and the reason is: {tested.message!r}"
                )
            )

    def expect_connected(self, *, is_connected: bool) -> None:
        """Expect the connector to be shown as connected, or not to be, and no other for that."""

        def faults(status: str | None) -> list[str]:
            if (status == _CONNECTED) == is_connected:
                return []
            return [
                Cause.MISREPORTED(
                    f"The test {'succeeded' if is_connected else 'failed'}, and it is {status!r}"
                )
            ]

        look_until_right(
            self._status,
            faults,
            budget=self._system.settings.budget("connector"),
            waiting_for="the status to follow the test",
            patience=self._system.patience["status"],
        )
        self._connectors.expect_neighbour_unchanged()

    def _status(self) -> str | None:
        connector = self._system.client.connector(self._connectors.main.id)
        return connector.status if connector else None


def names_credentials(reason: str) -> bool:
    """Tell whether a reason is about how one logs in."""
    return bool(_OF_CREDENTIALS.search(reason))
