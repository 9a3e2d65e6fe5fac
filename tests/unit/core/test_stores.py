"""A folder and a bucket keep the same: what is written is there, whole, for all who share it."""

import pickle
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from support.core import limits
from support.core.buckets import BucketStore, ObjectTurns
from support.core.limits import Limits
from support.core.stores import Store
from support.parallel.temporal.artifacts import store_of
from tests.buckets import SECRET, bucket_at

URL = "s3://shared/some/prefix"
PAUSE_S = 60


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[BucketStore]:
    """A bucket, of which the store is a part."""
    with bucket_at(URL, monkeypatch):
        found = store_of(URL)
        assert isinstance(found, BucketStore)
        yield found


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Each kind of store."""
    if request.param == "folder":
        return store_of((tmp_path / "a b").as_uri())
    found: Store = request.getfixturevalue("bucket")
    return found


def test_what_was_written_last_is_read_by_all(store: Store) -> None:
    store.check()
    store.write("runs/one/a.json", b"first")
    store.write("runs/one/a.json", b"last")
    other = pickle.loads(pickle.dumps(store))  # noqa: S301  it is our own
    assert other.read("runs/one/a.json") == b"last"
    assert other.below("runs").below("one").read("a.json") == b"last"


def test_what_is_not_there_is_told(store: Store) -> None:
    store.check()
    with pytest.raises(FileNotFoundError):
        store.read("runs/one/a.json")
    assert not store.names("runs/")


def test_names_and_what_is_removed_are_those_that_begin_so(store: Store) -> None:
    names = ["journal/dm-1-10.1", "journal/dm-1-10.2", "journal/dm-10-10.1", "dm-1/units/10.1"]
    for name in names:
        store.write(name, b"x")
    assert [*store.names("journal/dm-1-")] == names[:2]
    store.remove("journal/dm-1-")
    store.remove("dm-1/")
    store.remove("dm-1/")
    assert [*store.names("")] == [names[2]], "what begins otherwise"


def test_a_bucket_that_is_not_there_is_told_without_its_key(bucket: BucketStore) -> None:
    elsewhere = store_of("s3://elsewhere")
    with pytest.raises(OSError, match="NoSuchBucket") as refused:
        elsewhere.check()
    assert SECRET not in str(refused.value)
    assert SECRET.encode() not in pickle.dumps(bucket)


def test_a_bucket_that_heeds_no_condition_is_refused(
    bucket: BucketStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.check()
    bucket.check()
    monkeypatch.setattr(BucketStore, "swap", lambda *_: True)
    with pytest.raises(OSError, match="it ignores If-None-Match"):
        bucket.check()


def test_who_is_alone_has_all_turns(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    paused: list[float] = []
    monkeypatch.setattr(limits, "pause_for", paused.append)
    limiter, started = Limits(1, store).limiter("github", ["a key"], PAUSE_S), time.monotonic()
    for _ in range(3):
        limiter.wait()
    took = time.monotonic() - started
    assert paused == pytest.approx([PAUSE_S, 2 * PAUSE_S], abs=took + 0.1)
    assert len(store.names("github-")) == 1


def test_no_turn_is_taken_twice_where_two_ask_at_once(bucket: BucketStore) -> None:
    told: list[float] = []
    other = ObjectTurns(bucket, "github")

    class Slow(BucketStore):
        def get(self, name: str) -> tuple[bytes, dict[str, Any]]:
            found = super().get(name)
            if len(told) < 2:
                told.append(other.take(PAUSE_S))
            return found

    other.take(PAUSE_S)
    last = ObjectTurns(Slow("shared", "some/prefix"), "github").take(PAUSE_S)
    assert [*told, last] == pytest.approx([PAUSE_S, 2 * PAUSE_S, 3 * PAUSE_S], abs=1)


@pytest.mark.parametrize(("behind", "is_corrected"), [(0, False), (600, True), (-600, True)])
def test_turns_go_by_the_clock_of_the_service(
    bucket: BucketStore, behind: int, is_corrected: bool
) -> None:
    class Telling(BucketStore):
        def get(self, name: str) -> tuple[bytes, dict[str, Any]]:
            content, answer = super().get(name)
            now = datetime.now(UTC) + timedelta(seconds=behind)
            answer["ResponseMetadata"]["HTTPHeaders"]["date"] = format_datetime(now, usegmt=True)
            return content, answer

    ObjectTurns(Telling("shared", ""), "github").take(PAUSE_S)
    left = float(BucketStore("shared", "").read("github")) - time.time() - PAUSE_S
    assert left == pytest.approx(behind if is_corrected else 0, abs=1.5)
