"""Who is asked must agree about every NFT, and what differs is named."""

from dataclasses import replace
from typing import cast

import pytest

from support.bongos.sei import SeiAccount, SeiBongo
from support.core.errors import Failure
from support.core.timings import ScenarioTimings
from support.replantworld.client.nfts import KnownNft
from support.replantworld.observers.database import StoredNft
from support.replantworld.observers.evidence import Evidence, Observers
from support.replantworld.oracle.arrival import Arrival, details, faults
from support.replantworld.oracle.mapping import data_hash
from tests.unit.replantworld.test_mapping import ASSET, CONTRACT, NFT

STORED = StoredNft(
    NFT.token,
    NFT.owner,
    NFT.name,
    NFT.description,
    NFT.image,
    NFT.external_url,
    list(NFT.attributes),
    data_hash(NFT, CONTRACT),
    "completed",
    ASSET.mint,
    ASSET.uri,
)
KNOWN = KnownNft(
    sei_contract_address=CONTRACT,
    sei_token_id=NFT.token,
    sei_owner_address=NFT.owner,
    name=NFT.name,
    description=NFT.description,
    image_url=NFT.image,
    migration_status="completed",
    solana_mint_address=ASSET.mint,
)
SEEN = Evidence({NFT.token: STORED}, {NFT.token: [ASSET]}, {NFT.token: KNOWN}, "wallet")


def _known(**changed: str) -> KnownNft:
    return KNOWN.model_copy(update=changed)


def collection() -> SeiBongo:
    """Return a collection of one NFT."""
    made = SeiBongo(cast("SeiAccount", None), "label", lambda *_: None)
    made.address, made.nfts = CONTRACT, {NFT.token: NFT}
    return made


def test_where_all_agree_there_is_no_fault() -> None:
    assert not faults(collection(), {NFT.token}, SEEN)


@pytest.mark.parametrize(
    ("seen", "fault"),
    [
        (replace(SEEN, minted={}), "'absent' (Solana)"),
        (replace(SEEN, stored={}), "'absent' (the database)"),
        (replace(SEEN, known={}), "'absent' (ReplantWorld)"),
        (replace(SEEN, stored={"7": replace(STORED, status="pending")}), "'absent' (the database)"),
        (replace(SEEN, stored={"7": replace(STORED, mint="other")}), "not one address"),
        (replace(SEEN, stored={"7": replace(STORED, name="Other")}), "keeps 'Other' as its name"),
        (replace(SEEN, stored={"7": replace(STORED, data_hash="0")}), "keeps '0' as its hash"),
        (replace(SEEN, stored={"7": replace(STORED, attributes=[])}), "keeps [] as its traits"),
        (replace(SEEN, minted={"7": [ASSET, replace(ASSET, mint="second")]}), "Solana 2 times"),
        (replace(SEEN, minted={"7": [replace(ASSET, holder="thief")]}), "thief holds it"),
        (replace(SEEN, minted={"7": [replace(ASSET, holder=None)]}), "nobody holds it"),
        (replace(SEEN, minted={"7": [replace(ASSET, supply=2)]}), "there are 2 of it"),
        (replace(SEEN, minted={"7": [ASSET], "8": [ASSET]}), "8: not one state"),
        (
            replace(SEEN, stored={"7": replace(STORED, mint="")}),
            "the database tells of it by halves",
        ),
        (replace(SEEN, stored={"7": replace(STORED, uri="elsewhere")}), "metadata at 'elsewhere'"),
        (replace(SEEN, known={"7": _known(name="Other")}), "tells 'Other' as its name"),
        (replace(SEEN, known={"7": _known(migration_status="failed")}), "tells of it by halves"),
    ],
)
def test_each_difference_is_named(seen: Evidence, fault: str) -> None:
    found = faults(collection(), {NFT.token}, seen)
    assert any(fault in one for one in found), found


def test_whoever_was_not_asked_says_nothing() -> None:
    assert not faults(collection(), {NFT.token}, replace(SEEN, minted=None, stored=None))


def test_of_many_differences_the_first_are_told() -> None:
    many = {str(number) for number in range(100)}
    found = faults(collection(), many, Evidence({}, {}, {}))
    assert found[-1] == "and 92 more such differences"
    assert "and 85 more" in details(collection(), many, Evidence({}, {}, {}))


def test_nothing_on_sei_is_nothing_to_agree_about() -> None:
    empty = collection()
    empty.nfts = {}
    arrival = Arrival(cast("Observers", None), 1, ScenarioTimings(""))
    with pytest.raises(Failure, match="nothing on Sei that could arrive"):
        arrival.expect_whole([empty])


def test_who_had_no_address_cannot_have_kept_it() -> None:
    arrival = Arrival(cast("Observers", None), 1, ScenarioTimings(""))
    with pytest.raises(Failure, match="Of 1 NFTs, 0 were migrated before"):
        arrival.expect_addresses(collection(), {})
