# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of telling: what ReplantWorld says of a migration, and what becomes of the rest."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from support.sandbox.replantworld.app import api_integration
from support.sandbox.replantworld.app.errors import Away, NotFound, ProductError
from support.sandbox.replantworld.app.nfts import SeiNft
from support.sandbox.replantworld.app.pipeline import Mapped, Minted, Pipeline, Run
from support.sandbox.replantworld.app.sei import Exporter
from support.sandbox.replantworld.sabotage import sentences, titles
from support.sandbox.replantworld.sabotage.catalogue import CATALOGUE, STILL

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "What cannot be read on Sei is passed over, and all is called a success.",
    caught_by=(titles.UNKNOWN, titles.SEI_AWAY),
    at={titles.UNKNOWN: sentences.UNKNOWN_TOLD, titles.SEI_AWAY: sentences.AWAY_TOLD},
    diagnosis="It says that all went well",
)
def failed_reading_called_success() -> Context:
    original = Pipeline.export

    def export(self: Pipeline, run: Run, contracts: Sequence[str], cap: int | None) -> list[SeiNft]:
        exported = original(self, run, contracts, cap)
        run.errors.clear()
        return exported

    return patch.object(Pipeline, "export", export)


@CATALOGUE.sabotage(
    "That Solana is away is passed over, and all is called a success.",
    caught_by=titles.SOLANA_AWAY,
    at=sentences.AWAY_TOLD,
    diagnosis="It says that all went well",
)
def failed_minting_called_success() -> Context:
    original = Pipeline.mint_all

    def mint_all(self: Pipeline, run: Run, validated: Sequence[Mapped]) -> list[Minted]:
        minted = original(self, run, validated)
        run.errors.clear()
        return minted

    return patch.object(Pipeline, "mint_all", mint_all)


@CATALOGUE.sabotage(
    "Whatever goes wrong is told in the same words.",
    caught_by=(titles.UNKNOWN, titles.AWAY),
    at={titles.UNKNOWN: sentences.UNKNOWN_TOLD, titles.AWAY: sentences.AWAY_TOLD},
    diagnosis="It does not name (sei1|Sei|Solana)",
)
def one_message_for_all() -> Context:
    return patch.object(ProductError, "__str__", lambda _: "Something went wrong")


@CATALOGUE.sabotage(
    "A collection that does not exist keeps all others from arriving.",
    caught_by=titles.BESIDES_UNKNOWN,
    at=sentences.KNOWN[2],
    diagnosis="2 should be migrated, and 0 are known of" + STILL,
)
def stopped_by_one_collection() -> Context:
    original = Pipeline.export

    def export(self: Pipeline, run: Run, contracts: Sequence[str], cap: int | None) -> list[SeiNft]:
        exported = original(self, run, contracts, cap)
        return [] if any(isinstance(error, NotFound) for error in run.errors) else exported

    return patch.object(Pipeline, "export", export)


@CATALOGUE.sabotage(
    "That an NFT could not be migrated is not told.",
    caught_by=titles.FLAWED,
    at=sentences.FAILURE_TOLD,
    diagnosis="1 could not be migrated, and the stages tell of 0",
)
def failures_not_counted() -> Context:
    original = Pipeline.map_all

    def map_all(
        self: Pipeline, run: Run, exported: Sequence[SeiNft], *, caching: bool
    ) -> list[Mapped]:
        mapped = original(self, run, exported, caching=caching)
        run.stages["data_mapping"]["failed_mappings"] = 0
        return mapped

    return patch.object(Pipeline, "map_all", map_all)


@CATALOGUE.sabotage(
    "A failure is counted, and all is called a success.",
    caught_by=titles.FLAWED,
    at=sentences.FAILURE_TOLD,
    diagnosis="It says that all went well, with 0 failures",
)
def failure_called_success() -> Context:
    original = api_integration.told

    def told(run: Run) -> dict[str, Any]:
        return original(run) | {"status": "success", "failed_nfts": 0}

    return patch.object(api_integration, "told", told)


@CATALOGUE.sabotage(
    "An NFT that cannot be migrated keeps all others from arriving.",
    caught_by=titles.FLAWED,
    at=sentences.KNOWN[2],
    diagnosis="2 should be migrated, and 0 are known of" + STILL,
)
def stopped_by_one_nft() -> Context:
    original = Pipeline.mint_all

    def mint_all(self: Pipeline, run: Run, validated: Sequence[Mapped]) -> list[Minted]:
        return original(self, run, [] if run.errors else validated)

    return patch.object(Pipeline, "mint_all", mint_all)


@CATALOGUE.sabotage(
    "The stages tell how many were asked for, not what became of them.",
    caught_by=titles.STAGES,
    at=sentences.KNOWN[5],
    diagnosis="5 should be migrated, and 0 are known of" + STILL,
)
def success_invented() -> Context:
    original = Pipeline.save

    def save(self: Pipeline, run: Run, minted: Sequence[Minted]) -> None:
        original(self, run, [])
        run.successful = len(minted)
        figures = {"processed_count": len(minted), "successful_count": len(minted)}
        run.stages["database_save"] |= figures

    return patch.object(Pipeline, "save", save)


@CATALOGUE.sabotage(
    "A stage counts one NFT more than there is.",
    caught_by=titles.STAGES,
    at=sentences.STAGES,
    diagnosis="5 NFTs were migrated, and 6 are minted",
)
def stage_counts_one_more() -> Context:
    original = Pipeline.mint_all

    def mint_all(self: Pipeline, run: Run, validated: Sequence[Mapped]) -> list[Minted]:
        minted = original(self, run, validated)
        run.stages["solana_minting"]["successful_mints"] += 1
        return minted

    return patch.object(Pipeline, "mint_all", mint_all)


@CATALOGUE.sabotage(
    "That Sei is away is told as if a collection did not exist.",
    caught_by=titles.SEI_AWAY,
    at=sentences.AWAY_TOLD,
    diagnosis="It does not name Sei",
)
def outage_told_as_absence() -> Context:
    original = Exporter.token_ids

    def token_ids(self: Exporter, contract: str, cap: int | None) -> list[str]:
        try:
            return original(self, contract, cap)
        except Away:
            raise NotFound(f"There is no contract {contract}") from None

    return patch.object(Exporter, "token_ids", token_ids)


@CATALOGUE.sabotage(
    "Whoever asks for a migration is told how the database is entered.",
    caught_by=titles.ONE,
    at=sentences.MIGRATES,
    diagnosis="POST .*/run-pipeline/ shows the address of the database",
)
def database_address_shown() -> Context:
    original = api_integration.told

    def told(run: Run) -> dict[str, Any]:
        import os  # noqa: PLC0415  what this defect looks into

        return original(run) | {"performance_metrics": {"database": os.environ["DATABASE_URL"]}}

    return patch.object(api_integration, "told", told)


@CATALOGUE.sabotage(
    "Whoever has migrated something already is told that it failed.",
    caught_by=titles.NOT_AGAIN,
    at=sentences.WHOLE,
    diagnosis="All have arrived, and ReplantWorld tells of 4 failures",
)
def second_migration_called_failure() -> Context:
    original = Pipeline.save

    def save(self: Pipeline, run: Run, minted: Sequence[Minted]) -> None:
        original(self, run, minted)
        run.successful = sum(one.signature is not None for one in minted)

    return patch.object(Pipeline, "save", save)
