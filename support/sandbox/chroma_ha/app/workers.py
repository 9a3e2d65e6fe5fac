"""The distributed mode: a coordinator makes tasks, and workers do them."""

import asyncio
from contextlib import suppress
from uuid import uuid4

from support.sandbox.chroma_ha.app.database import Away
from support.sandbox.chroma_ha.app.machine import Machine
from support.sandbox.chroma_ha.app.replication import Replicator
from support.sandbox.chroma_ha.app.tasks import Tasks

NAMES = ("worker-1", "worker-2")

_BEAT_S = 0.4


class Worker:
    """Claims a task, does it, and claims the next one.

    Each life has an id of its own: whoever comes back has forgotten what it was about.

    Args:
        name: under which it is switched.
        tasks: to be done.
        replicator: does them.
        machine: tells what is used.
        interval: between two looks for a task, in seconds.
    """

    def __init__(
        self, name: str, tasks: Tasks, replicator: Replicator, machine: Machine, interval: float
    ) -> None:
        self._id = f"{name}-{uuid4().hex[:6]}"
        self._tasks = tasks
        self._replicator = replicator
        self._machine = machine
        self._interval = interval

    async def run(self) -> None:
        """Go on for ever, and give signs of life meanwhile."""
        await asyncio.gather(self._live(), self._work())

    async def beat(self) -> None:
        """Give a sign of life."""
        usage = self._machine.measure()
        await self._tasks.beat(self._id, usage.megabytes, usage.cpu)

    async def work(self) -> bool:
        """Do a task, if there is one; tell whether it was done.

        Raises:
            Away: the database gives no answer.
        """
        task = await self._tasks.claim(self._id)
        if task is None:
            return False
        done = await self._replicator.complete(task.collection)
        await self._tasks.settle(task, self._id, done=done)
        return done

    async def _live(self) -> None:
        while True:
            with suppress(Away):
                await self.beat()
            await asyncio.sleep(_BEAT_S)

    async def _work(self) -> None:
        while True:
            with suppress(Away):
                while await self.work():
                    pass
            await asyncio.sleep(self._interval)


class Workers:
    """The workers, each of which can be killed, and the coordinator.

    Args:
        tasks: to be done.
        replicator: does them.
        machine: tells what is used.
        interval: between two looks at the log, in seconds.
    """

    def __init__(
        self, tasks: Tasks, replicator: Replicator, machine: Machine, interval: float
    ) -> None:
        self._tasks = tasks
        self._replicator = replicator
        self._machine = machine
        self._interval = interval
        self._working: dict[str, asyncio.Task[None]] = {}

    def is_up(self, name: str) -> bool:
        """Tell whether a worker lives."""
        return name in self._working

    def start(self, name: str) -> None:
        """Start a worker unless it lives."""
        if not self.is_up(name):
            worker = Worker(name, self._tasks, self._replicator, self._machine, self._interval)
            self._working[name] = asyncio.create_task(worker.run())

    async def kill(self, name: str) -> None:
        """Kill a worker: it notes nothing any more."""
        if self.is_up(name):
            working = self._working.pop(name)
            working.cancel()
            await asyncio.wait([working])

    async def run(self) -> None:
        """Start all workers and coordinate them, for ever."""
        for name in NAMES:
            self.start(name)
        while True:
            with suppress(Away):
                await self.coordinate()
            await asyncio.sleep(self._interval)

    async def coordinate(self) -> None:
        """Make new tasks, and give back those of the dead.

        Raises:
            Away: the database gives no answer.
        """
        await self._tasks.cut()
        await self._tasks.mark_dead()
        await self._tasks.take_over()
