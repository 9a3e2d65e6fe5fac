"""Google Drive: shared drives, and the text of every file that a pattern includes."""

from collections.abc import Iterator
from datetime import datetime
from fnmatch import fnmatch
from itertools import chain
from typing import Any, ClassVar

from pydantic import Field

from support.sandbox.airweave.app.sources.base import (
    Cursor,
    Entity,
    NotFoundError,
    Reading,
    Source,
    SourceContext,
    StrictFields,
)
from support.sandbox.airweave.app.sources.github_files import decode
from support.sandbox.airweave.app.sources.google import GoogleApi, GoogleAuth

DRIVE = "GoogleDriveDriveEntity"
FILE = "GoogleDriveFileEntity"
_FOLDER = "application/vnd.google-apps.folder"
_DOCUMENT = "application/vnd.google-apps.document"
_SHEET = "application/vnd.google-apps.spreadsheet"
_EXPORTED_AS = {_DOCUMENT: "text/plain", _SHEET: "text/csv"}
_FILES = "drive/v3/files"
_CHANGES = "drive/v3/changes"
_FIELDS = "nextPageToken,files(id,name,mimeType,parents,trashed,createdTime,modifiedTime)"

Item = dict[str, Any]


class GoogleDriveConfig(StrictFields):
    """Settings of a Drive connection."""

    include_patterns: list[str] = Field(
        default_factory=list, title="Include", description="Paths such as folder/**; empty: all"
    )


class GoogleDriveSource(Source):
    """Reads what is not in the trash."""

    short_name: ClassVar[str] = "google_drive"
    name: ClassVar[str] = "Google Drive"
    auth_model: ClassVar[type[StrictFields]] = GoogleAuth
    config_model: ClassVar[type[StrictFields]] = GoogleDriveConfig
    supports_continuous: ClassVar[bool] = True

    def __init__(self, auth: GoogleAuth, config: GoogleDriveConfig, context: SourceContext) -> None:
        self._patterns = config.include_patterns
        self._api = GoogleApi(self.name, auth, context)

    def validate(self) -> None:
        """Ask for one file."""
        self._api.json(_FILES, pageSize=1)

    def full(self) -> Reading:
        """Read every file."""
        token = self._api.json(f"{_CHANGES}/startPageToken")["startPageToken"]
        wanted = self._wanted()
        changes = chain(self._drives(), self._entities(wanted))
        return Reading(changes, self._cursor(token), complete=True)

    def incremental(self, cursor: Cursor) -> Reading | None:
        """Read the files that Drive's list of changes names; of others only that they are there.

        None when the patterns are others than before, or the list does not reach back that far.
        """
        try:
            pages = list(self._api.paged(_CHANGES, pageToken=cursor["page_token"], pageSize=1000))
        except NotFoundError:
            return None
        reached = self._cursor(pages[-1]["newStartPageToken"])
        if cursor["patterns"] != reached["patterns"]:
            return None
        changed = {change["fileId"] for page in pages for change in page["changes"]}
        wanted = self._wanted()
        unchanged = frozenset(wanted.keys() - changed)
        touched = {item: path for item, path in wanted.items() if item not in unchanged}
        changes = chain(self._drives(), self._entities(touched))
        return Reading(changes, reached, complete=True, unchanged=unchanged)

    def _cursor(self, token: str) -> Cursor:
        return {"patterns": " ".join(self._patterns), "page_token": token}

    def _drives(self) -> Iterator[Entity]:
        for drive in self._api.listed("drive/v3/drives", "drives"):
            yield Entity(
                entity_id=drive["id"],
                entity_type=DRIVE,
                name=drive["name"],
                text=f"# {drive['name']}\n\nShared drive",
                web_url=f"https://drive.google.com/drive/folders/{drive['id']}",
            )

    def _wanted(self) -> dict[str, tuple[Item, str]]:
        """Return the files that are to be read, by their id, each with its path."""
        items = {item["id"]: item for item in self._listed("trashed = false")}
        paths = {file: _path(item, items) for file, item in items.items()}
        return {
            file: (item, paths[file])
            for file, item in items.items()
            if item.get("mimeType") != _FOLDER and self._is_included(paths[file])
        }

    def _listed(self, query: str) -> Iterator[Item]:
        return self._api.listed(_FILES, "files", q=query, pageSize=1000, fields=_FIELDS)

    def _entities(self, files: dict[str, tuple[Item, str]]) -> Iterator[Entity]:
        for item, path in files.values():
            yield from self._file(item, path)

    def _file(self, item: Item, path: str) -> Iterator[Entity]:
        text = decode(self._content(item))
        if text is None:
            return
        yield Entity(
            entity_id=item["id"],
            entity_type=FILE,
            name=item["name"],
            text=f"# {item['name']}\n\n{text}",
            web_url=f"https://drive.google.com/file/d/{item['id']}/view",
            created_at=datetime.fromisoformat(item["createdTime"]),
            updated_at=datetime.fromisoformat(item["modifiedTime"]),
            fields={"mime_type": item.get("mimeType"), "path": path},
            unhashed=frozenset({"path"}),
        )

    def _content(self, item: Item) -> bytes:
        place = f"{_FILES}/{item['id']}"
        if kind := _EXPORTED_AS.get(item.get("mimeType", "")):
            return self._api.bytes(f"{place}/export?mimeType={kind}")
        return self._api.bytes(f"{place}?alt=media")

    def _is_included(self, path: str) -> bool:
        return not self._patterns or any(fnmatch(path, pattern) for pattern in self._patterns)


def _path(item: Item, items: dict[str, Item]) -> str:
    """Return the names from the top of the drive down to an item."""
    above = items.get(next(iter(item.get("parents", [])), ""))
    return f"{_path(above, items)}/{item['name']}" if above else str(item["name"])


SOURCE = GoogleDriveSource
