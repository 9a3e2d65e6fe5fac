"""Mints and burns NFTs on Solana, each a mint of Token-2022 that carries its own metadata.

The instructions are those of the programs (spl-token-2022, spl-token-metadata-interface): each is a
number that names it, and its arguments in order.
"""

import base64
import hashlib
import struct
from collections.abc import Sequence
from typing import Any

import httpx
from solders.hash import Hash
from solders.instruction import AccountMeta, Instruction
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.system_program import CreateAccountParams, create_account
from solders.transaction import VersionedTransaction

from support.sandbox.replantworld.app.errors import Away, ProductError
from support.sandbox.replantworld.app.mapping import Metadata

_TOKEN = Pubkey.from_string("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb")
_ASSOCIATED = Pubkey.from_string("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL")
_SYSTEM = Pubkey.from_string("11111111111111111111111111111111")

_MINT_TO, _BURN, _SET_AUTHORITY, _CLOSE = 7, 8, 6, 9
_INITIALIZE_MINT, _METADATA_POINTER = 20, 39
_INITIALIZE_METADATA = hashlib.sha256(b"spl_token_metadata_interface:initialize_account").digest()[
    :8
]
_NONE = b"\0"
_POINTED_MINT_BYTES = 234
_TLV_HEADER = 4
_AMOUNT = 1
_SECONDS = 10


class Minter:
    """Mints NFTs into a wallet, and burns them again.

    Args:
        url: of a node of Solana.
        wallet: pays for everything, and keeps the NFTs.
    """

    def __init__(self, url: str, wallet: Keypair) -> None:
        self._client = httpx.Client(base_url=url, timeout=_SECONDS, trust_env=False)
        self._wallet = wallet

    def address_of(self, contract: str, token: str, attempt: int) -> str:
        """Return the address that an NFT has on Solana: the same whenever it is tried again.

        Args:
            contract: its collection on Sei.
            token: its id there.
            attempt: how often it was burned before; who was burned does not come back.
        """
        return str(self._key_of(contract, token, attempt).pubkey())

    def mint(
        self, contract: str, token: str, attempt: int, metadata: Metadata, uri: str
    ) -> str | None:
        """Mint an NFT, and return the signature of that; None if it was minted already."""
        key = self._key_of(contract, token, attempt)
        if self._call("getAccountInfo", str(key.pubkey()), {"encoding": "jsonParsed"})["value"]:
            return None
        return self._send(self._minting(key.pubkey(), metadata, uri), [key])

    def burn(self, mint: str) -> None:
        """Burn an NFT that the wallet holds; one that is burned already is no error."""
        account = _account_of(self._wallet.pubkey(), Pubkey.from_string(mint))
        if not self._call("getAccountInfo", str(account), {"encoding": "jsonParsed"})["value"]:
            return
        owner = AccountMeta(self._wallet.pubkey(), is_signer=True, is_writable=True)
        held, minted = _writable(account), _writable(Pubkey.from_string(mint))
        burn = Instruction(_TOKEN, struct.pack("<BQ", _BURN, _AMOUNT), [held, minted, owner])
        close = Instruction(_TOKEN, bytes([_CLOSE]), [held, owner, owner])
        self._send([burn, close], [])

    def _key_of(self, contract: str, token: str, attempt: int) -> Keypair:
        seed = bytes(self._wallet)[:32] + f"{contract}/{token}/{attempt}".encode()
        return Keypair.from_seed(hashlib.sha256(seed).digest())

    def owner(self) -> Pubkey:
        """Return to whom NFTs are minted."""
        return self._wallet.pubkey()

    def _minting(self, mint: Pubkey, metadata: Metadata, uri: str) -> list[Instruction]:
        payer, owner = self._wallet.pubkey(), self.owner()
        texts = _texts(metadata["name"], metadata["symbol"], uri)
        size = _POINTED_MINT_BYTES + _TLV_HEADER + 2 * 32 + len(texts) + 4
        create = CreateAccountParams(
            from_pubkey=payer,
            to_pubkey=mint,
            lamports=self._call("getMinimumBalanceForRentExemption", size),
            space=_POINTED_MINT_BYTES,
            owner=_TOKEN,
        )
        account = _account_of(owner, mint)
        signer = AccountMeta(payer, is_signer=True, is_writable=False)
        return [
            create_account(create),
            Instruction(
                _TOKEN,
                bytes([_METADATA_POINTER, 0]) + bytes(payer) + bytes(mint),
                [_writable(mint)],
            ),
            Instruction(
                _TOKEN, bytes([_INITIALIZE_MINT, 0]) + bytes(payer) + _NONE, [_writable(mint)]
            ),
            Instruction(
                _TOKEN,
                _INITIALIZE_METADATA + texts,
                [_writable(mint), _readable(payer), _readable(mint), signer],
            ),
            _create_account_of(payer, owner, mint),
            Instruction(
                _TOKEN,
                struct.pack("<BQ", _MINT_TO, _AMOUNT),
                [_writable(mint), _writable(account), signer],
            ),
            # Nobody mints a second one of it.
            Instruction(_TOKEN, bytes([_SET_AUTHORITY, 0]) + _NONE, [_writable(mint), signer]),
        ]

    def _send(self, instructions: Sequence[Instruction], signers: Sequence[Keypair]) -> str:
        blockhash = Hash.from_string(self._call("getLatestBlockhash")["value"]["blockhash"])
        message = MessageV0.try_compile(self._wallet.pubkey(), instructions, [], blockhash)
        signed = VersionedTransaction(message, [self._wallet, *signers])
        encoded = base64.b64encode(bytes(signed)).decode()
        return str(self._call("sendTransaction", encoded, {"encoding": "base64"}))

    def _call(self, method: str, *parameters: object) -> Any:  # noqa: ANN401  JSON
        asked = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        try:
            answer = self._client.post("/", json=asked)
        except httpx.TransportError as error:
            raise Away(f"Solana gives no answer: {error}") from None
        if not answer.is_success:
            raise Away("Solana gives no answer: its node is away")
        told = answer.json()
        if "error" in told:
            raise ProductError(f"Solana refuses {method}: {told['error']['message']}")
        return told["result"]


def _texts(*texts: str) -> bytes:
    """Return texts as Borsh writes them: each begins with its length in bytes."""
    encoded = [text.encode() for text in texts]
    return b"".join(struct.pack("<I", len(one)) + one for one in encoded)


def _account_of(owner: Pubkey, mint: Pubkey) -> Pubkey:
    """Return the address of the account in which an owner holds what was minted."""
    seeds = [bytes(owner), bytes(_TOKEN), bytes(mint)]
    return Pubkey.find_program_address(seeds, _ASSOCIATED)[0]


def _create_account_of(payer: Pubkey, owner: Pubkey, mint: Pubkey) -> Instruction:
    return Instruction(
        _ASSOCIATED,
        _NONE,
        [
            AccountMeta(payer, is_signer=True, is_writable=True),
            _writable(_account_of(owner, mint)),
            _readable(owner),
            _readable(mint),
            _readable(_SYSTEM),
            _readable(_TOKEN),
        ],
    )


def _writable(key: Pubkey) -> AccountMeta:
    return AccountMeta(key, is_signer=False, is_writable=True)


def _readable(key: Pubkey) -> AccountMeta:
    return AccountMeta(key, is_signer=False, is_writable=False)
