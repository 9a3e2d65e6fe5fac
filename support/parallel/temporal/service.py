"""Temporal's service: how it is reached, and who works for it."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from support.core.errors import SetupError, in_short
from support.core.settings import where
from support.parallel.temporal.payloads import RUN
from support.run.settings import TemporalSettings

_SEATS = " seats="
_POLLS_WITHIN = timedelta(seconds=70)  # a poll that finds nothing is repeated after a minute

T = TypeVar("T")


def queue_of(settings: TemporalSettings, revision: str) -> str:
    """Return the queue of all workers of a revision: one of another never sees what is in it."""
    return f"{settings.temporal_task_queue}-{revision}"


def starters_of(settings: TemporalSettings) -> str:
    """Return the queue of what schedules start: any worker may do so, with its own checkout."""
    return f"{settings.temporal_task_queue}-schedules"


def identity_of(host: str, process: int, seats: int) -> str:
    """Return what a worker calls itself, for people and for `seats_of`."""
    return f"{process}@{host}{_SEATS}{seats}"


async def connect(settings: TemporalSettings, identity: str | None = None) -> Client:
    """Reach the service.

    Raises:
        SetupError: it does not answer.
    """
    namespace = settings.temporal_namespace
    client = Client.connect(settings.temporal_address, namespace=namespace, identity=identity)
    return await _answered(client)


async def seats_of(client: Client, queue: str) -> int:
    """Return how many scenarios the workers of a queue can run at a time.

    Raises:
        SetupError: the service refuses.
    """
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    )
    told = await _answered(client.workflow_service.describe_task_queue(request))
    since = datetime.now(UTC) - _POLLS_WITHIN
    living = {
        one.identity
        for one in told.pollers
        if one.last_access_time.ToDatetime(tzinfo=UTC) > since and _SEATS in one.identity
    }
    return sum(int(identity.rpartition(_SEATS)[2]) for identity in living)


@dataclass(frozen=True)
class Going:
    """A run that goes on: its id, and the revision of the suite that it asks for."""

    run: str
    revision: str


async def going_on(client: Client, settings: TemporalSettings) -> list[Going]:
    """Return the runs that go on, whatever their revision.

    Raises:
        SetupError: the service refuses.
    """
    prefix = queue_of(settings, "")
    query = f"WorkflowType = '{RUN}' AND ExecutionStatus = 'Running'"

    async def listed() -> list[Going]:
        return [
            Going(one.id, one.task_queue.removeprefix(prefix))
            async for one in client.list_workflows(query)
            if one.task_queue.startswith(prefix)
        ]

    return await _answered(listed())


async def _answered(call: Awaitable[T]) -> T:
    try:
        return await call
    except (RPCError, RuntimeError) as error:  # the library knows no other word for "no answer"
        variable = "TEMPORAL_ADDRESS"
        raise SetupError(
            f"{variable} ({where(variable)}) does not work: {in_short(error)}"
        ) from None
