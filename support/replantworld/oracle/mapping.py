"""The rules by which an NFT of Sei becomes one of Solana, and where an NFT breaks them."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from support.bongos.sei import Nft
from support.core.causes import Cause
from support.replantworld.observers.solana import Asset, Metadata

LONGEST_NAME, LONGEST_DESCRIPTION, LONGEST_SYMBOL = 32, 200, 10

_CUT_SIGNS = 4
"""A text that is cut may end with dots, and lose spaces: so much shorter it may be."""

_ORIGIN = ("Original Contract", "Original Token ID")


def mapping_faults(nft: Nft, contract: str, asset: Asset) -> Iterator[str]:
    """Yield where an NFT on Solana is not what it should be, a sentence each.

    Args:
        nft: as it is on Sei.
        contract: its collection there.
        asset: as it is on Solana.
    """
    if asset.metadata is None:
        yield Cause.LOST("its metadata cannot be read")
        return
    told = asset.metadata
    yield from bounded_faults("name", nft.name, told.get("name"), LONGEST_NAME)
    yield from bounded_faults(
        "description", nft.description, told.get("description"), LONGEST_DESCRIPTION
    )
    for field, on_chain in {"name": asset.name, "symbol": asset.symbol}.items():
        if on_chain != told.get(field):
            said = f"as its {field} the chain has {on_chain!r}, its metadata {told.get(field)!r}"
            yield Cause.ALTERED(said)
    if not 0 < len(str(told.get("symbol") or "")) <= LONGEST_SYMBOL:
        yield Cause.ALTERED(f"its symbol is {told.get('symbol')!r}")
    yield from _image_faults(nft.image, str(told.get("image") or ""))
    if nft.external_url and told.get("external_url") != nft.external_url:
        yield Cause.ALTERED(
            f"its link is {told.get('external_url')!r} instead of {nft.external_url!r}"
        )
    yield from _attribute_faults(nft, contract, told)


def bounded_faults(field: str, original: str, told: object, longest: int) -> Iterator[str]:
    """Yield where a text is neither the original nor, where that is too long, its beginning."""
    shown = str(told or "")
    if not shown:
        yield Cause.LOST(f"it has no {field}")
    elif len(shown) > longest:
        yield Cause.ALTERED(f"its {field} has {len(shown)} characters, and {longest} are allowed")
    elif original and len(original) <= longest and shown != original:
        yield Cause.ALTERED(f"its {field} is {shown!r} instead of {original!r}")
    elif len(original) > longest:
        kept = shown.rstrip(".… ")
        if not original.startswith(kept) or len(kept) < longest - _CUT_SIGNS:
            yield Cause.ALTERED(f"its {field} is {shown!r}, cut from {original!r}")


def data_hash(nft: Nft, contract: str) -> str:
    """Return SHA-256 of all that an NFT is, as the product's data model defines it."""
    told = {
        "contract_address": contract,
        "token_id": nft.token,
        "owner_address": nft.owner,
        "name": nft.name,
        "description": nft.description,
        "image_url": nft.image,
        "external_url": nft.external_url,
        "attributes": sorted(nft.attributes, key=str),
    }
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _image_faults(original: str, shown: str) -> Iterator[str]:
    """Yield where a picture cannot be found: what lies on IPFS is reached through a gateway."""
    if not original.startswith("ipfs://"):
        if shown != original:
            yield Cause.ALTERED(f"its picture is {shown!r} instead of {original!r}")
        return
    path = original.removeprefix("ipfs://")
    if not (shown.startswith(("http://", "https://")) and shown.endswith(path)):
        yield Cause.ALTERED(f"its picture on IPFS, {path!r}, cannot be found at {shown!r}")


def _attribute_faults(nft: Nft, contract: str, told: Metadata) -> Iterator[str]:
    shown = told.get("attributes")
    traits: Sequence[Any] = shown if isinstance(shown, list) else []
    have = Counter((str(one.get("trait_type")), str(one.get("value"))) for one in traits)
    expected = [(one["trait_type"], one["value"]) for one in nft.attributes]
    expected += zip(_ORIGIN, (contract, nft.token), strict=True)
    for trait, value in expected:
        if (trait, value) not in have:
            yield Cause.LOST(f"it lacks {trait} {value}")
        elif have[trait, value] > 1:
            yield Cause.DUPLICATED(f"it has {trait} {value} twice")
    original = {trait for trait, _ in expected}
    for trait, value in have.keys() - set(expected):
        if trait in original:
            yield Cause.INVENTED(f"it has {trait} {value}, which it has not on Sei")
    if not any(trait == "Migration Source" and "sei" in value.lower() for trait, value in have):
        yield Cause.LOST("it does not tell that it comes from Sei")
