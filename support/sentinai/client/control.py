"""Stops and starts workers and broker, where a deployment lets us."""

from collections.abc import Mapping

from support.core.http import Api


class Control:
    """The switches of a deployment.

    Args:
        base_url: where they are.
        timeout: of one request, in seconds; starting workers takes a while.

    Raises:
        Failure: there are none.
    """

    def __init__(self, base_url: str, timeout: float) -> None:
        self._api = Api("The control of SentinAI", base_url, {}, timeout, 0)
        self._normal = self.workers()

    def workers(self) -> dict[str, int]:
        """Return how many workers of each kind are alive."""
        answer = self._api.call("GET", "/workers")
        return {kind: len(workers) for kind, workers in answer.items()}

    def set_workers(self, counts: Mapping[str, int]) -> None:
        """Have exactly so many workers of these kinds; return when they are ready."""
        self._api.call("PUT", "/workers", body=dict(counts))

    def kill(self, kind: str) -> None:
        """Kill all workers of a kind as hard as can be; they stay dead until they are set."""
        self._api.call("POST", f"/workers/{kind}/kill")

    def set_broker(self, *, up: bool) -> None:
        """Take the broker away, or bring it back."""
        self._api.call("PUT", "/broker", body={"up": up})

    def restore(self) -> None:
        """Bring everything back to what it was, and to one worker where there was none."""
        self.set_broker(up=True)
        alive = self.workers()
        normal = {kind: max(count, 1) for kind, count in self._normal.items()}
        changed = {kind: count for kind, count in normal.items() if alive.get(kind) != count}
        if changed:
            self.set_workers(changed)

    def close(self) -> None:
        """Close the pooled connections."""
        self._api.close()
