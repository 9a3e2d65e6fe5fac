# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of the workers: what becomes of tasks, and of who dies at one."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch

from support.sandbox.chroma_ha.app import tasks
from support.sandbox.chroma_ha.app.configuration import JUNE_2025
from support.sandbox.chroma_ha.app.tasks import Tasks
from support.sandbox.chroma_ha.app.workers import Worker, Workers
from support.sandbox.chroma_ha.sabotage import sentences, titles
from support.sandbox.chroma_ha.sabotage.catalogue import CATALOGUE, STILL
from support.sandbox.chroma_ha.sabotage.replication import skipping

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "Two workers claim the same task.",
    caught_by=titles.TASKS,
    at=sentences.DONE_ONCE,
    diagnosis=r"Two workers were at task \d+",
    generation=JUNE_2025,
)
def two_workers_on_one_task() -> Context:
    claim = tasks._CLAIM
    assert "= 'pending'" in claim, "only what nobody has is claimed"
    return patch.object(
        tasks, "_CLAIM", claim.replace("= 'pending'", "in ('pending', 'processing')")
    )


@CATALOGUE.sabotage(
    "The same part of a collection is made a task again and again.",
    caught_by=titles.TASKS,
    at=sentences.DONE_ONCE,
    diagnosis=r"The same was done as task \d+ and \d+",
    generation=JUNE_2025,
)
def tasks_cut_twice() -> Context:
    cut = tasks._CUT
    assert "and task_status in" in cut, "there is never more than one for what is not done"
    return patch.object(tasks, "_CUT", cut.replace("and task_status in", "and task_status not in"))


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
    async def mark_dead(_: Tasks) -> None:
        """Do nothing: nobody is dead."""

    beat = tasks._BEAT.replace("= now()", "= now() - interval '1 day'")
    with patch.object(Tasks, "mark_dead", mark_dead), patch.object(tasks, "_BEAT", beat):
        yield
