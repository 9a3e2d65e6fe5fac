"""Every defect that can be planted in SentinAI turns the scenarios red that the catalogue names."""

from pathlib import Path

import httpx
import pytest

from support.sandbox.kit.sabotage import Sabotage
from support.sandbox.sentinai.sabotage import CATALOGUE, titles
from tests.conftest import Settings
from tests.proof.catalogued import (
    expect_caught,
    expect_known_titles,
    expect_teeth,
    run_scenarios,
    then_sentences,
)

# Just long enough for a product that is well, because these runs wait in vain. After a kill the
# consumer groups need seconds to share out the partitions anew.
IMPATIENT = {"TIMEOUT_MULTIPLIER": "0.04", "REQUEST_TIMEOUT_S": "10", "MAX_RETRIES": "0"}
PATIENT = IMPATIENT | {"TIMEOUT_MULTIPLIER": "0.12"}
WITH_OUTAGES = {titles.KILLED, *titles.SHARED, titles.BACK_AGAIN, titles.BROKER}
SENTENCES = then_sentences("sentinai/*.feature")


@pytest.mark.parametrize("defect", CATALOGUE.values(), ids=CATALOGUE)
def test_a_defect_turns_the_named_scenarios_red(
    defect: Sabotage, tmp_path: Path, sentinai: Settings, sentinai_saboteur: httpx.Client
) -> None:
    sentinai_saboteur.put("/_sandbox/sabotage", json=[defect.name]).raise_for_status()
    patience = PATIENT if WITH_OUTAGES.intersection(defect.caught_by) else IMPATIENT
    expect_caught(
        defect, run_scenarios(tmp_path, sentinai | patience, "sentinai", defect.caught_by)
    )


STORE_ONLY = [defect for defect in CATALOGUE.values() if defect.store_only]


@pytest.mark.parametrize("defect", STORE_ONLY, ids=lambda defect: defect.name)
def test_without_the_database_these_would_be_missed(
    defect: Sabotage, tmp_path: Path, sentinai: Settings, sentinai_saboteur: httpx.Client
) -> None:
    sentinai_saboteur.put("/_sandbox/sabotage", json=[defect.name]).raise_for_status()
    blind = run_scenarios(
        tmp_path, sentinai | IMPATIENT | {"DATABASE_URL": ""}, "sentinai", defect.caught_by
    )
    assert blind.code == 0, blind.out
    assert "Not looked at: SentinAI's database" in blind.out


def test_what_is_refused_and_kept_is_seen_without_kafka_and_database_too(
    tmp_path: Path, sentinai: Settings, sentinai_saboteur: httpx.Client
) -> None:
    defect = CATALOGUE["refused-and-kept"]
    blind = {"DATABASE_URL": "", "KAFKA_BOOTSTRAP_SERVERS": ""}
    sentinai_saboteur.put("/_sandbox/sabotage", json=[defect.name]).raise_for_status()
    red = run_scenarios(tmp_path, sentinai | IMPATIENT | blind, "sentinai", defect.caught_by)
    expect_caught(defect, red)


def test_every_sentence_that_gives_a_verdict_is_turned_red_by_some_defect() -> None:
    expect_teeth(CATALOGUE, SENTENCES)


def test_the_catalogue_names_scenarios_that_exist() -> None:
    expect_known_titles(CATALOGUE, SENTENCES)
