# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of the workers: what becomes of tasks, and of who dies at one."""

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch

from support.sandbox.chroma_ha.app import tasks
from support.sandbox.chroma_ha.app.configuration import JUNE_2025
from support.sandbox.chroma_ha.app.tasks import Task, Tasks
from support.sandbox.chroma_ha.app.workers import Worker, Workers
from support.sandbox.chroma_ha.sabotage import sentences, titles
from support.sandbox.chroma_ha.sabotage.catalogue import CATALOGUE, STILL
from support.sandbox.chroma_ha.sabotage.replication import skipping

Context = AbstractContextManager[object]

_SEEN_S = 2.5  # whoever looks again and again has looked at least once by then


@CATALOGUE.sabotage(
    "Two workers claim the same task.",
    caught_by=titles.TASKS,
    at=sentences.DONE_ONCE,
    diagnosis=r"Two workers were at task \d+",
    generation=JUNE_2025,
)
@contextmanager
def two_workers_on_one_task() -> Iterator[None]:
    claim, settle = tasks._CLAIM, Tasks.settle
    assert "= 'pending'" in claim, "only what nobody has is claimed"
    of_others = claim.replace("= 'pending'", "in ('pending', 'processing')")
    late = set[tuple[Task, str]]()

    async def settle_late(own: Tasks, task: Task, worker: str, *, done: bool) -> None:
        if (task, worker) not in late:  # so that all are at it together, and are seen there
            late.add((task, worker))
            await asyncio.sleep(_SEEN_S)
        await settle(own, task, worker, done=done)

    with (
        patch.object(tasks, "_CLAIM", of_others),
        patch.object(Tasks, "settle", settle_late),
    ):
        yield


@CATALOGUE.sabotage(
    "The same part of a collection is made a task again and again.",
    caught_by=titles.TASKS,
    at=sentences.DONE_ONCE,
    diagnosis=r"The same was done as task \d+ and \d+",
    generation=JUNE_2025,
)
def tasks_cut_twice() -> Context:
    source, group = "unified_wal_writes as entry", "group by collection_name"
    assert source in tasks._CUT, "tasks are cut out of the log"
    assert group in tasks._CUT, "there is never more than one for what is not done"
    often = tasks._CUT.replace(source, f"{source} cross join generate_series(1, 2) as copy")
    return patch.object(tasks, "_CUT", often.replace(group, f"{group}, copy"))


@CATALOGUE.sabotage(
    "A task is claimed and forgotten: others do not have it any more, and it stays undone.",
    caught_by=titles.TASKS,
    at=sentences.DONE_ONCE,
    diagnosis=r"Task \d+ is not done, but processing by worker-" + STILL,
    generation=JUNE_2025,
)
def tasks_forgotten() -> Context:
    async def work(self: Worker) -> bool:
        return await self._tasks.claim(self._id) is not None

    return patch.object(Worker, "work", work)


@CATALOGUE.sabotage(
    "What a dead worker has claimed stays with it.",
    caught_by=titles.TAKEN_OVER,
    at=sentences.TAKEN_OVER,
    diagnosis=r"Task \d+ is not done, but processing by worker-" + STILL,
    generation=JUNE_2025,
)
def tasks_of_the_dead_kept() -> Context:
    async def take_over(_: Tasks) -> None:
        """Do nothing."""

    return patch.object(Tasks, "take_over", take_over)


@CATALOGUE.sabotage(
    "Nobody is told that a worker has died.",
    caught_by=titles.TAKEN_OVER,
    at=sentences.TOLD_DEAD,
    diagnosis="is dead, and shown as active" + STILL,
    generation=JUNE_2025,
)
def dead_workers_active() -> Context:
    take_over = tasks._TAKE_OVER.replace(
        "worker_status = 'dead'", "last_heartbeat < now() - interval '2 seconds'"
    )

    async def mark_dead(self: Tasks) -> None:
        await self._database.run(take_over)

    return patch.object(Tasks, "mark_dead", mark_dead)


