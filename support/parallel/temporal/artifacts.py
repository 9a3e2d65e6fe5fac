"""The folder that all processes of a run share, wherever they are: orders, journals, reports."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self
from urllib.parse import unquote

from support.core.errors import SetupError
from support.core.names import is_run_id
from support.core.settings import where
from support.parallel.temporal.payloads import Ended, Event, Kept
from support.parallel.units import Unit
from support.run.journal import Journal, Resource, remaining
from support.run.plugin import Deployment
from support.run.session import JOURNALS
from support.run.settings import TemporalSettings

_VARIABLE = "ARTIFACTS_URL"
_ORDER = "order.json"
_HISTORIES = "histories"
_LIMITS = "limits"


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


class Artifacts:
    """The shared folder.

    Args:
        folder: it holds a folder of each run, and `journal` with those of all attempts.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, settings: TemporalSettings) -> Self:
        """Return those that the settings name.

        Raises:
            SetupError: they name none, or nobody can write there.
        """
        if settings.artifacts_url is None:
            raise SetupError(
                f"{_VARIABLE} is not set: name a folder that all workers see, as file:///path"
            )
        folder = Path(unquote(settings.artifacts_url.path or ""))
        try:
            (folder / JOURNALS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SetupError(
                f"{_VARIABLE} ({where(_VARIABLE)}) does not work: {error.strerror}: {folder}"
            ) from None
        return cls(folder)

    def write(self, order: RunOrder) -> None:
        """Write an order down for all workers, in one go."""
        folder = self._folder_of(order.run)
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / _ORDER, asdict(order))

    def has(self, run: str) -> bool:
        """Tell whether there is an order of a run."""
        return (self._folder_of(run) / _ORDER).exists()

    def order_of(self, run: str) -> RunOrder:
        """Return the order of a run.

        Raises:
            SetupError: there is none here.
        """
        path = self._folder_of(run) / _ORDER
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise SetupError(
                f"{path} cannot be read: {error.strerror}; see {_VARIABLE} ({where(_VARIABLE)})"
            ) from None
        told["arguments"] = tuple(told["arguments"])
        told["deployments"] = {tag: Deployment(**one) for tag, one in told["deployments"].items()}
        units = [Unit(**one | {"tags": tuple(one["tags"])}) for one in told["units"].values()]
        return RunOrder(**told | {"units": {unit.number: unit for unit in units}})

    def keep(self, kept: Kept) -> None:
        """Write down what has happened in one history of a run; once more is the same."""
        folder = self._folder_of(kept.run) / _HISTORIES
        folder.mkdir(exist_ok=True)
        _write(folder / f"{kept.told:09}.json", [asdict(event) for event in kept.events])

    def kept(self, run: str) -> list[Event]:
        """Return what has happened in all histories of a run but the last."""
        paths = sorted((self._folder_of(run) / _HISTORIES).glob("*.json"))
        told = [one for path in paths for one in json.loads(path.read_text(encoding="utf-8"))]
        return [Event(**one | {"ended": one["ended"] and Ended(**one["ended"])}) for one in told]

    def attempt(self, run: str, number: int, attempt: int) -> Path:
        """Return the folder for the reports of one attempt."""
        return self._folder_of(run) / "units" / f"{number}.{attempt}"

    @property
    def limits(self) -> Path:
        """Where all runs keep to the limits of accounts."""
        return self._folder / _LIMITS

    def journal(self, order: RunOrder, number: int, attempt: int) -> Journal:
        """Open the journal of an attempt; the janitor finds it when nobody else clears up."""
        live = " ".join(one.address for one in order.deployments.values() if one.is_live)
        part = f"-{number}.{attempt}"
        return Journal(self._folder / JOURNALS, order.run, live, order.places, part)

    def journals(self, run: str, number: int, attempts: int) -> tuple[Path, ...]:
        """Return the journals of the first attempts at a unit."""
        folder = self._folder / JOURNALS
        return tuple(folder / f"{run}-{number}.{one}.jsonl" for one in range(1, attempts + 1))

    def left(self, run: str) -> list[Resource]:
        """Return what the attempts of a run made and did not remove."""
        return [one for path in self._journals_of(run) for one in remaining(path)]

    def remove(self, run: str) -> None:
        """Remove all of a run; what its journals still name must be written down elsewhere."""
        for path in self._journals_of(run):
            path.unlink(missing_ok=True)
        shutil.rmtree(self._folder_of(run), ignore_errors=True)

    def _journals_of(self, run: str) -> Sequence[Path]:
        return sorted((self._folder / JOURNALS).glob(f"{run}-*.jsonl"))

    def _folder_of(self, run: str) -> Path:
        if not is_run_id(run):
            raise SetupError(f"{run} is not the name of a run, such as dm-261121093000-3f9a1c")
        return self._folder / run


def _write(path: Path, content: object) -> None:
    """Write a file in one go, for its owner only: whoever finds it finds all of it."""
    draft = path.with_name(f".{path.stem}")
    draft.touch(0o600)
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.rename(path)
