"""What a node of Sei was asked by ReplantWorld, and what it gives it no answer to."""

from pydantic import BaseModel, SecretStr

from support.core.http import Api, bearer


class Question(BaseModel):
    """A question to a contract, as it came to the node.

    Attributes:
        at: when it came, in seconds from some point in time.
        token: of which something was asked; empty if of none.
        kind: of the question, such as "nft_info".
        is_refused: whether it got no answer.
    """

    at: float
    token: str
    kind: str
    is_refused: bool


class SeiNode:
    """A node that notes what it is asked, and gives no answer to what it is told to.

    Args:
        base_url: where that is said.
        token: that is asked for there; None if none is.
        timeout: of one request, in seconds.
    """

    def __init__(self, base_url: str, token: SecretStr | None, timeout: float) -> None:
        self._api = Api("The control of Sei", base_url, bearer(token), timeout, 0)

    def questions(self, contract: str) -> list[Question]:
        """Return what a contract was asked, in the order in which that came."""
        return self._api.ask(list[Question], "GET", f"/questions/{contract}")

    def requests(self) -> int:
        """Return how many requests came to the node so far, answered or not."""
        return self._api.ask(int, "GET", "/requests")

    def refuse(self, contract: str, token: str, times: int | None) -> None:
        """Let questions about a token go unanswered so many times, or for ever."""
        body = {"contract": contract, "token": token, "times": times}
        self._api.call("PUT", "/refusals", body=body)

    def close(self) -> None:
        """Close the pooled connections."""
        self._api.close()
