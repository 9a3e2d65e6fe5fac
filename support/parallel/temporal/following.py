"""What a starter hears of a shard, while it goes on and when it has ended."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from temporalio.client import (
    WorkflowHandle,
    WorkflowQueryFailedError,
    WorkflowQueryRejectedError,
)
from temporalio.common import QueryRejectCondition
from temporalio.service import RPCError

from support.parallel.temporal.payloads import PROGRESS, Event, News

_ANSWER = timedelta(seconds=5)


class FollowedShard:
    """Hears all that happens in a shard, each event once.

    Args:
        handle: of its workflow.
        kept: returns what is in its histories that have ended.
    """

    def __init__(
        self, handle: WorkflowHandle[Any, Any], kept: Callable[[], Sequence[Event]]
    ) -> None:
        self._handle = handle
        self._kept = kept
        self._known = 0
        self._has_ended = False

    async def news(self) -> Sequence[Event]:
        """Return what has happened since; nothing where no worker is there to answer."""
        if self._has_ended:
            return []
        try:
            news: News = await self._handle.query(
                PROGRESS,
                self._known,
                result_type=News,
                reject_condition=QueryRejectCondition.NOT_OPEN,  # it would have to be replayed
                rpc_timeout=_ANSWER,
            )
        except WorkflowQueryRejectedError:
            return self.rest()
        except (RPCError, WorkflowQueryFailedError):
            return []
        earlier = self._kept()[self._known : news.told] if self._known < news.told else []
        events = [*earlier, *news.events]
        self._known += len(events)
        return events

    def rest(self) -> Sequence[Event]:
        """Return what has happened since, when it has ended."""
        events = [] if self._has_ended else self._kept()[self._known :]
        self._has_ended = True
        return events


def root_of(error: BaseException) -> BaseException:
    """Return what has led to an error: of a scenario's shard, of that, and so on."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error
