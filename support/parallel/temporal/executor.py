"""Runs units on the workers of Temporal, wherever they are."""

import asyncio
import shutil
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from behave.configuration import Configuration
from behave.model import Feature
from temporalio.client import (
    Client,
    WorkflowFailureError,
    WorkflowHandle,
)
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode
from tenacity import retry, retry_if_exception, wait_fixed

from support.core.errors import SetupError, in_short
from support.core.secrecy import say
from support.core.settings import where
from support.parallel.discovery import discovered, in_turn
from support.parallel.merging import completed, merge_reports
from support.parallel.results import read_result
from support.parallel.temporal.artifacts import ARTIFACTS_URL, Artifacts, RunOrder
from support.parallel.temporal.following import FollowedShard, root_of
from support.parallel.temporal.payloads import RUN, Ended, Event, Plan, Terms, name_of
from support.parallel.temporal.revision import own_revision
from support.parallel.temporal.service import connect, mistake_of, queue_of, seats_of
from support.parallel.units import Result, Unit
from support.reporting.outcomes import LOST, NOT_RUN
from support.reporting.report_errors import tolerated
from support.run.session import Session
from support.run.settings import TemporalSettings
from support.run.signals import signals_to_wait_for

MOST = 100_000
"""Scenarios in one run: so many were simulated (`python -m tests.simulation`)."""

_LOOK_S = 0.5
_MARGIN_S = 60.0
_AWAY = {RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED}

Handle = WorkflowHandle[Any, None]
Begin = Callable[[Unit], None]
Tell = Callable[[Result], None]


class Distribution:
    """What is shared by all runs of this suite on these settings.

    Raises:
        SetupError: Temporal or the artifacts cannot be reached.
    """

    def __init__(self) -> None:
        self.settings = TemporalSettings.load()
        self.artifacts = Artifacts.of(self.settings)
        self.revision = own_revision()
        self.queue = queue_of(self.settings, self.revision)

    def seats(self, *, is_needed: bool) -> int:
        """Return how many scenarios the workers of this revision can run at a time.

        Where there are none, a line says that they are waited for.

        Raises:
            SetupError: there are none, and nobody says how many there will be.
        """
        found = asyncio.run(self._seats())
        if found:
            return found
        told = f"no worker of revision {self.revision} polls {self.queue}"
        if is_needed:
            raise SetupError(
                f"{told}: start python -m support worker, or say with -j for how many to wait"
            )
        say(f"Waiting for workers: {told}")
        return 1

    def order_of(self, run: str) -> RunOrder:
        """Return the order of a run that goes on.

        Raises:
            SetupError: there is none, it is another revision's, or has lost its sandbox.
        """
        order = self.artifacts.order_of(run)
        if order.revision != self.revision:
            raise SetupError(
                f"{run} is of revision {order.revision}, and this checkout of {self.revision}"
            )
        if not all(place.is_live for place in order.deployments.values()):
            raise SetupError(f"{run} had a sandbox of its own, which has ended with its starter")
        return order

    async def _seats(self) -> int:
        client = await connect(self.settings)
        return await seats_of(client, self.queue)


