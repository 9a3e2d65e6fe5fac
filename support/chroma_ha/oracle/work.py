"""Has workers share what a server lacks, and judges whether each task is done once."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from support.chroma_ha.collection import Collection
from support.chroma_ha.observers.database import TASKS, WORKERS, Task, Worker
from support.chroma_ha.outages import Outages
from support.chroma_ha.parts import REPLICA
from support.chroma_ha.system import ChromaHaSystem
from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.core.switches import DOWN, FROZEN
from support.core.waiting import eventually, watch

PENDING, PROCESSING, COMPLETED = "pending", "processing", "completed"


class Work:
    """Looks at tasks and workers while something is written.

    Args:
        system: Chroma HA.
        outages: takes servers and workers away.
    """

    def __init__(self, system: ChromaHaSystem, outages: Outages) -> None:
        self._system = system
        self._outages = outages
        self._crowded: set[int] = set()
        self._dead = ""
        self._began = 0.0

    def fill_while_frozen(self, collection: Collection, count: int) -> None:
        """Make a collection while the replica is frozen: whoever has a task has it for a while."""
        self._outages.take(REPLICA, FROZEN)
        self._began = time.monotonic()
        self._meanwhile(
            lambda: collection.fill_with(count),
            lambda done: eventually(
                self._crowds,
                until=lambda _: done(),
                budget=self._system.settings.budget("replication"),
                waiting_for="a collection to be made",
            ),
        )
        self._outages.bring_back()

    def kill_amid_task(self, collection: Collection, count: int) -> None:
        """Make a collection while the replica is frozen, and kill the worker whose task that is.

        No other worker is there until it is dead.
        """
        victim, *others = self._system.workers
        for name in (*others, REPLICA):
            self._outages.take(name, FROZEN if name == REPLICA else DOWN)
        self._meanwhile(
            lambda: collection.fill_with(count), lambda _: self._kill(victim, collection.name)
        )
        for name in (*others, REPLICA):
            self._outages.bring(name)

    def expect_each_done_once(self, collection: Collection) -> None:
        """Expect the tasks of a collection to be done, each of them once and by one worker.

        What was done is looked at for as long again: a task is cut anew in a later round.

        Raises:
            Failure: there is none, or one is not done, or more than once.
        """
        self._expect(
            collection,
            lambda seen: [*undone(seen), *repeated(seen), *self._crowds_at(seen)],
            "replication",
        )
        as_long = time.monotonic() - self._began
        for seen in watch(lambda: self._tasks(collection.name), as_long):
            if found := [*repeated(seen)]:
                raise Failure(together(found))

    def expect_taken_over(self, collection: Collection) -> None:
        """Expect what the dead worker had to do to be done.

        Raises:
            Failure: it is not.
        """
        self._expect(collection, lambda seen: list(undone(seen)), "takeover")

    def expect_told_dead(self) -> None:
        """Expect the dead worker not to be shown as active any more.

        Raises:
            Failure: it is.
        """
        look_until_right(
            lambda: [one.name for one in self._workers() if one.status == "active"],
            lambda seen: (
                [Cause.STALE(f"{self._dead} is dead, and shown as active")]
                if self._dead in seen
                else []
            ),
            budget=self._system.settings.budget("takeover"),
            waiting_for="the dead worker to be shown as such",
        )

    def expect_mode(self, collection: Collection) -> None:
        """Expect a collection to have been synced in the mode that is set.

        Raises:
            Failure: it was synced in the other one.
        """
        if self._system.settings.sync_distributed:
            self._expect(
                collection, lambda seen: [*undone(seen), *idle(self._living())], "replication"
            )
        else:
            self._expect(
                collection, lambda seen: list(needless(seen, self._living())), "replication"
            )

    def _expect(
        self,
        collection: Collection,
        faults: Callable[[Sequence[Task]], Sequence[str]],
        kind: str,
    ) -> None:
        def look() -> list[Task]:
            self._crowds()
            return self._tasks(collection.name)

        look_until_right(
            look,
            faults,
            budget=self._system.settings.budget(kind),
            waiting_for="the tasks of the collection to be done",
        )

    def _kill(self, victim: str, collection: str) -> None:
        tasks = eventually(
            lambda: [one for one in self._tasks(collection) if one.status == PROCESSING],
            until=bool,
            budget=self._system.settings.budget("replication"),
            waiting_for="a worker to claim a task",
        )
        self._outages.take(victim)
        self._dead = str(tasks[0].worker)

    def _crowds(self) -> list[Worker]:
        """Look who works at what, and note where there is more than one."""
        workers = self._living()
        at = [one.task for one in workers if one.task is not None]
        self._crowded |= {task for task in at if at.count(task) > 1}
        return workers

    def _crowds_at(self, tasks: Sequence[Task]) -> list[str]:
        crowded = sorted(self._crowded & {one.number for one in tasks})
        return [Cause.DUPLICATED(f"Two workers were at task {one}") for one in crowded]

    def _tasks(self, collection: str) -> list[Task]:
        database = self._system.database()
        return database.tasks(collection) if self._is_kept(TASKS) else []

    def _workers(self) -> list[Worker]:
        database = self._system.database()
        return database.workers() if self._is_kept(WORKERS) else []

    def _living(self) -> list[Worker]:
        longest = self._system.settings.budget("heartbeat")
        return [one for one in self._workers() if one.is_alive(longest)]

    def _is_kept(self, table: str) -> bool:
        return table in self._system.database().has(table)

    @staticmethod
    def _meanwhile(act: Callable[[], None], look: Callable[[Callable[[], bool]], object]) -> None:
        """Do something, and look meanwhile; who looks can ask whether it is done."""
        with ThreadPoolExecutor(1) as pool:
            acting = pool.submit(act)
            look(acting.done)
        acting.result()


def undone(tasks: Sequence[Task]) -> Iterator[str]:
    """Return which parts of a collection nobody has done, a sentence each."""
    if not tasks:
        yield Cause.LOST("No task was made of the collection")
    done = {(one.first, one.beyond) for one in tasks if one.status == COMPLETED}
    for one in tasks:
        is_open = one.status in {PENDING, PROCESSING}  # even if another one did the same
        if is_open or (one.first, one.beyond) not in done:
            by = f" by {one.worker}" if one.worker else ""
            yield Cause.LOST(f"Task {one.number} is not done, but {one.status}{by}")


def repeated(tasks: Sequence[Task]) -> Iterator[str]:
    """Return which parts of a collection were done more than once, a sentence each."""
    done = [one for one in tasks if one.status == COMPLETED]
    for one, other in pairwise(sorted(done, key=lambda task: task.first)):
        if other.first < one.beyond:
            yield Cause.DUPLICATED(f"The same was done as task {one.number} and {other.number}")


def idle(living: Sequence[Worker]) -> Iterator[str]:
    """Return that nobody works, if nobody lives."""
    if not living:
        yield Cause.LOST("No worker gives signs of life")


def needless(tasks: Sequence[Task], living: Sequence[Worker]) -> Iterator[str]:
    """Return who works at tasks though nobody should, a sentence each."""
    for task in tasks:
        yield Cause.INVENTED(f"Task {task.number} was made though nobody shares tasks")
    for one in living:
        yield Cause.INVENTED(f"{one.name} gives signs of life though nobody shares tasks")
