"""Reads collections on Sei, through the REST interface of a node."""

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx

from support.sandbox.replantworld.app.breaker import Breaker
from support.sandbox.replantworld.app.errors import Away, NotFound
from support.sandbox.replantworld.app.nfts import SeiNft

_PAGE = 30
_NOT_FOUND, _UNAVAILABLE = 404, 503
_SECONDS = 10


class Exporter:
    """Exports NFTs.

    Who gives no answer is asked again after pauses that grow, and not for ever.

    Args:
        url: of the node.
        retries: how often it is asked again.
        delay: before it is asked for the second time, in seconds; later pauses are longer.
    """

    def __init__(self, url: str, retries: int, delay: float) -> None:
        self._retries = retries
        self._delay = delay
        self._breaker = Breaker("Sei")
        self._client = httpx.Client(base_url=url, timeout=_SECONDS, trust_env=False)

    def token_ids(self, contract: str, cap: int | None) -> list[str]:
        """Return the ids of the tokens of a collection, at most so many.

        Raises:
            NotFound: there is no such contract.
            Away: Sei gives no answer.
        """
        found: list[str] = []
        for page in self._pages(contract):
            found += page
            if cap is not None and len(found) >= cap:
                return found[:cap]
        return found

    def nft(self, contract: str, token: str) -> SeiNft:
        """Return a token of a collection."""
        info = self._ask(contract, {"nft_info": {"token_id": token}})
        owner = self._ask(contract, {"owner_of": {"token_id": token}})["owner"]
        told = {key: value for key, value in info["extension"].items() if value is not None}
        return SeiNft(
            contract,
            token,
            owner,
            told.get("name", ""),
            told.get("description", ""),
            told.get("image", ""),
            told.get("external_url", ""),
            tuple(told.get("attributes", [])),
        )

    def _pages(self, contract: str) -> Iterator[list[str]]:
        asked: dict[str, Any] = {"limit": _PAGE}
        while page := self._ask(contract, {"all_tokens": asked})["tokens"]:
            yield page
            asked["start_after"] = page[-1]

    def tries(self) -> int:
        """Return how often Sei is asked for the same at most."""
        return self._retries + 1

    def pause(self, attempt: int) -> float:
        """Return how long to wait after an attempt, in seconds; the first is 0."""
        return float(self._delay * 2**attempt)

    def _ask(self, contract: str, query: dict[str, Any]) -> Any:  # noqa: ANN401  JSON
        def persist(tries: int) -> Any:  # noqa: ANN401  JSON
            for attempt in range(tries - 1):
                try:
                    return self._ask_once(contract, query)
                except Away:
                    time.sleep(self.pause(attempt))
            return self._ask_once(contract, query)

        return self._breaker.call(persist, self.tries())

    def _ask_once(self, contract: str, query: dict[str, Any]) -> Any:  # noqa: ANN401  JSON
        encoded = base64.b64encode(json.dumps(query).encode()).decode()
        path = f"/cosmwasm/wasm/v1/contract/{contract}/smart/{encoded}"
        try:
            answer = self._client.get(path)
        except httpx.TransportError as error:
            raise Away(f"Sei gives no answer: {error}") from None
        if answer.status_code == _UNAVAILABLE:
            raise Away("Sei gives no answer: its node is away")
        if answer.status_code == _NOT_FOUND:
            raise NotFound(f"There is no contract {contract} on Sei")
        return answer.raise_for_status().json()["data"]
