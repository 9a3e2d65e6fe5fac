"""What is on the chain from its first block on, like the contracts of a real chain's genesis."""

from support.sandbox.engines.sei.chain import Chain
from support.sandbox.engines.sei.transactions import bech32

_FOUNDER = bech32("sei", bytes(20))


def found_collections(chain: Chain, collections: int, tokens: int) -> None:
    """Put so many collections of so many tokens on a chain."""
    for number in range(1, collections + 1):
        label = f"genesis-{number}"
        begin = {"name": label, "symbol": "GEN", "minter": _FOUNDER}
        address = chain.instantiate(_FOUNDER, label, begin)
        for token in range(1, tokens + 1):
            extension = {
                "name": f"Genesis {number}/{token}",
                "description": f"The {token}. tree of the {number}. grove.",
                "image": f"https://images.example/{label}/{token}.png",
                "external_url": f"https://nfts.example/{label}/{token}",
                "attributes": [{"trait_type": "Grove", "value": str(number)}],
            }
            told = {"token_id": str(token), "owner": _FOUNDER, "extension": extension}
            chain.contracts[address].collection.execute(_FOUNDER, {"mint": told})


def genesis_addresses(collections: int) -> list[str]:
    """Return where these collections are, on any chain that begins with them."""
    chain = Chain()
    found_collections(chain, collections, 0)
    return list(chain.contracts)
