"""Takes parts of a deployment away and brings them back, where it lets us."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from support.core.http import Api, bearer

UP, DOWN, FROZEN = "up", "down", "frozen"


class Control:
    """The switches of a deployment.

    Args:
        system: whose, for messages.
        base_url: where they are.
        token: that they ask for; None if they ask for none.
        timeout: of one request, in seconds; starting something takes a while.

    Raises:
        Failure: there are none.
    """

    def __init__(self, system: str, base_url: str, token: SecretStr | None, timeout: float) -> None:
        self._api = Api(f"The control of {system}", base_url, bearer(token), timeout, 0)
        self.states()

    def states(self) -> dict[str, str]:
        """Return how everything is that can be switched."""
        answer = self._api.call("GET", "/processes")
        return {name: str(process["state"]) for name, process in answer.items()}

    def switch(self, name: str, state: str) -> None:
        """Bring something into a state; it is so when this returns."""
        self._api.call("PUT", f"/processes/{name}", body={"state": state})

    def offers(self, path: str) -> bool:
        """Tell whether there is more to set than processes, at this path."""
        return self._api.call_if_there("GET", path) is not None

    def set(self, path: str, content: Mapping[str, object]) -> dict[str, Any]:
        """Set what there is at a path; it is so when this returns what is told of it."""
        return self._api.ask(dict[str, Any], "PUT", path, body=content)

    def restore(self) -> None:
        """Bring back everything that is away."""
        for name, state in self.states().items():
            if state != UP:
                self.switch(name, UP)

    def close(self) -> None:
        """Close the pooled connections."""
        self._api.close()
