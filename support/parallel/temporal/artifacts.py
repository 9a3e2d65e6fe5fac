"""What all processes of a run share, wherever they are: orders, journals, reports."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self
from urllib.parse import unquote, urlsplit

from support.core.errors import SetupError
from support.core.limits import Place
from support.core.names import is_run_id
from support.core.settings import where
from support.core.stores import FolderStore, Store
from support.parallel.temporal.mirrored import MirroredJournal
from support.parallel.temporal.payloads import Ended, Event, Kept, Stretch, Task
from support.parallel.temporal.shards import Shard, shards_of
from support.parallel.units import Unit
from support.run.journal import Journal, Resource, remaining_in
from support.run.plugin import Deployment
from support.run.session import JOURNALS
from support.run.settings import TemporalSettings

ARTIFACTS_URL = "ARTIFACTS_URL"
"""The variable that tells where they are."""

_ORDER = "order.json"
_HISTORIES = "histories"
_LIMITS = "limits"
_UNITS = "units"
_PACKED = "zip"


@dataclass(frozen=True)
class RunOrder:
    """What all workers must know of a run, secrets of its sandboxes among it.

    Attributes:
        run: its id.
        revision: of the suite that takes part.
        arguments: of behave, as the user gave them.
        deployments: where the systems live, by tag.
        places: where the sources are, by name.
        seats: how many scenarios run at a time, on all workers together.
        sharing: how many use the same accounts at a time, and know nothing of this run.
        grace: seconds that a scenario has to undo what it made, when it is stopped.
        longest: seconds that it may take.
        units: by their number, in the order in which they begin.
    """

    run: str
    revision: str
    arguments: tuple[str, ...]
    deployments: Mapping[str, Deployment]
    places: Mapping[str, str]
    seats: int
    sharing: int
    grace: float
    longest: float
    units: Mapping[int, Unit]

    @cached_property
    def shards(self) -> tuple[Shard, ...]:
        """What each workflow of the run has to do."""
        return shards_of(self.units.values(), self.seats)

    def tasks(self, stretch: Stretch) -> list[Task]:
        """Return which scenarios of a shard come next."""
        units = self.shards[stretch.shard - 1].units[stretch.first :][: stretch.most]
        return [Task(unit.number, unit.name) for unit in units]


class Artifacts:
    """What is shared.

    Args:
        store: it holds files of each run, and `journal` with those of all attempts.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def of(cls, settings: TemporalSettings) -> Self:
        """Return those that the settings name.

        Raises:
            SetupError: they name none, or they are not there.
        """
        if settings.artifacts_url is None:
            raise SetupError(
                f"{ARTIFACTS_URL} is not set: name a folder that all workers see, as file:///path,"
                " or a bucket, as s3://bucket/prefix"
            )
        store = store_of(str(settings.artifacts_url))
        try:
            store.check()
        except OSError as error:
            at = f": {error.filename}" if error.filename else ""
            raise SetupError(
                f"{ARTIFACTS_URL} ({where(ARTIFACTS_URL)}) does not work: {error.strerror}{at}"
            ) from None
        return cls(store)

    @property
    def module(self) -> str:
        """The module by which processes reach them."""
        return type(self._store).__module__

    def write(self, order: RunOrder) -> None:
        """Write an order down for all workers, in one go."""
        self._write(f"{_start_of(order.run)}{_ORDER}", asdict(order))

    def has(self, run: str) -> bool:
        """Tell whether there is an order of a run.

        Raises:
            SetupError: that cannot be told.
        """
        name = f"{_start_of(run)}{_ORDER}"
        with _reading(name):
            return bool(self._store.names(name))

    def order_of(self, run: str) -> RunOrder:
        """Return the order of a run.

        Raises:
            SetupError: there is none here.
        """
        name = f"{_start_of(run)}{_ORDER}"
        with _reading(name):
            told = json.loads(self._store.read(name))
        told["arguments"] = tuple(told["arguments"])
        told["deployments"] = {tag: Deployment(**one) for tag, one in told["deployments"].items()}
        units = [Unit(**one | {"tags": tuple(one["tags"])}) for one in told["units"].values()]
        return RunOrder(**told | {"units": {unit.number: unit for unit in units}})

    def keep(self, kept: Kept) -> None:
        """Write down what has happened in one history of a shard; once more is the same."""
        name = f"{_histories(kept.run, kept.shard)}{kept.told:09}.json"
        self._write(name, [asdict(event) for event in kept.events])

    def kept(self, run: str, shard: int) -> list[Event]:
        """Return what has happened in all histories of a shard that have ended."""
        names = self._store.names(_histories(run, shard))
        told = [one for name in names for one in json.loads(self._store.read(name))]
        return [Event(**one | {"ended": one["ended"] and Ended(**one["ended"])}) for one in told]

    def deliver(self, run: str, number: int, attempt: int, folder: Path) -> None:
        """Keep the reports of one attempt, which are in a folder here; once more is the same."""
        with TemporaryDirectory() as place:
            packed = shutil.make_archive(str(Path(place, _UNITS)), _PACKED, folder)
            self._store.write(_packed(run, number, attempt), Path(packed).read_bytes())

    def fetch(self, run: str, number: int, attempt: int, folder: Path) -> None:
        """Bring the reports of one attempt into a folder here, which stays empty without any."""
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory() as place:
            packed = Path(place, _UNITS)
            try:
                packed.write_bytes(self._store.read(_packed(run, number, attempt)))
            except FileNotFoundError:
                return
            shutil.unpack_archive(packed, folder, _PACKED)

    @property
    def limits(self) -> Place:
        """Where all runs keep to the limits of accounts."""
        return self._store.below(_LIMITS)

    def journal(self, order: RunOrder, number: int, attempt: int, folder: Path) -> Journal:
        """Open the journal of an attempt; the janitor finds it when nobody else clears up.

        Args:
            order: of the run.
            number: of the unit.
            attempt: at it.
            folder: where to write where nobody can write into the artifacts bit by bit.
        """
        live = " ".join(one.address for one in order.deployments.values() if one.is_live)
        part = f"-{number}.{attempt}"
        if shared := self._store.folder:
            return Journal(shared / JOURNALS, order.run, live, order.places, part)
        store = self._store.below(JOURNALS)
        return MirroredJournal(store, folder, order.run, live, order.places, part)

    def journals(self, run: str, number: int, attempts: int, folder: Path) -> tuple[Path, ...]:
        """Return the journals of the first attempts at a unit; copies of them if need be."""
        names = [f"{run}-{number}.{one}.jsonl" for one in range(1, attempts + 1)]
        if shared := self._store.folder:
            return tuple(shared / JOURNALS / name for name in names)
        folder.mkdir(parents=True, exist_ok=True)
        there = self._store.names(f"{JOURNALS}/{run}-{number}.")
        found = [name for name in names if f"{JOURNALS}/{name}" in there]
        for name in found:
            (folder / name).write_bytes(self._store.read(f"{JOURNALS}/{name}"))
        return tuple(folder / name for name in found)

    def left(self, run: str) -> list[Resource]:
        """Return what the attempts of a run made and did not remove."""
        return remaining_in(b"\n".join(map(self._store.read, self._store.names(_journals(run)))))

    def was_begun(self, run: str) -> bool:
        """Tell whether any scenario of a run was begun."""
        return bool(self._store.names(_journals(run)))

    def remove(self, run: str) -> None:
        """Remove all of a run; what its journals still name must be written down elsewhere."""
        self._store.remove(_journals(run))
        self._store.remove(_start_of(run))

    def _write(self, name: str, content: object) -> None:
        self._store.write(name, json.dumps(content).encode())


def store_of(url: str) -> Store:
    """Return the store with an address: file:///path or s3://bucket/prefix."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.scheme == "file":
        return FolderStore(Path(path))
    from support.core.buckets import BucketStore  # noqa: PLC0415  few need its library

    return BucketStore(parts.netloc, path.strip("/"))


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        see = f"see {ARTIFACTS_URL} ({where(ARTIFACTS_URL)})"
        raise SetupError(f"{name} cannot be read: {error.strerror}; {see}") from None


def _start_of(run: str) -> str:
    """Return how the names of all files of a run begin, but for its journals."""
    if not is_run_id(run):
        raise SetupError(f"{run} is not the name of a run, such as dm-261121093000-3f9a1c")
    return f"{run}/"


def _histories(run: str, shard: int) -> str:
    return f"{_start_of(run)}{_HISTORIES}/{shard}/"


def _journals(run: str) -> str:
    return f"{JOURNALS}/{run}-"


def _packed(run: str, number: int, attempt: int) -> str:
    return f"{_start_of(run)}{_UNITS}/{number}.{attempt}.{_PACKED}"
