# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of migrating: what is minted, how often and for whom, and what is saved of that."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import count
from typing import Any
from unittest.mock import patch

from solders.pubkey import Pubkey

from support.sandbox.replantworld.app import solana
from support.sandbox.replantworld.app.errors import Away, ProductError
from support.sandbox.replantworld.app.mapping import Metadata
from support.sandbox.replantworld.app.nfts import SeiNft
from support.sandbox.replantworld.app.pipeline import Mapped, Minted, Pipeline, Run
from support.sandbox.replantworld.app.sei import Exporter
from support.sandbox.replantworld.app.solana import Minter
from support.sandbox.replantworld.app.store import COMPLETED, FAILED, Row, Store
from support.sandbox.replantworld.sabotage import sentences, titles
from support.sandbox.replantworld.sabotage.catalogue import CATALOGUE, STILL

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "Who is migrated again is minted again, and the first one stays behind.",
    caught_by=(titles.NOT_AGAIN, titles.SAME_ADDRESSES, titles.JOB_AGAIN),
    at={
        titles.NOT_AGAIN: sentences.WHOLE,
        titles.SAME_ADDRESSES: sentences.SAME_ADDRESSES,
        titles.JOB_AGAIN: sentences.WHOLE,
    },
    diagnosis="it is on Solana 2 times|had the address .* and has",
)
def minted_twice() -> Context:
    original, attempts = Store.row, count(1)

    def row(self: Store, nft: SeiNft) -> Row | None:
        known = original(self, nft)
        return known and {**known, "migration_status": "pending", "burned": next(attempts)}

    return patch.object(Store, "row", row)


@CATALOGUE.sabotage(
    "NFTs are minted into a wallet that nobody has a key of.",
    caught_by=(titles.ONE, titles.SEVERAL),
    at=sentences.WHOLE,
    diagnosis="holds it on Solana, not" + STILL,
)
def minted_into_another_wallet() -> Context:
    return patch.object(Minter, "owner", lambda _: Pubkey.default())


@CATALOGUE.sabotage(
    "Of every NFT two are minted.",
    caught_by=titles.DOZEN,
    at=sentences.WHOLE,
    diagnosis="there are 2 of it on Solana",
)
def two_of_each_minted() -> Context:
    return patch.object(solana, "_AMOUNT", 2)


@CATALOGUE.sabotage(
    "An NFT gets the words of the one that was minted before it.",
    caught_by=(titles.DOZEN, titles.SEVERAL),
    at=sentences.WHOLE,
    diagnosis="its description is .* instead of",
)
def words_of_a_neighbour() -> Context:
    original, before = Store.keep_metadata, list[str]()

    def keep(self: Store, mint: str, metadata: Metadata) -> None:
        before.append(metadata["description"])
        original(self, mint, {**metadata, "description": before[max(0, len(before) - 2)]})

    return patch.object(Store, "keep_metadata", keep)


@CATALOGUE.sabotage(
    "While Solana is away, NFTs are saved as if they were there.",
    caught_by=titles.NOTHING_HALF,
    at=sentences.NONE_HALF,
    diagnosis=r"1: not one state, but 'migrated' .*; 'absent' \(Solana\)" + STILL,
)
def saved_and_never_minted() -> Context:
    original = Pipeline.mint_one

    def mint_one(self: Pipeline, mapped: Mapped) -> Minted:
        try:
            return original(self, mapped)
        except Away:
            nft = mapped.nft
            mint = self._minter.address_of(nft.contract_address, nft.token_id, 0)
            return Minted(mapped, mint, None, "")

    return patch.object(Pipeline, "mint_one", mint_one)


@CATALOGUE.sabotage(
    "The last NFT of a migration is minted, and nobody keeps where it is.",
    caught_by=(titles.ONE, titles.DOZEN),
    at=sentences.WHOLE,
    diagnosis=r"not one state, but .*'absent' \(ReplantWorld, the database\)" + STILL,
)
def minted_and_not_saved() -> Context:
    original = Pipeline.save

    def save(self: Pipeline, run: Run, minted: Sequence[Minted]) -> None:
        original(self, run, minted[:-1])

    return patch.object(Pipeline, "save", save)


@CATALOGUE.sabotage(
    "Of a large collection only the first page arrives.",
    caught_by=titles.HUNDREDS,
    at=sentences.WHOLE,
    diagnosis="not one state[\\s\\S]*and [0-9]+ more such differences" + STILL,
)
def first_page_only() -> Context:
    return patch.object(Exporter, "token_ids", lambda self, it, _: next(self._pages(it)))