@CATALOGUE.sabotage(
    "Workers carry what is new, but no change and no deletion.",
    caught_by=titles.CHANGES_SHARED,
    at=sentences.CHANGED,
    diagnosis=r"not one (text|state), but .*\(the replica\)" + STILL,
    generation=JUNE_2025,
)
def workers_only_add() -> Context:
    return skipping(lambda entry: entry.request.operation in {"update", "delete"})


@CATALOGUE.sabotage(
    "Workers are told to share tasks, and one does everything beside them.",
    caught_by=titles.MODE,
    at=sentences.MODE,
    diagnosis="No task was made of the collection" + STILL,
    generation=JUNE_2025,
)
def tasks_never_cut() -> Context:
    async def coordinate(self: Workers) -> None:
        for server in self._replicator._servers:
            await self._replicator.replicate_to(server)

    return patch.object(Workers, "coordinate", coordinate)


@CATALOGUE.sabotage(
    "Whoever looks for signs of life of the workers finds those of yesterday.",
    caught_by=titles.MODE,
    at=sentences.MODE,
    diagnosis="No worker gives signs of life" + STILL,
    generation=JUNE_2025,
)
@contextmanager
def heartbeats_of_yesterday() -> Iterator[None]:
    beat = tasks._BEAT.replace("= now()", "= now() - interval '1 day'")
    with _nobody_noted_as_dead(), patch.object(tasks, "_BEAT", beat):
        yield


@CATALOGUE.sabotage(
    "Workers give a sign of life when they start, and none after that.",
    caught_by=titles.SIGNS,
    at=sentences.SIGNS,
    diagnosis=r"has given no sign of life for \d|signs of life are given by nobody",
    generation=JUNE_2025,
)
@contextmanager
def one_heartbeat_a_life() -> Iterator[None]:
    beat = tasks._BEAT.partition("on conflict")[0] + "on conflict do nothing"
    with _nobody_noted_as_dead(), patch.object(tasks, "_BEAT", beat):
        yield


@CATALOGUE.sabotage(
    "Workers give signs of life that are still to come.",
    caught_by=titles.SIGNS,
    at=sentences.SIGNS,
    diagnosis="will have given its last sign of life in",
    generation=JUNE_2025,
)
def heartbeats_of_tomorrow() -> Context:
    return patch.object(
        tasks, "_BEAT", tasks._BEAT.replace("= now()", "= now() + interval '1 day'")
    )


@CATALOGUE.sabotage(
    "Dead workers are lent signs of life.",
    caught_by=titles.SILENT,
    at=sentences.SILENT,
    diagnosis="One worker is dead, and all of them give signs of life",
    generation=JUNE_2025,
)
def heartbeats_of_the_dead() -> Context:
    lend = "update sync_workers set last_heartbeat = now() where worker_status = 'active'"
    return patch.object(tasks, "_MARK_DEAD", lend)


@CATALOGUE.sabotage(
    "When a worker is noted as dead, that counts as a sign of life.",
    caught_by=titles.SILENT,
    at=sentences.SILENT,
    diagnosis=r"has been dead for [\d.]+ s, and is silent for [\d.]+ s",
    generation=JUNE_2025,
)
def silence_since_it_was_noted() -> Context:
    noted = tasks._MARK_DEAD.replace("set ", "set last_heartbeat = now(), ")
    return patch.object(tasks, "_MARK_DEAD", noted)


@CATALOGUE.sabotage(
    "When one worker dies, no other one gives signs of life.",
    caught_by=titles.SILENT,
    at=sentences.SILENT,
    diagnosis="One worker is dead, and these are silent: worker-.*, worker-",
    generation=JUNE_2025,
)
def all_silent_with_one() -> Context:
    original = Workers.kill

    async def kill(self: Workers, name: str) -> None:
        for each in list(self._working):
            await original(self, each)

    return patch.object(Workers, "kill", kill)


def _nobody_noted_as_dead() -> Context:
    async def mark_dead(_: Tasks) -> None:
        """Do nothing: nobody is dead."""

    return patch.object(Tasks, "mark_dead", mark_dead)
