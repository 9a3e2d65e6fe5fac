"""Judges what people were told of servers that died, of what ran short, and of its end."""

import time
from collections.abc import Sequence
from contextlib import suppress

from support.chroma_ha.machine import Machine
from support.chroma_ha.observers.slack import Message, SlackStub
from support.chroma_ha.outages import Outages
from support.chroma_ha.system import ChromaHaSystem
from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.waiting import WaitedInVain, eventually

_MEASUREMENTS = 4


class Alarms:
    """Listens while servers die or something runs short, and judges what people were told.

    Args:
        system: Chroma HA.
        outages: takes servers away.
        machine: uses more than there is.
    """

    def __init__(self, system: ChromaHaSystem, outages: Outages, machine: Machine) -> None:
        self._system = system
        self._outages = outages
        self._machine = machine
        self._messages: list[Message] = []

    def listen_while_away(self, server: str) -> None:
        """Kill a server, bring it back once somebody was told, and listen until that is told too.

        It stays away for as long again as it took until somebody was told: who tells more than once
        has the time for it. What is not told in time is no verdict yet.
        """
        budget = self._system.settings.budget("failover")
        stub = self._system.slack()
        try:
            began = time.monotonic()
            self._outages.take(server)
            if self._wait(stub, server, budget, returned=False):
                self._wait(stub, server, time.monotonic() - began, returned=False, times=2)
            self._outages.bring_back()
            self._wait(stub, server, budget, returned=True)
        finally:
            self._messages = stub.messages()
            stub.close()

    def listen_while_short(self, resource: str, percent: float) -> None:
        """Have so much of a resource used, and half of it once somebody was told; listen to both.

        It stays used for some measurements more: who tells more than once has the time for it.
        What is not told in time is no verdict yet. It may have run short before, on a busy machine:
        that it is over must have been told, too, before anything is new.
        """
        budget = self._system.settings.budget("monitoring")
        stub = self._system.slack()
        try:
            self._machine.use_little(resource)
            stub.forget()
            self._machine.use(resource, percent)
            self._wait(stub, resource, budget, returned=False)
            self._machine.wait_until_measured(_MEASUREMENTS)
            self._machine.use_little(resource)
            self._wait(stub, resource, budget, returned=True)
        finally:
            self._messages = stub.messages()
            stub.close()

    def expect_told_of_shortage(self, resource: str, percent: float) -> None:
        """Expect one message that a resource ran short, and one after it that it is enough again.

        Raises:
            Failure: there were more, or fewer, or one does not say what is used and what to do, or
                tells a secret.
        """
        self._judge(resource, "ran short", "was enough again")
        told = next(one.text for one in self._messages if one.is_about(resource))
        if f"{percent:.1f}%" not in told or "recommended" not in told.lower():
            raise Failure(Cause.MISREPORTED(f"This says not what is used, or what to do: {told}"))

    def expect_told_once(self, server: str) -> None:
        """Expect one message that a server was away, and one after it that it was back.

        Raises:
            Failure: there were more, or fewer, or one of them tells a secret.
        """
        self._judge(server, "was away", "came back")

    def _judge(self, subject: str, began: str, ended: str) -> None:
        for message in self._messages:
            self._system.secrets.judge("A message", message.text)
        if faults := told_otherwise(self._messages, subject, began, ended):
            told = "\n".join(f"- {message.text[:120]}" for message in self._messages)
            raise Failure(together([*faults, f"All messages:\n{told or 'none'}"]))

    def _wait(
        self, stub: SlackStub, subject: str, budget: float, *, returned: bool, times: int = 1
    ) -> bool:
        """Wait until something was told so often; tell whether it was."""

        def has_been_told(messages: Sequence[Message]) -> bool:
            ours = [one.tells_of_return for one in messages if one.is_about(subject)]
            return ours.count(returned) >= times

        with suppress(WaitedInVain):
            eventually(stub.messages, until=has_been_told, budget=budget, waiting_for="a message")
            return True
        return False


def told_otherwise(messages: Sequence[Message], subject: str, began: str, ended: str) -> list[str]:
    """Return where what was told differs from what happened once, a sentence each.

    Args:
        messages: oldest first.
        subject: of which they tell.
        began: what became of it first.
        ended: what became of it then.
    """
    told = [one.tells_of_return for one in messages if one.is_about(subject)]
    faults: list[str] = []
    if (away := told.count(False)) != 1:
        faults.append(_miscount(away)(f"The {subject} {began} once, and {away} messages told so"))
    if (back := told.count(True)) != 1 and (back or away <= 1):  # too many keep others back
        faults.append(_miscount(back)(f"The {subject} {ended} once, and {back} messages told so"))
    if not faults and told != [False, True]:
        faults.append(Cause.MISRANKED(f"That the {subject} {ended} was told before it {began}"))
    return faults


def _miscount(told: int) -> Cause:
    return Cause.DUPLICATED if told else Cause.LOST
