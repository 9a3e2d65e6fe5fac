"""Sei, through the REST interface of a node: collections of NFTs as CW721 contracts.

Every bongo works in a collection of its own. A contract cannot be removed from a chain: removing a
collection burns its tokens.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from support.bongos.cosmos import Making, Node, Telling, Wallet, bech32
from support.bongos.settings import SeiSettings
from support.core.batches import batched
from support.core.errors import SetupError
from support.core.http import Api
from support.core.settings import set_by

COLLECTION = "sei collection"

_PREFIX = "sei"
_CONTRACT_BYTES, _PERSON_BYTES = 32, 20
_AT_ONCE = 50
_PAGE = 30
_SYMBOL = "DMNK"
_SYLLABLES = [consonant + vowel for consonant in "bdgklmnprsv" for vowel in "aiou"]

_ODD = """:

<b>100 %</b> "it" & its  'own'."""
"""What anybody may write, and only who takes words apart stumbles over."""

Trait = dict[str, str]


@dataclass(frozen=True)
class Nft:
    """An NFT as it is on Sei; what is empty is not told there.

    Attributes:
        token: its id in the collection.
        owner: the address of whom it belongs to.
        name: what it is called.
        description: what it is.
        image: where its picture is.
        external_url: where more is told of it.
        attributes: its traits, each with `trait_type` and `value`.
    """

    token: str
    owner: str = ""
    name: str = ""
    description: str = ""
    image: str = ""
    external_url: str = ""
    attributes: tuple[Trait, ...] = ()

    @property
    def extension(self) -> dict[str, Any]:
        """Its metadata, as the contract takes it."""
        told = {
            "name": self.name,
            "description": self.description,
            "image": self.image,
            "external_url": self.external_url,
            "attributes": list(self.attributes),
        }
        return {name: value for name, value in told.items() if value}


def made_up(seed: str, words: int) -> str:
    """Return words that nobody else uses and no language knows, the same for the same seed."""
    digest = hashlib.sha512(seed.encode()).digest()
    syllables = [_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest]
    return " ".join("".join(syllables[4 * i : 4 * i + 4]).capitalize() for i in range(words))


def nobodys_address(seed: str, length: int = _CONTRACT_BYTES) -> str:
    """Return a well-formed address at which there is nobody, the same for the same seed."""
    return bech32(_PREFIX, hashlib.sha256(seed.encode()).digest()[:length])


@dataclass
class SeiAccount:
    """An account on Sei, which all bongos of a run share.

    Attributes:
        node: through which it writes.
        code_id: of the contracts that it makes.
        addresses: of the collections that it knows, by their labels.
    """

    node: Node
    code_id: int
    addresses: dict[str, str] = field(default_factory=dict)

    @classmethod
    def log_in(cls, settings: SeiSettings) -> "SeiAccount":
        """Return the account that the settings name.

        Raises:
            SetupError: one of them is missing, or does not work.
        """
        for need in ("sei_rpc_url", "sei_private_key", "sei_cw721_code_id"):
            if getattr(settings, need) is None:
                raise SetupError(f"{need.upper()} is not set: Sei cannot be written without it")
        with set_by("SEI_PRIVATE_KEY"):
            wallet = Wallet(settings.secret("sei_private_key"), _PREFIX)
        url = str(settings.sei_rpc_url)
        api = Api("Sei", url, {}, settings.request_timeout_s, settings.max_retries)
        price = (settings.sei_gas_price, "usei")
        node = Node(api, wallet, settings.sei_chain_id, price, settings.budget("source"))
        with set_by("SEI_RPC_URL"):
            node.check()
        return cls(node, settings.sei_cw721_code_id or 0)

    def labels(self) -> list[str]:
        """Ask the chain for the labels of all collections that the account has made."""
        known = {address: label for label, address in self.addresses.items()}
        for address in self.node.contracts():
            label = known.get(address) or self.node.label_of(address)
            self.addresses[label] = address
        return list(self.addresses)

    def empty(self, label: str) -> None:
        """Burn all tokens of a collection that are the account's own, if there is a collection."""
        if label not in self.addresses:
            self.labels()
        while ids := self.own_tokens(label):
            address = self.addresses[label]
            self.node.send([Telling(address, {"burn": {"token_id": one}}) for one in ids])

    def own_tokens(self, label: str) -> list[str]:
        """Return ids of tokens in a collection that are the account's own, not all if many."""
        if label not in self.addresses:
            return []
        asked = {"owner": self.node.wallet.address, "limit": _PAGE}
        return list(self.node.ask(self.addresses[label], {"tokens": asked})["tokens"])

    def close(self) -> None:
        """Close the pooled connections."""
        self.node.close()


