"""Judges whether NFTs have arrived: at Solana, in the database, and in ReplantWorld's answers."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Collection as Some
from contextlib import suppress
from typing import Any, TypeVar

from support.bongos.sei import Nft, SeiBongo
from support.core.causes import Cause, as_in, together
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.core.tables import NARROW, table
from support.core.timings import ScenarioTimings
from support.core.waiting import WaitedInVain, eventually
from support.laws.agreement import ABSENT, Telling, disagreements
from support.laws.filters import Filter, broken_filter
from support.replantworld.client.nfts import MIGRATED, KnownNft
from support.replantworld.observers.database import StoredNft
from support.replantworld.observers.evidence import Evidence, Observers
from support.replantworld.observers.solana import Asset
from support.replantworld.oracle.mapping import data_hash, mapping_faults

T = TypeVar("T")

SEI, DATABASE, SOLANA, ANSWERS = "what was asked for", "the database", "Solana", "ReplantWorld"

_MOST_FAULTS, _MOST_ROWS = 8, 15
_NO_STATUS = "dm-no-status"
_MIGRATED = "migrated"


class Arrival:
    """Judges collections, and changes nothing.

    Args:
        observers: all who can look.
        budget: until an NFT is seen everywhere, in seconds.
        timings: of the scenario.
    """

    def __init__(self, observers: Observers, budget: float, timings: ScenarioTimings) -> None:
        self._observers = observers
        self._budget = budget
        self._timings = timings

    def expect_whole(self, collections: Iterable[SeiBongo]) -> None:
        """Expect every NFT of collections on Solana, once and whole, and all to agree about it.

        Raises:
            Failure: one of them is not, or more have arrived than there are.
        """
        for collection in collections:
            if not collection.nfts:
                raise Failure(Cause.SUITE("There is nothing on Sei that could arrive"))
            self._expect(collection, set(collection.nfts))

    def expect_known(self, collection: SeiBongo, count: int) -> None:
        """Expect database and answers to know of just so many NFTs of a collection.

        Which ones is for ReplantWorld to choose, but they must agree. That these are on Solana is
        another promise.

        Raises:
            Failure: they know of others, or of more, or fewer.
        """
        with self._timings.phase("verify"):
            seen = look_until_right(
                lambda: self._look(collection, at_solana=False),
                lambda seen: [
                    *_count_faults(seen, count),
                    *faults(collection, _migrated(seen), seen),
                ],
                budget=self._budget,
                waiting_for=f"{count} NFTs to be migrated",
                details=lambda seen: details(collection, _migrated(seen), seen),
            )
            self._expect_found(collection, seen)

    def expect_known_of_each(self, collections: Iterable[SeiBongo], count: int) -> None:
        """Expect the same of several collections."""
        for collection in collections:
            self.expect_known(collection, count)

    def expect_gone(self, collection: SeiBongo) -> None:
        """Expect no NFT of a collection to be migrated, nor to be on Solana.

        Raises:
            Failure: one of them is.
        """
        self._expect(collection, set())

    def expect_none_half(self, collection: SeiBongo) -> None:
        """Expect every NFT of a collection to be migrated for all who know of it, or for nobody.

        Raises:
            Failure: one of them is here and not there.
        """
        self._expect(collection, None)

    def addresses(self, collection: SeiBongo) -> Mapping[str, str]:
        """Return where on Solana the NFTs of a collection are said to be, by token id."""
        known = self._look(collection, at_solana=False).known
        return {token: nft.solana_mint_address for token, nft in known.items() if nft.is_migrated}

    def settled_addresses(self, collection: SeiBongo) -> Mapping[str, str]:
        """Return the same once all NFTs of a collection have arrived, or time is up."""
        with suppress(WaitedInVain):
            eventually(
                lambda: self.addresses(collection),
                until=lambda seen: seen.keys() == collection.nfts.keys(),
                budget=self._budget,
                waiting_for="all NFTs to be migrated",
            )
        return self.addresses(collection)

    def expect_addresses(self, collection: SeiBongo, before: Mapping[str, str]) -> None:
        """Expect the NFTs of a collection to have the addresses that they had.

        Raises:
            Failure: one of them has another one, or they had none.
        """
        if before.keys() != collection.nfts.keys():
            raise Failure(
                Cause.SUITE(f"Of {len(collection.nfts)} NFTs, {len(before)} were migrated before")
            )
        with self._timings.phase("verify"):
            look_until_right(
                lambda: self.addresses(collection),
                lambda now: [
                    (Cause.DUPLICATED if token in now else Cause.LOST)(
                        f"{token}: had the address {before[token]} and has {now.get(token, 'none')}"
                    )
                    for token in before
                    if now.get(token) != before[token]
                ],
                budget=self._budget,
                waiting_for="the addresses of all NFTs",
            )

    def _expect(self, collection: SeiBongo, arrived: Some[str] | None) -> None:
        """Expect these NFTs and no others to have arrived; without a word on which, all alike."""

        def expected(seen: Evidence) -> Some[str]:
            return _migrated(seen) if arrived is None else arrived

        with self._timings.phase("verify"):
            seen = look_until_right(
                lambda: self._look(collection, at_solana=True),
                lambda seen: faults(collection, expected(seen), seen),
                budget=self._budget,
                waiting_for="all to agree that the NFTs have arrived",
                details=lambda seen: details(collection, expected(seen), seen),
            )
            self._expect_found(collection, seen)

    def _expect_found(self, collection: SeiBongo, seen: Evidence) -> None:
        """Expect who looks for NFTs by their status, or for one alone, to find just that.

        Raises:
            Failure: they find others, or not all.
        """
        search, address = self._observers.api.nfts_of, collection.address
        by_status = Filter(
            "NFTs by status",
            lambda status: search(address, len(seen.known) + 1, status),
            lambda nft: nft.sei_token_id,
            _NO_STATUS,
        )
        found = broken_filter(
            by_status, {MIGRATED: {token for token, nft in seen.known.items() if nft.is_migrated}}
        )
        if not search(address, 1) and seen.known:
            found.append(Cause.LOST("Who looks for one NFT of several finds none"))
        if found:
            raise Failure(together(found))

    def _look(self, collection: SeiBongo, *, at_solana: bool) -> Evidence:
        count = len(collection.nfts)
        return self._observers.look(collection.address, count, at_solana=at_solana)


def faults(collection: SeiBongo, arrived: Some[str], seen: Evidence) -> list[str]:
    """Return where what was seen differs from what should be, a sentence each.

    Args:
        collection: whose NFTs are judged.
        arrived: the ids of those that should have arrived; of others nobody may know an address.
        seen: by all who looked.
    """
    states = disagreements(_told(arrived, seen), truth=SEI)
    nfts = {token: collection.nfts[token] for token in arrived if token in collection.nfts}
    halves = half_faults(seen)
    of_known = _each(nfts, seen.known, _answer_faults)
    of_stored = _each(nfts, seen.stored, lambda nft, row: _row_faults(collection, nft, row))
    of_minted = _each(
        nfts, seen.minted, lambda nft, some: _asset_faults(collection, nft, some, seen.wallet)
    )
    uris = _uri_faults(seen.stored or {}, seen.minted or {})
    return shortened([*states, *halves, *of_known, *of_stored, *of_minted, *uris])


def shortened(found: Sequence[str]) -> list[str]:
    """Return the first of many sentences, and how many more there are."""
    more = len(found) - _MOST_FAULTS
    return [
        *found[:_MOST_FAULTS],
        *([as_in(found, f"and {more} more such differences")] if more > 0 else []),
    ]


def details(collection: SeiBongo, arrived: Some[str], seen: Evidence) -> str:
    """Return who knows what of each NFT, as a table."""
    told = _told(arrived, seen)
    names = _names(told)
    rows = [
        [
            token,
            "there" if token in collection.nfts else ABSENT,
            *(telling[token]["state"] for telling in told.values()),
        ]
        for token in names[:_MOST_ROWS]
    ]
    more = f"and {len(names) - _MOST_ROWS} more" if len(names) > _MOST_ROWS else ""
    return "\n".join(filter(None, [table(["NFT", "Sei", *told], rows, NARROW), more]))


def _told(arrived: Some[str], seen: Evidence) -> dict[str, Telling]:
    """Return who says what of every NFT that anybody knows of."""
    told: dict[str, dict[str, dict[str, Any]]] = {
        SEI: {token: {"state": _MIGRATED} for token in arrived},
        ANSWERS: {
            token: {
                "state": _MIGRATED,
                "address": nft.solana_mint_address,
                "owner": nft.sei_owner_address,
            }
            for token, nft in seen.known.items()
            if nft.is_migrated
        },
    }
    if seen.stored is not None:
        told[DATABASE] = {
            token: {"state": _MIGRATED, "address": row.mint, "owner": row.owner}
            for token, row in seen.stored.items()
            if row.is_migrated
        }
    if seen.minted is not None:
        told[SOLANA] = {
            token: {"state": _MIGRATED, "address": assets[0].mint}
            for token, assets in seen.minted.items()
        }
    names = _names(told)
    return {
        who: {token: telling.get(token, {"state": ABSENT}) for token in names}
        for who, telling in told.items()
    }


def _names(told: Mapping[str, Telling]) -> list[str]:
    found = {token for telling in told.values() for token in telling}
    return sorted(found, key=lambda token: (len(token), token))


def _migrated(seen: Evidence) -> set[str]:
    """Return the ids of the NFTs that anybody at ReplantWorld takes for migrated."""
    stored = {token for token, row in (seen.stored or {}).items() if row.is_migrated}
    return stored | {token for token, nft in seen.known.items() if nft.is_migrated}


def _count_faults(seen: Evidence, count: int) -> list[str]:
    known = len(_migrated(seen))
    cause = Cause.LOST if known < count else Cause.INVENTED
    return (
        [] if known == count else [cause(f"{count} should be migrated, and {known} are known of")]
    )


def _each(
    nfts: Mapping[str, Nft], seen: Mapping[str, T] | None, judge: Callable[[Nft, T], Iterator[str]]
) -> Iterator[str]:
    for token, nft in nfts.items():
        if seen is not None and token in seen:
            yield from (as_in([fault], f"{token}: {fault}") for fault in judge(nft, seen[token]))


def half_faults(seen: Evidence) -> Iterator[str]:
    """Yield which NFTs somebody calls migrated without an address, or gives one without that."""
    told: dict[str, Mapping[str, StoredNft | KnownNft]] = {
        DATABASE: seen.stored or {},
        ANSWERS: seen.known,
    }
    for who, nfts in told.items():
        for token in (token for token, nft in nfts.items() if nft.is_half):
            said = "only one of status and address says that it is migrated"
            yield Cause.MISREPORTED(f"{token}: {who} tells of it by halves: {said}")


def _answer_faults(nft: Nft, known: KnownNft) -> Iterator[str]:
    """Yield where ReplantWorld does not tell of an NFT as it is on Sei."""
    pairs = {
        "name": (known.name, nft.name),
        "description": (known.description, nft.description),
        "picture": (known.image_url, nft.image),
    }
    for field, (told, original) in pairs.items():
        if told != original:
            yield Cause.ALTERED(
                f"ReplantWorld tells {told!r} as its {field} instead of {original!r}"
            )


def _uri_faults(
    rows: Mapping[str, StoredNft], minted: Mapping[str, Sequence[Asset]]
) -> Iterator[str]:
    """Yield where the database keeps another place of an NFT's metadata than the chain names."""
    for token, assets in minted.items():
        kept, named = rows[token].uri if token in rows else "", assets[0].uri
        if kept and kept != named:
            said = f"the database finds its metadata at {kept!r}, and the chain at {named!r}"
            yield Cause.MISREPORTED(f"{token}: {said}")


