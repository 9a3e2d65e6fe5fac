"""A journal that other machines can read, where they share no folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from support.core.stores import Store
from support.reporting.report_errors import tolerated
from support.run.journal import Journal


class MirroredJournal(Journal):
    """A journal of this machine; the store has all of it before anything is made.

    Args:
        store: for the journal.
        folder: of this machine's own.
        run: the id of the run.
        deployments: see `Journal`.
        places: see `Journal`.
        part: see `Journal`.
    """

    def __init__(
        self,
        store: Store,
        folder: Path,
        run: str,
        deployments: str,
        places: Mapping[str, str],
        part: str,
    ) -> None:
        self._store = store
        super().__init__(folder, run, deployments, places, part)

    def __getstate__(self) -> tuple[Any, ...]:
        """Return what another process of the run needs to write into the same journal."""
        return *super().__getstate__(), self._store

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        *rest, self._store = state
        super().__setstate__(tuple(rest))

    def _note(self, entry: dict[str, object]) -> None:
        with self._turn:
            super()._note(entry)
            with tolerated("journal, from which others undo"):
                self._store.write(self.path.name, self.path.read_bytes())
