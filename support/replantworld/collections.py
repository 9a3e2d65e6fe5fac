"""The collections of a scenario, each an NFT contract of its own on Sei."""

from collections.abc import Callable
from dataclasses import replace

from support.bongos.sei import Nft, SeiAccount, SeiBongo, made_up, nobodys_address
from support.core.causes import Cause
from support.core.errors import Failure
from support.run.plugin import Scene

_MANY = 20
_ODD_ID = "Nº 007/Ä b"
_WORDS = "Grüße, Ελλάδα, 日本の庭, 🌱"


def _long(text: str, length: int) -> str:
    """Return a text of just so many characters, of which none is a space at either end."""
    return (text * (length // len(text) + 1))[: length - 1].rstrip().ljust(length, "x")


_SPECIAL: dict[str, Callable[[Nft], Nft]] = {
    "a name of 32 characters": lambda nft: replace(nft, name=_long(nft.name, 32)),
    "a name of 33 characters": lambda nft: replace(nft, name=_long(nft.name, 33)),
    "a description of 200 characters": lambda nft: replace(
        nft, description=_long(nft.description, 200)
    ),
    "a description of 201 characters": lambda nft: replace(
        nft, description=_long(nft.description, 201)
    ),
    "words in many alphabets": lambda nft: replace(
        nft, token=_ODD_ID, name=_WORDS, description=f"{nft.description} {_WORDS}"
    ),
    "a picture on IPFS": lambda nft: replace(
        nft, image=f"ipfs://Qm{made_up(nft.name, 1)}/picture.png"
    ),
    "many traits": lambda nft: replace(
        nft,
        attributes=tuple(
            {"trait_type": f"Trait {number}", "value": made_up(f"{nft.name}{number}", 1)}
            for number in range(_MANY)
        ),
    ),
    "nothing but a name and a picture": lambda nft: replace(
        nft, description="", external_url="", attributes=()
    ),
}


class Collections:
    """What the scenario has made on Sei.

    Attributes:
        made: the collections, in the order in which they were made.

    Args:
        account: on Sei.
        scene: of the scenario.
    """

    def __init__(self, account: SeiAccount, scene: Scene) -> None:
        self.made: list[SeiBongo] = []
        self._account = account
        self._scene = scene

    @property
    def first(self) -> SeiBongo:
        """The collection that the scenario is about."""
        return self.made[0]

    def make(self, count: int) -> SeiBongo:
        """Make a collection with so many NFTs."""
        with self._scene.timings.phase("create", entities=count):
            collection = self._empty()
            collection.mint(collection.written(count))
        return collection

    def make_several(self, collections: int, count: int) -> None:
        """Make several collections with so many NFTs each."""
        for _ in range(collections):
            self.make(count)

    def make_with(self, what: str) -> None:
        """Make a collection of one NFT that has something special."""
        if what not in _SPECIAL:
            raise Failure(
                Cause.SUITE(f"There are NFTs with {', '.join(_SPECIAL)}, but none with {what}")
            )
        collection = self._empty()
        collection.mint([_SPECIAL[what](collection.written_as("1"))])

    def make_with_flaw(self, count: int) -> None:
        """Make a collection with so many NFTs, one of which lacks what every NFT must have."""
        collection = self._empty()
        flawed, *others = collection.written(count)
        collection.mint([replace(flawed, image=""), *others])

    def nowhere(self) -> str:
        """Return the address of a collection that does not exist."""
        return nobodys_address(f"{self._scene.prefix}-nowhere")

    def _empty(self) -> SeiBongo:
        label = f"{self._scene.prefix}-{len(self.made) + 1}"
        collection = SeiBongo(self._account, label, self._scene.cleanup.register)
        self.made.append(collection)
        collection.create()
        return collection
