"""Keeps to the limit of an account, whoever else of us writes with it, on whatever machine."""

import fcntl
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from support.core.errors import Failure
from support.core.waiting import RateLimiter, pause_for

_LETTERS = 8  # of a hash: enough to tell accounts apart, and too few to tell anything of a secret


class Limiter(Protocol):
    """Makes a process wait before each call that counts."""

    def wait(self) -> None:
        """Wait until the next call may be made."""


class Turns(Protocol):
    """The times at which calls begin, of all who have one limit; they go by one clock."""

    def take(self, seconds: float) -> float:
        """Take the next turn that is free; return in how many seconds it comes.

        Args:
            seconds: until the turn after that one.
        """


class Place(Protocol):
    """Something that all see who have limits in common."""

    def turns(self, name: str) -> Turns:
        """Return the turns of all who know them by a name."""


class SharedLimiter:
    """Keeps a pause between the beginnings of calls of all processes that share turns.

    Each takes the next turn that is free, and waits for it; who is alone therefore has all of them.
    A turn that was missed by more than one pause, as where a machine stood still, is not used:
    however long one looks, no more than two calls too many are made.

    Args:
        turns: of all.
        seconds: the pause.
    """

    def __init__(self, turns: Turns, seconds: float) -> None:
        self._turns = turns
        self._seconds = seconds

    def wait(self) -> None:
        """Wait until the next call may be made.

        Raises:
            Failure: what is shared cannot be read or written.
        """
        late = self._seconds + 1
        while late > self._seconds:
            early, told = self._taken(), time.monotonic()
            if early > 0:
                pause_for(early)
            late = time.monotonic() - told - early

    def _taken(self) -> float:
        try:
            return self._turns.take(self._seconds)
        except OSError as error:
            where = f": {error.filename}" if error.filename else ""
            raise Failure(f"The limit of an account is not kept: {error.strerror}{where}") from None


class FileTurns:
    """Implements `Turns` with a file, by the clock of the machine that keeps it.

    Args:
        path: of the file, which is made when it is needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def take(self, seconds: float) -> float:
        """Take the next turn that is free; return in how many seconds it comes."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.touch(0o600)
        with self._path.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            os.utime(file.fileno())
            now = os.fstat(file.fileno()).st_mtime
            taken = max(now, float(file.read() or now))
            file.seek(0)
            file.write(f"{taken + seconds:.6f}")
        return taken - now


@dataclass(frozen=True)
class Limits:
    """How a process keeps to the limits of its accounts.

    Attributes:
        sharing: how many use them at a time without knowing of each other; each takes its share.
        place: where all others know of each other; None if there are none.
    """

    sharing: int = 1
    place: Place | None = None

    def pause(self, seconds: float) -> float:
        """Return the pause of this share, given that of the account."""
        return seconds * self.sharing

    def limiter(self, source: str, secrets: Iterable[str], seconds: float) -> Limiter:
        """Return what keeps to the limit of one account.

        Args:
            source: where it is.
            secrets: by which it is known: who has the same ones has the same account.
            seconds: the pause between two calls that it asks for.
        """
        if self.place is None or not seconds:
            return RateLimiter(self.pause(seconds))
        digest = sha256("\n".join(secrets).encode()).hexdigest()[:_LETTERS]
        return SharedLimiter(self.place.turns(f"{source}-{digest}"), self.pause(seconds))
