"""The client of ReplantWorld: its API, call by call."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from support.core.errors import Failure
from support.core.http import Api, ApiError
from support.laws.secrets import SecretWatch
from support.replantworld.client.reports import Report

GUIDE, PRODUCT = "the guide", "the product"
PREFIXES = {GUIDE: "/api/integration", PRODUCT: "/api/blockchain/integration"}
"""Where the routes of the integration are: the guide says one thing, the product does another."""

_NOT_FOUND = 404


class KnownNft(BaseModel):
    """What ReplantWorld tells of an NFT."""

    sei_contract_address: str
    sei_token_id: str
    sei_owner_address: str
    name: str
    migration_status: str
    solana_mint_address: str

    @property
    def is_migrated(self) -> bool:
        """Whether it is said to be migrated: both status and address say so."""
        return self.migration_status == "completed" and bool(self.solana_mint_address)


_nfts = TypeAdapter(list[KnownNft])


class ReplantworldApi:
    """Speaks with ReplantWorld as a user's program does.

    Attributes:
        shape: whose routes it has: the guide's or the product's.

    Args:
        api: the conversation.
        working: the same, with patience for requests that are answered when they are done.
        secrets: what it may never show.

    Raises:
        Failure: it has no such routes.
    """

    def __init__(self, api: Api, working: Api, secrets: SecretWatch) -> None:
        self._api = api
        self._working = working
        self._secrets = secrets
        self.shape = next((shape for shape in PREFIXES if self._has(shape)), "")
        if not self.shape:
            tried = " nor ".join(f"{prefix}/cache-stats/" for prefix in PREFIXES.values())
            raise Failure(f"ReplantWorld has neither {tried}")

    def run_pipeline(
        self, contracts: Sequence[str], most: int | None = None, *, caching: bool = True
    ) -> Report:
        """Migrate the NFTs of collections, at most so many of each, and return what is told.

        An answer that is no success is an answer, too.
        """
        body: dict[str, Any] = {
            "sei_contract_addresses": list(contracts),
            "enable_caching": caching,
            "enable_monitoring": False,
        }
        if most is not None:
            body["max_nfts_per_contract"] = most
        path = f"{PREFIXES[self.shape]}/run-pipeline/"
        try:
            told = self._working.call("POST", path, body=body)
        except ApiError as error:
            report = Report(error.status, error.body)
        else:
            report = Report(200, told if isinstance(told, str) else json.dumps(told))
        self._secrets.judge(f"POST {path}", report.text)
        return report

    def nfts_of(self, contract: str, most: int) -> list[KnownNft]:
        """Return what is told of the NFTs of a collection, at most so many.

        Raises:
            Failure: it is not what was asked for.
        """
        path = "/api/v1/nft/search/"
        told = self._api.call("GET", path, query={"contract": contract, "limit": most})
        try:
            found = _nfts.validate_python(told["data"]["nfts"])
        except (ValidationError, KeyError, TypeError) as error:
            raise Failure(f"ReplantWorld does not tell its NFTs as promised: {error}") from None
        if others := {nft.sei_contract_address for nft in found} - {contract}:
            raise Failure(f"Asked for the NFTs of {contract}, ReplantWorld tells of {min(others)}")
        return found

    def close(self) -> None:
        """Close the pooled connections."""
        self._api.close()
        self._working.close()

    def _has(self, shape: str) -> bool:
        """Tell whether the routes are where one of them says."""
        try:
            self._api.call("GET", f"{PREFIXES[shape]}/cache-stats/")
        except ApiError as error:
            if error.status != _NOT_FOUND:
                raise
            return False
        return True
