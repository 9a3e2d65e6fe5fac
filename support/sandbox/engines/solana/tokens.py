"""Reads what the program Token-2022 keeps in accounts, as a node shows it with `jsonParsed`.

A mint begins as the older program has it (solders reads that). Behind byte 165 stands what kind of
account it is, and then extensions, each as type, length and value (spl-token-2022, `extension`).
"""

from collections.abc import Iterator
from typing import Any

from solders.pubkey import Pubkey
from solders.token.state import Mint, TokenAccount

TOKEN_2022 = Pubkey.from_string("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb")

_BASE, _HEADER, _MINT_BYTES = 165, 4, 82
_IS_MINT = 1
_METADATA = 19

Content = dict[str, Any]


def parsed(data: bytes) -> Content | None:
    """Return what an account of Token-2022 says; None if it is of neither kind."""
    if len(data) > _BASE and data[_BASE] == _IS_MINT:
        return {"type": "mint", "info": _mint(data)}
    if len(data) >= _BASE:
        return {"type": "account", "info": _account(data)}
    return None


def _mint(data: bytes) -> Content:
    mint = Mint.from_bytes(data[:_MINT_BYTES])
    metadata = [_metadata(value) for kind, value in _extensions(data) if kind == _METADATA]
    return {
        "supply": str(mint.supply),
        "decimals": mint.decimals,
        "mintAuthority": str(mint.mint_authority) if mint.mint_authority else None,
        "isInitialized": mint.is_initialized,
        "extensions": [{"extension": "tokenMetadata", "state": one} for one in metadata],
    }


def _account(data: bytes) -> Content:
    account = TokenAccount.from_bytes(data[:_BASE])
    return {
        "mint": str(account.mint),
        "owner": str(account.owner),
        "state": "initialized",
        "tokenAmount": {"amount": str(account.amount), "decimals": 0},
    }


def _extensions(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = _BASE + 1
    while at + _HEADER <= len(data):
        kind, length = (int.from_bytes(data[at + i : at + i + 2], "little") for i in (0, 2))
        yield kind, data[at + _HEADER : at + _HEADER + length]
        at += _HEADER + length


def _metadata(value: bytes) -> Content:
    """Read two keys and texts, each of which begins with its length (spl-token-metadata)."""
    authority, mint, rest = value[:32], value[32:64], value[64:]
    texts = []
    for _ in range(3):
        length = int.from_bytes(rest[:4], "little")
        texts.append(rest[4 : 4 + length].decode())
        rest = rest[4 + length :]
    return {
        "updateAuthority": str(Pubkey(authority)),
        "mint": str(Pubkey(mint)),
        **dict(zip(("name", "symbol", "uri"), texts, strict=True)),
    }
