"""Promised ends: SentinAI must warn before one passes, and say so when it has passed."""

from datetime import UTC, datetime, timedelta

from support.core.errors import Failure
from support.core.tables import NARROW, table
from support.core.waiting import eventually
from support.sentinai.client.events import SLA, Event
from support.sentinai.tenant import Desk


def promise_an_end(desk: Desk, exception: str) -> datetime:
    """Set a deadline that is near, and return it."""
    deadline = datetime.now(UTC) + timedelta(seconds=desk.system.settings.sentinai_sla_s)
    desk.client.set_deadline(exception, deadline)
    return deadline


def wait_for_last_word(desk: Desk) -> None:
    """Wait until SentinAI has said that a deadline passed, and until nothing else is under way."""
    eventually(
        lambda: _warnings(desk),
        until=lambda seen: bool(seen) and seen[-1].type == SLA[-1],
        budget=desk.budget + desk.system.settings.sentinai_sla_s,
        waiting_for="the word that the deadline has passed",
    )
    desk.settle()


def expect_warnings(desk: Desk, exception: str, deadline: datetime) -> None:
    """Expect one warning before the deadline and one word after it, about this exception only.

    Raises:
        Failure: shows what came instead.
    """
    seen = _warnings(desk)
    kinds = [(event.type, event.exception) for event in seen]
    if kinds != [(kind, exception) for kind in SLA]:
        raise Failure(f"Not one warning and one last word\n{_verdict(seen, deadline)}")
    warned, ended = seen
    if not warned.at < deadline <= ended.at:
        raise Failure(f"A warning comes before its deadline\n{_verdict(seen, deadline)}")


def _warnings(desk: Desk) -> list[Event]:
    warnings = [event for event in desk.events() if event.type in SLA]
    return sorted(warnings, key=lambda event: event.at)


def _verdict(events: list[Event], deadline: datetime) -> str:
    rows = [
        (event.type, event.exception, f"{(event.at - deadline).total_seconds():+.1f}")
        for event in events
    ]
    return table(["seen", "about", "seconds from the deadline"], rows, NARROW)
