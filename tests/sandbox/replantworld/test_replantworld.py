"""The chains of the sandbox of ReplantWorld are chains: what is refused there changes nothing."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from support.bongos.cosmos import Rejected, Telling
from support.bongos.sei import SeiAccount, SeiBongo
from support.bongos.settings import SeiSettings
from tests.conftest import Settings


@pytest.fixture
def account(replantworld: Settings) -> Iterator[SeiAccount]:
    """The account on its Sei chain."""
    account = SeiAccount.log_in(SeiSettings.load(replantworld))
    yield account
    account.close()


def made(account: SeiAccount, label: str) -> SeiBongo:
    """Return a collection of two NFTs."""
    collection = SeiBongo(account, label, lambda *_: None)
    collection.create()
    collection.mint(collection.written(2))
    return collection


def test_a_transaction_is_done_as_a_whole_or_not_at_all(account: SeiAccount) -> None:
    collection = made(account, "dm-whole")
    burnings = [Telling(collection.address, {"burn": {"token_id": one}}) for one in ("1", "9")]
    with pytest.raises(Rejected, match="NftInfo not found"):
        account.node.send(burnings)
    assert collection.tokens() == ["1", "2"]


def test_only_who_signed_may_send(account: SeiAccount) -> None:
    collection = made(account, "dm-signed")
    collection.move("1")
    with pytest.raises(Rejected, match="not the token's owner"):
        collection.burn("1")
    assert collection.tokens() == ["1", "2"]


def test_a_collection_is_emptied_by_its_label(account: SeiAccount) -> None:
    collection = made(account, "dm-emptied")
    collection.change(replace(collection.nfts["1"], name="Other"))
    account.addresses.clear()
    account.empty("dm-emptied")
    account.empty("dm-emptied")
    assert collection.tokens() == []


def test_solana_refuses_what_is_no_transaction(replantworld: Settings) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "sendTransaction", "params": ["AAAA"]}
    told = httpx.post(replantworld["SOLANA_RPC_URL"], json=call).json()
    assert "error" in told


def test_nothing_is_migrated_without_the_key(replantworld: Settings) -> None:
    url = f"{replantworld['REPLANTWORLD_API_URL']}/api/integration/run-pipeline/"
    told = httpx.post(url, json={"sei_contract_addresses": ["sei1nowhere"]})
    assert told.status_code == httpx.codes.UNAUTHORIZED
