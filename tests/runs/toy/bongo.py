"""A folder of text files. Every bongo works in a folder of its own."""

import shutil
from pathlib import Path
from typing import Any, ClassVar

from support.bongos.base import BaseBongo
from support.core.content import Document
from support.run.settings import Settings


class FolderBongo(BaseBongo):
    """Writes text files."""

    source: ClassVar[str] = "folder"
    vendor: ClassVar[str] = "The file system"
    entity_type: ClassVar[str] = "FolderFileEntity"
    home_kind: ClassVar[str] = "folder"
    needs: ClassVar[tuple[str, ...]] = ("folder_path",)
    errors: ClassVar[tuple[type[Exception], ...]] = (OSError,)
    writes_a_second: ClassVar[float] = 1000

    @classmethod
    def connect(cls, settings: Settings) -> Path:
        """Return the folder of all homes."""
        return Path(settings.folder_path).resolve()  # type: ignore[attr-defined]  # the walk-through adds it

    @property
    def place(self) -> Path:
        """The home."""
        return self.connect(self.settings) / self.home

    @property
    def credentials(self) -> dict[str, Any]:
        """A word that opens every folder."""
        return {"word": "sesame"}

    @property
    def wrong_credentials(self) -> dict[str, Any]:
        """Another word."""
        return {"word": "barley"}

    @property
    def config(self) -> dict[str, Any]:
        """Which folder to read."""
        return {"path": str(self.place)}

    def entity_id(self, path: str) -> str:
        """Return the whole path of the file."""
        return str(self.place / path)

    def open_home(self) -> None:
        """Make the folder."""
        self.place.mkdir()

    def put(self, document: Document) -> None:
        """Write the file."""
        (self.place / document.path).write_bytes(document.body)

    def remove(self, path: str) -> None:
        """Delete the file."""
        (self.place / path).unlink()

    def list_ours(self) -> list[str]:
        """Return the names of the files."""
        return sorted(file.name for file in self.place.iterdir())

    def homes(self) -> list[str]:
        """Return the names of all folders."""
        return [folder.name for folder in self.connect(self.settings).iterdir()]

    def cleanup(self) -> None:
        """Delete the folder with its files."""
        shutil.rmtree(self.place, ignore_errors=True)


BONGO = FolderBongo
