"""Everything that is seen of a collection in one look, by all who were asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from support.replantworld.client.api import ReplantworldApi
from support.replantworld.client.nfts import KnownNft
from support.replantworld.observers.database import DatabaseObserver, StoredNft
from support.replantworld.observers.solana import Asset, SolanaObserver

_MORE = 10


@dataclass(frozen=True)
class Evidence:
    """What is seen of the NFTs of a collection, by token id.

    Attributes:
        stored: in the database; None if nobody can look.
        minted: on Solana; None if nobody can look.
        known: to ReplantWorld itself.
        wallet: the address on Solana of who should hold them all.
    """

    stored: Mapping[str, StoredNft] | None
    minted: Mapping[str, Sequence[Asset]] | None
    known: Mapping[str, KnownNft]
    wallet: str = ""


class Observers:
    """All who can look.

    Attributes:
        api: ReplantWorld.
        database: None if the settings do not name it.
        solana: None if the settings do not name it.

    Args:
        api: ReplantWorld.
        database: its database.
        solana: the chain.
    """

    def __init__(
        self,
        api: ReplantworldApi,
        database: DatabaseObserver | None,
        solana: SolanaObserver | None,
    ) -> None:
        self.database = database
        self.solana = solana
        self.api = api

    def look(self, contract: str, count: int, *, at_solana: bool = True) -> Evidence:
        """Look at a collection.

        Args:
            contract: its address on Sei.
            count: how many NFTs it has there.
            at_solana: whether to look there, too.
        """
        stored = self.database.nfts_of(contract) if self.database else None
        known = {nft.sei_token_id: nft for nft in self.api.nfts_of(contract, count + _MORE)}
        minted = None
        if at_solana and self.solana:
            named = [nft.mint for nft in (stored or {}).values() if nft.mint]
            named += [nft.solana_mint_address for nft in known.values() if nft.is_migrated]
            minted = self.solana.assets_of(contract, dict.fromkeys(named))
        return Evidence(stored, minted, known, self.solana.wallet if self.solana else "")
