"""What every bongo does; a source adds its primitives, and the abilities that it has."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import urlsplit

from pydantic import HttpUrl, SecretStr

from support.bongos.abilities import Bulk, Editing
from support.bongos.settings import SourceSettings
from support.core.causes import Cause
from support.core.content import PLAIN, Author, Document, Style
from support.core.errors import Failure, SetupError, in_short
from support.core.http import is_way_broken
from support.core.limits import Limiter
from support.core.settings import where
from support.core.timings import ScenarioTimings, outside

A = TypeVar("A")
S = TypeVar("S", bound=SourceSettings)
C = TypeVar("C")

_UNKNOWN_LOGIN, _FORBIDDEN, _TOO_MANY = 401, 403, 429
_SQL_LOGIN = "28"  # the class of states of SQL for a login that is refused
_SLACK_LOGIN = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}

_MANY = 10  # documents; fewer are written one by one, as people do

FILES = ("docs/onboarding.md", "src/pricing.py", "config/roadmap.json")


@dataclass(frozen=True)
class Account(Generic[S, C]):
    """A login at a source, which all bongos of a run share.

    Attributes:
        settings: how the source is reached.
        client: the vendor's SDK, logged in.
        limiter: keeps to the vendor's limit of writes.
    """

    settings: S
    client: C
    limiter: Limiter


def _register_nothing(kind: str, name: str) -> None:
    """Need no undo: what is only looked at or removed."""


@dataclass(frozen=True)
class Workspace:
    """A place in a source that holds what one bongo wrote: a branch, a folder, a channel.

    Attributes:
        name: tells whose it is.
        register: called with kind and name before it is made, so that it can be undone.
        timings: of the scenario.
        folder: begins the paths in a source whose workspaces share their paths: what reads the
            source may tell documents apart by nothing else. A scenario's workspaces have one.
    """

    name: str
    register: Callable[[str, str], None] = _register_nothing
    timings: ScenarioTimings = field(default_factory=lambda: ScenarioTimings(""))
    folder: str = ""


class Bongo(ABC, Generic[S, C]):
    """Creates, changes, deletes and lists test documents in a source, and knows what is there.

    A source implements the primitives (`connect`, `open_workspace`, `add`, `remove`,
    `list_documents`, `workspaces`, `cleanup`) on the vendor's own SDK, and of `abilities.py` what
    it can.

    Attributes:
        settings: how the source is reached.
        client: the vendor's SDK.
        workspace: the name of the only place that it writes to.
        folder: begins the paths of what it writes, where the source has use for it.
        documents: by path, what is in the workspace now.
        history: by path, every revision that was ever written, in the order in which each was
            written last.
        ids: by path, the id that the source gave a document, if it gives any.
        opened: when the workspace was made, if it was: nothing in it is older.
    """

    settings_type: ClassVar[type[SourceSettings]]
    """The variables by which the source is reached."""

    source: ClassVar[str]
    """Its name: that of its tag and of the module."""

    vendor: ClassVar[str]
    """What people call it."""

    workspace_kind: ClassVar[str]
    """What a workspace is, such as `branch`."""

    needs: ClassVar[tuple[str, ...]]
    """The settings without which the source cannot be reached."""

    errors: ClassVar[tuple[type[Exception], ...]]
    """What the SDK raises when the vendor refuses or does not answer."""

    writes_a_second: ClassVar[float]
    """The vendor's documented limit."""

    test_documents: ClassVar[tuple[str, ...]] = ("Onboarding", "Pricing", "Roadmap")
    """Names of documents for features to which any name is good."""

    lacks: ClassVar[Mapping[str, str]] = {}
    """What the source cannot do, and why: a tag `@needs_<word>` skips such a scenario."""

    def __init__(self, account: Account[S, C], workspace: Workspace) -> None:
        self.settings = account.settings
        self.client = account.client
        self.workspace = workspace.name
        self.folder = workspace.folder
        self.documents: dict[str, Document] = {}
        self.history: dict[str, list[Document]] = {}
        self.ids: dict[str, str] = {}
        self.opened: datetime | None = None
        self._author = Author(workspace.name)
        self._limiter = account.limiter
        self._register = workspace.register
        self._timings = workspace.timings

    @classmethod
    def workspace_name(cls, settings: S, name: str) -> str:
        """Return what a workspace is called in the source, given a name that tells whose it is."""
        return name

    @classmethod
    @abstractmethod
    def connect(cls, settings: S) -> C:
        """Return the vendor's client after a first call that proves the settings right."""

    @abstractmethod
    def open_workspace(self) -> None:
        """Make the workspace."""

    @abstractmethod
    def add(self, document: Document) -> None:
        """Write a document that is not there."""

    @abstractmethod
    def remove(self, path: str) -> None:
        """Remove the document at `path`."""

    @abstractmethod
    def list_documents(self) -> list[str]:
        """Ask the source for the paths of all documents in the workspace, sorted."""

    @abstractmethod
    def workspaces(self) -> list[str]:
        """Ask the source for the names of all workspaces, whoever made them."""

    @abstractmethod
    def cleanup(self) -> None:
        """Remove the workspace with everything in it; harmless when it is already gone."""

    @property
    def kind(self) -> str:
        """What the workspace is as a resource, such as `github branch`."""
        return f"{self.source} {self.workspace_kind}"

    def resources(self) -> list[tuple[str, str]]:
        """Ask the source for everything that a bongo may have made; return kinds and names."""
        return [(self.kind, name) for name in self.workspaces()]

    def remove_resource(self, what: str) -> None:
        """Remove what `workspace` names; harmless when it is already gone.

        Args:
            what: it is, such as `branch`.
        """
        if what != self.workspace_kind:
            raise Failure(f"Nobody knows how to remove a {self.source} {what}")
        self.cleanup()

    @classmethod
    def missing(cls, settings: S) -> str | None:
        """Return the variable that is not set and without which nothing works, if there is one."""
        return next((need.upper() for need in cls.needs if not getattr(settings, need)), None)

    @classmethod
    def lacking(cls, settings: S) -> Mapping[str, str]:
        """Return what the source cannot do when it is reached like this, and why."""
        return cls.lacks

    @classmethod
    def place(cls, settings: S) -> str:
        """Return where these settings let it write, without what opens it: addresses and names."""
        told = []
        for name in type(settings).model_fields:
            value = getattr(settings, name)
            if isinstance(value, SecretStr) and "://" in value.get_secret_value():
                url = urlsplit(value.get_secret_value())
                told.append(f"{url.hostname}:{url.port}{url.path}")
            elif isinstance(value, HttpUrl) or (isinstance(value, str) and name in cls.needs):
                told.append(str(value))
        return " ".join(told)

    @classmethod
    def log_in(cls, settings: S, limiter: Limiter) -> Account[S, C]:
        """Return an account; a mistake in the settings is told in one line.

        Raises:
            SetupError: a setting is missing, or the vendor refuses it or does not answer.
        """
        if missing := cls.missing(settings):
            raise SetupError(f"{missing} is not set: {cls.vendor} cannot be reached without it")
        variable = cls.needs[0].upper()
        try:
            with outside():
                return Account(settings, cls.connect(settings), limiter)
        except cls.errors as error:
            raise SetupError(
                f"{cls.vendor} refuses {variable} ({where(variable)}): {error}"
            ) from None
        except SetupError:
            raise
        except Exception as error:  # noqa: BLE001  what is something else may answer anything
            raise SetupError(
                f"{cls.vendor}, which {variable} ({where(variable)}) shall open, answers what makes"
                f" no sense: {in_short(error)}"
            ) from None

    def having(self, ability: type[A]) -> A:
        """Return this bongo as one with an ability.

        Raises:
            Failure: its source has no such.
        """
        if not isinstance(self, ability):
            wanted = re.sub(r"(?<!^)(?=[A-Z])", " ", ability.__name__).lower()
            said = f"This sentence is about {wanted}, which {self.vendor} does not know"
            raise Failure(Cause.SUITE(said))
        return self

    def create(self, paths: Iterable[str], style: Style = PLAIN) -> None:
        """Write new documents, with words of their own."""
        paths = list(paths)
        with self._timings.phase("create", entities=len(paths)):
            if bulk := self._in_bulk(paths):
                self._write(f"{len(paths)} documents", self._new(paths, style), bulk.add_all)
            else:
                for path in paths:
                    self.create_by(self.add, path, style)

    def create_test_documents(self) -> None:
        """Write a few documents, to which any name is good."""
        self.create(self.test_documents)

    def create_by(self, add: Callable[[Document], None], path: str, style: Style = PLAIN) -> None:
        """Write a new document in another way than the common one."""
        (document,) = self._new([path], style)
        self._write_one(document, add)

    def update(self, paths: Iterable[str], style: Style = PLAIN) -> None:
        """Give documents that are there new words; the old ones go."""
        edit = self.having(Editing).edit
        paths = list(paths)
        with self._timings.phase("change", entities=len(paths)):
            for path in paths:
                self.require(path)
            if bulk := self._in_bulk(paths):
                revised = [self._revised(path, style) for path in paths]
                self._write(f"{len(paths)} documents", revised, bulk.edit_all)
            else:
                for path in paths:
                    self._write_one(self._revised(path, style), edit)

    def give_back(self, path: str) -> None:
        """Give a document that is there the words back that it had first; the present ones go."""
        edit = self.having(Editing).edit
        first = self.history[path].pop(0)  # from now on it is the newest one
        with self._timings.phase("change", entities=1):
            self._write_one(first, edit)

    def delete(self, paths: Iterable[str]) -> None:
        """Delete documents that are there."""
        paths = list(paths)
        with self._timings.phase("change", entities=len(paths)):
            if bulk := self._in_bulk(paths):
                with self.taking_away(f"delete {len(paths)} documents", *paths):
                    bulk.remove_all(paths)
            else:
                for path in paths:
                    with self.taking_away(f"delete {path}", path):
                        self.remove(path)

    def rename(self, old: str, new: str) -> None:
        """Move a document to another path; its words stay."""
        self.require(old)
        moved = replace(self.documents[old], path=new, revision=self._next_revision(new))
        self.delete([old])
        self._write_one(moved, self.add)

    def rename_by(self, rename: Callable[[Document], object], old: str, new: str) -> None:
        """Give a document another path in its place; it stays what it is, by its id too."""
        self.require(old)
        moved = replace(self.documents[old], path=new, revision=self._next_revision(new))
        with self.taking_away(f"rename {old}", old):
            self._write(new, [moved], lambda _: rename(moved))
        if old in self.ids:
            self.ids[new] = self.ids[old]

    @contextmanager
    def explained(self, action: str) -> Iterator[None]:
        """Turn an error of the vendor into one line that says what was to be done."""
        try:
            with outside():
                yield
        except self.errors as error:
            reason = str(error) or type(error).__name__
            said = f"{self.vendor} would not {action}: {reason}"
            raise Failure(said, cause_of_trouble(error)) from error

    @contextmanager
    def changing(self, action: str, *paths: str) -> Iterator[None]:
        """Change documents that are there, at the vendor's pace and with its errors explained."""
        for path in paths:
            self.require(path)
        self._limiter.wait()
        with self.explained(action):
            yield

    @contextmanager
    def taking_away(self, action: str, *paths: str) -> Iterator[None]:
        """Change documents in such a way that they are not in the workspace afterwards."""
        with self.changing(action, *paths):
            yield
        for path in paths:
            del self.documents[path]

    def require(self, path: str) -> None:
        """Raise a Failure unless the document is there."""
        if path not in self.documents:
            there = ", ".join(sorted(self.documents)) or "nothing"
            raise Failure(Cause.SUITE(f"{path} is not in the source, which holds {there}"))

    def _in_bulk(self, paths: Sequence[str]) -> Bulk | None:
        """Return this bongo as one that takes all of these at one stroke, if it does."""
        return self if isinstance(self, Bulk) and len(paths) >= _MANY else None

    def _next_revision(self, path: str) -> int:
        return len(self.history.get(path, [])) + 1

    def _new(self, paths: list[str], style: Style) -> list[Document]:
        if there := self.documents.keys() & {*paths}:
            raise Failure(Cause.SUITE(f"{min(there)} is in the source already"))
        return [self._revised(path, style) for path in paths]

    def _revised(self, path: str, style: Style) -> Document:
        return self._author.write(path, self._next_revision(path), style)

    def _write_one(self, document: Document, write: Callable[[Document], None]) -> None:
        self._write(document.path, [document], lambda _: write(document))

    def _write(
        self, what: str, documents: list[Document], write: Callable[[list[Document]], object]
    ) -> None:
        self._open()
        self._limiter.wait()
        with self.explained(f"write {what}"):
            write(documents)
        for document in documents:
            self.documents[document.path] = document
            self.history.setdefault(document.path, []).append(document)

    def _open(self) -> None:
        if self.opened is None:
            self._register(self.kind, self.workspace)
            began = datetime.now(UTC)
            with self.explained(f"make the {self.workspace_kind} {self.workspace}"):
                self.open_workspace()
            self.opened = began