class TemporalExecutor:
    """Implements `Executor` with one workflow a run.

    Args:
        config: behave's configuration.
        features: everything that behave parsed.
        arguments: of behave, for the workers.
        session: the run, already opened.
        places: how many scenarios run at a time, on all workers together.
        distribution: how workers are reached.
        joins: whether the run was started before, by another process.
    """

    def __init__(
        self,
        config: Configuration,
        features: list[Feature],
        arguments: Sequence[str],
        session: Session,
        places: int,
        distribution: Distribution,
        *,
        joins: bool = False,
    ) -> None:
        self._config = config
        self._features = features
        self._arguments = tuple(arguments)
        self._session = session
        self._places = places
        self._shared = distribution
        self._joins = joins
        self._units: dict[int, Unit] = {}
        self._results: dict[int, Result] = {}
        self._folder = session.folder / "units"
        self._cancelling: asyncio.Task[None] | None = None

    def discover(self) -> list[Unit]:
        """Return what the user selected.

        Raises:
            SetupError: it is too much for one run.
        """
        units = discovered(self._config, self._features, self._session)
        if len(units) > MOST:
            raise SetupError(f"{len(units)} scenarios are too many for one run: at most {MOST}")
        return units

    def run(self, units: Sequence[Unit], tell: Tell, begin: Begin = lambda _: None) -> list[Result]:
        """Have the units run by workers; Ctrl-C lets the running ones undo what they made.

        Raises:
            SetupError: the artifacts cannot be reached any more, Temporal refuses to tell more, or
                somebody else has concluded.
        """
        self._units = {unit.number: unit for unit in units}
        try:
            if self._joins:
                self._order = self._shared.artifacts.order_of(self._session.id)
            else:
                self._order = self._ordered(units)
                self._shared.artifacts.write(self._order)
            with signals_to_wait_for() as signals:
                asyncio.run(self._follow(signals, tell, begin))
            if not self._shared.artifacts.has(self._session.id):
                raise SetupError(f"{self._session.id} was followed to its end by somebody else")
        except (OSError, RPCError) as error:
            told = f"{ARTIFACTS_URL} ({where(ARTIFACTS_URL)}) does not work: {in_short(error)}"
            if isinstance(error, RPCError):
                told = str(mistake_of(error))
            raise SetupError(
                f"{told}; if workers go on, --join {self._session.id} follows them"
            ) from None
        return completed(units, list(self._results.values()))

    def merge(self, results: Sequence[Result]) -> None:
        """Make one set of reports out of those of the workers, and one journal of theirs."""
        merge_reports(self._config, self._session, results, self._folder_of)
        run, artifacts = self._session.id, self._shared.artifacts
        with tolerated("journals of the workers, or the artifacts cannot be removed"):
            for resource in artifacts.left(run):
                self._session.journal.making(resource)
            artifacts.remove(run)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _folder_of(self, result: Result) -> Path:
        return self._folder / f"{result.unit.number}.{result.attempts}"

    def _ordered(self, units: Sequence[Unit]) -> RunOrder:
        session = self._session
        return RunOrder(
            session.id,
            self._shared.revision,
            self._arguments,
            session.deployments,
            session.places,
            self._places,
            session.settings.sharing,
            session.settings.cleanup_timeout_s,
            self._shared.settings.scenario_timeout_s,
            {unit.number: unit for unit in in_turn(units)},
        )

    def _plan(self) -> Plan:
        run, settings = self._session, self._shared.settings
        longest = settings.scenario_timeout_s + run.settings.cleanup_timeout_s + _MARGIN_S
        terms = Terms(run.id, run.settings.keep_going, settings.worker_lost_s, longest)
        shards = self._order.shards
        return Plan(terms, [shard.places for shard in shards], shards[-1].isolated)

    async def _follow(self, signals: Connection, tell: Tell, begin: Begin) -> None:
        """Start the workflow, or find it, and tell what happens until it has ended."""
        client = await connect(self._shared.settings)
        handle = await self._start(client)
        shards = self._followed(client)
        loop, ended = asyncio.get_running_loop(), asyncio.create_task(_end_of(handle))
        loop.add_reader(signals.fileno(), lambda: self._stop(signals, handle, ended))
        try:
            while not ended.done():
                await asyncio.wait({ended}, timeout=_LOOK_S)
                await self._listen(shards, ended, tell, begin)
            problem = self._problem(ended)
            self._session.interrupted |= await _was_stopped(handle)
            for event in chain.from_iterable(shard.rest() for shard in shards):
                self._hear(event, tell, begin)
            missing = [number for number in self._units if number not in self._results]
            for number in missing if problem else ():
                self._hear(Event(number, 1, Ended(number, 1, problem=problem)), tell, begin)
        finally:
            loop.remove_reader(signals.fileno())

    async def _start(self, client: Client) -> Handle:
        run = self._session.id
        handle: Handle = client.get_workflow_handle(run)
        try:
            if not self._joins or not await self._is_known(handle):
                await client.start_workflow(
                    RUN,
                    self._plan(),
                    id=run,
                    task_queue=self._shared.queue,
                    id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                    static_summary=f"{len(self._units)} scenarios",
                )
        except (WorkflowAlreadyStartedError, RPCError) as error:
            raise SetupError(f"Temporal does not start {run}: {error}") from None
        return handle

    async def _is_known(self, handle: Handle) -> bool:
        """Tell whether Temporal knows a run: its starter may have been lost just before."""
        try:
            await handle.describe()
        except RPCError as error:
            is_unknown = error.status is RPCStatusCode.NOT_FOUND
            if not is_unknown or self._shared.artifacts.was_begun(self._session.id):
                raise
            return False
        return True

    def _followed(self, client: Client) -> list[FollowedShard]:
        run, kept = self._session.id, self._shared.artifacts.kept
        return [
            FollowedShard(
                client.get_workflow_handle(name_of(run, number)), partial(kept, run, number)
            )
            for number, _ in enumerate(self._order.shards, 1)
        ]

    async def _listen(
        self,
        shards: Sequence[FollowedShard],
        ended: "asyncio.Task[None]",
        tell: Tell,
        begin: Begin,
    ) -> None:
        """Ask one shard after the other what has happened, so that many are no burden."""
        for shard in shards:
            for event in await shard.news():
                self._hear(event, tell, begin)
            if ended.done():
                break

    def _hear(self, event: Event, tell: Tell, begin: Begin) -> None:
        """Tell what happened."""
        unit, ended = self._units[event.number], event.ended
        if ended is None:
            begin(unit)
        else:
            self._results[event.number] = result = self._result(unit, ended)
            tell(result)
            self._session.lost |= result.deployment_lost

    def _result(self, unit: Unit, ended: Ended) -> Result:
        if ended.problem:
            status = LOST if ended.begun else NOT_RUN
            return Result(unit, unit.ended(status, ended.problem), attempts=ended.attempt)
        run, attempt = self._session.id, ended.attempt
        folder = self._folder / f"{unit.number}.{attempt}"
        self._shared.artifacts.fetch(run, unit.number, attempt, folder)
        result = read_result(unit, folder, ended.code, stopped=ended.stopped)
        outcome = result.outcome
        if ended.overran and outcome.is_red:
            limit = f"it took longer than {ended.overran:g} s (SCENARIO_TIMEOUT_S)"
            outcome = replace(outcome, message=f"{limit}\n{outcome.message}")
        return replace(result, outcome=outcome, attempts=attempt)

    def _stop(
        self,
        signals: Connection,
        handle: Handle,
        ended: "asyncio.Task[None]",
    ) -> None:
        """Ask all for an end; when a person asks again, leave that to the workers."""
        number = signals.recv()
        if not self._session.interrupted:
            self._session.interrupted = True
            self._cancelling = asyncio.create_task(_cancel(handle))
        elif number != signal.SIGHUP:  # a terminal that is gone may say so several times
            ended.cancel()

    def _problem(self, ended: "asyncio.Task[None]") -> str:
        """Return why the run did not come to its end; nothing if it did."""
        try:
            ended.result()
        except asyncio.CancelledError:
            say(f"Not waited for: its workers end {self._session.id}; --join follows them")
            raise KeyboardInterrupt from None
        except WorkflowFailureError as error:
            return f"Temporal ended the run: {root_of(error)}"
        return ""


def _is_away(error: BaseException) -> bool:
    return isinstance(error, RPCError) and error.status in _AWAY


_when_it_is_back = retry(retry=retry_if_exception(_is_away), wait=wait_fixed(1))


@_when_it_is_back
async def _cancel(handle: Handle) -> None:
    """Ask for the end of a workflow."""
    await handle.cancel()


@_when_it_is_back
async def _was_stopped(handle: Handle) -> bool:
    """Return whether anybody has asked for the end of a workflow, whoever started or joined it."""
    told = await handle.describe()
    return told.raw_description.workflow_extended_info.cancel_requested


@_when_it_is_back
async def _end_of(handle: Handle) -> None:
    """Wait for the end of a workflow, and for a server that is away to come back."""
    await handle.result()
