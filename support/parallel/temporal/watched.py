"""What happens in the process of a scenario that a worker runs; it imports nothing of Temporal's.

Such an import would cost each of these processes as much as a short scenario does.
"""

import multiprocessing
import os
import signal
import threading
from functools import cache

from support.parallel.units import Order
from support.parallel.worker import work


def work_while_watched(order: Order) -> int:
    """Run one unit, but not for longer than the worker lives: another one will have begun it."""
    _end_with_the_worker()
    return work(order)


@cache
def _end_with_the_worker() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "it is called in a process of its own"

    def end_with_it() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=end_with_it, name="watch", daemon=True).start()
