"""Where all machines of a run keep what they share: a folder, or a bucket with S3's API."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from pydantic import Field

from support.core.limits import FileTurns, Turns
from support.core.settings import Secret, Settings, Url


class Store(Protocol):
    """Keeps small files by their names, which are paths; whatever fails is an `OSError`."""

    @property
    def folder(self) -> Path | None:
        """Where several may write into one file; None if there is no such place."""

    def check(self) -> None:
        """Look whether it is there."""

    def write(self, name: str, content: bytes) -> None:
        """Write a file in one go; once more is the same."""

    def read(self, name: str) -> bytes:
        """Return what a file holds; a `FileNotFoundError` if there is none."""

    def names(self, start: str) -> Sequence[str]:
        """Return the names that begin so, in their order."""

    def remove(self, start: str) -> None:
        """Remove all whose names begin so."""

    def below(self, name: str) -> Self:
        """Return a part of it."""

    def turns(self, name: str) -> Turns:
        """Return the turns of all who know them by a name."""


class AwsSettings(Settings):
    """The bucket of the artifacts; in env.test these mean nothing but that."""

    aws_endpoint_url: Url | None = Field(
        None, description="A service with S3's API that is not Amazon's."
    )
    aws_default_region: str | None = Field(None, description="Where the bucket is.")
    aws_access_key_id: str | None = Field(
        None,
        description="Who reads and writes there; if not set, whom the machine knows by a profile or"
        " a role.",
    )
    aws_secret_access_key: Secret | None = Field(None, description="The key of that one.")
    aws_session_token: Secret | None = Field(None, description="If the key is a passing one.")


@dataclass(frozen=True)
class FolderStore:
    """Implements `Store` with a folder that all see.

    Attributes:
        folder: it need not be there yet.
    """

    folder: Path

    def check(self) -> None:
        """Look whether it is there, and make it if it is not."""
        self.folder.mkdir(parents=True, exist_ok=True)

    def write(self, name: str, content: bytes) -> None:
        """Write a file for its owner only: whoever finds it finds all of it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}")
        draft.touch(0o600)
        draft.write_bytes(content)
        draft.rename(path)

    def read(self, name: str) -> bytes:
        """Return what a file holds."""
        return (self.folder / name).read_bytes()

    def names(self, start: str) -> Sequence[str]:
        """Return the names that begin so, but for what is being written."""
        files = (self.folder / start).parent.rglob("[!.]*")
        found = (path.relative_to(self.folder).as_posix() for path in files if path.is_file())
        return sorted(name for name in found if name.startswith(start))

    def remove(self, start: str) -> None:
        """Remove all whose names begin so, and the folder if it is one."""
        for name in self.names(start):
            (self.folder / name).unlink(missing_ok=True)
        if start.endswith("/"):
            shutil.rmtree(self.folder / start, ignore_errors=True)

    def below(self, name: str) -> Self:
        """Return a folder in it."""
        return type(self)(self.folder / name)

    def turns(self, name: str) -> Turns:
        """Return those of a file."""
        return FileTurns(self.folder / name)
