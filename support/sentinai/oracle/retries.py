"""What happens when a tool fails: how often it is tried, how long between, what is left."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise

from support.core.errors import Failure
from support.core.tables import NARROW, table
from support.core.waiting import WaitedInVain, eventually
from support.sentinai.client.events import RETRY, chain_with
from support.sentinai.client.models import DeadLetter
from support.sentinai.observers.tool_stub import BREAKDOWN, Call, Manners
from support.sentinai.oracle.chain import Course, View
from support.sentinai.oracle.refusals import CLIENT_ERROR, refusal
from support.sentinai.tenant import Desk

TOOL_RETRIES = 3  # SentinAI's policy for a tool, after the first attempt

_EARLY = 0.9  # clocks differ, and a call is noted a little after it was made
_DOUBLED = 1.5  # with a random part of up to a fifth, twice as long is at least 5/3 as long

# What came of a failing tool may be told as a completion or not; only the dead letter is promised.
_TOLD_OR_NOT = frozenset({"ToolExecutionCompleted", "FeedbackCaptured"})


def recovering(failures: int) -> Course:
    """Return how an exception goes whose tool works after so many failures."""
    return Course(chain_with(1), executions=1, retries=failures, failures=failures)


def failing() -> Course:
    """Return how an exception goes whose tool never works."""
    return Course(
        chain_with(1)[: -len(_TOLD_OR_NOT)],
        executions=0,
        retries=TOOL_RETRIES,
        dead=1,
        failures=1 + TOOL_RETRIES,
        free=_TOLD_OR_NOT,
    )


def revived() -> Course:
    """Return how an exception goes whose dead letter was retried when the tool worked again."""
    return replace(failing(), events=chain_with(1), executions=1, free=frozenset())


@dataclass(frozen=True)
class BackOff:
    """The pauses between attempts, which must double.

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
        for number, (least, pause) in enumerate(self._pauses(), start=1):
            if pause < least * _EARLY:
                yield f"retry {number} came after {pause:.2f} s, promised was {least:g} s at least"
        for shorter, longer in pairwise(self.announced):
            if longer < shorter * _DOUBLED:
                yield f"a pause of {longer:g} s was announced after one of {shorter:g} s"

    def verdict(self) -> str:
        """Put promised beside seen for a person to read."""
        rows = [(number, *pauses) for number, pauses in enumerate(self._pauses(), start=1)]
        return table(["retry", "promised pause (s)", "seen"], rows, NARROW)

    def _pauses(self) -> Iterator[tuple[float, float]]:
        for number, (before, after) in enumerate(pairwise(self.calls)):
            yield self.first * 2**number, after.at - before.at


def expect_growing_pauses(desk: Desk, exception: str) -> None:
    """Expect that the pauses between the attempts for an exception grow as promised."""
    announced = [
        float(event.payload["delay_seconds"])
        for event in desk.events()
        if event.type == RETRY and event.exception == exception and "delay_seconds" in event.payload
    ]
    calls = [call for call in desk.calls() if call.exception == exception]
    pauses = BackOff(desk.system.settings.sentinai_retry_first_delay_s, calls, announced)
    if faults := list(pauses.faults()):
        raise Failure("; ".join(faults) + f"\n{pauses.verdict()}")


def break_down(desk: Desk) -> View:
    """Post an exception whose tool never works, and wait until SentinAI has given it up."""
    desk.post_some(1)
    desk.courses[next(reversed(desk.courses))] = failing()
    return desk.expect()


def only_dead_letter(desk: Desk) -> DeadLetter:
    """Return the only dead letter of the tenant, on which queue and store must agree.

    Raises:
        Failure: there is not exactly one, or the two tell of it differently.
    """
    listed = desk.client.dead_letters()
    if len(listed) != 1:
        raise Failure(f"The dead letter queue shows {len(listed)} entries instead of one: {listed}")
    letter = listed[0]
    if desk.system.store is None:
        return letter
    rows = desk.system.store.dead_letters(desk.name)
    stored = [DeadLetter(**row) for row in rows]
    if [found.event_id for found in stored] != [letter.event_id]:
        raise Failure(f"The queue shows {letter}, but the store holds {stored}")
    return stored[0]


