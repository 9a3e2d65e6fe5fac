"""Stops and starts workers and broker, where a deployment lets us."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from support.core.errors import Failure
from support.core.http import Api, bearer
from support.sentinai.client.events import STAGE_NAMES


class Control:
    """The switches of a deployment.

    Args:
        base_url: where they are.
        token: that they ask for; None if they ask for none.
        timeout: of one request, in seconds; starting workers takes a while.
    """

    def __init__(self, base_url: str, token: SecretStr | None, timeout: float) -> None:
        self._api = Api("The control of SentinAI", base_url, bearer(token), timeout, 0)

    def check(self) -> None:
        """Raise a Failure unless the switches of all kinds of workers are there."""
        if missing := set(STAGE_NAMES) - self.workers().keys():
            raise Failure(f"it has no switches for {', '.join(sorted(missing))} workers")

    def workers(self) -> dict[str, int]:
        """Return how many workers of each kind are alive."""
        alive = self._api.ask(dict[str, list[Any]], "GET", "/workers")
        return {kind: len(found) for kind, found in alive.items()}

    def set_workers(self, counts: Mapping[str, int]) -> None:
        """Have exactly so many workers of these kinds; return when they are ready."""
        self._api.call("PUT", "/workers", body=dict(counts))

    def kill(self, kind: str) -> None:
        """Kill all workers of a kind as hard as can be; they stay dead until they are set."""
        self._api.call("POST", f"/workers/{kind}/kill")

    def set_broker(self, *, up: bool) -> None:
        """Take the broker away, or bring it back."""
        self._api.call("PUT", "/broker", body={"up": up})

    def restore(self, usual: Mapping[str, int]) -> None:
        """Bring the broker back, and as many workers as there were before the run."""
        self.set_broker(up=True)
        alive = self.workers()
        changed = {kind: count for kind, count in usual.items() if alive.get(kind) != count}
        if changed:
            self.set_workers(changed)

    def close(self) -> None:
        """Close the pooled connections."""
        self._api.close()


def switches_of(usual: Mapping[str, int], scenario: str) -> str:
    """Return the name of the switches that a scenario uses; it tells how they stood before the run.

    So whoever cleans up after a run that was killed need not believe what it finds.
    """
    return ",".join(f"{kind}={count}" for kind, count in usual.items()) + f"/{scenario}"


def workers_in(name: str) -> dict[str, int]:
    """Return how many workers of each kind there were before the run, as `switches_of` noted it."""
    noted, _, _ = name.partition("/")
    pairs = (pair.partition("=") for pair in noted.split(","))
    return {kind: int(count) for kind, _, count in pairs}
