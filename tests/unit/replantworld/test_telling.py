"""What is told of a migration is held to what happened, and no failure passes for a success."""

import json
from dataclasses import replace
from typing import Any

import pytest

from support.core.errors import Failure
from support.replantworld.client.reports import Report
from support.replantworld.oracle.telling import Telling

ADDRESS = "sei1nowhere"
STAGES = {
    "data_export": {"total_exported": 3},
    "data_mapping": {"successful_mappings": 3, "failed_mappings": 0},
    "data_validation": {"successful_validations": 3, "failed_validations": 0},
    "solana_minting": {"successful_mints": 3, "failed_mints": 0},
    "database_save": {"processed_count": 3, "successful_count": 3, "failed_count": 0},
}
CONTENT: dict[str, Any] = {
    "status": "success",
    "pipeline_status": "completion",
    "total_nfts": 3,
    "processed_nfts": 3,
    "successful_nfts": 3,
    "failed_nfts": 0,
    "success_rate": 100.0,
    "stage_results": STAGES,
}


def report(status: int = 200, **changed: object) -> Report:
    return Report(status, json.dumps(CONTENT | changed))


def test_true_figures_are_no_fault() -> None:
    Telling().expect_stages(report(), 3)


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_is_counted(stage: str) -> None:
    wrong = {stage: {field: number + 1 for field, number in STAGES[stage].items()}}
    with pytest.raises(Failure, match="3 NFTs were migrated, and 4 are"):
        Telling().expect_stages(report(stage_results=STAGES | wrong), 3)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"success_rate": 1.0}, "3 of 3 arrived, and 1 % are told of"),
        ({"total_nfts": 2}, "3 of 2 NFTs are processed"),
        ({"duration": 9}, "It took 1.00 s, and 9 s are told of"),
        (
            {"stage_results": STAGES | {"data_export": {"total_exported": 2}}},
            "2 NFTs are exported, and 3 mapped",
        ),
        (
            {"stage_results": STAGES | {"data_export": {"total_exported": 3, "exported_nfts": []}}},
            "3 NFTs are exported, and 0 are named",
        ),
    ],
)
def test_figures_that_do_not_fit_each_other_are_told(changed: dict[str, Any], fault: str) -> None:
    told = replace(report(**changed), seconds=1)
    with pytest.raises(Failure, match=fault):
        Telling().expect_none_failed(told)


def test_addresses_are_those_that_others_know() -> None:
    named = [{"mint_result": {"mint_address": "here"}}]
    minting = {"successful_mints": 1, "failed_mints": 0, "minted_nfts": named}
    told = report(stage_results=STAGES | {"solana_minting": minting})
    Telling().expect_addresses(told, ["here"])
    with pytest.raises(Failure, match="is not the same for the answer and for others"):
        Telling().expect_addresses(told, ["there"])


def test_what_is_not_told_is_named() -> None:
    with pytest.raises(Failure, match=r"does not tell stage_results\.data_export"):
        Telling().expect_stages(report(stage_results={}), 3)
    with pytest.raises(Failure, match="answered 500: broken"):
        Telling().expect_stages(Report(500, "broken"), 3)


def test_a_failure_is_counted_and_no_success() -> None:
    later = {
        "data_mapping": {"successful_mappings": 2, "failed_mappings": 1},
        "data_validation": {"successful_validations": 2, "failed_validations": 0},
        "solana_minting": {"successful_mints": 2, "failed_mints": 0},
        "database_save": {"processed_count": 2, "successful_count": 2, "failed_count": 0},
    }
    told = report(
        stage_results=STAGES | later,
        successful_nfts=2,
        failed_nfts=1,
        success_rate=66.7,
        pipeline_status="failed",
    )
    Telling().expect_failures(told, 1)
    with pytest.raises(Failure, match="the stages tell of 0"):
        Telling().expect_failures(report(), 1)
    with pytest.raises(Failure, match="It says that all went well, with 0 failures"):
        Telling().expect_failures(report(stage_results=STAGES | later), 1)


def test_no_collection_is_told_by_its_address() -> None:
    Telling().expect_unknown(Report(404, f'{{"message": "no contract {ADDRESS}"}}'), ADDRESS)
    with pytest.raises(Failure, match="all went well"):
        Telling().expect_unknown(report(), ADDRESS)
    with pytest.raises(Failure, match=f"does not name {ADDRESS}"):
        Telling().expect_unknown(Report(404, '{"message": "not found"}'), ADDRESS)


def test_an_address_of_sei_does_not_name_sei() -> None:
    Telling().expect_away(Report(503, '{"message": "Sei gives no answer"}'), "Sei")
    with pytest.raises(Failure, match="It does not name Sei"):
        Telling().expect_away(Report(503, f'{{"message": "no {ADDRESS}"}}'), "Sei")
    with pytest.raises(Failure, match="all went well"):
        Telling().expect_away(report(message="Solana"), "Solana")


@pytest.mark.parametrize(
    ("content", "is_success"),
    [
        ({"status": "success", "pipeline_status": "completion"}, True),
        ({"status": "success", "pipeline_status": "failed"}, False),
        ({"status": "partial"}, False),
        (["success"], False),
    ],
)
def test_a_failed_pipeline_is_no_success_whatever_the_answer_is_called(
    content: object,
    is_success: bool,
) -> None:
    assert Report(200, json.dumps(content)).is_success == is_success
