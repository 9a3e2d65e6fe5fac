"""The state of the chain: accounts, contracts, and what became of transactions."""

import hashlib
import json
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from support.sandbox.engines.sei.cw721 import Collection, Refused
from support.sandbox.engines.sei.transactions import EXECUTE, Malformed, Transaction, bech32, read

CHAIN_ID = "sandbox-1"
CW721_CODE = 1
_CONTRACT_BYTES = 32


@dataclass(frozen=True)
class Contract:
    """A contract on the chain.

    Attributes:
        address: where it is.
        creator: who made it.
        label: what its creator calls it.
        collection: what it keeps.
    """

    address: str
    creator: str
    label: str
    collection: Collection


@dataclass
class Outcome:
    """What became of a transaction: 0 is success, as in the Cosmos SDK."""

    hash: str
    code: int = 0
    log: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)


class Chain:
    """A chain whose only code is that of CW721 collections.

    Attributes:
        contracts: by address, in the order in which they were made.
        outcomes: of transactions, by hash.
    """

    def __init__(self) -> None:
        self.contracts: dict[str, Contract] = {}
        self.outcomes: dict[str, Outcome] = {}
        self._numbers: dict[str, int] = {}
        self._sequences: dict[str, int] = {}

    def number_of(self, address: str) -> int:
        """Return the number of an account; whoever asks has one."""
        return self._numbers.setdefault(address, len(self._numbers))

    def sequence_of(self, address: str) -> int:
        """Return how many transactions an account has signed."""
        return self._sequences.get(address, 0)

    def take(self, raw: bytes) -> Outcome:
        """Take a transaction: all of its messages are done, or none."""
        try:
            transaction = read(raw, CHAIN_ID, self.number_of)
        except Malformed as error:
            return Outcome(hashlib.sha256(raw).hexdigest().upper(), 4, str(error))
        expected = self.sequence_of(transaction.signer)
        if transaction.sequence != expected:
            log = f"account sequence mismatch, expected {expected}, got {transaction.sequence}"
            return Outcome(transaction.hash, 32, f"{log}: incorrect account sequence")
        self._sequences[transaction.signer] = expected + 1
        outcome = self.outcomes[transaction.hash] = Outcome(transaction.hash)
        before = self._meant_by(transaction)
        try:
            self._execute(transaction, outcome)
        except (Refused, KeyError, ValueError) as error:
            self.contracts |= before
            outcome.code, outcome.log = 5, f"failed to execute message: {error}"
        return outcome

    def _meant_by(self, transaction: Transaction) -> dict[str, Contract]:
        """Return copies of the contracts that a transaction may change."""
        named = {message.contract for kind, message in transaction.messages if kind == EXECUTE}
        return {name: deepcopy(self.contracts[name]) for name in named & self.contracts.keys()}

    def _execute(self, transaction: Transaction, outcome: Outcome) -> None:
        for kind, message in transaction.messages:
            told = json.loads(message.msg)
            if kind == EXECUTE:
                if message.contract not in self.contracts:
                    raise Refused(f"no such contract: {message.contract}")
                self.contracts[message.contract].collection.execute(message.sender, told)
                continue
            if message.code_id != CW721_CODE:
                raise Refused(f"no such code: {message.code_id}")
            address = self.instantiate(message.sender, message.label, told)
            attribute = {"key": "_contract_address", "value": address}
            outcome.events.append({"type": "instantiate", "attributes": [attribute]})

    def instantiate(self, creator: str, label: str, told: dict[str, Any]) -> str:
        """Make a contract, and return where it is."""
        seed = f"{len(self.contracts)} {creator}".encode()
        address = bech32("sei", hashlib.sha256(seed).digest()[:_CONTRACT_BYTES])
        minter = told.get("minter") or creator
        collection = Collection(told["name"], told["symbol"], minter)
        self.contracts[address] = Contract(address, creator, label, collection)
        return address
