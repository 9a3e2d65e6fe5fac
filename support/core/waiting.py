"""The one place that waits: until a condition holds, or before a call is repeated."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from tenacity import (
    RetryCallState,
    Retrying,
    retry_always,
    retry_if_exception,
    retry_if_result,
    stop_after_delay,
)
from tenacity.stop import stop_after_attempt
from tenacity.wait import wait_exponential

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.secrecy import say
from support.core.timings import outside

T = TypeVar("T")

_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 2.0
_LONGEST_SILENCE = 10.0
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


def eventually(
    look: Callable[[], T], until: Callable[[T], bool], budget: float, waiting_for: str
) -> T:
    """Call `look` until its value satisfies `until`; return that value.

    Every error ends the waiting at once: an error is never taken for "not yet". The last look
    begins when the budget is used up, and no sooner, however long a look takes.

    Args:
        look: reads the current value.
        until: the condition, asked once a look; it raises when waiting on is hopeless.
        budget: the longest time to wait, in seconds.
        waiting_for: what is awaited, for the message, such as "the sync job to end".

    Raises:
        WaitedInVain: the budget is used up; carries the last value seen.
    """
    deadline = time.monotonic() + budget
    began = 0.0

    def look_now() -> T:
        nonlocal began
        began = time.monotonic()
        return look()

    def give_up(state: RetryCallState) -> T:
        assert state.outcome is not None, "there was a look"
        assert state.seconds_since_start is not None, "there was a look"
        seen: T = state.outcome.result()
        spent = state.seconds_since_start
        if began < deadline <= time.monotonic() and until(seen := look_now()):
            return seen
        told = f"Waited {spent:.1f} s (budget {budget:g} s) in vain for {waiting_for}"
        raise WaitedInVain(told, seen)

    retrying = Retrying(
        retry=retry_if_result(lambda value: not until(value)),
        wait=_polling,
        stop=stop_after_delay(budget),
        sleep=_pause,
        before_sleep=_told_once(f"Waiting for {waiting_for}, for at most {budget:g} s ..."),
        retry_error_callback=give_up,
    )
    return retrying(look_now)


def watch(look: Callable[[], T], seconds: float) -> list[T]:
    """Call `look` again and again for some time; return its values, each as long as it stays once.

    Args:
        look: reads the current value.
        seconds: for how long; one look is taken in any case.
    """
    values: list[T] = []

    def note() -> None:
        value = look()
        if not values or value != values[-1]:
            values.append(value)

    retrying = Retrying(
        retry=retry_always,
        wait=_polling,
        stop=stop_after_delay(seconds),
        sleep=_pause,
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
        sleep=_pause,
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


def _pause(seconds: float) -> None:
    if seconds > _LONGEST_SILENCE:
        say(f"Pausing for {seconds:.0f} s, as asked ...")

    with outside():
        time.sleep(seconds)


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
            _pause(early)
        self._next = time.monotonic() + self._seconds
