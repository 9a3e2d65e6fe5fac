"""What is told of a migration is held to what happened, and no failure passes for a success."""

import json
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


def test_what_is_not_told_is_named() -> None:
    with pytest.raises(Failure, match=r"does not tell stage_results\.data_export"):
        Telling().expect_stages(report(stage_results={}), 3)
    with pytest.raises(Failure, match="answered 500: broken"):
        Telling().expect_stages(Report(500, "broken"), 3)


def test_a_failure_is_counted_and_no_success() -> None:
    mapping = {"data_mapping": {"successful_mappings": 2, "failed_mappings": 1}}
    told = report(stage_results=STAGES | mapping, failed_nfts=1, pipeline_status="failed")
    Telling().expect_failures(told, 1)
    with pytest.raises(Failure, match="the stages tell of 0"):
        Telling().expect_failures(report(), 1)
    with pytest.raises(Failure, match="It says that all went well, with 0 failures"):
        Telling().expect_failures(report(stage_results=STAGES | mapping), 1)


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
