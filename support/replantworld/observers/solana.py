"""What is on Solana: each NFT with its holder and its metadata, as a node tells it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from support.core.batches import batched
from support.core.errors import Failure
from support.core.http import Api

_PROGRAMS = (
    "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
    "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb",
)
_PARSED = {"encoding": "jsonParsed"}
_AT_ONCE = 100
_MOST_SIGNATURES = 1000
_INVALID_PARAMETERS = -32602

Metadata = Mapping[str, Any]


@dataclass(frozen=True)
class Asset:
    """An NFT on Solana.

    Attributes:
        mint: its address.
        supply: how many there are of it.
        holder: the wallet that holds it; None if nobody does.
        name: on the chain, as its symbol.
        uri: where the chain says that its metadata lies.
        metadata: what lies at the address that the chain names; None if it cannot be read.
    """

    mint: str
    supply: int
    holder: str | None
    name: str
    symbol: str
    uri: str
    metadata: Metadata | None

    @property
    def origin(self) -> tuple[str, str]:
        """The collection and the token on Sei that it says it comes from."""
        return (self._trait("Original Contract"), self._trait("Original Token ID"))

    def _trait(self, name: str) -> str:
        traits = (self.metadata or {}).get("attributes") or []
        return next((str(one.get("value")) for one in traits if one.get("trait_type") == name), "")


class SolanaObserver:
    """Looks at a wallet on Solana, and at whatever is named to it.

    What lies at the address of an NFT never changes, and so is read once.

    Args:
        api: the conversation with a node.
        wallet: into which NFTs are minted.
    """

    def __init__(self, api: Api, wallet: str) -> None:
        self.wallet = wallet
        self._api = api
        self._metadata: dict[str, Metadata] = {}

    def check(self) -> None:
        """Call the node once.

        Raises:
            Failure: it does not answer.
        """
        self._call("getSlot")

    def assets_of(self, contract: str, named: Iterable[str]) -> dict[str, list[Asset]]:
        """Return the NFTs that come from a collection on Sei, by token id.

        Args:
            contract: the collection.
            named: addresses at which some of them should be, wherever they are held.
        """
        held = list(self._held())
        elsewhere = [mint for mint in named if mint not in held]
        found: dict[str, list[Asset]] = {}
        for asset in [*self._assets(held, self.wallet), *self._assets(elsewhere, None)]:
            origin, token = asset.origin
            if origin == contract and asset.supply:
                found.setdefault(token, []).append(asset)
        return found

    def is_there(self, mint: str) -> bool:
        """Tell whether there is an NFT at an address."""
        return any(asset.supply for asset in self._assets([mint], None))

    def latest(self) -> str | None:
        """Return the latest transaction of the wallet; None if there is none."""
        return next(iter(self._signatures({"limit": 1})), None)

    def transactions_since(self, signature: str | None) -> int:
        """Return how many transactions of the wallet there are since one, at most a thousand."""
        since = {} if signature is None else {"until": signature}
        return len(self._signatures({"limit": _MOST_SIGNATURES, **since}))

    def close(self) -> None:
        """Close the pooled connections."""
        self._api.close()

    def _signatures(self, wanted: Mapping[str, Any]) -> list[str]:
        told = self._call("getSignaturesForAddress", self.wallet, wanted)
        return [str(one["signature"]) for one in told if one["err"] is None]

    def _held(self) -> Iterator[str]:
        """Yield the addresses of all NFTs in the wallet."""
        for program in _PROGRAMS:
            told = self._call(
                "getTokenAccountsByOwner", self.wallet, {"programId": program}, _PARSED
            )
            for account in told["value"]:
                info = account["account"]["data"]["parsed"]["info"]
                if info["tokenAmount"]["amount"] != "0":
                    yield str(info["mint"])

    def _assets(self, mints: Iterable[str], holder: str | None) -> Iterator[Asset]:
        for some in batched([*mints], _AT_ONCE):
            for mint, account in zip(some, self._accounts(some), strict=True):
                if account is not None:
                    yield self._asset(mint, account, holder or self._holder_of(mint))

    def _accounts(self, mints: Sequence[str]) -> list[Any]:
        """Return the accounts at some addresses; what is no address has none."""
        try:
            told = self._call("getMultipleAccounts", mints, _PARSED)
        except NoAddress:
            if len(mints) == 1:
                return [None]
            return [account for mint in mints for account in self._accounts([mint])]
        return list(told["value"])

    def _asset(self, mint: str, account: Mapping[str, Any], holder: str | None) -> Asset:
        info = account["data"]["parsed"]["info"]
        named = (one for one in info.get("extensions", []) if one["extension"] == "tokenMetadata")
        state: Mapping[str, str] = next(named, {"state": {}})["state"]
        name, symbol, uri = (state.get(field, "") for field in ("name", "symbol", "uri"))
        metadata = self._metadata_at(uri)
        return Asset(mint, int(info["supply"]), holder, name, symbol, uri, metadata)

    def _metadata_at(self, uri: str) -> Metadata | None:
        if uri not in self._metadata:
            try:
                told = self._api.call("GET", uri)
            except Failure:
                return None
            if not isinstance(told, dict):
                return None
            self._metadata[uri] = told
        return self._metadata[uri]

    def _holder_of(self, mint: str) -> str | None:
        told = self._call("getTokenLargestAccounts", mint)["value"]
        holding = [one["address"] for one in told if one["amount"] != "0"]
        if not holding:
            return None
        (account,) = self._accounts(holding[:1])
        return str(account["data"]["parsed"]["info"]["owner"])

    def _call(self, method: str, *parameters: object) -> Any:  # noqa: ANN401  JSON
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(parameters)}
        told = self._api.call("POST", "/", body=body, repeatable=True)
        if "error" in told:
            error = told["error"]
            kind = NoAddress if error["code"] == _INVALID_PARAMETERS else Failure
            raise kind(f"Solana refuses {method}: {error['message']}")
        return told["result"]


class NoAddress(Failure):
    """Solana takes something for no address."""
