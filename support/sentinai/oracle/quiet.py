"""When nothing more is to come: what "never" may be judged on."""

import time
from collections.abc import Mapping, Sequence

from support.core.causes import Cause, as_in
from support.core.errors import Failure
from support.core.waiting import WaitedInVain, eventually
from support.sentinai.client.events import Event
from support.sentinai.tenant import Tenant

_AT_LEAST_S, _AT_MOST_S = 0.2, 6.0
_TIMES = 2.0  # as long as the longest pause that was seen between an event and the next


def wait_until_quiet(tenant: Tenant) -> None:
    """Wait until all that is on Kafka was consumed, and nothing new came of it for a while.

    For how long follows from what was seen: twice the longest pause between two events of one
    exception. Where Kafka does not tell what its consumers have consumed, only that counts.

    Args:
        tenant: of whom nothing new is expected.

    Raises:
        Failure: it never becomes quiet.
    """
    seen, behind = _Stillness(), tenant.observer.consumers()

    def look() -> tuple[int, Mapping[str, int]]:
        count = seen.note(tenant)
        return count, behind.left()

    try:
        eventually(
            look,
            until=lambda looked: not looked[1] and seen.is_still(),
            budget=tenant.budget,
            waiting_for="everything to be consumed, and nothing new to come",
        )
    except WaitedInVain as vain:
        left = ", ".join(f"{group} by {count}" for group, count in vain.last[1].items())
        who = (
            Cause.SLOW(f"Consumers lag behind: {left}")
            if left
            else Cause.DUPLICATED("There is always something new")
        )
        raise Failure(as_in([who], f"{who}. {vain.summary}")) from None


class _Stillness:
    """For how long nothing has changed, and how long that must be."""

    def __init__(self) -> None:
        self._count, self._since, self._long = -1, time.monotonic(), _AT_LEAST_S

    def note(self, tenant: Tenant) -> int:
        """Look at everything of the tenant; return how much there is."""
        observer, exceptions = tenant.observer, tenant.exceptions
        events = observer.events([*exceptions.names, *exceptions.markers])
        count = len(events) + len(observer.calls())
        if count != self._count:
            self._count, self._since = count, time.monotonic()
            self._long = min(max(_TIMES * longest_pause(events), _AT_LEAST_S), _AT_MOST_S)
        return count

    def is_still(self) -> bool:
        """Tell whether it was still for long enough."""
        return time.monotonic() - self._since >= self._long


def longest_pause(events: Sequence[Event]) -> float:
    """Return the longest time between two events of one exception, in seconds."""
    last: dict[str, Event] = {}
    longest = 0.0
    for event in sorted(events, key=lambda event: event.at):
        before = last.get(event.exception)
        if before is not None:
            longest = max(longest, (event.at - before.at).total_seconds())
        last[event.exception] = event
    return longest
