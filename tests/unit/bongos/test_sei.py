"""Transactions for Sei are what the chain's own definitions say, and signed as it wants them."""

import pytest
from cosmospy_protobuf.cosmos.tx.v1beta1.tx_pb2 import TxBody
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from support.bongos.cosmos import Making, Telling, Wallet, bech32, encoded
from support.bongos.sei import Nft, made_up, nobodys_address

GENERATOR = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
ITS_HASH = "751e76e8199196d454941c45d1b3a323f1433bd6"  # BIP 173, test vectors


def test_an_address_is_the_hash_of_the_public_key() -> None:
    wallet = Wallet("1", "sei")
    assert wallet.public_key.hex() == GENERATOR
    assert wallet.address == bech32("sei", bytes.fromhex(ITS_HASH))


def test_a_signature_holds_and_is_the_lower_of_two() -> None:
    wallet = Wallet("abcdef", "sei")
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256K1(), wallet.public_key)
    for number in range(16):
        text = f"text {number}".encode()
        signature = wallet.sign(text)
        r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
        public.verify(encode_dss_signature(r, s), text, ec.ECDSA(SHA256()))
        assert s < 2**255


def test_a_message_is_written_as_protocol_buffers_are() -> None:
    long = "x" * 300
    assert encoded({2: long}) == TxBody(memo=long).SerializeToString()
    assert encoded({3: 1_000_000}) == TxBody(timeout_height=1_000_000).SerializeToString()


@pytest.mark.parametrize(
    ("message", "type_url"),
    [
        (Telling("sei1c", {"burn": {}}), "/cosmwasm.wasm.v1.MsgExecuteContract"),
        (Making(7, "label", {}), "/cosmwasm.wasm.v1.MsgInstantiateContract"),
    ],
)
def test_messages_are_those_of_cosmwasm(message: Telling | Making, type_url: str) -> None:
    packed = message.packed("sei1me")
    assert packed.type_url == type_url
    assert packed.value.startswith(b"\x0a\x06sei1me")


def test_what_an_nft_does_not_have_is_not_told() -> None:
    assert Nft("1", name="Kalomi").extension == {"name": "Kalomi"}


def test_made_up_words_are_reproducible_and_are_nobody_elses() -> None:
    assert made_up("a", 2) == made_up("a", 2) != made_up("b", 2)
    assert len(made_up("a", 6).split()) == 6


def test_nobodys_address_is_well_formed() -> None:
    assert nobodys_address("a").startswith("sei1")
    assert len(nobodys_address("a")) == 62
