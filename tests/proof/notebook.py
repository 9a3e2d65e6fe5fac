"""What was found out in a session of tests, for all its processes: nothing is tried out twice."""

import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from support.parallel.units import Result


@dataclass(frozen=True)
class Finding:
    """What became of a scenario in an experiment.

    Attributes:
        status: behave's word.
        step: the sentence at which it went red; empty if none did.
        message: what is wrong, or why it was skipped.
        rung: how much patience is enough for it.
        cause: why it is red; empty if it is not.
    """

    status: str
    step: str = ""
    message: str = ""
    rung: int = 0
    cause: str = ""

    @property
    def is_green(self) -> bool:
        """Whether every step of it passed."""
        return self.status == "passed"

    @property
    def is_red(self) -> bool:
        """Whether it turns a run red."""
        return self.status not in {"passed", "skipped"}


def finding(result: Result, rung: int = 0) -> Finding:
    """Return what a result tells."""
    told = result.outcome
    return Finding(told.status, told.step, told.message, rung, told.cause)


class Notebook:
    """Findings by key, a file each, so that the processes of a session share them.

    Two that find out the same thing at the same time write the same; a file is there as a whole.

    Args:
        folder: where the files are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def look_up(self, *key: object) -> Finding | None:
        """Return what was found out; None if nothing was."""
        path = self._path(key)
        return Finding(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None

    def note(self, found: Finding, *key: object) -> None:
        """Keep what was found out."""
        path = self._path(key)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(asdict(found)), encoding="utf-8")
        draft.rename(path)

    def _path(self, key: tuple[object, ...]) -> Path:
        return self._folder / (re.sub(r"\W+", "_", " ".join(map(str, key))) + ".json")