def cause_of_trouble(error: BaseException) -> Cause:
    """Return why a source did not do what it was asked for, by what its client says of that.

    Clients of vendors carry the answer each in a way of its own, but call its parts alike.
    """
    if is_way_broken(error):
        return Cause.NETWORK
    answer = getattr(error, "response", None) or getattr(error, "resp", None) or error
    status = _status_of(error, answer)
    headers = dict(getattr(answer, "headers", None) or {})
    told = {str(name).lower(): str(value) for name, value in headers.items()}
    is_used_up = "retry-after" in told or told.get("x-ratelimit-remaining") == "0"
    if status == _TOO_MANY or (status == _FORBIDDEN and is_used_up):
        return Cause.RATE_LIMIT
    return Cause.CREDENTIALS if status in {_UNKNOWN_LOGIN, _FORBIDDEN} else Cause.SOURCE


def _status_of(error: BaseException, answer: Any) -> int | None:  # noqa: ANN401  of any client
    """Return the HTTP status that a client tells, or the one that says the same."""
    if isinstance(answer, dict) and "ResponseMetadata" in answer:  # boto3
        return int(answer["ResponseMetadata"].get("HTTPStatusCode", 0))
    if str(getattr(error, "sqlstate", None) or "").startswith(_SQL_LOGIN):
        return _UNKNOWN_LOGIN
    if getattr(answer, "data", None) and dict(answer.data).get("error") in _SLACK_LOGIN:
        return _UNKNOWN_LOGIN
    told = (getattr(answer, name, None) for name in ("status_code", "status", "http_status"))
    return next(
        (int(one) for one in told if isinstance(one, int | str) and str(one).isdigit()), None
    )
