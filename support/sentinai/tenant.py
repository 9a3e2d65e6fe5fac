"""A tenant of a scenario: what it is given, and what it does."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.waiting import WaitedInVain, eventually
from support.run.plugin import Scene
from support.sentinai.client.packs import (
    PAYMENT,
    TOOL,
    Json,
    Playbook,
    domain_pack,
    own_kind,
    own_pack,
)
from support.sentinai.client.sentinai import ACTOR
from support.sentinai.exceptions import Exceptions
from support.sentinai.observers.tenant import TenantObserver
from support.sentinai.observers.tool_stub import Tool
from support.sentinai.system import TENANT, SentinaiSystem

_PAY = ("pay again",)
_LAG = 1 / 8  # of the time that a whole chain may take
_KNOWN = "PRINTER_JAMMED"


class Tenant:
    """A tenant of the scenario, and the facts about it.

    Attributes:
        system: SentinAI and its observers.
        name: of the tenant; tells which scenario made it.
        client: an admin of it.
        observer: all that is seen of it.
        exceptions: what it submits.
        budget: the longest time to wait for anything, in seconds.
        lag: for how long one route may tell less than another, in seconds.
        timings: of the scenario.
        cleanup: where everything is registered before it is made or changed.
        playbooks: what it was given, by the kind of exceptions that they are for.
        numbers: by the id of each playbook that was ever made, that playbook.
        tools: the ids of its tools, by name.
        switched_off: the names of those that may not be called.
        asked: what somebody asked of its tools by hand, by the id of the execution.
        credentials: what each of its tools wants to see in every call, by the tool's name.
        orders: what each of its tools may be told, by the tool's name.
        kinds: what people call the kinds of exceptions that it has playbooks for.
        metrics_before: its metrics before it submitted anything.

    Args:
        system: SentinAI and its observers.
        name: of the tenant.
        scene: of the scenario.
    """

    def __init__(self, system: SentinaiSystem, name: str, scene: Scene) -> None:
        self.system = system
        self.name = name
        self.client = system.client(system.access(name))
        self.observer = TenantObserver(
            self.client, system.kafka, system.database_observer, system.tool_stub
        )
        self.exceptions = Exceptions(self.client, scene.timings, scene.prefix)
        self.budget = system.settings.budget("exception")
        self.lag = self.budget * _LAG
        self.timings = scene.timings
        self._prefix = scene.prefix
        self.playbooks: dict[str, Playbook] = {}
        self.numbers: dict[str, Playbook] = {}
        self.tools: dict[str, int] = {}
        self.switched_off: set[str] = set()
        self.asked: dict[str, Json] = {}
        self.credentials: dict[str, str] = {}
        self.orders: dict[str, list[Json]] = defaultdict(list)
        self.metrics_before = ""
        self.kinds: list[str] = [PAYMENT]
        self.cleanup = scene.cleanup

    @property
    def playbook(self) -> Playbook:
        """The playbook that it was given first."""
        return next(iter(self.playbooks.values()))

    def create(self) -> None:
        """Make the tenant, with nothing in it."""
        self.cleanup.register(TENANT, self.name)
        self.system.admin.create_tenant(self.name)

    def set_up(self, kind: str = PAYMENT, steps: Sequence[str] = _PAY) -> None:
        """Make the tenant, with a playbook of these steps, all of which call one tool."""
        self._set_up([Playbook(self.kind(kind), TOOL, tuple(steps))])

    def set_up_tools(self, tools: Mapping[str, str]) -> None:
        """Make the tenant, with a playbook of one step for each kind of exceptions.

        Args:
            tools: what is called, by the kind of exceptions.
        """
        self.kinds = list(tools)
        self._set_up([Playbook(self.kind(kind), tool, _PAY) for kind, tool in tools.items()])

    def set_up_ranked(self, playbooks: Sequence[tuple[str, str]]) -> None:
        """Make the tenant, with playbooks of one step, the most important first.

        Args:
            playbooks: the kind of exceptions and the tool of each; several may be of one kind.
        """
        self._set_up(
            [
                Playbook(self.kind(kind), tool, _PAY, priority=len(playbooks) - rank)
                for rank, (kind, tool) in enumerate(playbooks)
            ]
        )

    def kind(self, word: str) -> str:
        """Return the kind that `word` stands for, in packs, playbooks and exceptions."""
        return own_kind(word, self._prefix)

    def submit_of_each_kind(self, count: int) -> None:
        """Submit so many exceptions of each kind that there is a playbook for, all at once."""
        self.exceptions.submit_kinds_at_once(count, self.kinds)

    def change_playbook(self, steps: Sequence[str]) -> None:
        """Give the first playbook a new version, with these steps."""
        newer = replace(self.playbook, steps=tuple(steps), version=self.playbook.version + 1)
        self._import([newer, *(play for play in self.playbooks.values() if play != self.playbook)])
        self._add(newer)

    def submit_known(self, count: int = 1) -> list[str]:
        """Submit exceptions that no playbook fits; return the names by which SentinAI lists them.

        Raises:
            Failure: it does not list them.
        """
        self.exceptions.submit(count, kind=_KNOWN)
        try:
            listed = eventually(
                self.client.exceptions,
                until=lambda found: len(found) >= count,
                budget=self.budget,
                waiting_for="SentinAI to list what was submitted",
            )
        except WaitedInVain as vain:
            raise Failure(Cause.LOST(vain.summary)) from None
        return [found.exception_id for found in listed]

    def suspend(self) -> None:
        """Have an administrator suspend the tenant."""
        self.system.admin.suspend(self.name)

    def activate(self) -> None:
        """Have an administrator let the tenant go on."""
        self.system.admin.activate(self.name)

    def switch_tool(self, *, on: bool) -> None:
        """Allow or forbid that the tool is called."""
        self.client.switch_tool(self.tools[TOOL], on=on)
        self.switched_off = set() if on else {TOOL}

    def call_by_hand(self, order: Json) -> None:
        """Have SentinAI call the tool for nobody's exception."""
        self.orders[TOOL].append(order)
        told = self.client.execute_tool(self.tools[TOOL], order)
        self.asked[str(told.get("execution_id"))] = {
            "tool_id": self.tools[TOOL],
            "input_payload": order,
            "requested_by_actor_type": "user",
            "requested_by_actor_id": ACTOR,
        }

    def list_tools(self) -> list[Json]:
        """Return whatever SentinAI lists of its tools, even with what opens them."""
        with ExitStack() as allowed:
            for name in self.tools:
                allowed.enter_context(self.system.secrets.shown_once(self._credential(name)))
            return self.client.list_tools()

    def tool(self, name: str = TOOL) -> Tool:
        """Return a tool of the tenant, as the suite's stub knows it."""
        return Tool(self.name, name)

    def _set_up(self, playbooks: Sequence[Playbook]) -> None:
        with self.timings.phase("create", entities=len(playbooks)):
            self.create()
            self._import(playbooks)
            for playbook in playbooks:
                self._add(playbook)
            self.metrics_before = self.client.metrics()

    def _import(self, playbooks: Sequence[Playbook]) -> None:
        """Import and activate packs that hold these playbooks."""
        content, own = domain_pack(self.name, playbooks), own_pack(self.name, playbooks)
        version = max(playbook.version for playbook in playbooks)
        self.client.import_packs(self.name, self.name, content, own, version)

    def _add(self, playbook: Playbook) -> None:
        if playbook.tool not in self.tools:
            self._add_tool(playbook.tool)
        orders = playbook.orders(self.name)
        self.orders[playbook.tool] += orders
        steps = [(playbook.tool, order) for order in orders]
        number = self.system.create_playbook(self.client, playbook, steps)
        self.numbers[str(number)] = playbook
        self.playbooks[playbook.kind] = playbook

    def _add_tool(self, name: str) -> None:
        what = self._credential(name)
        self.credentials[name] = self.system.secrets.make(what)
        url = self.system.url_of(self.tool(name))
        # Whoever brings a credential may be shown it in the answer, and never again.
        with self.system.secrets.shown_once(what):
            self.tools[name] = self.client.create_tool(name, url, self.credentials[name])

    def _credential(self, tool: str) -> str:
        return f"the credential of the tool {tool} of {self.name}"
