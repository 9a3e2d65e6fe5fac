"""The two Chroma servers, as the balancer knows them."""

from collections.abc import Mapping
from datetime import UTC, datetime

import httpx

_PRIORITIES = (100, 80)
_FAILURES_TO_BE_DOWN = 2


class Unreachable(Exception):
    """A server gave no answer.

    Attributes:
        is_certain: whether the request certainly had no effect.
    """

    def __init__(self, server: str, reason: str, *, is_certain: bool) -> None:
        super().__init__(f"{server} gave no answer: {reason}")
        self.is_certain = is_certain


class Server:
    """One Chroma server.

    Attributes:
        name: of the server.
        url: where it answers.
        priority: as the product reports it.
        healthy: whether it answered last.
        requests: how many were sent to it on behalf of users.
        failures: how often it has not answered since it did.
        last_check: when its health was last looked at.
        last_failure: when it last gave no answer, or None.
    """

    def __init__(self, name: str, url: str, priority: int, timeout: float) -> None:
        self.name = name
        self.url = url
        self.priority = priority
        self.healthy = True
        self.requests = 0
        self.failures = 0
        self.last_check = now()
        self.last_failure: datetime | None = None
        self._client = httpx.AsyncClient(base_url=url, timeout=timeout, trust_env=False)

    async def send(
        self, method: str, path: str, query: str = "", body: bytes = b""
    ) -> httpx.Response:
        """Send a request and return the answer, whatever its status.

        Raises:
            Unreachable: there is none.
        """
        headers = {"Content-Type": "application/json"} if body else {}
        target = f"{path}?{query}" if query else path
        try:
            answer = await self._client.request(method, target, content=body, headers=headers)
        except httpx.TransportError as error:
            is_certain = isinstance(error, httpx.ConnectError)
            reason = str(error) or type(error).__name__
            self.note_failure(is_certain=is_certain)
            raise Unreachable(self.name, reason, is_certain=is_certain) from None
        self.failures = 0
        return answer

    async def probe(self) -> None:
        """Look whether it answers."""
        try:
            answer = await self.send("GET", "/api/v2/heartbeat")
        except Unreachable:
            pass
        else:
            self.healthy = answer.is_success
        self.last_check = now()

    def note_failure(self, *, is_certain: bool) -> None:
        """Count a failure; a server that refuses connections is down at once."""
        self.failures += 1
        self.last_failure = now()
        if is_certain or self.failures >= _FAILURES_TO_BE_DOWN:
            self.healthy = False


def servers_of(urls: Mapping[str, str], timeout: float) -> list[Server]:
    """Return the servers, the primary first."""
    return [
        Server(name, url, priority, timeout)
        for (name, url), priority in zip(urls.items(), _PRIORITIES, strict=True)
    ]


def now() -> datetime:
    """Return the time of day."""
    return datetime.now(UTC)
