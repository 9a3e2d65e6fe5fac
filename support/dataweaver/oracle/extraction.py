"""Says whether the files of extractions hold what is in the source, and whether the counts do."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from support.core.causes import Cause, as_in, cause_of, together
from support.core.errors import Failure
from support.dataweaver.extractions import INCREMENTAL, Extractions, Made
from support.dataweaver.observers import files
from support.dataweaver.oracle import rows
from support.dataweaver.system import DataWeaverSystem
from support.laws.agreement import disagreements

_COMPLETED, _FAILED = "completed", "failed"
_CALLERS_FAULT = range(400, 500)
_TO_BE = "what was to be extracted"


class ExtractionOracle:
    """Judges extractions.

    Args:
        system: DataWeaver and its observers.
        extractions: of the scenario.
    """

    def __init__(self, system: DataWeaverSystem, extractions: Extractions) -> None:
        self._system = system
        self._extractions = extractions

    def expect_whole(self) -> None:
        """Expect each file to hold every row that it must, once, cell by cell, and no others.

        Raises:
            Failure: one does not; or nothing was extracted.
        """
        found = [fault for made in self._made() for fault in self._faults(made)]
        if found:
            raise Failure(together(found))

    def expect_counted(self) -> None:
        """Expect what is told of each extraction to be what its file holds, by all who tell.

        Raises:
            Failure: it is not; or nothing was extracted.
        """
        views = {_TO_BE: self._true(), "the answer": self._answers()}
        if self._system.database:
            views["the database"] = self._stored()
        if found := disagreements(views):
            raise Failure(together(found))

    def expect_failed(self, path: str) -> None:
        """Expect an extraction to have failed, nobody to say otherwise, and no file of it.

        Raises:
            Failure: somebody says that it was completed, or there is half a file.
        """
        for made in self._extractions.made:
            if made.extract.status != _FAILED:
                raise Failure(
                    Cause.MISREPORTED(f"{path} cannot be read to its end, and it is {made.extract}")
                )
        if self._system.database:
            source = self._extractions.data_source(path)
            for stored in self._system.database.extracts(source.id):
                self._expect_nothing_of(path, stored)

    def expect_refused(self) -> None:
        """Expect the latest extraction to be refused as the caller's own mistake, and not stored.

        Raises:
            Failure: it was not, or something of it is kept.
        """
        refusal = self._extractions.refusal
        if refusal is None:
            raise Failure(Cause.ACCEPTED(f"It was not refused: {self._made()[-1].extract}"))
        if refusal.status not in _CALLERS_FAULT:
            raise Failure(
                Cause.UNAVAILABLE(f"It was not refused as the caller's mistake: {refusal}")
            )
        if database := self._system.database:
            for source, ids in self._extractions.ids.items():
                if (kept := [row["id"] for row in database.extracts(source)]) != ids:
                    said = f"It was refused, and the extractions {ids} are stored as {kept}"
                    raise Failure(Cause.ACCEPTED(said))

    def _expect_nothing_of(self, path: str, stored: Mapping[str, Any]) -> None:
        """Expect what is stored of an extraction that failed to say so, and to name no file."""
        if stored["status"] == _COMPLETED:
            raise Failure(
                Cause.MISREPORTED(f"{path} cannot be read to its end, and is stored as completed")
            )
        file = stored["data_file_path"]
        if file and (self._storage / file).is_file():
            raise Failure(Cause.INVENTED(f"{path} cannot be read to its end, and {file} is there"))

    def _made(self) -> list[Made]:
        if not self._extractions.made:
            raise Failure(Cause.SUITE("Nothing was extracted, so there is nothing to compare"))
        return self._extractions.made

    def _faults(self, made: Made) -> Iterator[str]:
        content = files.read(self._storage, made.extract.data_file_path)
        if content.format != made.asked:
            yield Cause.ALTERED(
                f"{made.path}: asked for was {made.asked}, the file is {content.format}"
            )
        for fault in rows.faults(made.true, content):
            said = as_in([fault], f"{made.path}: {fault}")
            is_more = made.kind == INCREMENTAL and cause_of(fault) is Cause.INVENTED
            yield Cause.NEEDLESS(said) if is_more else said  # it was brought before
        started, completed = made.extract.started_at, made.extract.completed_at
        if started and completed and started > completed:
            said = f"{made.path}: it began at {started}, and was completed at {completed}"
            yield Cause.MISREPORTED(said)

    def _true(self) -> dict[str, dict[str, object]]:
        """Return what must be told of each extraction."""
        return {
            _name(made): {
                "data source": made.source,
                "type": made.kind,
                "status": _COMPLETED,
                "format": made.asked,
                "rows": len(made.true.rows),
                "columns": len(made.true.columns),
            }
            for made in self._made()
        }

    def _answers(self) -> dict[str, dict[str, object]]:
        return {
            _name(made): {
                "data source": made.extract.data_source_id,
                "type": made.extract.extract_type,
                "status": made.extract.status,
                "format": made.extract.data_format,
                "rows": made.extract.row_count,
                "columns": made.extract.column_count,
            }
            for made in self._extractions.made
        }

    def _stored(self) -> dict[str, dict[str, object]]:
        assert self._system.database is not None, "asked before"
        stored = {
            row["id"]: row
            for made in self._extractions.made
            for row in self._system.database.extracts(made.extract.data_source_id)
        }
        return {
            _name(made): {
                "type": stored[made.extract.id]["extract_type"],
                "status": stored[made.extract.id]["status"],
                "format": stored[made.extract.id]["data_format"],
                "rows": stored[made.extract.id]["row_count"],
                "columns": stored[made.extract.id]["column_count"],
            }
            for made in self._extractions.made
            if made.extract.id in stored
        }

    @property
    def _storage(self) -> Path:
        storage = self._system.settings.storage_path
        assert storage is not None, "the scenario needs @needs_files"
        return storage


def _name(made: Made) -> str:
    """Return what tells an extraction from others, of the same table too."""
    return f"{made.path} ({made.extract.id})"
