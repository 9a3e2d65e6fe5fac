"""Keeps a run in the history. No run fails for its history, or waits long for it."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from support.core.bounded import within
from support.core.errors import in_short
from support.core.secrecy import keep_private
from support.history.comparison import Comparison, compared
from support.history.records import Entry
from support.history.settings import HistorySettings

if TYPE_CHECKING:
    from support.history.store import Store

_FILE = "history.sqlite"
_LONGEST_S = 10.0
_LONGEST_TO_ASK_S = 3.0
_STORE = "support.history.store"


@dataclass(frozen=True)
class Kept:
    """What came of keeping a run.

    Attributes:
        comparison: with the runs before it; None if the history did not answer.
        trouble: why it was not kept; empty if it was.
    """

    comparison: Comparison | None
    trouble: str = ""


class History:
    """Where runs are kept.

    Args:
        url: of the database.
        longest: how long it may take to keep a run, in seconds.
    """

    def __init__(self, url: str, longest: float = _LONGEST_S) -> None:
        self._url = url
        self._longest = longest

    def prepare(self) -> None:
        """Import meanwhile what is needed in the end: it takes a moment that nobody has then."""
        threading.Thread(target=import_module, args=(_STORE,), daemon=True).start()

    def usual_seconds(self) -> Mapping[tuple[str, str], float]:
        """Return how long scenarios usually take, by file and name; nothing if nobody knows."""
        with suppress(Exception):  # no run fails for its history
            return within(_LONGEST_TO_ASK_S, lambda: _usual_seconds(self._url))
        return {}

    def keep(self, entries: Sequence[Entry]) -> Kept:
        """Keep a run, and compare it with those before it."""
        try:
            return within(self._longest, lambda: Kept(_kept(self._url, entries)))
        except Exception as error:  # noqa: BLE001  a database may fail in any way
            return Kept(None, in_short(error).split(" [SQL:")[0].split(" (Background on")[0])


def url_of(settings: HistorySettings, reports: Path) -> str:
    """Return where the history is: as set, or in the folder of the reports."""
    if settings.history_url is not None:
        return settings.secret("history_url")
    return f"sqlite:///{reports / _FILE}"


@contextmanager
def opened(url: str) -> "Iterator[Store]":
    """Open a history until exit.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: it cannot be opened.
        ImportError: the driver that the URL asks for is not installed.
    """
    from support.history.store import Store  # noqa: PLC0415  a run loads it while it waits

    with closing(Store(url)) as store:
        yield store


def _usual_seconds(url: str) -> Mapping[tuple[str, str], float]:
    keep_private()
    with opened(url) as store:
        return store.usual_seconds()


def _kept(url: str, entries: Sequence[Entry]) -> Comparison:
    keep_private()
    with opened(url) as store:
        before = store.past_of({entry.subject for entry in entries})
        store.keep(entries)
    return compared(entries, before)
