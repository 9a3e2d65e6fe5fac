"""Maps an NFT of Sei to the metadata that it will have on Solana, and validates that."""

from collections.abc import Mapping
from typing import Any

from support.sandbox.replantworld.app.nfts import Attribute, SeiNft

Metadata = dict[str, Any]

_LONGEST = {"name": 32, "description": 200, "symbol": 10}
_REQUIRED = ("name", "image")
_GATEWAY = "https://ipfs.io/ipfs/"
_WORDS = 3
_SYMBOL = "TREE"


def metadata_of(nft: SeiNft) -> Metadata:
    """Return the metadata that an NFT will have."""
    return {
        "name": bounded("name", nft.name or f"Migrated NFT #{nft.token_id}"),
        "symbol": symbol_of(nft),
        "description": bounded("description", nft.description or "Migrated from Sei"),
        "image": resolved(nft.image_url),
        "external_url": nft.external_url,
        "attributes": [*nft.attributes, *origin_of(nft)],
    }


def bounded(field: str, text: str) -> str:
    """Return as much of a text as a field may hold, in characters."""
    return text[: _LONGEST[field]].strip()


def symbol_of(nft: SeiNft) -> str:
    """Return the initials of the first words of a name, or what all others have."""
    words = nft.name.upper().split()[:_WORDS]
    return "".join(word[0] for word in words) if len(words) > 1 else _SYMBOL


def resolved(image: str) -> str:
    """Return where an image is found on the web."""
    return image.replace("ipfs://", _GATEWAY, 1) if image.startswith("ipfs://") else image


def origin_of(nft: SeiNft) -> list[Attribute]:
    """Return the attributes that tell where an NFT comes from."""
    return [
        {"trait_type": "Migration Source", "value": "Sei Blockchain"},
        {"trait_type": "Original Contract", "value": nft.contract_address},
        {"trait_type": "Original Token ID", "value": nft.token_id},
    ]


def flaws_of(metadata: Metadata) -> list[str]:
    """Return what keeps an NFT with this metadata from being minted, a sentence each."""
    return [f"{field} is missing" for field in _REQUIRED if not metadata[field]]


def overlong(metadata: Mapping[str, Any]) -> list[str]:
    """Return what is longer than it may be, a sentence each."""
    return [
        f"{field} has more than {most} characters"
        for field, most in _LONGEST.items()
        if len(metadata[field]) > most
    ]
