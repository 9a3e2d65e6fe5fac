"""The pipeline: export, map, validate, mint and save; each stage tells what became of what."""

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from support.sandbox.replantworld.app.cache import NFT_DATA, Cache
from support.sandbox.replantworld.app.errors import ProductError
from support.sandbox.replantworld.app.mapping import Metadata, flaws_of, metadata_of, overlong
from support.sandbox.replantworld.app.nfts import SeiNft
from support.sandbox.replantworld.app.sei import Exporter
from support.sandbox.replantworld.app.solana import Minter
from support.sandbox.replantworld.app.store import COMPLETED, FAILED, Store

Content = dict[str, Any]


@dataclass(frozen=True)
class Mapped:
    """An NFT, and what it will be on Solana."""

    nft: SeiNft
    metadata: Metadata

    def content(self) -> Content:
        """Return it as answers show it."""
        return {"sei_nft_data": self.nft.content(), "solana_metadata": self.metadata}


@dataclass(frozen=True)
class Minted:
    """An NFT that is on Solana; without a signature it was there before."""

    mapped: Mapped
    mint: str
    signature: str | None
    uri: str

    def content(self) -> Content:
        """Return it as answers show it."""
        nft = self.mapped.nft
        minted = {"mint_address": self.mint, "asset_id": self.mint}
        told = {"contract_address": nft.contract_address, "token_id": nft.token_id}
        return {**told, "mint_result": {**minted, "transaction_signature": self.signature}}


@dataclass
class Run:
    """What becomes of a run.

    Attributes:
        id: of it.
        stages: what each stage tells.
        errors: what went wrong, in the order in which it did.
        unread: how many NFTs could not be read.
        total: how many NFTs were to be migrated.
        successful: how many were.
        duration: in seconds.
    """

    id: str
    stages: dict[str, Content] = field(default_factory=dict)
    errors: list[ProductError] = field(default_factory=list)
    unread: int = 0
    total: int = 0
    successful: int = 0
    duration: float = 0.0

    @property
    def failed(self) -> int:
        """How many NFTs were not migrated."""
        return self.total - self.successful

    @property
    def success_rate(self) -> float:
        """The part of all NFTs that was migrated, in percent."""
        return 100 * self.successful / self.total if self.total else 0.0


