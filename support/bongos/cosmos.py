"""Signs transactions for a chain of the Cosmos SDK, and speaks with a node's REST interface.

A transaction is signed in the mode `SIGN_MODE_DIRECT`, as ADR-020 of the Cosmos SDK has it. What
contracts are told are messages of CosmWasm's package `cosmwasm.wasm.v1`.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bech32 import bech32_encode, convertbits
from cosmospy_protobuf.cosmos.base.v1beta1.coin_pb2 import Coin
from cosmospy_protobuf.cosmos.crypto.secp256k1.keys_pb2 import PubKey
from cosmospy_protobuf.cosmos.tx.signing.v1beta1.signing_pb2 import SIGN_MODE_DIRECT
from cosmospy_protobuf.cosmos.tx.v1beta1.tx_pb2 import (
    AuthInfo,
    Fee,
    ModeInfo,
    SignDoc,
    SignerInfo,
    TxBody,
    TxRaw,
)
from Crypto.Hash import RIPEMD160
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from google.protobuf.any_pb2 import Any as Packed

from support.core.errors import Failure
from support.core.http import Api, ApiError
from support.core.waiting import eventually, persistently

_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
"""Of the group of secp256k1 (SEC 2, 2.4.1); of two signatures that hold, chains take the lower."""

_HALF = 32
_GAS_A_MESSAGE = 400_000
_NOT_FOUND = 404
_WRONG_SEQUENCE = 32
_LENGTH_DELIMITED, _VARINT = 2, 0
_SEVEN_BITS, _MORE = 0x7F, 0x80
_EXECUTE = "/cosmwasm.wasm.v1.MsgExecuteContract"
_INSTANTIATE = "/cosmwasm.wasm.v1.MsgInstantiateContract"

Content = dict[str, Any]


class Wallet:
    """An account: it signs.

    Attributes:
        address: of it.

    Args:
        private_key: as hexadecimal.
        prefix: of the chain's addresses.

    Raises:
        ValueError: this is no key.
    """

    def __init__(self, private_key: str, prefix: str) -> None:
        self._key = ec.derive_private_key(int(private_key, 16), ec.SECP256K1())
        point = Encoding.X962, PublicFormat.CompressedPoint
        self.public_key = self._key.public_key().public_bytes(*point)
        digest = RIPEMD160.new(hashlib.sha256(self.public_key).digest()).digest()
        self.address = bech32(prefix, digest)

    def sign(self, text: bytes) -> bytes:
        """Return the signature of a text: two numbers of 32 bytes, the second one low."""
        r, s = decode_dss_signature(self._key.sign(text, ec.ECDSA(SHA256())))
        return r.to_bytes(_HALF) + min(s, _ORDER - s).to_bytes(_HALF)


def bech32(prefix: str, raw: bytes) -> str:
    """Return bytes in the form in which chains write addresses (BIP 173)."""
    return str(bech32_encode(prefix, convertbits(raw, 8, 5) or []))


@dataclass(frozen=True)
class Telling:
    """What a contract is told.

    Attributes:
        contract: its address.
        message: as JSON.
    """

    contract: str
    message: Content

    def packed(self, sender: str) -> Packed:
        """Return it as a `MsgExecuteContract`."""
        fields = {1: sender, 2: self.contract, 3: json.dumps(self.message)}
        return Packed(type_url=_EXECUTE, value=encoded(fields))


@dataclass(frozen=True)
class Making:
    """A contract that is made.

    Attributes:
        code_id: what it does.
        label: what it is called.
        message: with which it begins, as JSON.
    """

    code_id: int
    label: str
    message: Content

    def packed(self, sender: str) -> Packed:
        """Return it as a `MsgInstantiateContract`."""
        fields: dict[int, str | int] = {
            1: sender,
            3: self.code_id,
            4: self.label,
            5: json.dumps(self.message),
        }
        return Packed(type_url=_INSTANTIATE, value=encoded(fields))


def encoded(fields: Mapping[int, str | int]) -> bytes:
    """Write a message of Protocol Buffers; the SDK's package has no classes for CosmWasm's.

    Args:
        fields: by number, texts and whole numbers.
    """
    parts = bytearray()
    for number, value in fields.items():
        if isinstance(value, int):
            parts += _varint(number << 3 | _VARINT) + _varint(value)
        else:
            text = value.encode()
            parts += _varint(number << 3 | _LENGTH_DELIMITED) + _varint(len(text)) + text
    return bytes(parts)


def _varint(number: int) -> bytes:
    """Write a number in groups of seven bits, the lowest first; all but the last one are marked."""
    parts = bytearray()
    while number > _SEVEN_BITS:
        parts.append(number & _SEVEN_BITS | _MORE)
        number >>= 7
    return bytes([*parts, number])


class Node:
    """A node of a chain, and the account that writes to the chain through it.

    Attributes:
        wallet: of the account.

    Args:
        api: the conversation.
        wallet: signs what is sent.
        chain_id: of the chain.
        gas_price: of a unit of gas, such as `0.1usei`.
        patience: how long a transaction may take, in seconds.
    """

    def __init__(
        self, api: Api, wallet: Wallet, chain_id: str, gas_price: tuple[float, str], patience: float
    ) -> None:
        self.wallet = wallet
        self._api = api
        self._chain_id = chain_id
        self._gas_price = gas_price
        self._patience = patience

    def check(self) -> None:
        """Call it once.

        Raises:
            Failure: it does not answer, or is of another chain.
        """
        told = self._api.call("GET", "/cosmos/base/tendermint/v1beta1/node_info")
        if (network := told["default_node_info"]["network"]) != self._chain_id:
            raise Failure(f"the node is of the chain {network}, not of {self._chain_id}")

    def send(self, messages: Sequence[Telling | Making]) -> Content:
        """Send messages in one transaction, wait until it is done, and return what it did.

        Raises:
            Failure: the chain refuses it; nothing of it was done.
        """
        packed = [message.packed(self.wallet.address) for message in messages]
        taken = persistently(lambda: self._broadcast(packed), _is_out_of_sequence, retries=5)
        done = eventually(
            lambda: self._outcome(taken),
            until=bool,
            budget=self._patience,
            waiting_for=f"the transaction {taken} to be done",
        )
        return done or {}

    def ask(self, contract: str, query: Content) -> Any:  # noqa: ANN401  JSON
        """Return what a contract answers."""
        asked = quote(base64.b64encode(json.dumps(query).encode()).decode(), safe="")
        return self._api.call("GET", f"/cosmwasm/wasm/v1/contract/{contract}/smart/{asked}")["data"]

    def contracts(self) -> Iterator[str]:
        """Yield the addresses of the contracts that the account has made."""
        path = f"/cosmwasm/wasm/v1/contracts/creator/{self.wallet.address}"
        query: Content = {}
        while True:
            told = self._api.call("GET", path, query=query)
            yield from told["contract_addresses"]
            query = {"pagination.key": told["pagination"].get("next_key")}
            if not query["pagination.key"]:
                return

    def label_of(self, contract: str) -> str:
        """Return what the maker of a contract calls it."""
        told = self._api.call("GET", f"/cosmwasm/wasm/v1/contract/{contract}")
        return str(told["contract_info"]["label"])

    def close(self) -> None:
        """Close the pooled connections."""
        self._api.close()

    def _broadcast(self, messages: Sequence[Packed]) -> str:
        """Send messages in one transaction; return its hash once the node has taken it."""
        account = self._api.call("GET", f"/cosmos/auth/v1beta1/accounts/{self.wallet.address}")
        signed = self._signed(messages, account["account"])
        body = {"tx_bytes": base64.b64encode(signed).decode(), "mode": "BROADCAST_MODE_SYNC"}
        told = self._api.call("POST", "/cosmos/tx/v1beta1/txs", body=body)["tx_response"]
        if told["code"]:
            raise Rejected(told["code"], told["raw_log"])
        return str(told["txhash"])

    def _signed(self, messages: Sequence[Packed], account: Content) -> bytes:
        key = PubKey(key=self.wallet.public_key)
        packed = Packed(type_url="/cosmos.crypto.secp256k1.PubKey", value=key.SerializeToString())
        gas, (price, denomination) = _GAS_A_MESSAGE * len(messages), self._gas_price
        paid = Coin(denom=denomination, amount=str(int(gas * price)))
        mode = ModeInfo(single=ModeInfo.Single(mode=SIGN_MODE_DIRECT))
        signer = SignerInfo(public_key=packed, mode_info=mode, sequence=int(account["sequence"]))
        auth = AuthInfo(signer_infos=[signer], fee=Fee(amount=[paid], gas_limit=gas))
        body, info = TxBody(messages=messages).SerializeToString(), auth.SerializeToString()
        document = SignDoc(
            body_bytes=body,
            auth_info_bytes=info,
            chain_id=self._chain_id,
            account_number=int(account["account_number"]),
        )
        signature = self.wallet.sign(document.SerializeToString())
        return bytes(
            TxRaw(body_bytes=body, auth_info_bytes=info, signatures=[signature]).SerializeToString()
        )

    def _outcome(self, tx_hash: str) -> Content | None:
        """Return what a transaction did; None while it is not done."""
        try:
            told: Content = self._api.call("GET", f"/cosmos/tx/v1beta1/txs/{tx_hash}")[
                "tx_response"
            ]
        except ApiError as error:
            if error.status != _NOT_FOUND:
                raise
            return None
        if told["code"]:
            raise Rejected(told["code"], told["raw_log"])
        return told


class Rejected(Failure):
    """The chain refuses a transaction.

    Attributes:
        code: of the Cosmos SDK.
    """

    def __init__(self, code: int, log: str) -> None:
        super().__init__(f"the chain refuses a transaction with code {code}: {log}")
        self.code = code


def _is_out_of_sequence(error: BaseException) -> bool:
    """Tell whether another transaction of the account came first."""
    return isinstance(error, Rejected) and error.code == _WRONG_SEQUENCE
