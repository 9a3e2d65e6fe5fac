"""A collection of NFTs as the contract `cw721-metadata-onchain` keeps it: messages and queries.

What it takes and answers is told in the cw-nfts project (cw721 0.19): messages `mint`,
`transfer_nft`, `update_nft_info` and `burn`; queries `contract_info`, `num_tokens`, `nft_info`,
`owner_of`, `tokens` and `all_tokens`.
"""

from collections.abc import Iterable
from typing import Any

Content = dict[str, Any]

_FIELDS = ("image", "external_url", "description", "name", "attributes")
_FEWEST, _MOST = 10, 100


class Refused(Exception):
    """The contract refuses a message or a query; the message says why."""


class Collection:
    """A collection and its tokens, by id.

    Args:
        name: of the collection.
        symbol: of it.
        minter: the only one who may mint and change tokens.
    """

    def __init__(self, name: str, symbol: str, minter: str) -> None:
        self._info = {"name": name, "symbol": symbol}
        self._minter = minter
        self._tokens: dict[str, Content] = {}

    def execute(self, sender: str, message: Content) -> None:
        """Do what a message says.

        Raises:
            Refused: the sender may not, or there is no such token, or no such message.
        """
        ((kind, told),) = message.items()
        match kind:
            case "mint":
                self._mint(sender, told)
            case "update_nft_info":
                self._require(sender == self._minter, "unauthorized: not the creator")
                self._token(told["token_id"])["extension"] = _extension(told["extension"])
            case "transfer_nft":
                self._owned(sender, told["token_id"])["owner"] = told["recipient"]
            case "burn":
                self._owned(sender, told["token_id"])
                del self._tokens[told["token_id"]]
            case _:
                raise Refused(f"Error parsing into type cw721 ExecuteMsg: unknown variant `{kind}`")

    def query(self, asked: Content) -> Content:
        """Answer a query.

        Raises:
            Refused: there is no such token, or no such query.
        """
        ((kind, told),) = asked.items()
        match kind:
            case "contract_info":
                return self._info
            case "num_tokens":
                return {"count": len(self._tokens)}
            case "nft_info":
                token = self._token(told["token_id"])
                return {"token_uri": token["token_uri"], "extension": token["extension"]}
            case "owner_of":
                return {"owner": self._token(told["token_id"])["owner"], "approvals": []}
            case "all_tokens":
                return _page(self._tokens, told)
            case "tokens":
                owner = told["owner"]
                return _page((i for i, one in self._tokens.items() if one["owner"] == owner), told)
        raise Refused(f"Error parsing into type cw721 QueryMsg: unknown variant `{kind}`")

    def _mint(self, sender: str, told: Content) -> None:
        self._require(sender == self._minter, "Caller is not the contract's current minter")
        self._require(told["token_id"] not in self._tokens, "token_id already claimed")
        self._tokens[told["token_id"]] = {
            "owner": told["owner"],
            "token_uri": told.get("token_uri"),
            "extension": _extension(told["extension"]),
        }

    def _token(self, token: str) -> Content:
        self._require(token in self._tokens, "type: cw721::state::NftInfo not found")
        return self._tokens[token]

    def _owned(self, sender: str, token: str) -> Content:
        self._require(self._token(token)["owner"] == sender, "Caller is not the token's owner")
        return self._tokens[token]

    def _require(self, holds: bool, otherwise: str) -> None:
        if not holds:
            raise Refused(otherwise)


def _extension(told: Content) -> Content:
    """Return the metadata of a token; what nobody told is null, as Rust's Option is written."""
    return {field: told.get(field) for field in _FIELDS}


def _page(tokens: Iterable[str], told: Content) -> Content:
    after, limit = told.get("start_after") or "", min(told.get("limit") or _FEWEST, _MOST)
    return {"tokens": sorted(token for token in tokens if token > after)[:limit]}
