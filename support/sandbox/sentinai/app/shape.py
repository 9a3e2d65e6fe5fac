"""Which SentinAI to be: one that keeps all promises in one way, or in the product's own way.

Both keep them. They differ in what is not promised: a suite that is green against both assumes
nothing of it.
"""

import os
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Shape:
    """What is left open by the promises.

    Attributes:
        tools_are_told: whether headers tell a tool for whom, and for which execution, it is called.
        tools_are_tried: how often a tool is tried before its event counts as failed; such retries
            are not announced, and each pause is longer by the first.
        idempotency_keys: whether a request that is repeated with its key is one.
        deletes_tenants: whether there is a route for that.
        resolves: whether an exception whose playbook is done is resolved.
        letters_have_ids: whether the list of dead letters tells their ids.
        delay_is_called: how an announced retry calls its pause.
        metrics_name_workers: how metrics call a kind of worker, `{}` being the kind.
        health_is_kept_s: for how long an answer about the health of workers is given again.
        timelines: in which order they are told, as SQL.
    """

    tools_are_told: bool = True
    tools_are_tried: int = 1
    idempotency_keys: bool = True
    deletes_tenants: bool = True
    resolves: bool = True
    letters_have_ids: bool = True
    delay_is_called: str = "delay_seconds"
    metrics_name_workers: str = "{}"
    health_is_kept_s: float = 0.0
    timelines: str = "timestamp, seq"

    def in_metrics(self, kind: str) -> str:
        """Return how metrics call a kind of worker."""
        is_class = self.metrics_name_workers != "{}"
        return self.metrics_name_workers.format(kind.capitalize() if is_class else kind)


OLDEST_FIRST, NEWEST_FIRST = "oldest-first", "newest-first"
TIMELINES = {OLDEST_FIRST: "timestamp, seq", NEWEST_FIRST: "timestamp desc, seq desc"}
SHAPES = {
    "sandbox": Shape(),
    "product": Shape(
        tools_are_told=False,
        tools_are_tried=4,
        idempotency_keys=False,
        deletes_tenants=False,
        resolves=False,
        letters_have_ids=False,
        delay_is_called="retry_after_seconds",
        metrics_name_workers="{}Worker",
        health_is_kept_s=30.0,
    ),
}


def _chosen() -> Shape:
    shape = SHAPES[os.environ.get("SANDBOX_SHAPE", "sandbox")]
    order = os.environ.get("SANDBOX_TIMELINES", OLDEST_FIRST)
    return replace(shape, timelines=TIMELINES[order])


SHAPE = _chosen()
"""Of this process, as its environment says."""
