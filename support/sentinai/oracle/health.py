"""Whether SentinAI tells the truth about the health of its workers."""

from collections.abc import Sequence

from support.core.errors import Failure
from support.core.tables import NARROW, table
from support.core.waiting import WaitedInVain, eventually
from support.sentinai.client.events import THROUGH
from support.sentinai.client.models import Worker
from support.sentinai.tenant import Desk


def expect_not_ready(desk: Desk, kind: str) -> None:
    """Expect that no worker of a kind is called ready, and that those of all others are."""
    _expect(desk, {other: other != kind for other in THROUGH})


def expect_all_ready(desk: Desk) -> None:
    """Expect that workers of all kinds are called ready."""
    _expect(desk, dict.fromkeys(THROUGH, True))


def _expect(desk: Desk, expected: dict[str, bool]) -> None:
    try:
        eventually(
            desk.client.workers,
            until=lambda seen: _ready(seen) == expected,
            budget=desk.budget,
            waiting_for="SentinAI to say who is ready",
        )
    except WaitedInVain as vain:
        seen = _ready(vain.last)
        rows = [(kind, _word(ready), _word(seen[kind])) for kind, ready in expected.items()]
        listing = table(["workers", "expected", "SentinAI says"], rows, NARROW)
        raise Failure(f"{vain.summary}\n{listing}") from None


def _ready(workers: Sequence[Worker]) -> dict[str, bool]:
    """Return which kinds have a worker that is called ready, and none that is not."""
    words = {kind: [w.readyz_ok for w in workers if w.worker_type == kind] for kind in THROUGH}
    return {kind: bool(said) and all(said) for kind, said in words.items()}


def _word(is_ready: bool) -> str:
    return "ready" if is_ready else "not ready"
