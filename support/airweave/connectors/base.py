"""What Airweave must be told about a source, and what it makes of it."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, ClassVar, Generic, TypeVar

from support.airweave.client.models import Piece
from support.bongos.base import Bongo

B = TypeVar("B", bound=Bongo[Any, Any])

Fields = Mapping[str, Any]


class Connector(Generic[B]):
    """One source as Airweave connects it.

    Args:
        bongo: writes into the source.
    """

    entity_type: ClassVar[str]
    """Airweave's name of the kind of entity that a document becomes."""

    kinds: ClassVar[Mapping[str, str]] = {}
    """Airweave's names of the other kinds of entities, by what a feature calls them."""

    secrets: ClassVar[Mapping[str, str]] = {}
    """Of the credentials, those that are settings of the source: Airweave's name and the field."""

    wrong_secrets: ClassVar[Mapping[str, str]]
    """Of the credentials, secrets of the right form that nobody was given."""

    is_federated: ClassVar[bool] = False
    """Whether Airweave asks the source at every search, and so copies nothing into its store."""

    shows_containers: ClassVar[bool] = False
    """Whether whatever a document lies in is an entity, too."""

    common: ClassVar[frozenset[str]] = frozenset()
    """Airweave's names of the kinds of entities that all who read the source share."""

    is_titled: ClassVar[bool] = False
    """Whether the entity of a document has the name of the document."""

    keeps_past: ClassVar[bool] = False
    """Whether a document may be said to be older than it is, as a commit may be dated back."""

    lacks: ClassVar[Mapping[str, str]] = {}
    """What Airweave cannot do with it, and why: a tag `@needs_<word>` skips such a scenario."""

    def __init__(self, bongo: B) -> None:
        self.bongo = bongo

    @property
    def short_name(self) -> str:
        """Airweave's name of the source."""
        return self.bongo.source

    @property
    def credentials(self) -> dict[str, Any]:
        """What Airweave needs to read the source."""
        settings = self.bongo.settings
        return {name: settings.secret(field) for name, field in self.secrets.items()}

    @property
    def wrong_credentials(self) -> dict[str, Any]:
        """Credentials of the right form that the source does not know."""
        return {**self.credentials, **self.wrong_secrets}

    @property
    def confidential(self) -> dict[str, str]:
        """What of the credentials is a secret that nobody must see, right or wrong ones."""
        names = {*self.secrets, *self.wrong_secrets}
        public = {str(value) for name, value in self.credentials.items() if name not in names}
        given = {f"the {name}": self.credentials[name] for name in names}
        wrong = {f"the wrong {name}": value for name, value in self.wrong_secrets.items()}
        return {name: value for name, value in {**given, **wrong}.items() if value not in public}

    @property
    def config(self) -> dict[str, Any]:
        """What Airweave must be told about where to read: nothing, if it reads all it may."""
        return {}

    def entity_id(self, path: str) -> str:
        """Return the id by which Airweave knows a document: the source's own, if it gives any."""
        return self.bongo.ids[path]

    def paths_by_id(self, among: Iterable[str]) -> dict[str, str]:
        """Return the paths of documents by the ids under which Airweave knows these."""
        return {self.entity_id(path): path for path in among}

    def place(self, path: str) -> str:
        """Return the path by which the source knows a document."""
        return path

    def stored_path(self, fields: Fields) -> str | None:
        """Return the path among the fields that Airweave stores, if there is one."""
        return None

    def containers(self, path: str) -> list[str]:
        """Return what the document lies in, outermost first, as Airweave words it: `Page Plans`."""
        return []

    def truth(self, piece: Piece) -> Fields:
        """Return what must be said of an entity of this source wherever it is shown.

        By Airweave's name of the field, or by that of the attribute of a `Piece`. A field that is
        not shown is not judged. Times are compared as moments, and what is written as JSON as that.
        """
        path = self.paths_by_id(self.bongo.documents).get(piece.original_id)
        return self.facts_of(path) if path else {}

    def facts_of(self, path: str) -> Fields:
        """Return what must be said of a document: its name, where there are titles."""
        return {"name": PurePosixPath(path).name} if self.is_titled else {}

    @property
    def certain(self) -> frozenset[str]:
        """Names of facts that must be shown, as text in small letters; others may be left out."""
        return frozenset()

    def is_folder(self, piece: Piece) -> bool:
        """Tell whether an entity is a folder, though it may have the id that a document had."""
        return False

    def is_foreign(self, fields: Fields) -> bool:
        """Tell whether a document is somebody else's, in a source that is read whole."""
        return False
