"""What happens when workers die, are many, or the broker is away."""

import logging
from collections.abc import Iterable
from dataclasses import replace

from support.core.errors import Failure
from support.core.waiting import eventually
from support.run.undo import CleanupStack
from support.sentinai.client.events import STAGES, TAKES, THROUGH
from support.sentinai.observers.tool_stub import Manners
from support.sentinai.system import SWITCHES
from support.sentinai.tenant import Desk

log = logging.getLogger(__name__)

_ATTEMPTS = 5
_UNDER_WAY = 3


class Outages:
    """Switches workers and broker off and on, and has all of that undone.

    Attributes:
        refused: the exceptions that nobody wanted.

    Args:
        desk: the tenant that suffers from it.
        cleanup: where the switches are registered for undo.
    """

    def __init__(self, desk: Desk, cleanup: CleanupStack) -> None:
        self._desk = desk
        self._control = desk.system.control
        self.refused: list[str] = []
        cleanup.register(SWITCHES, desk.name)

    def kill_midway(self, kind: str, count: int) -> None:
        """Let exceptions pile up before a dead worker, start it, and kill it amid the pile.

        What a worker does at the moment of its death it may do again; a tool recognises that.

        Raises:
            Failure: every pile was worked off before the worker could be killed.
        """
        for _ in range(_ATTEMPTS):
            self.kill(kind)
            self._desk.post_at_once(count)
            self._wait_for(TAKES[kind], len(self._desk.courses))
            self.start(kind)
            self._wait_for(STAGES[kind][-1], len(self._desk.courses) - count + _UNDER_WAY)
            self.kill(kind)
            was_amid = self._said(STAGES[kind][-1]) < len(self._desk.courses)
            self.start(kind)
            if was_amid:
                self._allow_repeated_calls()
                return
        raise Failure(f"{_ATTEMPTS} times the {kind} worker had done all before it could be killed")

    def kill(self, kind: str) -> None:
        """Kill the workers of a kind and leave them dead."""
        self._control.kill(kind)

    def start(self, kind: str, count: int = 1) -> None:
        """Have so many workers of a kind."""
        self._control.set_workers({kind: count})

    def start_of_every_kind(self, count: int) -> None:
        """Have so many workers of every kind."""
        self._control.set_workers(dict.fromkeys(THROUGH, count))

    def post_without_broker(self, count: int) -> None:
        """Post exceptions while the broker is away; those that are refused must leave no trace."""
        self._control.set_broker(up=False)
        for exception in self._desk.new(count):
            try:
                self._desk.post(exception)
            except Failure as refusal:
                log.info("without a broker, an exception is refused: %s", refusal)
                self.refused.append(exception["exceptionId"])
        self._control.set_broker(up=True)

    def _wait_for(self, event: str, count: int) -> None:
        eventually(
            lambda: self._said(event),
            until=lambda said: said >= count,
            budget=self._desk.budget,
            waiting_for=f"{count} exceptions to reach {event}",
        )

    def _said(self, kind: str) -> int:
        return sum(event.type == kind for event in self._desk.events())

    def _allow_repeated_calls(self) -> None:
        for exception, course in self._desk.courses.items():
            self._desk.courses[exception] = replace(course, repeats=True)


def expect_work_together(desk: Desk, workers: int) -> None:
    """Expect that so many workers were seen calling the tool at the same time."""
    at_once = desk.most_at_once()
    if at_once < workers:
        raise Failure(f"There are {workers} workers, but no more than {at_once} worked at a time")


def hold_until_together(desk: Desk, workers: int) -> None:
    """Let the tool answer only when so many workers call it at once (or its patience ends)."""
    desk.behave(Manners(together=workers))


def expect_no_trace(desk: Desk, exceptions: Iterable[str]) -> None:
    """Expect that nobody knows anything of these exceptions."""
    known = {event.exception for event in desk.events()} & set(exceptions)
    if known:
        raise Failure(f"Refused, and yet worked on: {', '.join(sorted(known))}")
