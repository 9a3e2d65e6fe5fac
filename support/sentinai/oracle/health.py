"""Whether SentinAI tells the truth about the health of its workers."""

from collections.abc import Mapping, Sequence

from support.core.causes import Cause
from support.core.looking import look_until_right
from support.core.tables import NARROW, table
from support.sentinai.client.events import STAGE_NAMES, kind_of_worker
from support.sentinai.client.models import Worker
from support.sentinai.tenant import Tenant

Readiness = Mapping[str, bool]


class Health:
    """What SentinAI reports of its workers.

    Args:
        tenant: whose admin asks.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def expect_not_ready(self, kind: str) -> None:
        """Expect that no worker of a kind is reported as ready, and those of all others are."""
        self._expect({other: other != kind for other in STAGE_NAMES})

    def expect_all_ready(self) -> None:
        """Expect that workers of all kinds are reported as ready."""
        self._expect(dict.fromkeys(STAGE_NAMES, True))

    def _expect(self, expected: Readiness) -> None:
        def faults(reported: Readiness) -> list[str]:
            return [
                Cause.MISREPORTED(f"The {kind} workers are reported as {_word(reported[kind])}")
                for kind, ready in expected.items()
                if reported[kind] != ready
            ]

        def details(reported: Readiness) -> str:
            rows = [(kind, _word(due), _word(reported[kind])) for kind, due in expected.items()]
            return table(["workers", "expected", "reported"], rows, NARROW)

        look_until_right(
            lambda: _ready(self._tenant.client.workers()),
            faults,
            budget=self._tenant.budget,
            waiting_for="the truth about the workers",
            details=details,
        )


def _ready(workers: Sequence[Worker]) -> Readiness:
    """Return which kinds have a worker that is reported as ready, and none that is not."""
    words = {
        kind: [w.readyz_ok for w in workers if kind_of_worker(w.worker_type) == kind]
        for kind in STAGE_NAMES
    }
    return {kind: bool(said) and all(said) for kind, said in words.items()}


def _word(is_ready: bool) -> str:
    return "ready" if is_ready else "not ready"
