"""Stops and starts workers and broker, where a deployment lets us."""

from collections.abc import Mapping

from support.api import Api, ApiError

KINDS = ("intake", "triage", "policy", "playbook", "tool", "feedback")

_NOT_FOUND = 404


class Control:
    """The switches of a deployment.

    Args:
        base_url: where they are.
        timeout: of one request, in seconds; starting workers takes a while.
    """

    def __init__(self, base_url: str, timeout: float) -> None:
        self._api = Api("The control of SentinAI", base_url, {}, timeout, 0)

    def is_there(self) -> bool:
        """Tell whether anybody answers."""
        try:
            self.workers()
        except ApiError as error:
            if error.status == _NOT_FOUND:
                return False
            raise
        return True

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

    def close(self) -> None:
        """Close the pooled connections."""
        self._api.close()
