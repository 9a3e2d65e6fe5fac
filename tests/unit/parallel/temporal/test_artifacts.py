"""The artifacts: what is written there is read as it was, in a folder by its owner alone."""

import os
import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import AnyUrl

from support.core.errors import SetupError
from support.parallel.temporal.artifacts import Artifacts, RunOrder
from support.parallel.temporal.payloads import Ended, Event, Kept
from support.parallel.units import Unit
from support.run.journal import Resource, read_journals, remaining
from support.run.plugin import Deployment
from support.run.settings import TemporalSettings
from tests.buckets import bucket_at

RUN = "dm-261121093000-3f9a1c"
UNIT = Unit(10, "features/a.feature:3", "A promise", "Promises", "a", tags=("calm", "one"))
PLACE = Deployment("Toy", "http://127.0.0.1:9", is_live=True, shared={"key": "s3cret-word"})
ORDER = RunOrder(RUN, "abc", ("--tags=@a",), {"toy": PLACE}, {"s3": "b"}, 4, 1, 60, 600, {10: UNIT})
BRANCH = Resource("github branch", f"{RUN}-10-main")


BUCKET = "s3://shared/some/prefix"


def artifacts_at(url: str) -> Artifacts:
    return Artifacts.of(TemporalSettings(artifacts_url=AnyUrl(url)))


@pytest.fixture
def shared(tmp_path: Path) -> Artifacts:
    """Artifacts in a folder."""
    return artifacts_at((tmp_path / "a b").as_uri())


@pytest.fixture(params=["folder", "bucket"])
def artifacts(
    request: pytest.FixtureRequest, shared: Artifacts, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Artifacts]:
    """Artifacts in a folder, and in a bucket."""
    if request.param == "folder":
        yield shared
    else:
        with bucket_at(BUCKET, monkeypatch):
            yield artifacts_at(BUCKET)


def test_an_order_is_read_as_it_was_written(artifacts: Artifacts) -> None:
    assert not artifacts.has(RUN)
    artifacts.write(ORDER)
    assert artifacts.has(RUN)
    assert not artifacts.was_begun(RUN)
    assert artifacts.order_of(RUN) == ORDER


def test_units_are_told_in_the_order_in_which_they_begin(artifacts: Artifacts) -> None:
    units = {number: replace(UNIT, number=number) for number in (12, 10, 11)}
    artifacts.write(replace(ORDER, units=units))
    assert [*artifacts.order_of(RUN).units] == [12, 10, 11]


def test_what_happened_in_histories_of_a_shard_is_read_in_its_order(artifacts: Artifacts) -> None:
    begun, ended = Event(10, 1), Event(10, 1, Ended(10, 1, code=1))
    artifacts.write(ORDER)
    assert artifacts.kept(RUN, 2) == []
    artifacts.keep(Kept(RUN, 2, 1, [ended]))
    artifacts.keep(Kept(RUN, 2, 0, [begun]))
    artifacts.keep(Kept(RUN, 2, 0, [begun]))
    artifacts.keep(Kept(RUN, 20, 0, [ended]))
    assert artifacts.kept(RUN, 2) == [begun, ended]


def test_an_order_is_for_its_owner_alone(shared: Artifacts, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        shared.write(ORDER)
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


def test_what_an_attempt_made_is_found_by_the_next_one(
    artifacts: Artifacts, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    packed = pickle.dumps(artifacts.journal(ORDER, 10, 1, here))
    journal = pickle.loads(packed)  # noqa: S301  it is our own
    journal.making(BRANCH)
    journal.close()
    assert artifacts.journals(RUN, 10, 0, there) == ()
    (found,) = artifacts.journals(RUN, 10, 1, there)
    assert remaining(found) == [BRANCH]
    assert artifacts.left(RUN) == [BRANCH]
    assert artifacts.was_begun(RUN)
    artifacts.journal(ORDER, 10, 2, there).removed(BRANCH)
    assert artifacts.left(RUN) == []


def test_reports_that_are_handed_in_twice_are_there_once(
    artifacts: Artifacts, tmp_path: Path
) -> None:
    (tmp_path / "own/allure").mkdir(parents=True)
    (tmp_path / "own/allure/a.json").write_text("{}", encoding="utf-8")
    for _ in range(2):
        artifacts.deliver(RUN, 10, 1, tmp_path / "own")
    artifacts.fetch(RUN, 10, 1, tmp_path / "fetched")
    artifacts.fetch(RUN, 10, 2, tmp_path / "none")
    fetched = [path for path in (tmp_path / "fetched").rglob("*") if path.is_file()]
    assert [path.read_text(encoding="utf-8") for path in fetched] == ["{}"]
    assert not [*(tmp_path / "none").iterdir()]


def test_what_nobody_removes_is_found_by_the_janitor(shared: Artifacts, tmp_path: Path) -> None:
    journal = shared.journal(ORDER, 10, 1, tmp_path)
    journal.making(BRANCH)
    journal.close()
    (found,) = read_journals(tmp_path / "a b/journal").ended
    assert (found.run, found.resources, found.deployments) == (RUN, (BRANCH,), PLACE.address)


def test_nothing_of_a_run_stays_when_it_is_removed_and_all_of_others(
    artifacts: Artifacts, tmp_path: Path
) -> None:
    other = replace(ORDER, run="dm-261121093000-000000")
    for order in (ORDER, other):
        artifacts.write(order)
        artifacts.journal(order, 10, 1, tmp_path).making(BRANCH)
    artifacts.remove(RUN)
    assert artifacts.left(RUN) == []
    assert artifacts.left(other.run) == [BRANCH]
    assert artifacts.order_of(other.run) == other
