"""Names by which everything that a run makes can be told from everything else."""

import re
import secrets
from datetime import UTC, datetime

_RUN = re.compile(r"dm-\d{12}-[0-9a-f]{6}")
_OURS = re.compile(rf"(?:^|.*[/-])(?P<run>{_RUN.pattern})-\d+(?:-[a-z0-9]+)*(?:/[a-z0-9]+)?\Z")


def new_run_id() -> str:
    """Return a name for a run that no other run has, such as `dm-261121093000-3f9a1c`."""
    return run_id(datetime.now(UTC), secrets.token_hex(3))


def run_id(now: datetime, word: str) -> str:
    """Return the name of the run that begins now, given six hexadecimal digits of its own."""
    return f"dm-{now:%y%m%d%H%M%S}-{word}"


def run_of(name: str) -> str | None:
    """Return the run that made the thing called `name`, or None if no run of ours did."""
    ours = _OURS.match(name)
    return ours["run"] if ours else None


def is_of(run: str, name: str) -> bool:
    """Tell whether `name` is, from its first letter on, one that the run gives what it makes."""
    return name.startswith(run) and run_of(name) == run


def is_run_id(text: str) -> bool:
    """Tell whether `text` is the whole id of a run."""
    return bool(_RUN.fullmatch(text))
