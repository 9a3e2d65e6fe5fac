"""A folder of text files."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from support.sandbox.airweave.app.sources.base import (
    Entity,
    InvalidCredentialsError,
    Reading,
    Source,
    SourceContext,
    StrictFields,
)


class FolderAuth(StrictFields):
    """Credentials: the word that opens every folder."""

    word: str


class FolderConfig(StrictFields):
    """Settings: which folder."""

    path: str


class FolderSource(Source):
    """Reads every file."""

    short_name: ClassVar[str] = "folder"
    name: ClassVar[str] = "Folder"
    description: ClassVar[str] = "Text files"
    entity_types: ClassVar[tuple[str, ...]] = ("FolderFileEntity",)
    auth_model: ClassVar[type[StrictFields]] = FolderAuth
    config_model: ClassVar[type[StrictFields]] = FolderConfig

    def __init__(self, word: str, path: str) -> None:
        self._word, self._folder = word, Path(path)

    @classmethod
    def open(cls, auth: StrictFields, config: StrictFields, context: SourceContext) -> Source:
        """Return a source that reads the folder."""
        return cls(**auth.model_dump(), **config.model_dump())

    def validate(self) -> None:
        """Compare the word."""
        if self._word != "sesame":
            raise InvalidCredentialsError("The credentials do not open the folder")

    def full(self) -> Reading:
        """Read every file."""
        return Reading(self._files(), cursor=None, complete=True)

    def _files(self) -> Iterator[Entity]:
        for file in self._folder.iterdir():
            text = f"# {file.name}\n\n{file.read_text()}"
            yield Entity(
                entity_id=str(file),
                entity_type="FolderFileEntity",
                name=file.name,
                text=text,
                web_url=file.as_uri(),
            )


SOURCE = FolderSource
