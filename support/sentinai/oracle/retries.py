"""How long SentinAI pauses between the attempts at a tool that fails."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from support.core.causes import Cause
from support.core.looking import look_until_right
from support.core.tables import NARROW, table
from support.sentinai.client.events import RETRY
from support.sentinai.observers.tool_stub import Call
from support.sentinai.tenant import Tenant

_EARLY = 0.9  # clocks differ, and a call is noted a little after it was made
_DOUBLED = 1.5  # with a random part of up to a fifth, twice as long is at least 5/3 as long
_ANNOUNCED = ("delay_seconds", "retry_after_seconds")  # by either name
_FEWEST = 3  # attempts: with fewer there is but one pause, which cannot grow


@dataclass(frozen=True)
class BackOff:
    """The pauses between attempts, which must grow, and double where SentinAI announces them.

    A tool that its worker tries again by itself, without a word, may be given longer pauses in
    another way, as long as each is longer by the first.

    Attributes:
        first: the least first pause, in seconds.
        calls: one for each attempt.
        announced: how long SentinAI said that it would wait, where it said so.
    """

    first: float
    calls: Sequence[Call]
    announced: Sequence[float]

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the pauses."""
        if len(self.calls) < _FEWEST:
            yield Cause.LOST(f"The tool was called {len(self.calls)} times, so no pause could grow")
        for number, (least, pause) in enumerate(self._pauses(), start=1):
            if pause < least * _EARLY:
                yield Cause.MISREPORTED(
                    f"retry {number} came after {pause:.2f} s, promised was {least:g} s at least"
                )
        for shorter, longer in pairwise(self.announced):
            if longer < shorter * _DOUBLED:
                yield Cause.MISREPORTED(
                    f"a pause of {longer:g} s was announced after one of {shorter:g} s"
                )

    def verdict(self) -> str:
        """Put promised beside seen for a person to read."""
        rows = [(number, *pauses) for number, pauses in enumerate(self._pauses(), start=1)]
        return table(["retry", "promised pause (s)", "seen"], rows, NARROW)

    def _pauses(self) -> Iterator[tuple[float, float]]:
        for number, (before, after) in enumerate(pairwise(self.calls)):
            times = 2**number if self.announced else number + 1
            yield self.first * times, after.at - before.at


class Retries:
    """The attempts at the tool for the exception that was submitted first.

    Args:
        tenant: whose exception it is.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def expect_growing_pauses(self) -> None:
        """Expect that the pauses between the attempts grow as the policy says."""
        look_until_right(
            self._look,
            lambda pauses: list(pauses.faults()),
            budget=self._tenant.budget,
            waiting_for="all attempts",
            details=BackOff.verdict,
            is_hopeless=lambda pauses: len(pauses.calls) >= _FEWEST,
        )

    def _look(self) -> BackOff:
        tenant, exception = self._tenant, self._tenant.exceptions.first
        announced = [
            float(event.payload[name])
            for event in tenant.observer.events([exception])
            if event.type == RETRY and event.exception == exception
            for name in _ANNOUNCED
            if name in event.payload
        ]
        calls = [call for call in tenant.observer.calls() if call.exception in {"", exception}]
        return BackOff(tenant.system.settings.sentinai_retry_first_delay_s, calls, announced)
