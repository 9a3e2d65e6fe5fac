"""What ReplantWorld tells of NFTs."""

from collections import Counter
from collections.abc import Iterator

from pydantic import BaseModel

from support.core.causes import Cause

MIGRATED = "completed"
"""The status of an NFT that has arrived."""


class KnownNft(BaseModel):
    """What ReplantWorld tells of an NFT."""

    sei_contract_address: str
    sei_token_id: str
    sei_owner_address: str
    name: str
    description: str
    image_url: str
    migration_status: str
    solana_mint_address: str

    @property
    def is_migrated(self) -> bool:
        """Whether it is said to be migrated: both status and address say so."""
        return self.migration_status == MIGRATED and bool(self.solana_mint_address)

    @property
    def is_half(self) -> bool:
        """Whether only one of status and address says that it is migrated."""
        return (self.migration_status == MIGRATED) != bool(self.solana_mint_address)


class FoundNfts(BaseModel):
    """What a search for NFTs brings."""

    nfts: list[KnownNft]
    count: int


def search_faults(found: FoundNfts, contract: str, most: int) -> Iterator[str]:
    """Yield where a search for at most so many NFTs of a collection brings something else."""
    for other in sorted({nft.sei_contract_address for nft in found.nfts} - {contract}):
        said = f"Asked for the NFTs of {contract}, ReplantWorld tells of {other}"
        yield Cause.LEAKED(said)
    times = Counter((nft.sei_contract_address, nft.sei_token_id) for nft in found.nfts)
    for (_, token), number in times.items():
        if number > 1:
            yield Cause.DUPLICATED(f"A search brings the NFT {token} {number} times")
    if len(found.nfts) > most:
        yield Cause.INVENTED(f"A search for {most} NFTs brings {len(found.nfts)}")
    if found.count != len(found.nfts):
        yield Cause.MISCOUNTED(f"A search brings {len(found.nfts)} NFTs, and counts {found.count}")
