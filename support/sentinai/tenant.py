"""One tenant of a scenario: what it posts, and whether all of that went as promised."""

import math
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import zip_longest

import allure

from support.core.errors import Failure
from support.core.http import ApiError
from support.core.timings import ScenarioTimings, outside
from support.core.waiting import WaitedInVain, eventually
from support.run.undo import CleanupStack
from support.sentinai.client.events import CHAIN, Event, chain_with
from support.sentinai.client.models import Receipt
from support.sentinai.client.packs import PAYMENT, TOOL, Json, Playbook, domain_pack, own_pack
from support.sentinai.client.sentinai import SentinAI
from support.sentinai.observers.tool_stub import Call, Manners
from support.sentinai.oracle.chain import (
    Course,
    Expectation,
    View,
    by_exception,
    by_exception_called,
)
from support.sentinai.system import TENANT, SentinaiSystem

_CALLERS = 8
_MOST_ROUNDS = 20
_NOT_FOUND = 404


class Desk:
    """The tenant, made on first use, and all that is known of it.

    Attributes:
        budget: the longest time to wait for anything, in seconds.
        courses: how everything must go that was posted, by the names that were handed out.
        posted: what was posted.
        tools: the ids of the tenant's tools, by name.

    Args:
        system: SentinAI and its observers.
        name: of the tenant; tells whose it is.
        cleanup: where the tenant is registered for undo.
        timings: of the scenario.
    """

    def __init__(
        self, system: SentinaiSystem, name: str, cleanup: CleanupStack, timings: ScenarioTimings
    ) -> None:
        self.system = system
        self.name = name
        self.budget = system.settings.budget("exception")
        self.courses: dict[str, Course] = {}
        self.posted: list[Json] = []
        self.tools: dict[str, int] = {}
        self._cleanup = cleanup
        self._timings = timings
        self._playbooks: dict[str, Playbook] = {}

    @cached_property
    def client(self) -> SentinAI:
        """An admin of the tenant."""
        self._cleanup.register(TENANT, self.name)
        self.system.admin.create_tenant(self.name)
        return self.system.client(self.system.access(self.name))

    def set_up(self, *playbooks: Playbook) -> None:
        """Give the tenant packs, tools and playbooks."""
        with self._timings.phase("create", entities=len(playbooks)):
            content = domain_pack(self.name, playbooks)
            self.client.import_packs(self.name, self.name, content, own_pack(self.name, playbooks))
            for playbook in playbooks:
                self._add(playbook)

    def behave(self, manners: Manners, tool: str = TOOL) -> None:
        """Let a tool of the tenant answer in this manner from now on."""
        self.system.receiver.behave(self._path(tool), manners)

    def describe(self, number: int | str, kind: str = PAYMENT) -> Json:
        """Return an exception as a caller would post it."""
        return {
            "exceptionId": f"{self.name}-{number}",
            "exceptionType": kind,
            "error": f"transfer {number} was rejected",
            "amount": 12.5,
            "context": {"domain": self.name},
        }

    def describe_unnamed(self) -> Json:
        """Return an exception that brings no name along."""
        exception = self.describe("unnamed")
        del exception["exceptionId"]
        return exception

    def post(self, *exceptions: Json, key: str | None = None) -> Receipt:
        """Post exceptions and expect from now on that they go through as their playbooks say."""
        with self._timings.phase("change", entities=len(exceptions)):
            receipt = self.client.post(*exceptions, key=key)
        self.posted += exceptions
        for exception, handed_out in zip_longest(exceptions, receipt.ids):
            # Whoever posts a batch may be told one name only; the others keep their own.
            known_as = handed_out or exception["exceptionId"]
            self.courses[known_as] = self.course(exception["exceptionType"])
        return receipt

    def post_some(self, count: int, kind: str = PAYMENT) -> None:
        """Post exceptions of a kind, one after the other."""
        for exception in self.new(count, kind):
            self.post(exception)

    def post_at_once(self, count: int) -> None:
        """Post exceptions, several at a time."""
        exceptions = self.new(count)
        with (
            self._timings.phase("change", entities=count),
            outside(),
            ThreadPoolExecutor(_CALLERS) as callers,
        ):
            receipts = list(callers.map(self.client.post, exceptions))
        for receipt in receipts:
            self.courses[receipt.exception_id] = self.course(PAYMENT)

    def post_batch(self, count: int) -> None:
        """Post exceptions in one request."""
        self.post(*self.new(count, PAYMENT))

    def course(self, kind: str) -> Course:
        """Return how an exception of a kind must go."""
        steps = len(self._playbooks[kind].steps) if kind in self._playbooks else 0
        return Course(chain_with(steps), steps)

    def look(self, *, timelines: bool = False) -> View:
        """Look at everything that was posted; at timelines only if asked for."""
        wire, store = self.system.wire, self.system.store
        asked_for = self.courses if timelines or store is None else ()
        return View(
            wire=None if wire is None else by_exception(wire.events(self.name)),
            store=None if store is None else by_exception(store.events(self.name)),
            timeline={exception: self._timeline(exception) for exception in asked_for},
            calls=by_exception_called(self.calls()),
        )

    def calls(self, tool: str | None = None) -> list[Call]:
        """Return the calls of a tool of the tenant, or of all of them, tool by tool."""
        tools = [tool] if tool else [playbook.tool for playbook in self._playbooks.values()]
        return [call for name in tools for call in self.system.receiver.calls(self._path(name))]

    def expect(
        self,
        courses: Mapping[str, Course] | None = None,
        *,
        timelines: bool = True,
        patience: float = 0,
    ) -> View:
        """Wait until everything that was posted has gone as it should; return what was seen.

        Args:
            courses: how, by exception, where it differs from what their playbooks say.
            timelines: whether to look at the timelines, too.
            patience: further seconds to wait.

        Raises:
            Failure: with the verdict.
        """
        expectation = Expectation({**self.courses, **(courses or {})})
        with self._timings.phase("verify", entities=len(expectation.courses)):
            view = self._look_until_decided(
                expectation, budget=self.budget + patience, timelines=timelines
            )
        for exception in list(expectation.courses)[:1]:
            allure.attach(expectation.table(exception, view), "The chain, hop by hop")
        return view

    def expect_all(self, course: Course) -> None:
        """Expect everything that was posted to go like this."""
        self.expect(dict.fromkeys(self.courses, course))

    def deliver_again(self) -> None:
        """Put every message of the tenant on the wire once more."""
        assert self.system.wire is not None, "the scenario needs Kafka"
        self.system.wire.deliver_again(self.system.wire.records(self.name))

    def fail_for_the_first(self) -> None:
        """Let the tool never work for the first exception, and always for all others."""
        hard_case = str(self.describe(1)["exceptionId"])
        self.behave(Manners(failures=math.inf, only_for=hard_case))

    def settle(self) -> None:
        """Let more exceptions go all the way, until nothing late can hide behind them.

        Within a lane Kafka keeps the order: what stood on it before an exception that has passed
        every stage was worked on. Where nobody looks at Kafka, some exceptions must do.

        Raises:
            Failure: with the verdict; or some lane was met by none of many exceptions.
        """
        in_use, met = self._lanes(self.courses), set[str]()
        for _ in range(_MOST_ROUNDS):
            before = set(self.courses)
            self.post_at_once(_CALLERS)
            self.expect()
            met |= self._lanes(self.courses.keys() - before)
            if in_use <= met:
                return
        raise Failure(f"Nothing new came onto {in_use - met}, where something late may hide")

    def events(self) -> Sequence[Event]:
        """Return all events of the tenant, as the observer saw them who sees most."""
        if self.system.wire is not None:
            return self.system.wire.events(self.name)
        if self.system.store is not None:
            return self.system.store.events(self.name)
        return [event for exception in self.courses for event in self._timeline(exception)]

    def most_at_once(self, tool: str = TOOL) -> int:
        """Return how many calls of a tool were under way at the same time, at most."""
        return self.system.receiver.most_at_once(self._path(tool))

    def new(self, count: int, kind: str = PAYMENT) -> list[Json]:
        """Return exceptions that were not posted yet."""
        numbers = range(len(self.courses) + 1, len(self.courses) + count + 1)
        return [self.describe(number, kind) for number in numbers]

    def _look_until_decided(
        self, expectation: Expectation, budget: float, *, timelines: bool
    ) -> View:
        try:
            view = eventually(
                lambda: self.look(timelines=timelines),
                until=lambda seen: expectation.agrees(seen) or expectation.is_hopeless(seen),
                budget=budget,
                waiting_for="the observers to see what was promised",
            )
        except WaitedInVain as vain:
            raise Failure(f"{vain.summary}\n{expectation.verdict(vain.last)}") from None
        if not expectation.agrees(view):
            raise Failure(expectation.verdict(view))
        return view

    def _timeline(self, exception: str) -> list[Event]:
        try:
            return self.client.timeline(exception)
        except ApiError as error:
            if error.status != _NOT_FOUND:
                raise
            return []

    def _lanes(self, exceptions: Collection[str]) -> set[str]:
        """Return where on Kafka the chains of these exceptions stand."""
        events = [] if self.system.wire is None else self.system.wire.events(self.name)
        return {
            event.lane for event in events if event.type in CHAIN and event.exception in exceptions
        }

    def _add(self, playbook: Playbook) -> None:
        url = f"{self.system.tool_url}/{self._path(playbook.tool)}"
        self.tools[playbook.tool] = self.client.create_tool(playbook.tool, url)
        steps = [(playbook.tool, {"task": task}) for task in playbook.steps]
        number = self.client.create_playbook(f"for {playbook.kind}", playbook.kind, steps)
        if self.system.store is not None:
            self.system.store.add_missing_steps(number, steps)
        self._playbooks[playbook.kind] = playbook

    def _path(self, tool: str) -> str:
        return f"{self.name}-{tool}"
