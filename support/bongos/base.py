"""What every bongo does; a connector adds its primitives and what Airweave must be told."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar

from support.bongos.settings import SourceSettings
from support.core.content import PLAIN, Author, Document, Style
from support.core.errors import Failure, SetupError
from support.core.settings import where
from support.core.timings import outside
from support.core.waiting import RateLimiter

S = TypeVar("S", bound=SourceSettings)

FILES = ("docs/onboarding.md", "src/pricing.py", "config/roadmap.json")


@dataclass(frozen=True)
class Place(Generic[S]):
    """Where a bongo works.

    Attributes:
        settings: of the source.
        client: the vendor's SDK, as the bongo's `connect` returned it.
        home: the name of what the bongo makes for itself; tells whose it is.
        author: writes the documents.
        register: called with kind and name before a home is made, so that it can be undone.
        pace: keeps to the vendor's limits; all bongos of an account share it.
    """

    settings: S
    client: Any
    home: str
    author: Author
    register: Callable[[str, str], None]
    pace: RateLimiter


class BaseBongo(ABC, Generic[S]):
    """Creates, updates and deletes test entities in a source, and knows what must be there.

    Every bongo works in a home of its own (a branch, a folder, a channel), which holds nothing
    else. A connector implements the primitives (`open_home`, `put`, `remove`, `list_ours`,
    `homes`, `cleanup`) on the vendor's own SDK and describes itself to Airweave with
    `credentials`, `config` and `entity_id`.
    """

    settings_type: ClassVar[type[SourceSettings]]
    """The variables by which the source is reached."""

    source: ClassVar[str]
    """Airweave's short name of the source."""

    vendor: ClassVar[str]
    """What people call it."""

    entity_type: ClassVar[str]
    """Airweave's name of the kind of entity that a document becomes."""

    home_kind: ClassVar[str]
    """What a home is, such as `branch`."""

    needs: ClassVar[tuple[str, ...]]
    """The settings without which the source cannot be reached."""

    errors: ClassVar[tuple[type[Exception], ...]]
    """What the SDK raises when the vendor refuses or does not answer."""

    writes_a_second: ClassVar[float]
    """The vendor's documented limit."""

    test_documents: ClassVar[tuple[str, ...]] = ("Onboarding", "Pricing", "Roadmap")
    """Names of documents for features to which any name is good."""

    kinds: ClassVar[Mapping[str, str]] = {}
    """Airweave's names of the other kinds of entities, by what a feature calls them."""

    lacks: ClassVar[Mapping[str, str]] = {}
    """What the source cannot do, and why: a tag `@needs_<word>` skips such a scenario."""

    stored: ClassVar[bool] = True
    """Whether Airweave copies the source into its store; else it asks it at every search."""

    def __init__(self, place: Place[S]) -> None:
        self.settings = place.settings
        self.home = place.home
        self.documents: dict[str, Document] = {}
        self.history: dict[str, list[Document]] = {}
        self._author = place.author
        self._register = place.register
        self._pace = place.pace
        self._is_open = False
        self._ids: dict[str, str] = {}  # by path, where the source gives its documents ids

    @classmethod
    def home_name(cls, settings: S, name: str) -> str:
        """Return what a home is called in the source, given a name that tells whose it is."""
        return name

    @classmethod
    @abstractmethod
    def connect(cls, settings: S) -> Any:  # noqa: ANN401  every SDK has a client of its own
        """Return the vendor's client after a first call that proves the settings right."""

    @abstractmethod
    def open_home(self) -> None:
        """Make the home."""

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
    def homes(self) -> list[str]:
        """Ask the source for the names of all homes, whoever made them."""

    @abstractmethod
    def cleanup(self) -> None:
        """Remove the home with everything in it; harmless when it is already gone."""

    @property
    @abstractmethod
    def credentials(self) -> dict[str, Any]:
        """What Airweave needs to read the source."""

    @property
    @abstractmethod
    def wrong_credentials(self) -> dict[str, Any]:
        """Credentials of the right form that the source does not know."""

    @property
    def config(self) -> dict[str, Any]:
        """What Airweave must be told about where to read: nothing, if it reads all it may."""
        return {}

    def entity_id(self, path: str) -> str:
        """Return the id by which Airweave knows the document at `path`: the source's own, if any.

        A source that gives none must override this.
        """
        return self._ids[path]

    def stored_path(self, fields: Mapping[str, Any]) -> str | None:
        """Return the path among the fields that Airweave stores, if this source has one."""
        return None

    def containers(self, path: str) -> list[str]:
        """Return what the document lies in, outermost first, as Airweave words it: `Page Plans`."""
        return []

    def is_foreign(self, fields: Mapping[str, Any]) -> bool:
        """Tell whether a document is somebody else's, in a source that is read whole."""
        return False

    @classmethod
    def missing(cls, settings: S) -> str | None:
        """Return the variable that is not set and without which nothing works, if there is one."""
        return next((need.upper() for need in cls.needs if not getattr(settings, need)), None)

    @classmethod
    def client(cls, settings: S) -> Any:  # noqa: ANN401  every SDK has a client of its own
        """Return the vendor's client; a mistake in the settings is told in one line.

        Raises:
            SetupError: a setting is missing, or the vendor refuses it or does not answer.
        """
        if missing := cls.missing(settings):
            raise SetupError(f"{missing} is not set: a live Airweave needs {cls.vendor} to read")
        try:
            with outside():
                return cls.connect(settings)
        except cls.errors as error:
            variable = cls.needs[0].upper()
            line = " ".join(str(error).split())
            raise SetupError(
                f"{cls.vendor} refuses {variable} ({where(variable)}): {line}"
            ) from None

    @contextmanager
    def explained(self, action: str) -> Iterator[None]:
        """Turn an error of the vendor into one line that says what was to be done."""
        try:
            with outside():
                yield
        except self.errors as error:
            reason = str(error) or type(error).__name__
            raise Failure(f"{self.vendor} would not {action}: {reason}") from error

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
            self._pace.wait()
            with self.explained(f"delete {path}"):
                self.remove(path)
            del self.documents[path]

    def trash(self, path: str) -> None:
        """Throw a document away so that it could be taken out again, where a source allows it."""
        raise NotImplementedError

    def archive(self, path: str) -> None:
        """Put a document away without deleting it, where a source allows it."""
        raise NotImplementedError

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
        self._open()
        self._pace.wait()
        with self.explained(f"write {document.path}"):
            self.put(document)
        self.documents[document.path] = document
        self.history.setdefault(document.path, []).append(document)

    def _open(self) -> None:
        if not self._is_open:
            self._register(f"{self.source} {self.home_kind}", self.home)
            with self.explained(f"make the {self.home_kind} {self.home}"):
                self.open_home()
            self._is_open = True

    def _require(self, path: str) -> None:
        if path not in self.documents:
            there = ", ".join(sorted(self.documents)) or "nothing"
            raise Failure(f"{path} is not in the source, which holds {there}")
