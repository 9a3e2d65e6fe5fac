"""A tenant of a scenario: what it is given, and what it does."""

from collections.abc import Mapping, Sequence

from support.core.errors import Failure
from support.core.waiting import WaitedInVain, eventually
from support.run.plugin import Scene
from support.sentinai.client.packs import (
    PAYMENT,
    TOOL,
    Playbook,
    domain_pack,
    own_kind,
    own_pack,
)
from support.sentinai.exceptions import Exceptions
from support.sentinai.observers.tenant import TenantObserver
from support.sentinai.observers.tool_stub import Tool
from support.sentinai.system import TENANT, SentinaiSystem

_PAY = ("pay again",)
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
        timings: of the scenario.
        cleanup: where everything is registered before it is made or changed.
        playbooks: what it was given, by the kind of exceptions that they are for.
        tools: the ids of its tools, by name.
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
        self.timings = scene.timings
        self._prefix = scene.prefix
        self.playbooks: dict[str, Playbook] = {}
        self.tools: dict[str, int] = {}
        self.metrics_before = ""
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
        self._set_up([Playbook(self.kind(kind), tool, _PAY) for kind, tool in tools.items()])

    def kind(self, word: str) -> str:
        """Return the kind that `word` stands for, in packs, playbooks and exceptions."""
        return own_kind(word, self._prefix)

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
            raise Failure(vain.summary) from None
        return [found.exception_id for found in listed]

    def suspend(self) -> None:
        """Have an administrator suspend the tenant."""
        self.system.admin.suspend(self.name)

    def activate(self) -> None:
        """Have an administrator let the tenant go on."""
        self.system.admin.activate(self.name)

    def tool(self, name: str = TOOL) -> Tool:
        """Return a tool of the tenant, as the suite's stub knows it."""
        return Tool(self.name, name)

    def _set_up(self, playbooks: Sequence[Playbook]) -> None:
        with self.timings.phase("create", entities=len(playbooks)):
            self.create()
            content = domain_pack(self.name, playbooks)
            self.client.import_packs(self.name, self.name, content, own_pack(self.name, playbooks))
            for playbook in playbooks:
                self._add(playbook)
            self.metrics_before = self.client.metrics()

    def _add(self, playbook: Playbook) -> None:
        url = self.system.url_of(self.tool(playbook.tool))
        self.tools[playbook.tool] = self.client.create_tool(playbook.tool, url)
        steps = [(playbook.tool, {"task": task}) for task in playbook.steps]
        number = self.client.create_playbook(f"for {playbook.kind}", playbook.kind, steps)
        if self.system.database is not None:
            self.system.database.add_missing_steps(number, steps)
        self.playbooks[playbook.kind] = playbook
