"""The rules of mapping: what fits is kept, what does not is cut, and every difference is named."""

from dataclasses import replace

import pytest

from support.bongos.sei import Nft
from support.replantworld.observers.solana import Asset
from support.replantworld.oracle.mapping import bounded_faults, data_hash, mapping_faults

CONTRACT = "sei1collection"
NFT = Nft(
    "7",
    "sei1owner",
    name="Kalomi",
    description="Of many colours.",
    image="https://it.test/7.png",
    external_url="https://it.test/7",
    attributes=({"trait_type": "Colour", "value": "Blue"},),
)
ORIGIN = [
    {"trait_type": "Migration Source", "value": "Sei Blockchain"},
    {"trait_type": "Original Contract", "value": CONTRACT},
    {"trait_type": "Original Token ID", "value": "7"},
]
METADATA = {
    "name": NFT.name,
    "symbol": "TREE",
    "description": NFT.description,
    "image": NFT.image,
    "external_url": NFT.external_url,
    "attributes": [*NFT.attributes, *ORIGIN],
}
ASSET = Asset("mint", 1, "wallet", NFT.name, str(METADATA["symbol"]), "uri", METADATA)


def faults(nft: Nft = NFT, name: str | None = None, **changed: object) -> list[str]:
    """Return what is wrong with an asset whose metadata was changed like this."""
    metadata = METADATA | changed
    called = str(metadata["name"]) if name is None else name
    return list(mapping_faults(nft, CONTRACT, replace(ASSET, name=called, metadata=metadata)))


def test_what_is_as_it_should_be_is_no_fault() -> None:
    assert not faults()


@pytest.mark.parametrize(
    ("length", "shown", "fault"),
    [
        (32, "x" * 32, ""),
        (32, "x" * 31, "instead of"),
        (33, "x" * 33, "33 characters, and 32 are allowed"),
        (33, "x" * 32, ""),
        (33, "x" * 29 + "...", ""),
        (33, "x" * 20, "cut from"),
        (33, "y" * 32, "cut from"),
        (33, "", "it has no name"),
        (0, "anything", ""),
        (0, "", "it has no name"),
    ],
)
def test_a_text_is_kept_where_it_fits_and_cut_where_it_does_not(
    length: int, shown: str, fault: str
) -> None:
    found = "; ".join(bounded_faults("name", "x" * length, shown, 32))
    assert fault in found
    assert bool(found) == bool(fault)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"image": "https://other.test"}, "its picture is"),
        ({"external_url": ""}, "its link is"),
        ({"symbol": ""}, "its symbol is ''"),
        ({"symbol": "FARTOOLONGS"}, "its symbol is"),
        ({"attributes": ORIGIN}, "it lacks Colour Blue"),
        ({"attributes": [*NFT.attributes, *ORIGIN[1:]]}, "it does not tell that it comes from"),
        ({"attributes": [*NFT.attributes, ORIGIN[0]]}, "it lacks Original Contract"),
        ({"attributes": None}, "it lacks Colour Blue"),
        (
            {"attributes": [*NFT.attributes, *ORIGIN, {"trait_type": "Colour", "value": "Red"}]},
            "it has Colour Red, which it has not on Sei",
        ),
        ({"symbol": "OTHER"}, "as its symbol the chain has 'TREE'"),
    ],
)
def test_each_difference_is_named(changed: dict[str, object], fault: str) -> None:
    found = faults(NFT, None, **changed)
    assert any(one.startswith(fault) for one in found), found


def test_the_chain_and_the_metadata_call_it_the_same() -> None:
    assert faults(name="Other") == ["as its name the chain has 'Other', its metadata 'Kalomi'"]


@pytest.mark.parametrize(
    ("shown", "is_right"),
    [
        ("https://any.gateway/ipfs/Qm1/a.png", True),
        ("ipfs://Qm1/a.png", False),
        ("https://any.gateway/ipfs/Qm2/a.png", False),
    ],
)
def test_what_lies_on_ipfs_is_reached_through_any_gateway(shown: str, is_right: bool) -> None:
    assert (not faults(replace(NFT, image="ipfs://Qm1/a.png"), image=shown)) == is_right


def test_metadata_that_cannot_be_read_is_a_fault() -> None:
    unread = replace(ASSET, metadata=None)
    assert list(mapping_faults(NFT, CONTRACT, unread)) == ["its metadata cannot be read"]


def test_the_hash_is_that_of_the_recorded_exchange() -> None:
    recorded = Nft(
        "1",
        "sei1owner1",
        "Tree 1",
        "A planted tree",
        "https://example.com/sei1alpha/1.png",
        "",
        (
            {"trait_type": "species", "value": "Oak"},
            {"trait_type": "carbon_offset", "value": "12"},
        ),
    )
    told = "35b7d678475222381dfae4d78d719183325be549d5462a1b33494464d1f6325a"
    assert data_hash(recorded, "sei1alpha") == told