class Pipeline:
    """Moves NFTs from Sei to Solana.

    Args:
        exporter: reads Sei.
        minter: mints on Solana.
        store: the database.
        cache: what need not be mapped again.
        public_url: where metadata is found.
    """

    def __init__(
        self, exporter: Exporter, minter: Minter, store: Store, cache: Cache, public_url: str
    ) -> None:
        self._exporter = exporter
        self._minter = minter
        self._store = store
        self._cache = cache
        self._public_url = public_url

    def run(self, contracts: Sequence[str], cap: int | None, *, caching: bool) -> Run:
        """Migrate the NFTs of some collections, at most so many of each."""
        started = time.monotonic()
        run = Run(f"pipeline_{secrets.token_hex(4)}_{int(time.time())}")
        exported = self.export(run, contracts, cap)
        mapped = self.map_all(run, exported, caching=caching)
        validated = self.validate(run, mapped)
        minted = self.mint_all(run, validated)
        self.save(run, minted)
        run.total = self.expected(run, exported)
        run.duration = time.monotonic() - started
        return run

    def export(self, run: Run, contracts: Sequence[str], cap: int | None) -> list[SeiNft]:
        """Read collections; one that cannot be read keeps no other from being read."""
        started, exported = time.monotonic(), list[SeiNft]()
        for contract in dict.fromkeys(contracts):
            try:
                ids = self._exporter.token_ids(contract, cap)
            except ProductError as error:
                run.errors.append(error)
            else:
                exported += self.read(run, contract, ids)
        run.stages["data_export"] = {
            "exported_nfts": [nft.content() for nft in exported],
            "total_exported": len(exported),
            "contracts_processed": len(contracts),
            "stage_duration": time.monotonic() - started,
        }
        return exported

    def read(self, run: Run, contract: str, ids: Sequence[str]) -> Iterator[SeiNft]:
        """Yield the NFTs that can be read; one that cannot keeps no other from being read."""
        for token in ids:
            try:
                yield self._exporter.nft(contract, token)
            except ProductError as error:
                run.unread += 1
                run.errors.append(error)

    def map_all(self, run: Run, exported: Sequence[SeiNft], *, caching: bool) -> list[Mapped]:
        """Map what was read; what cannot be mapped is kept as failed, with the reason."""
        started, mapped = time.monotonic(), list[Mapped]()
        for nft in exported:
            metadata = self.map_one(nft, caching=caching)
            if flaws := flaws_of(metadata):
                self._fail(run, nft, flaws)
            else:
                mapped.append(Mapped(nft, metadata))
        run.stages["data_mapping"] = {
            "mapped_nfts": [one.content() for one in mapped],
            "successful_mappings": len(mapped),
            "failed_mappings": len(exported) - len(mapped),
            "stage_duration": time.monotonic() - started,
        }
        return mapped

    def map_one(self, nft: SeiNft, *, caching: bool) -> Metadata:
        """Map an NFT, unless the cache knows what becomes of it as it is now."""
        if not caching:
            return metadata_of(nft)
        key = f"nft:{nft.contract_address}:{nft.token_id}"
        known = self._cache.get(NFT_DATA, key)
        is_of_use = self.is_of_use(known, nft)
        self._cache.note(hit=is_of_use)
        if is_of_use:
            metadata: Metadata = known["metadata"]
            return metadata
        metadata = metadata_of(nft)
        self._cache.set(NFT_DATA, key, {"data_hash": nft.data_hash, "metadata": metadata})
        return metadata

    def is_of_use(self, known: Content | None, nft: SeiNft) -> bool:
        """Tell whether what the cache knows is of the NFT as it is now."""
        return known is not None and known["data_hash"] == nft.data_hash

    def validate(self, run: Run, mapped: Sequence[Mapped]) -> list[Mapped]:
        """Hold the metadata to its bounds."""
        started, validated = time.monotonic(), list[Mapped]()
        for one in mapped:
            if faults := overlong(one.metadata):
                self._fail(run, one.nft, faults)
            else:
                validated.append(one)
        run.stages["data_validation"] = {
            "validated_nfts": [one.content() for one in validated],
            "successful_validations": len(validated),
            "failed_validations": len(mapped) - len(validated),
            "stage_duration": time.monotonic() - started,
        }
        return validated

    def mint_all(self, run: Run, validated: Sequence[Mapped]) -> list[Minted]:
        """Mint what is not on Solana yet; who cannot be minted keeps no other from it."""
        started, minted = time.monotonic(), list[Minted]()
        for one in validated:
            try:
                minted.append(self.mint_one(one))
            except ProductError as error:
                run.errors.append(error)
        run.stages["solana_minting"] = {
            "minted_nfts": [one.content() for one in minted],
            "successful_mints": len(minted),
            "failed_mints": len(validated) - len(minted),
            "stage_duration": time.monotonic() - started,
        }
        return minted

    def mint_one(self, mapped: Mapped) -> Minted:
        """Mint an NFT unless it was migrated already."""
        nft, row = mapped.nft, self._store.row(mapped.nft)
        if row and row["migration_status"] == COMPLETED:
            mint = row["solana_mint_address"]
            return Minted(mapped, mint, None, row["solana_metadata_uri"])
        attempt = row["burned"] if row else 0
        mint = self._minter.address_of(nft.contract_address, nft.token_id, attempt)
        uri = f"{self._public_url}/metadata/{mint}.json"
        self._store.keep_metadata(mint, mapped.metadata)
        signature = self._minter.mint(
            nft.contract_address, nft.token_id, attempt, mapped.metadata, uri
        )
        return Minted(mapped, mint, signature, uri)

    def save(self, run: Run, minted: Sequence[Minted]) -> None:
        """Keep what is on Solana now."""
        started = time.monotonic()
        for one in minted:
            try:
                self._store.keep_minted(one.mapped.nft, one.mint, one.signature, one.uri)
                run.successful += 1
            except ProductError as error:
                run.errors.append(error)
        run.stages["database_save"] = {
            "processed_count": len(minted),
            "successful_count": run.successful,
            "failed_count": len(minted) - run.successful,
            "stage_duration": time.monotonic() - started,
        }

    def expected(self, run: Run, exported: Sequence[SeiNft]) -> int:
        """Return how many NFTs were to be migrated."""
        return len(exported) + run.unread

    def _fail(self, run: Run, nft: SeiNft, faults: Sequence[str]) -> None:
        self._store.keep(nft, FAILED, faults)
        told = f"{nft.contract_address}/{nft.token_id} cannot be migrated: {', '.join(faults)}"
        run.errors.append(ProductError(told))
