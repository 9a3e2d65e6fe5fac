"""Google Drive, through Google's own client. Every bongo works in a folder of its own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import PurePosixPath
from typing import Any, ClassVar

from googleapiclient.http import MediaInMemoryUpload

from support.bongos.base import Account, Workspace
from support.bongos.faults import EXPIRED, REFUSED
from support.bongos.google_api import GoogleBongo
from support.bongos.settings import GoogleSettings
from support.core.content import Document

_FOLDER = "application/vnd.google-apps.folder"
_DOCUMENT = "application/vnd.google-apps.document"
_SHEET = "application/vnd.google-apps.spreadsheet"
_TOP = PurePosixPath()

Media = Callable[[Document], MediaInMemoryUpload]


def _upload(document: Document) -> MediaInMemoryUpload:
    return MediaInMemoryUpload(document.body, mimetype="text/plain")


def _rows(document: Document) -> MediaInMemoryUpload:
    return MediaInMemoryUpload("\n".join(document.sentences).encode(), mimetype="text/csv")


class GoogleDriveBongo(GoogleBongo):
    """Writes text files, and documents of Google's own where a name has no ending."""

    source: ClassVar[str] = "google_drive"
    vendor: ClassVar[str] = "Google Drive"
    workspace_kind: ClassVar[str] = "folder"
    service: ClassVar[tuple[str, str]] = ("drive", "v3")
    base_path: ClassVar[str] = "drive/v3/"
    writes_a_second: ClassVar[float] = 3  # developers.google.com/drive, usage limits
    test_documents: ClassVar[tuple[str, ...]] = ("Onboarding.txt", "Pricing.md", "Roadmap.txt")

    def __init__(self, account: Account[GoogleSettings, Any], workspace: Workspace) -> None:
        super().__init__(account, workspace)
        self._files = self.client.files()
        self._folders: dict[PurePosixPath, str] = {}
        self._plain: set[str] = set()

    @classmethod
    def try_out(cls, client: Any) -> None:  # noqa: ANN401
        """Ask for one file."""
        client.files().list(pageSize=1).execute()

    def name_of(self, path: str) -> str:
        """Return what a file is called; in Drive a name may hold a slash."""
        return path if path in self._plain else PurePosixPath(path).name

    def open_workspace(self) -> None:
        """Make the folder."""
        self._folders[_TOP] = self._make_folder(self.workspace)

    def add(self, document: Document) -> None:
        """Upload a file."""
        kind = "" if PurePosixPath(document.path).suffix else _DOCUMENT
        folder = self._folder(self._place(document.path))
        self.ids[document.path] = self._upload(document, folder, kind=kind)

    def edit(self, document: Document) -> None:
        """Upload a file's new content."""
        self._update(document.path, media_body=_upload(document))

    def remove(self, path: str) -> None:
        """Delete the file for good."""
        self.run(self._files.delete(fileId=self.ids[path]))

    def rename(self, old: str, new: str) -> None:
        """Give the file another name; it stays in its folder."""
        name = {"name": PurePosixPath(new).name}
        self.rename_by(lambda _: self._update(old, body=name), old, new)

    def trash(self, path: str) -> None:
        """Move the file to the trash."""
        with self.taking_away(f"trash {path}", path):
            self._update(path, body={"trashed": True})

    def move(self, path: str, folder: str) -> None:
        """Move the file to a folder of the workspace."""
        with self.changing(f"move {path}", path):
            self._move(path, self._folder(PurePosixPath(folder)))

    def move_out(self, path: str) -> None:
        """Move the file to a folder beside the workspace that goes with it."""
        with self.taking_away(f"move {path}", path):
            self._move(path, self._beside())

    def create_beside(self, path: str) -> None:
        """Upload a file to that folder; it is none of the workspace's."""
        with self.explained(f"write {path}"):
            self._upload(self._author.write(path, 1), self._beside())

    def create_plain(self, path: str) -> None:
        """Upload a text file of just this name, though it has no ending, or holds a slash."""
        self._plain.add(path)
        self._create_as(path, _upload)

    def create_sheet(self, path: str) -> None:
        """Make a sheet of Google's own, a sentence a row."""
        self._create_as(path, _rows, _SHEET)

    def withholding(self, path: str) -> AbstractContextManager[None]:
        """Let an emulated Drive refuse to hand out a file."""
        return self.faulty({**REFUSED, "path": f"/files/{self.ids[path]}"})

    def history_expired(self) -> AbstractContextManager[None]:
        """Let an emulated Drive have forgotten what it gave out tokens for."""
        return self.faulty({**EXPIRED, "path": "/drive/v3/changes", "status": 410})

    def list_documents(self) -> list[str]:
        """Return the paths of all files, at whatever depth they are."""
        with self.explained(f"list folder {self.workspace}"):
            return sorted(self._below(self._folders[_TOP], _TOP))

    def workspaces(self) -> list[str]:
        """Return the names of all folders."""
        with self.explained("list the folders"):
            return [item["name"] for item in self._list(f"mimeType = '{_FOLDER}'")]

    def cleanup(self) -> None:
        """Delete the folder with everything in it."""
        with self.explained(f"delete folder {self.workspace}"):
            for folder in self._list(f"name = '{self.workspace}' and mimeType = '{_FOLDER}'"):
                self.run(self._files.delete(fileId=folder["id"]))

    def _place(self, path: str) -> PurePosixPath:
        """Return in which folder of the workspace a file is."""
        return _TOP if path in self._plain else PurePosixPath(path).parent

    def _folder(self, path: PurePosixPath) -> str:
        """Return the id of a folder of the workspace, made if it is not there."""
        if path not in self._folders:
            self._folders[path] = self._make_folder(path.name, self._folder(path.parent))
        return self._folders[path]

    def _create_as(self, path: str, media: Media, kind: str = "") -> None:
        def add(document: Document) -> None:
            self.ids[path] = self._upload(document, self._folder(self._place(path)), media, kind)

        self.create_by(add, path)

    def _make_folder(self, name: str, parent: str = "root") -> str:
        body = {"name": name, "mimeType": _FOLDER, "parents": [parent]}
        return str(self.run(self._files.create(body=body, fields="id"))["id"])

    def _beside(self) -> str:
        """Return the id of a folder beside the workspace, made anew."""
        beside = f"{self.workspace}-beside"
        self._register(self.kind, beside)
        return self._make_folder(beside)

    def _upload(
        self, document: Document, folder: str, media: Media = _upload, kind: str = ""
    ) -> str:
        body = {"name": self.name_of(document.path), "parents": [folder]}
        body |= {"mimeType": kind} if kind else {}
        made = self._files.create(body=body, media_body=media(document), fields="id")
        return str(self.run(made)["id"])

    def _move(self, path: str, folder: str) -> None:
        before = self._folder(self._place(path))
        self._update(path, addParents=folder, removeParents=before)

    def _update(self, path: str, **changes: Any) -> None:  # noqa: ANN401  what the client takes
        self.run(self._files.update(fileId=self.ids[path], **changes))

    def _below(self, folder: str, place: PurePosixPath) -> Iterator[str]:
        for item in self._list(f"'{folder}' in parents"):
            path = place / item["name"]
            if item["mimeType"] == _FOLDER:
                yield from self._below(item["id"], path)
            else:
                yield str(path)

    def _list(self, query: str) -> list[dict[str, Any]]:
        query = f"{query} and trashed = false"
        return list(self.listed(self._files, "files", q=query, pageSize=1000))


BONGO = GoogleDriveBongo