@CATALOGUE.sabotage(
    "Of several collections only the first is migrated.",
    caught_by=titles.SEVERAL,
    at=sentences.WHOLE,
    diagnosis=r"not one state, but 'migrated' \(what was asked for\); 'absent'" + STILL,
)
def first_collection_only() -> Context:
    original = Pipeline.export

    def export(self: Pipeline, run: Run, contracts: Sequence[str], cap: int | None) -> list[SeiNft]:
        return original(self, run, contracts[:1], cap)

    return patch.object(Pipeline, "export", export)


@CATALOGUE.sabotage(
    "Whoever asks for some NFTs gets all of them migrated.",
    caught_by=titles.LIMIT,
    at=sentences.KNOWN_OF_EACH,
    diagnosis="3 should be migrated, and 4 are known of",
)
def limit_ignored() -> Context:
    original = Exporter.token_ids
    return patch.object(Exporter, "token_ids", lambda self, it, _: original(self, it, None))


@CATALOGUE.sabotage(
    "How many NFTs were asked for is taken for all collections together.",
    caught_by=titles.LIMIT,
    at=sentences.KNOWN_OF_EACH,
    diagnosis="3 should be migrated, and 0 are known of" + STILL,
)
def limit_shared() -> Context:
    original = Pipeline.export

    def export(self: Pipeline, run: Run, contracts: Sequence[str], cap: int | None) -> list[SeiNft]:
        return original(self, run, contracts if cap is None else contracts[:1], cap)

    return patch.object(Pipeline, "export", export)


@CATALOGUE.sabotage(
    "Two who have a collection migrated at the same time have it minted twice.",
    caught_by=titles.AT_ONCE,
    at=sentences.WHOLE,
    diagnosis="it is on Solana 2 times",
)
def minted_twice_at_once() -> Context:
    original, attempts = Store.row, count(1)

    def row(self: Store, nft: SeiNft) -> Row | None:
        known = original(self, nft)
        return known or {"migration_status": "pending", "burned": next(attempts)}

    return patch.object(Store, "row", row)


@CATALOGUE.sabotage(
    "Who was once asked to migrate some NFTs of a collection never migrates more.",
    caught_by=titles.LIMIT_FORGOTTEN,
    at=sentences.KNOWN[7],
    diagnosis="7 should be migrated, and 3 are known of" + STILL,
)
def limit_remembered() -> Context:
    original, known = Exporter.token_ids, dict[str, list[str]]()

    def token_ids(self: Exporter, contract: str, cap: int | None) -> list[str]:
        if contract not in known:
            known[contract] = original(self, contract, cap)
        return known[contract]

    return patch.object(Exporter, "token_ids", token_ids)


@CATALOGUE.sabotage(
    "What was burned on Sei is migrated all the same.",
    caught_by=titles.BURNED,
    at=sentences.KNOWN[2],
    diagnosis="2 should be migrated, and 3 are known of",
)
def burned_nfts_revived() -> Context:
    ids, nft = Exporter.token_ids, Exporter.nft

    def all_up_to_last(self: Exporter, contract: str, cap: int | None) -> list[str]:
        last = max(map(int, ids(self, contract, cap)), default=0)
        return [str(number) for number in range(1, last + 1)]

    def revived(self: Exporter, contract: str, token: str) -> SeiNft:
        there = ids(self, contract, None)
        found = nft(self, contract, token if token in there else there[0])
        return replace(found, token_id=token)

    return patch.multiple(Exporter, token_ids=all_up_to_last, nft=revived)


@CATALOGUE.sabotage(
    "Who asks for the NFTs of one collection is shown those of all.",
    caught_by=titles.NEIGHBOUR,
    at=sentences.FIRST_KNOWN,
    diagnosis="Asked for the NFTs of .*, ReplantWorld tells of",
)
def collections_mixed_up() -> Context:
    original = Store.search
    return patch.object(
        Store, "search", lambda self, _, status, limit: original(self, None, status, limit)
    )


@CATALOGUE.sabotage(
    "Whose migration failed once is never migrated.",
    caught_by=titles.ARRIVES_LATER,
    at=sentences.WHOLE,
    diagnosis=r"1: not one state, but 'migrated' \(what was asked for\); 'absent'" + STILL,
)
def failures_never_tried_again() -> Context:
    original, failed = Pipeline.export, set[str]()

    def export(self: Pipeline, run: Run, contracts: Sequence[str], cap: int | None) -> list[SeiNft]:
        if set(contracts) & failed:
            return original(self, run, [], cap)
        exported = original(self, run, contracts, cap)
        try:
            self._minter._call("getSlot")
        except ProductError:
            failed.update(contracts)
        failed.update(contracts if run.errors else [])
        return exported

    return patch.object(Pipeline, "export", export)


