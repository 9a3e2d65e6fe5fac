"""Judges what the status tells of the servers."""

import time
from collections.abc import Mapping

import allure

from support.chroma_ha.client.balancer import Status
from support.chroma_ha.system import ChromaHaSystem
from support.core.causes import Cause
from support.core.looking import look_until_right


class StatusOracle:
    """Judges the status, and changes nothing.

    Args:
        system: Chroma HA.
    """

    def __init__(self, system: ChromaHaSystem) -> None:
        self._system = system

    def expect_away(self, server: str) -> None:
        """Expect the status to show in time that a server is away, and the other one healthy.

        Raises:
            Failure: it does not.
        """
        self._expect({name: name != server for name in self._system.balancer.status().healthy})

    def expect_all_healthy(self) -> None:
        """Expect the status to show in time that all servers are healthy.

        Raises:
            Failure: it does not.
        """
        self._expect(dict.fromkeys(self._system.balancer.status().healthy, True))

    def expect_unable(self) -> None:
        """Expect Chroma HA to say in time that it is not healthy.

        Raises:
            Failure: it does not.
        """
        look_until_right(
            self._system.balancer.is_healthy,
            lambda healthy: (
                [Cause.MISREPORTED("Nobody is there, and Chroma HA says it is healthy")] * healthy
            ),
            budget=self._system.settings.budget("failover"),
            waiting_for="Chroma HA to say that it is not healthy",
        )

    def _expect(self, expected: Mapping[str, bool]) -> None:
        started = time.monotonic()
        balancer = self._system.balancer
        look_until_right(
            lambda: (balancer.status(), balancer.healthy_by_health()),
            lambda seen: faults(expected, *seen),
            budget=self._system.settings.budget("failover"),
            waiting_for="the status to show who is there",
        )
        allure.attach(f"{time.monotonic() - started:.1f} s", "Until the status showed it")


def faults(expected: Mapping[str, bool], status: Status, in_health: int) -> list[str]:
    """Return where the status differs from what is, a sentence each.

    Args:
        expected: by server, whether it is healthy.
        status: what is told.
        in_health: how many servers are healthy, as health tells.
    """
    words = {True: "healthy", False: "away"}
    found: list[str] = [
        Cause.MISREPORTED(
            f"The {name} is {words[healthy]}, and the status shows it as"
            f" {words[status.healthy[name]]}"
        )
        for name, healthy in expected.items()
        if status.healthy[name] != healthy
    ]
    count = sum(expected.values())
    found += [
        Cause.MISCOUNTED(f"{count} servers are healthy, and {who} counts {told}")
        for who, told in {"the status": status.healthy_count, "health": in_health}.items()
        if told != count
    ]
    if status.count != len(expected):
        said = f"{len(expected)} servers are there, and the status counts {status.count}"
        found.append(Cause.MISCOUNTED(said))
    return found
