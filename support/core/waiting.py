"""The one place that waits: until a condition holds, or before a call is repeated."""

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from tenacity import (
    RetryCallState,
    Retrying,
    retry_always,
    retry_if_exception,
    retry_if_result,
)
from tenacity.stop import stop_after_attempt
from tenacity.wait import wait_exponential

from support.core.bounded import TimeIsUp, ending, time_left
from support.core.causes import Cause
from support.core.errors import Failure
from support.core.secrecy import say
from support.core.timings import outside

T = TypeVar("T")

_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 2.0
_LONGEST_SILENCE = 10.0
_LAST_LOOK_S = 120.0  # on a busy machine a look has taken more than 45 s
_MOST_BUDGETS = 10  # that who moves may use up
_polling = wait_exponential(multiplier=_FIRST_PAUSE, exp_base=1.5, max=_LONGEST_PAUSE)


class WaitedInVain(Failure):
    """The deadline passed.

    Attributes:
        summary: what was awaited, for how long, and the budget.
        last: the last value seen.
    """

    def __init__(self, summary: str, last: Any) -> None:  # noqa: ANN401  whatever was looked at
        super().__init__(f"{summary}; last seen: {last}", Cause.SLOW)
        self.summary = summary
        self.last = last


class CutShort(Failure):
    """The last look was not done in time: nothing can be said of what was looked at.

    Args:
        message: what was awaited, for how long, and how long the last look was given.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message, Cause.SLOW)


def eventually(
    look: Callable[[], T],
    until: Callable[[T], bool],
    budget: float,
    waiting_for: str,
    progress: Callable[[T], object] | None = None,
) -> T:
    """Call `look` until its value satisfies `until`; return that value.

    Every error ends the waiting at once: an error is never taken for "not yet". A look that is
    under way when the budget is used up is cut short as soon as it asks for more. The last look
    begins when the budget is used up, and no sooner, however long a look takes; it may take as long
    as the budget, and two minutes more.

    Args:
        look: reads the current value.
        until: the condition, asked once a look; it raises when waiting on is hopeless.
        budget: the longest time to wait, in seconds.
        waiting_for: what is awaited, for the message, such as "the sync job to end".
        progress: reads out of a value how far it has come. What moves is not late: whenever that
            changes the budget begins anew, until ten of them are used up.

    Raises:
        WaitedInVain: the budget is used up; carries the last value seen.
        CutShort: the last look was not done in time either, so that nothing can be said.
    """
    looks = _Looks(look, until, budget, waiting_for, progress)
    retrying = Retrying(
        retry=retry_if_result(lambda value: not until(value)),
        wait=_polling,
        stop=stop_at(lambda: looks.deadline),
        sleep=pause_for,
        before_sleep=_told_once(f"Waiting for {waiting_for}, for at most {budget:g} s ..."),
        retry_error_callback=looks.give_up,
    )
    try:
        return retrying(looks.look)
    except TimeIsUp:
        return looks.last(", a look that was under way then was cut short")


def stop_at(moment: Callable[[], float]) -> Callable[[RetryCallState], bool]:
    """Return what ends a wait at a moment, on the monotonic clock, which may be put off."""
    return lambda _: time.monotonic() >= moment()


class _Looks(Generic[T]):
    """The looks of one wait: they end with its budget, and the last one with a time of its own.

    Args:
        look: reads the current value.
        until: the condition.
        budget: in seconds.
        waiting_for: what is awaited, for the message.
        progress: reads out of a value how far it has come; None if only the clock counts.

    Attributes:
        deadline: when the time is up, on the monotonic clock.
    """

    def __init__(
        self,
        look: Callable[[], T],
        until: Callable[[T], bool],
        budget: float,
        waiting_for: str,
        progress: Callable[[T], object] | None,
    ) -> None:
        self._look, self._until = look, until
        self._budget, self._waiting_for = budget, waiting_for
        self._progress, self._reached = progress, object()
        self._start = self._began = time.monotonic()
        self.deadline = self._start + budget

    def look(self) -> T:
        """Look, for as long as there is time; what has moved has more of it."""
        seen = self._look_until(self.deadline)
        if self._progress and (reached := self._progress(seen)) != self._reached:
            self._reached = reached
            most = self._start + _MOST_BUDGETS * self._budget
            self.deadline = min(most, time.monotonic() + self._budget)
        return seen

    def give_up(self, state: RetryCallState) -> T:
        """Take the last look, unless one began when the budget was used up already."""
        assert state.outcome is not None, "there was a look"
        now = time.monotonic()
        if self._began < self.deadline <= now:
            return self.last()
        raise WaitedInVain(self._told(now), state.outcome.result())

    def last(self, note: str = "") -> T:
        """Take the last look and judge it; with a note on the budget for who waits in vain."""
        time_left()  # what this wait is a part of may have come to its own end
        ended, longest = time.monotonic(), self._budget + _LAST_LOOK_S
        try:
            seen = self._look_until(ended + longest)
        except TimeIsUp:
            time_left()
            said = f"{self._told(time.monotonic())}: a look takes longer than that"
            raise CutShort(f"{said}, and the last one was cut short after {longest:g} s") from None
        if self._until(seen):
            return seen
        raise WaitedInVain(self._told(ended, note), seen)

    def _look_until(self, end: float) -> T:
        self._began = time.monotonic()
        with ending(end):
            return self._look()

    def _told(self, now: float, note: str = "") -> str:
        # What was waited for and what was last seen stay side by side: known bugs are told by both.
        budget = f"{self._budget:g} s{' without progress' if self._progress else ''}{note}"
        waited = f"Waited {now - self._start:.1f} s (budget {budget})"
        return f"{waited} in vain for {self._waiting_for}"


def watch(look: Callable[[], T], seconds: float) -> list[T]:
    """Call `look` again and again for some time; return its values, each as long as it stays once.

    Args:
        look: reads the current value.
        seconds: for how long; one look is taken in any case.
    """
    values: list[T] = []

    end = time.monotonic() + seconds

    def note() -> None:
        value = look()
        if not values or value != values[-1]:
            values.append(value)

    retrying = Retrying(
        retry=retry_always,
        wait=_polling,
        stop=stop_at(lambda: end),
        sleep=pause_for,
        retry_error_callback=lambda _: None,
    )
    retrying(note)
    return values


def persistently(
    call: Callable[[], T],
    is_transient: Callable[[BaseException], bool],
    retries: int,
    pause_asked: Callable[[BaseException], float | None] = lambda _: None,
) -> T:
    """Call `call`, repeating it up to `retries` times after a transient error.

    Args:
        call: what to do.
        is_transient: tells whether an error is worth another attempt.
        retries: how many further attempts there may be.
        pause_asked: the pause that the other side asked for (Retry-After), in seconds, or None.

    Raises:
        BaseException: the last error, if it is not transient or the attempts are used up.
    """
    backoff = wait_exponential(multiplier=0.1, max=_LONGEST_PAUSE)

    def pause(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = pause_asked(error) if error else None
        return backoff(state) if asked is None else asked

    retrying = Retrying(
        retry=retry_if_exception(is_transient),
        wait=pause,
        stop=stop_after_attempt(retries + 1),
        sleep=pause_for,
        reraise=True,
    )
    return retrying(call)


def _told_once(line: str) -> Callable[[RetryCallState], None]:
    """Return what tells a person who looks on, once, why nothing happens for so long."""
    told: list[str] = []

    def tell(state: RetryCallState) -> None:
        if not told and (state.seconds_since_start or 0.0) > _LONGEST_SILENCE:
            told.append(line)
            say(line)

    return tell


def pause_for(seconds: float) -> None:
    """Do nothing for a while; who measures itself is told so, and a budget that ends ends it."""
    if seconds > _LONGEST_SILENCE:
        say(f"Pausing for {seconds:.0f} s, as asked ...")

    left = time_left()
    with outside():
        time.sleep(min(seconds, left))
    if left < seconds:
        time_left()


class RateLimiter:
    """Keeps a pause between the beginnings of two calls.

    Args:
        seconds: how long.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = 0.0

    def wait(self) -> None:
        """Wait until the next call may be made."""
        early = self._next - time.monotonic()
        if early > 0:
            pause_for(early)
        self._next = time.monotonic() + self._seconds
