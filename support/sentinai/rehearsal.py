"""A rehearsal before the first scenario: one call of the suite's tool, through SentinAI."""

import time
from collections.abc import Callable, Sequence
from functools import partial

from support.core.errors import SetupError
from support.core.http import ApiError
from support.core.waiting import WaitedInVain, eventually
from support.sentinai.client.events import STAGES, Event
from support.sentinai.client.packs import TOOL, Json, Playbook, domain_pack, own_kind, own_pack
from support.sentinai.client.sentinai import SentinAI
from support.sentinai.observers.tenant import TenantObserver
from support.sentinai.observers.tool_stub import Tool

_BY_HAND_S, _STILL_S = 5.0, 5.0
_REQUESTED, _COMPLETED = STAGES["tool"]
_ASSESSED = STAGES["policy"][-1]
_REFUSED = {400, 422}

PROVEN = "called by SentinAI"
UNPROVEN = "never called: SentinAI asks for no tool"
UNFINISHED = "never called: SentinAI was not done with an exception in time"


class Rehearsal:
    """A tenant of the run's own, with one tool that SentinAI is to call.

    Args:
        client: an admin of the tenant.
        observer: all that is seen of it.
        url_of: where SentinAI reaches a tool.
        budget: the longest time that SentinAI may need for an exception, in seconds: workers that
            were started just now need it.
        create_playbook: of these steps, which tell what to call and with what order.
        explain: names the variable that says so, with what is wrong.
    """

    def __init__(
        self,
        client: SentinAI,
        observer: TenantObserver,
        url_of: Callable[[Tool], str],
        budget: float,
        create_playbook: Callable[[Playbook, Sequence[tuple[str, Json]]], int],
        explain: Callable[[str], str],
    ) -> None:
        self._client = client
        self._observer = observer
        self._url = url_of(Tool(client.tenant, TOOL))
        self._create_playbook = create_playbook
        self._budget = budget
        self._explain = explain
        self._kind = own_kind("REHEARSAL", client.tenant)
        self._seen, self._since = 0, 0.0

    def call_tool(self) -> str:
        """Have SentinAI call the tool, by hand or for an exception; return what came of it.

        Raises:
            SetupError: SentinAI cannot call the tool.
            Failure: SentinAI does not answer as it should.
        """
        tool = self._set_up()
        try:
            self._client.execute_tool(tool, {"task": "rehearsal"})
            patience = _BY_HAND_S
        except ApiError:
            patience = 0.0
        if self._is_called(patience, lambda: False):
            return PROVEN
        name = self._client.submit(self._exception()).exception_id
        if self._is_called(self._budget, lambda: self._stands_still(name)):
            return PROVEN
        return UNPROVEN if self._stands_still(name) else UNFINISHED

    def _set_up(self) -> int:
        tenant, playbook = self._client.tenant, Playbook(self._kind)
        packs = (domain_pack(tenant, [playbook]), own_pack(tenant, [playbook]))
        self._client.import_packs(tenant, tenant, *packs)
        try:
            tool = self._client.create_tool(TOOL, self._url)
        except ApiError as error:
            if error.status in _REFUSED:
                raise SetupError(self._explain(f"is refused: {error.body}")) from None
            raise
        self._create_playbook(playbook, [(TOOL, {"task": "rehearsal"})])
        return tool

    def _exception(self) -> dict[str, object]:
        return {"exceptionType": self._kind, "context": {"domain": self._client.tenant}}

    def _is_called(self, seconds: float, gives_up: Callable[[], bool]) -> bool:
        """Wait for the call; tell whether it came.

        Raises:
            SetupError: SentinAI tried and could not.
        """

        def look() -> bool:
            if self._observer.calls():
                return True
            if why := self._failure():
                raise SetupError(self._explain(f"is not reached by SentinAI: {why}"))
            return False

        try:
            eventually(look, lambda came: came or gives_up(), seconds, "SentinAI to call the tool")
        except WaitedInVain:
            return False
        return bool(self._observer.calls())

    def _failure(self) -> str:
        """Return what SentinAI says of a call that failed; nothing if none did."""
        records = self._client.executions()
        said = [record.error_message for record in records if record.status == "failed"]
        said += [str(event.payload.get("error_message") or "") for event in self._events()]
        return next(filter(None, said), "")

    def _stands_still(self, name: str) -> bool:
        """Tell whether the exception was assessed, and nothing came of it for a while."""
        events = self._events(name)
        reached = {event.type for event in events}
        if _ASSESSED not in reached or _REQUESTED in reached:
            return False
        if len(events) != self._seen:
            self._seen, self._since = len(events), time.monotonic()
        return time.monotonic() - self._since > _STILL_S

    def _events(self, *names: str) -> list[Event]:
        return self._observer.events(names)


def expect_seen(observer: TenantObserver, tenant: str, explain: Callable[[str, str], str]) -> None:
    """Expect that Kafka and the database are those of the SentinAI at hand.

    Args:
        observer: of a tenant of whom there must be something to see.
        tenant: its name.
        explain: names a variable, with what is wrong.

    Raises:
        SetupError: one of them shows nothing of the tenant.
    """
    looking = {"KAFKA_BOOTSTRAP_SERVERS": observer.kafka, "DATABASE_URL": observer.database}
    for variable, source in looking.items():
        if source is None:
            continue
        look = partial(source.events, tenant)
        try:
            eventually(look, until=bool, budget=_BY_HAND_S, waiting_for="an event")
        except WaitedInVain:
            why = "shows nothing of what SentinAI does: it belongs to another one"
            raise SetupError(explain(variable, why)) from None
