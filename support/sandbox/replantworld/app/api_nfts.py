"""The routes that show NFTs: those that were migrated, and the metadata of each."""

from typing import Any

from fastapi import APIRouter

from support.sandbox.replantworld.app.errors import NotFound
from support.sandbox.replantworld.app.mapping import Metadata
from support.sandbox.replantworld.app.product import Parts
from support.sandbox.replantworld.app.store import Row

Content = dict[str, Any]

_SHOWN = (
    "sei_contract_address",
    "sei_token_id",
    "sei_owner_address",
    "name",
    "description",
    "image_url",
    "migration_status",
    "solana_asset_id",
    "solana_mint_address",
    "migration_date",
)

router = APIRouter()


@router.get("/api/v1/nft/search/")
def search(
    parts: Parts, contract: str | None = None, status: str | None = None, limit: int = 50
) -> Content:
    """List the NFTs of a collection, or of a status."""
    found = [shown(row) for row in parts.store.search(contract, status, limit)]
    filters = {"contract": contract, "owner": None, "status": status, "limit": limit}
    data = {"nfts": found, "count": len(found), "filters": filters}
    return {"status": "success", "data": data}


@router.get("/metadata/{mint}.json")
def metadata(mint: str, parts: Parts) -> Metadata:
    """Show the metadata of an NFT, as its address on Solana promises."""
    found = parts.store.metadata(mint)
    if found is None:
        raise NotFound(f"There is no metadata of {mint}")
    return found


def shown(row: Row) -> Content:
    """Return an NFT as answers show it."""
    return {name: row[name] for name in _SHOWN}
