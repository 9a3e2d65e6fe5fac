"""Worker processes and the broker: killed, started, taken away."""

from collections.abc import Collection

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.waiting import WaitedInVain, eventually
from support.sentinai.client.control import Control, switches_of
from support.sentinai.client.events import CONSUMED, STAGE_NAMES, STAGES, chain_with
from support.sentinai.markers import LAST, pass_markers
from support.sentinai.system import SWITCHES
from support.sentinai.tenant import Tenant

_ATTEMPTS = 5
_UNDER_WAY = 3


class Switches:
    """The switches of the deployment; what was switched is switched back in the end.

    Args:
        tenant: whose scenario uses them.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._used = False

    def use(self) -> Control:
        """Return the switches, after having them registered for undo."""
        if not self._used:
            usual = self._tenant.system.usual_workers
            self._tenant.cleanup.register(SWITCHES, switches_of(usual, self._tenant.name))
            self._used = True
        return self._tenant.system.control()


class Workers:
    """Kills and starts worker processes.

    Args:
        tenant: whose exceptions they process.
        switches: of the deployment.
    """

    def __init__(self, tenant: Tenant, switches: Switches) -> None:
        self._tenant = tenant
        self._switches = switches

    def kill(self, kind: str) -> None:
        """Kill the workers of a kind and leave them dead."""
        self._switches.use().kill(kind)

    def start(self, kind: str, count: int = 1) -> None:
        """Have so many workers of a kind."""
        self._switches.use().set_workers({kind: count})

    def restart(self, kind: str) -> None:
        """Kill the workers of a kind and start one."""
        self.kill(kind)
        self.start(kind)

    def start_of_every_kind(self, count: int) -> None:
        """Have so many workers of every kind, and wait until they share the work.

        A worker that is ready has perhaps nothing to do yet: Kafka divides the work anew, for which
        it may need most of a minute. Until then those who were there before do it all, or nobody.
        What is repeated meanwhile is no matter here.

        Raises:
            Failure: nothing passes any more.
        """
        self._switches.use().set_workers(dict.fromkeys(STAGE_NAMES, count))
        pass_markers(self._tenant, self._tenant.observer.all_partitions(), self._wait_for_markers)

    def start_second_amid(self, count: int) -> None:
        """Start a second worker of every kind when half of so many exceptions are submitted.

        The other half comes as soon as it is ready, while Kafka divides the work anew.
        """
        self._tenant.exceptions.submit_at_once(count // 2)
        self._switches.use().set_workers(dict.fromkeys(STAGE_NAMES, 2))
        self._tenant.exceptions.submit_at_once(count - count // 2)

    def kill_amid(self, kind: str, count: int) -> None:
        """Let exceptions pile up before a dead worker, start it, and kill it amid the pile.

        Raises:
            Failure: every pile was processed before the worker could be killed.
        """
        consumed, emitted = CONSUMED[kind], STAGES[kind][-1]
        exceptions = self._tenant.exceptions
        for _ in range(_ATTEMPTS):
            self.kill(kind)
            exceptions.submit_at_once(count)
            self._wait_for(consumed, len(exceptions.names))
            self.start(kind)
            self._wait_for(emitted, len(exceptions.names) - count + _UNDER_WAY)
            self.kill(kind)
            was_amid = self._count(emitted) < len(exceptions.names)
            self.start(kind)
            if was_amid:
                return
        raise Failure(
            Cause.SUITE(
                f"{_ATTEMPTS} times the {kind} worker had done all before it could be killed"
            )
        )

    def _wait_for_markers(self, markers: Collection[str]) -> None:
        consumers = self._tenant.observer.consumers()

        def under_way() -> tuple[list[str], list[str]]:
            seen = self._tenant.observer.observe(markers, timelines=False)
            kinds = {name: {event.type for event in seen.best(name)} for name in markers}
            late = [name for name in markers if LAST not in kinds[name]]
            return late, sorted({*consumers.dividing(), *consumers.left()})

        try:
            eventually(
                under_way,
                until=lambda seen: not any(seen),
                budget=self._tenant.budget,
                waiting_for="the workers to share the work",
            )
        except WaitedInVain as vain:
            late, groups = vain.last
            left = f"{len(late)} of {len(markers)} exceptions are not assessed"
            behind = f", and behind are {', '.join(groups)}" if groups else ""
            raise Failure(Cause.SLOW(f"With more workers {left}{behind}. {vain.summary}")) from None

    def _wait_for(self, event: str, count: int) -> None:
        try:
            eventually(
                lambda: self._count(event),
                until=lambda seen: seen >= count,
                budget=self._tenant.budget,
                waiting_for=f"{count} exceptions to reach {event}",
            )
        except WaitedInVain as vain:
            if vain.last:
                raise
            never = f"{', '.join(self._never_up_to(event))} never instead of {count} times"
            raise Failure(Cause.LOST(f"{never}. {vain.summary}")) from None

    def _never_up_to(self, event: str) -> list[str]:
        """Return what came for no exception, of this event and those before it."""
        chain = chain_with(1)
        return [kind for kind in chain[: chain.index(event) + 1] if not self._count(kind)]

    def _count(self, kind: str) -> int:
        events = self._tenant.observer.events(self._tenant.exceptions.names)
        return sum(event.type == kind for event in events)


class Broker:
    """Takes the broker away and brings it back.

    Args:
        tenant: who submits exceptions meanwhile.
        switches: of the deployment.
    """

    def __init__(self, tenant: Tenant, switches: Switches) -> None:
        self._tenant = tenant
        self._switches = switches

    def submit_without(self, count: int) -> None:
        """Submit exceptions while the broker is away, and another when it is back.

        Raises:
            Failure: that one is refused, too, for as long as anybody would wait.
        """
        control, exceptions = self._switches.use(), self._tenant.exceptions
        control.set_broker(up=False)
        exceptions.try_to_submit(count)
        control.set_broker(up=True)
        try:
            eventually(
                lambda: exceptions.try_to_submit().refusal is None,
                until=bool,
                budget=self._tenant.budget,
                waiting_for="SentinAI to accept exceptions again",
            )
        except WaitedInVain as vain:
            last = exceptions.submissions[-1].refusal
            raise Failure(
                Cause.UNAVAILABLE(f"The broker is back. {vain.summary}: {last}")
            ) from None