class SeiBongo:
    """Makes a collection on Sei, mints, changes, moves and burns NFTs in it; knows what is there.

    Attributes:
        label: what the collection is called.
        address: where it is, once it was made.
        nfts: by token id, what is there now.

    Args:
        account: that everything belongs to.
        label: tells whose the collection is.
        register: called with kind and name before it is made, so that it can be undone.
    """

    def __init__(
        self, account: SeiAccount, label: str, register: Callable[[str, str], None]
    ) -> None:
        self.label = label
        self.address = ""
        self.nfts: dict[str, Nft] = {}
        self._account = account
        self._register = register

    def create(self) -> None:
        """Make the collection, with nothing in it."""
        self._register(COLLECTION, self.label)
        minter = self._account.node.wallet.address
        begin = {"name": self.label, "symbol": _SYMBOL, "minter": minter}
        done = self._account.node.send([Making(self._account.code_id, self.label, begin)])
        self.address = _address_in(done)
        self._account.addresses[self.label] = self.address

    def written(self, count: int) -> list[Nft]:
        """Write so many NFTs down, each with words and traits of its own."""
        return [self.written_as(str(number)) for number in range(1, count + 1)]

    def written_as(self, token: str) -> Nft:
        """Write an NFT down; everything that it has is its own."""
        seed = f"{self.label}/{token}"
        return Nft(
            token,
            self._account.node.wallet.address,
            name=made_up(f"{seed}/name", 2),
            description=f"{made_up(f'{seed}/description', 5)}{_ODD}",
            image=f"https://images.example/{self.label}/{token}.png?size=large",
            external_url=f"https://nfts.example/{self.label}/{token}",
            attributes=(
                {"trait_type": "Colour", "value": made_up(f"{seed}/colour", 1)},
                {"trait_type": "Colour", "value": made_up(f"{seed}/second colour", 1)},
                {"trait_type": "Edition", "value": token},
            ),
        )

    def mint(self, nfts: Iterable[Nft]) -> None:
        """Mint NFTs, many in one transaction."""
        new = list(nfts)
        self._tell([("mint", _minting(nft)) for nft in new])
        self.nfts |= {nft.token: nft for nft in new}

    def change(self, nft: Nft) -> None:
        """Give an NFT that is there other metadata."""
        told = {"token_id": nft.token, "token_uri": None, "extension": nft.extension}
        self._tell([("update_nft_info", told)])
        self.nfts[nft.token] = nft

    def move(self, token: str) -> None:
        """Give an NFT to somebody else, who keeps it for good."""
        recipient = nobodys_address(f"{self.label}/{token}", _PERSON_BYTES)
        self._tell([("transfer_nft", {"token_id": token, "recipient": recipient})])
        self.nfts[token] = replace(self.nfts[token], owner=recipient)

    def burn(self, token: str) -> None:
        """Burn an NFT."""
        self._tell([("burn", {"token_id": token})])
        del self.nfts[token]

    def tokens(self) -> list[str]:
        """Ask the chain for the ids of all NFTs in the collection."""
        found: list[str] = []
        asked: dict[str, Any] = {"limit": _PAGE}
        while page := self._account.node.ask(self.address, {"all_tokens": asked})["tokens"]:
            found += page
            asked["start_after"] = page[-1]
        return found

    def _tell(self, messages: Sequence[tuple[str, dict[str, Any]]]) -> None:
        tellings = [Telling(self.address, {kind: told}) for kind, told in messages]
        for some in batched(tellings, _AT_ONCE):
            self._account.node.send(some)


def _minting(nft: Nft) -> dict[str, Any]:
    told = {"token_id": nft.token, "owner": nft.owner}
    return {**told, "token_uri": None, "extension": nft.extension}


def _address_in(done: dict[str, Any]) -> str:
    """Return the address of the contract that a transaction has made, as its events tell it."""
    return next(
        str(attribute["value"])
        for event in done["events"]
        if event["type"] == "instantiate"
        for attribute in event["attributes"]
        if attribute["key"] == "_contract_address"
    )
