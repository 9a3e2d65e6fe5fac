"""A proxy that treats a product as bad networks do: seeded, and no request too often in a row."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Event, Lock

import httpx

from tests.attacks.nonsense import Handler, Server, forwarded, serving

# Of a hundred requests.
DROPPED, REFUSED, CUT = 3, 3, 1
LONGEST_DELAY_S = 3.0
SLOW_JOBS = {"SANDBOX_JOB_LATENCY_MS": "4500"}
"""Of the sandbox: a job lasts for longer than a call, or else none is met before its end."""

_IN_A_ROW = 2


class Flaky:
    """Passes requests on, and gets in the way of some.

    Attributes:
        troubles: how often which trouble was made.

    Args:
        url: where the product answers.
        seed: draws the troubles.
        delayed: the share of requests that are delayed, between nothing and three seconds.
    """

    def __init__(self, url: str, seed: str, delayed: float) -> None:
        self.troubles: Counter[str] = Counter()
        self._url = url
        self._seed = seed
        self._delayed = delayed
        self._numbers = count()
        self._in_a_row: Counter[str] = Counter()
        self._turn = Lock()

    def __call__(self, handler: Handler) -> None:
        """Answer a request."""
        chance = random.Random(f"{self._seed}/{next(self._numbers)}")  # noqa: S311  no secret
        if chance.random() < self._delayed:
            Event().wait(chance.uniform(0, LONGEST_DELAY_S))
        self._trouble(handler, chance)(handler, chance)

    def _trouble(
        self, handler: Handler, chance: random.Random
    ) -> Callable[[Handler, random.Random], None]:
        """Draw what happens; the same request has trouble twice in a row and no more."""
        drawn = chance.random() * 100
        kind = next((kind for kind, below in _BELOW.items() if drawn < below), "none")
        request = f"{handler.command} {handler.path}"
        with self._turn:
            if kind != "none" and self._in_a_row[request] >= _IN_A_ROW:
                kind = "none"
            self._in_a_row[request] = self._in_a_row[request] + 1 if kind != "none" else 0
            self.troubles[kind] += 1
        ways = {"dropped": self._drop, "refused": self._refuse, "cut": self._cut}
        return ways.get(kind, self._pass)

    def _pass(self, handler: Handler, _: random.Random) -> None:
        answer = self._forward(handler)
        kind = answer.headers.get("Content-Type", "application/json")
        handler.reply(answer.status_code, answer.content, Content_Type=kind)

    def _drop(self, handler: Handler, chance: random.Random) -> None:
        """Lose the request, or the answer to it."""
        if chance.random() < 0.5:
            self._forward(handler)
        handler.close_connection = True

    def _refuse(self, handler: Handler, chance: random.Random) -> None:
        """Say that the product is not there, although it may have done what it was asked for."""
        status = chance.choice([429, 502, 503])
        if status == 502 and chance.random() < 0.5:
            self._forward(handler)
        pause = {"Retry_After": "1"} if status == 429 else {}
        handler.reply(status, b"try again", Content_Type="text/plain", **pause)

    def _cut(self, handler: Handler, _: random.Random) -> None:
        answer = self._forward(handler)
        half = answer.content[: len(answer.content) // 2]
        handler.cut(half, Content_Length=str(len(answer.content) + 1))

    def _forward(self, handler: Handler) -> httpx.Response:
        return forwarded(handler, self._url)


_BELOW = {"dropped": DROPPED, "refused": DROPPED + REFUSED, "cut": DROPPED + REFUSED + CUT}


@contextmanager
def flaky(url: str, seed: str, delayed: float = 1.0) -> Iterator[tuple[Server, Flaky]]:
    """Serve such a proxy until exit."""
    proxy = Flaky(url, seed, delayed)
    with serving(proxy) as server:
        yield server, proxy
