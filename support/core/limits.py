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


class SharedLimiter:
    """Keeps a pause between the beginnings of calls of all processes that share a file.

    Each takes the next time that is free, and waits for it; who is alone therefore has all times.
    A time that was missed by more than one pause, as where a machine stood still, is not used:
    however long one looks, no more than two calls too many are made. All go by the clock of the
    machine that keeps the file.

    Args:
        path: of the file, which is made when it is needed.
        seconds: the pause.
    """

    def __init__(self, path: Path, seconds: float) -> None:
        self._path = path
        self._seconds = seconds

    def wait(self) -> None:
        """Wait until the next call may be made.

        Raises:
            Failure: the file cannot be read or written.
        """
        late = self._seconds + 1
        while late > self._seconds:
            early, told = self._take(), time.monotonic()
            if early > 0:
                pause_for(early)
            late = time.monotonic() - told - early

    def _take(self) -> float:
        """Take the next time that is free; return in how many seconds it comes."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch(0o600)
            with self._path.open("r+") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                os.utime(file.fileno())
                now = os.fstat(file.fileno()).st_mtime
                taken = max(now, float(file.read() or now))
                file.seek(0)
                file.write(f"{taken + self._seconds:.6f}")
        except OSError as error:
            raise Failure(
                f"The limit of an account is not kept: {error.strerror}: {self._path}"
            ) from None
        return taken - now


@dataclass(frozen=True)
class Limits:
    """How a process keeps to the limits of its accounts.

    Attributes:
        sharing: how many use them at a time without knowing of each other; each takes its share.
        folder: where all others know of each other; None if there are none.
    """

    sharing: int = 1
    folder: Path | None = None

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
        if self.folder is None or not seconds:
            return RateLimiter(self.pause(seconds))
        digest = sha256("\n".join(secrets).encode()).hexdigest()[:_LETTERS]
        return SharedLimiter(self.folder / f"{source}-{digest}", self.pause(seconds))
