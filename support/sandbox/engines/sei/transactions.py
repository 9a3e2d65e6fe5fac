"""Transactions as they are sent to a chain of the Cosmos SDK: decoded, and their signature checked.

ADR-020 of the Cosmos SDK says how a transaction is signed in the mode `SIGN_MODE_DIRECT`; the
messages are those of CosmWasm's `cosmwasm.wasm.v1`.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bech32 import bech32_encode, convertbits
from cosmospy_protobuf.cosmos.crypto.secp256k1.keys_pb2 import PubKey
from cosmospy_protobuf.cosmos.tx.v1beta1.tx_pb2 import AuthInfo, SignDoc, TxBody, TxRaw
from Crypto.Hash import RIPEMD160
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import DecodeError, Message

EXECUTE = "/cosmwasm.wasm.v1.MsgExecuteContract"
INSTANTIATE = "/cosmwasm.wasm.v1.MsgInstantiateContract"

_HALF = 32
_STRING = descriptor_pb2.FieldDescriptorProto.TYPE_STRING
_BYTES = descriptor_pb2.FieldDescriptorProto.TYPE_BYTES
_UINT64 = descriptor_pb2.FieldDescriptorProto.TYPE_UINT64
_FIELDS = {
    EXECUTE: {"sender": (1, _STRING), "contract": (2, _STRING), "msg": (3, _BYTES)},
    INSTANTIATE: {
        "sender": (1, _STRING),
        "code_id": (3, _UINT64),
        "label": (4, _STRING),
        "msg": (5, _BYTES),
    },
}


class Malformed(Exception):
    """This is no transaction, or not a valid one; the message says why."""


@dataclass(frozen=True)
class Transaction:
    """A transaction whose signature was checked.

    Attributes:
        hash: by which it is looked up.
        signer: the address of who signed it.
        sequence: which of the signer's transactions it is.
        messages: what it tells contracts to do, each with its type.
    """

    hash: str
    signer: str
    sequence: int
    messages: Sequence[tuple[str, Any]]


def read(raw: bytes, chain_id: str, number_of: Callable[[str], int]) -> Transaction:
    """Return the transaction that these bytes are.

    Args:
        raw: as they were sent.
        chain_id: of the chain for which it must be signed.
        number_of: tells the number of an account, by its address.

    Raises:
        Malformed: it cannot be read, or it was not signed like this.
    """
    try:
        outer, body, auth = TxRaw.FromString(raw), TxBody(), AuthInfo()
        body.ParseFromString(outer.body_bytes)
        auth.ParseFromString(outer.auth_info_bytes)
        (signer,) = auth.signer_infos
        key = PubKey.FromString(signer.public_key.value).key
        messages = [
            (one.type_url, _message(one.type_url).FromString(one.value)) for one in body.messages
        ]
    except (DecodeError, ValueError, KeyError) as error:
        raise Malformed(f"tx parse error: {error}") from None
    address = address_of(key)
    signed = SignDoc(
        body_bytes=outer.body_bytes,
        auth_info_bytes=outer.auth_info_bytes,
        chain_id=chain_id,
        account_number=number_of(address),
    )
    _verify(key, outer.signatures[0], signed.SerializeToString())
    if any(message.sender != address for _, message in messages):
        raise Malformed("unauthorized: a message has another sender than who signed")
    return Transaction(hashlib.sha256(raw).hexdigest().upper(), address, signer.sequence, messages)


def address_of(key: bytes) -> str:
    """Return the address that belongs to a compressed public key (RIPEMD-160 of SHA-256)."""
    return bech32("sei", RIPEMD160.new(hashlib.sha256(key).digest()).digest())


def bech32(prefix: str, raw: bytes) -> str:
    """Return bytes in the form in which the chain writes addresses."""
    return str(bech32_encode(prefix, convertbits(raw, 8, 5) or []))


def _verify(key: bytes, signature: bytes, signed: bytes) -> None:
    """Check a signature, which is two numbers of 32 bytes."""
    r, s = (int.from_bytes(half) for half in (signature[:_HALF], signature[_HALF:]))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256K1(), key)
    try:
        public.verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise Malformed(
            "signature verification failed; check chain-id and account number"
        ) from None


@cache
def _message(type_url: str) -> type[Message]:
    """Return the class of a message of CosmWasm; the package of the SDK's messages has none.

    Raises:
        KeyError: the chain knows no such message.
    """
    fields, (package, _, name) = _FIELDS[type_url], type_url.lstrip("/").rpartition(".")
    file = descriptor_pb2.FileDescriptorProto(
        name=f"{name}.proto", package=package, syntax="proto3"
    )
    described = file.message_type.add(name=name)
    for field, (number, kind) in fields.items():
        described.field.add(name=field, number=number, type=kind)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    made: type[Message] = message_factory.GetMessageClass(
        pool.FindMessageTypeByName(f"{package}.{name}")
    )
    return made
