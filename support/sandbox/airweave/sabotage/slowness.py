"""Legal slowness: what a product may take its time for, and a suite has to bear.

Switched on like a defect, by names such as `slow-jobs`; no scenario may go red for it.
"""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from support.sandbox.airweave.jobs import Jobs
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.store import Store

_LONGEST_JOB_START_S = 0.6
_LONGEST_INDEXING_S = 0.4


@CATALOGUE.slow
def slow_jobs() -> AbstractContextManager[object]:
    """Let every job wait a random time before it starts."""
    latency = property(
        lambda _: random.uniform(0, _LONGEST_JOB_START_S),  # noqa: S311  nothing to guess here
        lambda _self, _value: None,
    )
    return patch.object(Jobs, "_latency", latency, create=True)


@CATALOGUE.slow
@contextmanager
def late_index() -> Iterator[None]:
    """Let search and store show what a job wrote a random time later, in the same order."""
    indexer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="late-index")
    originals = {name: getattr(Store, name) for name in ("insert", "delete")}

    def later(name: str) -> Callable[..., None]:
        def work(*arguments: Any) -> None:  # noqa: ANN401  passed through
            threading.Event().wait(random.uniform(0, _LONGEST_INDEXING_S))  # noqa: S311
            originals[name](*arguments)

        def submit(*arguments: Any) -> None:  # noqa: ANN401  passed through
            indexer.submit(work, *arguments)

        return submit

    with patch.multiple(Store, insert=later("insert"), delete=later("delete")):
        yield
    indexer.shutdown()