def _row_faults(collection: SeiBongo, nft: Nft, row: StoredNft) -> Iterator[str]:
    """Yield where the database does not keep an NFT as it is on Sei."""
    pairs = {
        "name": (row.name, nft.name),
        "description": (row.description, nft.description),
        "picture": (row.image, nft.image),
        "link": (row.external_url, nft.external_url),
        "owner": (row.owner, nft.owner),
        "traits": (_sorted(row.attributes), _sorted(nft.attributes)),
        "hash": (row.data_hash, data_hash(nft, collection.address)),
    }
    for field, (kept, original) in pairs.items():
        if kept != original:
            yield Cause.ALTERED(
                f"the database keeps {kept!r} as its {field} instead of {original!r}"
            )


def _asset_faults(
    collection: SeiBongo, nft: Nft, assets: Sequence[Asset], wallet: str
) -> Iterator[str]:
    """Yield where what is on Solana is not one NFT, in the right hands, as the rules say."""
    if len(assets) > 1:
        yield Cause.DUPLICATED(
            f"it is on Solana {len(assets)} times, at {', '.join(one.mint for one in assets)}"
        )
    for asset in assets:
        if asset.supply != 1:
            yield Cause.DUPLICATED(f"there are {asset.supply} of it on Solana")
        if asset.holder != wallet:
            yield Cause.ALTERED(f"{asset.holder or 'nobody'} holds it on Solana, not {wallet}")
        yield from mapping_faults(nft, collection.address, asset)


def _sorted(attributes: Any) -> list[Any]:  # noqa: ANN401  JSON
    return sorted(attributes or [], key=lambda one: json.dumps(one, sort_keys=True))
