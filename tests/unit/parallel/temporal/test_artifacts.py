"""The shared folder: what is written there is read as it was, by its owner alone."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import FileUrl

from support.core.errors import SetupError
from support.parallel.temporal.artifacts import Artifacts, RunOrder
from support.parallel.temporal.payloads import Ended, Event, Kept
from support.parallel.units import Unit
from support.run.journal import Resource, read_journals
from support.run.plugin import Deployment
from support.run.settings import TemporalSettings

RUN = "dm-261121093000-3f9a1c"
UNIT = Unit(10, "features/a.feature:3", "A promise", "Promises", "a", tags=("calm", "one"))
PLACE = Deployment("Toy", "http://127.0.0.1:9", is_live=True, shared={"key": "s3cret-word"})
ORDER = RunOrder(RUN, "abc", ("--tags=@a",), {"toy": PLACE}, {"s3": "b"}, 4, 1, 60, 600, {10: UNIT})
BRANCH = Resource("github branch", f"{RUN}-10-main")


@pytest.fixture
def artifacts(tmp_path: Path) -> Artifacts:
    return Artifacts.of(TemporalSettings(artifacts_url=FileUrl((tmp_path / "a b").as_uri())))


def test_an_order_is_read_as_it_was_written(artifacts: Artifacts) -> None:
    artifacts.write(ORDER)
    assert artifacts.order_of(RUN) == ORDER


def test_units_are_told_in_the_order_in_which_they_begin(artifacts: Artifacts) -> None:
    units = {number: replace(UNIT, number=number) for number in (12, 10, 11)}
    artifacts.write(replace(ORDER, units=units))
    assert [*artifacts.order_of(RUN).units] == [12, 10, 11]


def test_what_happened_in_earlier_histories_is_read_in_its_order(artifacts: Artifacts) -> None:
    begun, ended = Event(10, 1), Event(10, 1, Ended(10, 1, code=1))
    artifacts.write(ORDER)
    assert artifacts.kept(RUN) == []
    artifacts.keep(Kept(RUN, 1, [ended]))
    artifacts.keep(Kept(RUN, 0, [begun]))
    artifacts.keep(Kept(RUN, 0, [begun]))
    assert artifacts.kept(RUN) == [begun, ended]


def test_an_order_is_for_its_owner_alone(artifacts: Artifacts, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        artifacts.write(ORDER)
    finally:
        os.umask(before)
    (written,) = tmp_path.rglob("order.json")
    assert written.stat().st_mode & 0o077 == 0


def test_a_run_that_nobody_ordered_is_a_mistake(artifacts: Artifacts) -> None:
    with pytest.raises(SetupError, match=r"order\.json cannot be read: .*ARTIFACTS_URL"):
        artifacts.order_of(RUN)
    with pytest.raises(SetupError, match="is not the name of a run"):
        artifacts.order_of("../elsewhere")


def test_artifacts_must_be_named() -> None:
    with pytest.raises(SetupError, match="ARTIFACTS_URL is not set"):
        Artifacts.of(TemporalSettings(artifacts_url=None))


def test_what_an_attempt_made_is_found_by_the_next_one_and_by_the_janitor(
    artifacts: Artifacts, tmp_path: Path
) -> None:
    journal = artifacts.journal(ORDER, 10, 1)
    journal.making(BRANCH)
    journal.close()
    assert artifacts.journals(RUN, 10, 0) == ()
    assert artifacts.journals(RUN, 10, 1) == (journal.path,)
    assert artifacts.left(RUN) == [BRANCH]
    (found,) = read_journals(tmp_path / "a b/journal").ended
    assert (found.run, found.resources, found.deployments) == (RUN, (BRANCH,), PLACE.address)


def test_nothing_of_a_run_stays_when_it_is_removed_and_all_of_others(artifacts: Artifacts) -> None:
    other = replace(ORDER, run="dm-261121093000-000000")
    for order in (ORDER, other):
        artifacts.write(order)
        artifacts.journal(order, 10, 1).making(BRANCH)
    artifacts.remove(RUN)
    assert artifacts.left(RUN) == []
    assert artifacts.left(other.run) == [BRANCH]
    assert artifacts.order_of(other.run) == other