def expect_cause(letter: DeadLetter) -> None:
    """Expect a dead letter to say what went wrong, and after how many retries."""
    reason = letter.failure_reason
    if BREAKDOWN not in reason and "500" not in reason:
        raise Failure(f"The tool said {BREAKDOWN!r} with status 500; the dead letter: {reason!r}")
    if letter.retry_count != TOOL_RETRIES:
        raise Failure(f"{TOOL_RETRIES} retries were made; the dead letter counts {letter}")


def expect_letter_status(desk: Desk, status: str) -> None:
    """Wait until the only dead letter of the tenant has this status."""
    try:
        eventually(
            lambda: desk.client.dead_letter(entry_of(desk)).status,
            until=lambda seen: seen == status,
            budget=desk.budget,
            waiting_for=f"the dead letter to be {status}",
        )
    except WaitedInVain as vain:
        raise Failure(f"{vain.summary}; it is {vain.last}") from None


def retry(desk: Desk) -> None:
    """Have the only dead letter worked on again; from now on, expect it to go through."""
    desk.client.retry(entry_of(desk))
    desk.courses[str(only_dead_letter(desk).exception_id)] = revived()


def retry_in_vain(desk: Desk) -> None:
    """Have the only dead letter worked on again; from now on, expect it to be given up again."""
    desk.client.retry(entry_of(desk))
    again = replace(failing(), retries=2 * TOOL_RETRIES, dead=2, failures=2 * (1 + TOOL_RETRIES))
    desk.courses[str(only_dead_letter(desk).exception_id)] = again


def settle(desk: Desk) -> None:
    """Let one more exception go all the way with the tool mended, and expect all as it was."""
    desk.behave(Manners())
    desk.settle()


def discard(desk: Desk) -> None:
    """Give the only dead letter up."""
    desk.client.discard(entry_of(desk))
    desk.courses[str(only_dead_letter(desk).exception_id)] = failing()


def expect_no_retry(desk: Desk) -> None:
    """Expect SentinAI to refuse to work on a discarded dead letter."""
    entry = entry_of(desk)
    answer = refusal(lambda: desk.client.retry(entry))
    if answer is None:
        raise Failure("A dead letter was discarded, and yet SentinAI agreed to retry it")
    if answer.status not in CLIENT_ERROR:
        raise answer


def say_unreadable(desk: Desk, flaw: str) -> None:
    """Put a message on the wire that no worker can read; `flaw` says why."""
    assert desk.system.wire is not None, "the scenario needs Kafka"
    exception = f"{desk.name}-unreadable"
    envelope: dict[str, object] = {
        "event_id": exception,
        "event_type": "ExceptionIngested",
        "tenant_id": desk.name,
        "exception_id": exception,
        "timestamp": datetime.now(UTC).isoformat(),
        "correlation_id": exception,
        "payload": {"raw_payload": desk.describe("unreadable")},
        "metadata": None,
        "version": 1,
    }
    message = json.dumps(envelope | _FLAWS[flaw]).encode()
    desk.system.wire.say("exceptions", f"{desk.name}:{exception}", message)


def expect_letter_of(desk: Desk) -> None:
    """Wait until the unreadable message is the only dead letter."""
    try:
        letters = eventually(
            desk.client.dead_letters,
            until=bool,
            budget=desk.budget,
            waiting_for="a dead letter",
        )
    except WaitedInVain as vain:
        raise Failure(vain.summary) from None
    events = [letter.event_id for letter in letters]
    if events != [f"{desk.name}-unreadable"]:
        raise Failure(f"The dead letter is not that message: {letters}")


def entry_of(desk: Desk) -> int:
    """Return the id of the only dead letter of the tenant."""
    letter = only_dead_letter(desk)
    if letter.id is None:
        raise Failure(f"Nobody can say which entry this is; it has no id: {letter}")
    return letter.id


_FLAWS: dict[str, dict[str, object]] = {
    "of a newer version": {"version": 99},
    "with an unknown field": {"surprise": "nobody knows this field"},
    "without a payload": {"payload": None},
}
