"""Says whether a test of a connector tells the truth, and whether its status follows."""

import re

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.dataweaver.connectors import Connectors
from support.dataweaver.oracle.connectors import SET_UP, View, told_of
from support.dataweaver.system import DataWeaverSystem
from support.laws.agreement import disagreements

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
        """Expect the connector to be shown as connected, or not to be, and no other for that.

        All else of it, wherever it is shown, stays as it was set up.
        """
        tested = f"The test {'succeeded' if is_connected else 'failed'}"

        def faults(view: View) -> list[str]:
            shown = {told["main"]["status"] for told in view.values() if told}
            wrong = {status for status in shown if (status == _CONNECTED) != is_connected}
            return [
                *(
                    Cause.LOST(f"{who} lacks the connector")
                    for who, told in view.items()
                    if not told
                ),
                *(Cause.MISREPORTED(f"{tested}, and it is {status!r}") for status in sorted(wrong)),
                *disagreements(
                    {SET_UP: {"main": self._connectors.main.shown()}, **view}, truth=SET_UP
                ),
            ]

        look_until_right(
            self._view,
            faults,
            budget=self._system.settings.budget("connector"),
            waiting_for="the status to follow the test",
            patience=self._system.patience["status"],
        )
        self._connectors.expect_neighbour_unchanged()

    def _view(self) -> View:
        """Return what is told of the connector, by itself and by the list."""
        main, client = self._connectors.main.id, self._system.client
        found = {"the connector itself": client.connector(main)}
        found["the list"] = next((one for one in client.connectors() if one.id == main), None)
        return {who: {"main": told_of(one)} if one else {} for who, one in found.items()}


def names_credentials(reason: str) -> bool:
    """Tell whether a reason is about how one logs in."""
    return bool(_OF_CREDENTIALS.search(reason))
