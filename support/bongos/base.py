"""What every bongo does; a connector adds three primitives and what Airweave must be told."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from support.content import PLAIN, Author, Document, Style
from support.errors import Failure


class BaseBongo(ABC):
    """Creates, updates and deletes test entities in a source, and knows what must be there.

    A connector implements `put`, `remove` and `list_ours` on the source's own API and describes
    itself to Airweave with `source`, `credentials`, `config` and `entity_id`. Whatever it makes
    outside a single entity (a branch, a folder, a page) it registers for undo before making it.

    Args:
        author: writes the documents.
    """

    source: ClassVar[str]
    """Airweave's short name of the source."""

    entity_type: ClassVar[str]
    """Airweave's name of the kind of entity that a document becomes."""

    def __init__(self, author: Author) -> None:
        self._author = author
        self.documents: dict[str, Document] = {}
        self.history: dict[str, list[Document]] = {}

    @abstractmethod
    def put(self, document: Document) -> None:
        """Write a document into the source, new or over the one of the same path."""

    @abstractmethod
    def remove(self, path: str) -> None:
        """Remove the document at `path` from the source."""

    @abstractmethod
    def list_ours(self) -> list[str]:
        """Ask the source for the paths of all documents that this bongo wrote."""

    @abstractmethod
    def cleanup(self) -> None:
        """Remove everything that this bongo made; harmless when it is already gone."""

    @property
    @abstractmethod
    def credentials(self) -> dict[str, str]:
        """What Airweave needs to read the source."""

    @property
    @abstractmethod
    def wrong_credentials(self) -> dict[str, str]:
        """Credentials of the right form that the source does not know."""

    @property
    @abstractmethod
    def config(self) -> dict[str, Any]:
        """What Airweave must be told about where to read."""

    @abstractmethod
    def entity_id(self, path: str) -> str:
        """Return the id by which Airweave knows the document at `path`."""

    def stored_path(self, fields: Mapping[str, Any]) -> str | None:
        """Return the path among the fields that Airweave stores, if this source has one."""
        return None

    def containers(self, path: str) -> list[str]:
        """Return what the document lies in, outermost first, as Airweave words it: `Page Plans`."""
        return []

    def create_entities(self, paths: Iterable[str], style: Style = PLAIN) -> None:
        """Write new documents."""
        for path in paths:
            if path in self.documents:
                raise Failure(f"{path} is in the source already")
            self._write(path, style)

    def update_entities(self, paths: Iterable[str], style: Style = PLAIN) -> None:
        """Write new revisions, with new words, of documents that are there."""
        for path in paths:
            self._require(path)
            self._write(path, style)

    def delete_entities(self, paths: Iterable[str]) -> None:
        """Delete documents that are there."""
        for path in paths:
            self._require(path)
            self.remove(path)
            del self.documents[path]

    def rename_entity(self, old: str, new: str) -> None:
        """Move a document to another path; its words stay."""
        self._require(old)
        moved = replace(self.documents[old], path=new)
        self.delete_entities([old])
        self._put(moved)

    def _write(self, path: str, style: Style) -> None:
        revision = len(self.history.get(path, [])) + 1
        self._put(self._author.write(path, revision, style))

    def _put(self, document: Document) -> None:
        self.put(document)
        self.documents[document.path] = document
        self.history.setdefault(document.path, []).append(document)

    def _require(self, path: str) -> None:
        if path not in self.documents:
            there = ", ".join(sorted(self.documents)) or "nothing"
            raise Failure(f"{path} is not in the source, which holds {there}")
