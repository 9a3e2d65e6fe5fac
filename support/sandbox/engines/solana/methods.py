"""The calls of Solana's JSON-RPC that wallets and explorers make, on a chain in this process."""

import base64
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from solders.account import Account
from solders.litesvm import LiteSVM
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction
from solders.transaction_metadata import FailedTransactionMetadata

from support.sandbox.engines.solana.tokens import TOKEN_2022, parsed

Content = dict[str, Any]

_MOST_SIGNATURES = 1000
_INVALID, _NO_METHOD, _REJECTED = -32602, -32601, -32002


class Refused(Exception):
    """A call is refused.

    Attributes:
        code: of JSON-RPC.
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Methods:
    """What can be asked of the chain, by the names that JSON-RPC gives it."""

    def __init__(self) -> None:
        # Time stands still here, so that a transaction never comes too late.
        self._chain = LiteSVM().with_blockhash_check(False)
        self._slot = 1
        self._statuses: dict[str, Content] = {}
        self._signed: list[tuple[str, set[str]]] = []
        self._known: dict[str, Callable[..., Any]] = {
            "getHealth": lambda: "ok",
            "getVersion": lambda: {"solana-core": "2.2.0", "feature-set": 1},
            "getSlot": lambda *_: self._slot,
            "getBlockHeight": lambda *_: self._slot,
            "getLatestBlockhash": self._latest_blockhash,
            "getMinimumBalanceForRentExemption": lambda size, *_: (
                self._chain.minimum_balance_for_rent_exemption(size)
            ),
            "getBalance": lambda key, *_: self._seen(self._chain.get_balance(_key(key)) or 0),
            "requestAirdrop": self._airdrop,
            "sendTransaction": self._send,
            "getSignatureStatuses": lambda signatures, *_: self._seen(
                [self._statuses.get(signature) for signature in signatures]
            ),
            "getSignaturesForAddress": self._signatures_of,
            "getAccountInfo": lambda key, *_: self._seen(self._shown(_key(key))),
            "getMultipleAccounts": lambda keys, *_: self._seen(
                [self._shown(_key(key)) for key in keys]
            ),
            "getTokenAccountsByOwner": self._held_by,
            "getTokenLargestAccounts": self._holders_of,
        }

    def call(self, method: str, parameters: Sequence[Any]) -> Any:  # noqa: ANN401  JSON
        """Return what a call brings.

        Raises:
            Refused: there is no such call, or it makes no sense.
        """
        if method not in self._known:
            raise Refused(_NO_METHOD, "Method not found")
        try:
            return self._known[method](*parameters)
        except (ValueError, TypeError) as error:
            raise Refused(_INVALID, f"Invalid params: {error}") from None

    def _latest_blockhash(self, *_: object) -> Content:
        told = {"blockhash": str(self._chain.latest_blockhash())}
        return self._seen(told | {"lastValidBlockHeight": self._slot + 150})

    def _airdrop(self, key: str, lamports: int, *_: object) -> str:
        done = self._chain.airdrop(_key(key), lamports)
        if isinstance(done, FailedTransactionMetadata):
            raise Refused(_REJECTED, f"The faucet is empty: {done.err()}")
        return str(done.signature())

    def _send(self, encoded: str, *_: object) -> str:
        transaction = VersionedTransaction.from_bytes(base64.b64decode(encoded))
        done = self._chain.send_transaction(transaction)
        if isinstance(done, FailedTransactionMetadata):
            logs = list(done.meta().logs())[-3:]
            told = f"Transaction simulation failed: {done.err()}: {' | '.join(logs)}"
            raise Refused(_REJECTED, told)
        self._slot += 1
        signature = str(transaction.signatures[0])
        self._statuses[signature] = {
            "slot": self._slot,
            "err": None,
            "confirmationStatus": "finalized",
        }
        keys = set(map(str, transaction.message.account_keys))
        self._signed.append((signature, keys))
        return signature

    def _signatures_of(self, key: str, wanted: Content | None = None) -> list[Content]:
        """Return the transactions that touch an account, the newest first, until one is met."""
        asked = wanted or {}
        found: list[Content] = []
        for signature, keys in reversed(self._signed):
            if signature == asked.get("until") or len(found) >= asked.get(
                "limit", _MOST_SIGNATURES
            ):
                break
            if key in keys:
                found.append({"signature": signature, **self._statuses[signature]})
        return found

    def _held_by(self, owner: str, program: Content, *_: object) -> Content:
        if program.get("programId") != str(TOKEN_2022):
            return self._seen([])
        return self._seen([one for one in self._token_accounts() if _info(one)["owner"] == owner])

    def _holders_of(self, mint: str, *_: object) -> Content:
        holders = [one for one in self._token_accounts() if _info(one)["mint"] == mint]
        return self._seen(
            [{"address": one["pubkey"], **_info(one)["tokenAmount"]} for one in holders]
        )

    def _token_accounts(self) -> list[Content]:
        shown: Iterator[Content] = (
            {"pubkey": str(key), "account": _shown(account)}
            for key, account in self._chain.get_program_accounts(TOKEN_2022)
        )
        return [one for one in shown if one["account"]["data"]["parsed"]["type"] == "account"]

    def _shown(self, key: Pubkey) -> Content | None:
        account = self._chain.get_account(key)
        return None if account is None or not account.lamports else _shown(account)

    def _seen(self, value: object) -> Content:
        return {"context": {"slot": self._slot, "apiVersion": "2.2.0"}, "value": value}


def _info(shown: Content) -> Content:
    info: Content = shown["account"]["data"]["parsed"]["info"]
    return info


def _shown(account: Account) -> Content:
    data = bytes(account.data)
    told = parsed(data) if account.owner == TOKEN_2022 else None
    return {
        "data": {"program": "spl-token-2022", "parsed": told, "space": len(data)}
        if told
        else [base64.b64encode(data).decode(), "base64"],
        "executable": account.executable,
        "lamports": account.lamports,
        "owner": str(account.owner),
        "space": len(data),
    }


def _key(text: str) -> Pubkey:
    return Pubkey.from_string(text)
