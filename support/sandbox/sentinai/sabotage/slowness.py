"""Legal slowness: what the product may take its time for, and a suite has to bear.

Switched on like a defect, by names such as `slow-stages`; no scenario may go red for it.
"""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from support.sandbox.sentinai.app import views
from support.sandbox.sentinai.app.database import Row
from support.sandbox.sentinai.app.publisher import Publisher
from support.sandbox.sentinai.app.worker import Worker
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE
from support.sandbox.sentinai.sabotage.selecting import besides, selecting

_LONGEST_STAGE_S = 0.02
_LONGEST_PUBLISHING_S = 0.1
_LATE_S = 0.3
_REPEATED = 3

Context = AbstractContextManager[object]


@CATALOGUE.slow
def slow_stages() -> Context:
    """Let every stage think about an event for a random time."""
    return patch.object(Worker, "work_once", _later(Worker.work_once, _LONGEST_STAGE_S))


@CATALOGUE.slow
def late_publisher() -> Context:
    """Let events wait in the outbox for a random time."""
    return patch.object(
        Publisher, "publish_once", _later(Publisher.publish_once, _LONGEST_PUBLISHING_S)
    )


@CATALOGUE.slow
@contextmanager
def late_views() -> Iterator[None]:
    """Let lists and timelines show what happened a moment later."""
    show = views.execution

    def execution(row: Row) -> views.Json:
        is_new = row["updated_at"] > _a_moment_ago()
        return show(row) | ({"status": "requested", "output_payload": None} if is_new else {})

    with (
        selecting("exception", besides("created_at <= %s", _a_moment_ago)),
        selecting("event_log", besides("timestamp <= %s", _a_moment_ago)),
        patch.object(views, "execution", execution),
    ):
        yield


@CATALOGUE.slow
def repeated_delivery() -> Context:
    """Deliver some events twice, as Kafka may: it promises at least once."""
    original = Publisher._deliver

    def deliver(self: Publisher, waiting: list[Row]) -> list[int]:
        delivered = original(self, waiting)
        original(self, [row for row in waiting if row["id"] % _REPEATED == 0])
        return delivered

    return patch.object(Publisher, "_deliver", deliver)


def _a_moment_ago() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=_LATE_S)


def _later(work: Callable[..., Any], longest: float) -> Callable[..., Any]:
    def wait_and_work(*arguments: object) -> object:
        threading.Event().wait(random.uniform(0, longest))  # noqa: S311  nothing to guess here
        return work(*arguments)

    return wait_and_work