@CATALOGUE.sabotage(
    "While Sei is away, NFTs are invented and saved as migrated.",
    caught_by=titles.NOTHING,
    at=sentences.KNOWN[0],
    diagnosis="0 should be migrated, and 1 are known of",
)
def invented_while_sei_is_away() -> Context:
    original = Exporter.token_ids

    def token_ids(self: Exporter, contract: str, cap: int | None) -> list[str]:
        try:
            return original(self, contract, cap)
        except Away:
            return ["1"]

    def nft(_: Exporter, contract: str, token: str) -> SeiNft:
        return SeiNft(contract, token, "nobody", "Invented", "", "https://it.example", "", ())

    return patch.multiple(Exporter, token_ids=token_ids, nft=nft)


@CATALOGUE.sabotage(
    "Without its cache ReplantWorld does not migrate.",
    caught_by=titles.CACHE_AWAY,
    at=sentences.KNOWN[2],
    diagnosis="2 should be migrated, and 0 are known of" + STILL,
)
def lost_without_cache() -> Context:
    original = Pipeline.map_one

    def map_one(self: Pipeline, nft: SeiNft, *, caching: bool) -> Metadata:
        before = self._cache.statistics.errors
        metadata = original(self, nft, caching=caching)
        if self._cache.statistics.errors > before:
            raise ProductError("The cache gives no answer")
        return metadata

    return patch.object(Pipeline, "map_one", map_one)


@CATALOGUE.sabotage(
    "What changed on Sei since it was looked at arrives as it was.",
    caught_by=titles.CHANGED,
    at=sentences.WHOLE,
    diagnosis=r"not one state, but 'migrated' .*'absent'|its name is" + STILL,
)
def stale_entries_served() -> Context:
    return patch.object(Pipeline, "is_of_use", lambda _self, known, _nft: known is not None)


@CATALOGUE.sabotage(
    "The database says that everything belongs to nobody.",
    caught_by=titles.ONE,
    at=sentences.WHOLE,
    diagnosis="the database keeps '' as its owner instead of",
)
def owner_forgotten() -> Context:
    original = Exporter.nft
    return patch.object(Exporter, "nft", lambda *asked: replace(original(*asked), owner_address=""))


@CATALOGUE.sabotage(
    "An NFT that was migrated cannot be told from one that has changed since.",
    caught_by=titles.ONE,
    at=sentences.WHOLE,
    diagnosis="the database keeps .* as its hash instead of",
)
def hash_of_nothing() -> Context:
    return patch.object(SeiNft, "data_hash", "0" * 64)


@CATALOGUE.sabotage(
    "ReplantWorld shows other addresses than it keeps.",
    caught_by=titles.ONE,
    at=sentences.WHOLE,
    diagnosis="not one address, but",
)
def addresses_shown_shortened() -> Context:
    original = Store.search

    def search(self: Store, contract: str | None, status: str | None, limit: int) -> list[Row]:
        rows = original(self, contract, status, limit)
        return [
            row | {"solana_mint_address": row["solana_mint_address"][:32]}
            for row in rows
            if row["migration_status"] == COMPLETED
        ]

    return patch.object(Store, "search", search)


@CATALOGUE.sabotage(
    "Who looks for the NFTs of a collection finds the newest twice.",
    caught_by=(titles.ONE, titles.NEIGHBOUR),
    at={titles.ONE: sentences.WHOLE, titles.NEIGHBOUR: sentences.FIRST_KNOWN},
    diagnosis="A search brings the NFT .* 2 times",
)
def found_twice() -> Context:
    original = Store.search

    def search(self: Store, *wanted: Any) -> list[Row]:  # noqa: ANN401
        found = original(self, *wanted)
        return [*found[:1], *found]

    return patch.object(Store, "search", search)


@CATALOGUE.sabotage(
    "What could not be migrated is called completed, without an address.",
    caught_by=(titles.FLAWED, titles.JOB_FLAWED),
    at={titles.FLAWED: sentences.KNOWN[2], titles.JOB_FLAWED: sentences.KNOWN[3]},
    diagnosis="tells of it by halves" + STILL,
)
def failures_called_completed() -> Context:
    original = Store.keep

    def keep(self: Store, nft: SeiNft, status: str, errors: Sequence[str] = ()) -> None:
        original(self, nft, COMPLETED if status == FAILED else status, errors)

    return patch.object(Store, "keep", keep)
