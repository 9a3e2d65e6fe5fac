"""Google Drive, through Google's own client. Every bongo works in a folder of its own."""

from pathlib import PurePosixPath
from typing import Any, ClassVar

from googleapiclient.http import MediaInMemoryUpload

from support.bongos.base import Place
from support.bongos.google_api import GoogleBongo
from support.bongos.settings import GoogleSettings
from support.core.content import Document

_FOLDER = "application/vnd.google-apps.folder"
_DOCUMENT = "application/vnd.google-apps.document"


class GoogleDriveBongo(GoogleBongo):
    """Writes text files, and documents of Google's own where a name has no ending."""

    source: ClassVar[str] = "google_drive"
    vendor: ClassVar[str] = "Google Drive"
    entity_type: ClassVar[str] = "GoogleDriveFileEntity"
    home_kind: ClassVar[str] = "folder"
    service: ClassVar[tuple[str, str]] = ("drive", "v3")
    base_path: ClassVar[str] = "drive/v3/"
    writes_a_second: ClassVar[float] = 3  # developers.google.com/drive, usage limits
    test_documents: ClassVar[tuple[str, ...]] = ("Onboarding.txt", "Pricing.md", "Roadmap.txt")

    def __init__(self, place: Place[GoogleSettings]) -> None:
        super().__init__(place)
        self._files = self.api.files()

    @classmethod
    def try_out(cls, client: Any) -> None:  # noqa: ANN401
        """Ask for one file."""
        client.files().list(pageSize=1).execute()

    @property
    def config(self) -> dict[str, Any]:
        """Which files to read."""
        return {"include_patterns": [f"{self.home}/**"]}

    def open_home(self) -> None:
        """Make the folder."""
        self._ids[""] = self._make_folder(self.home)

    def put(self, document: Document) -> None:
        """Upload the file, or its new content."""
        path = PurePosixPath(document.path)
        media = MediaInMemoryUpload(document.body, mimetype="text/plain")
        if document.path in self.documents:
            self.run(self._files.update(fileId=self._ids[document.path], media_body=media))
            return
        kind = {} if path.suffix else {"mimeType": _DOCUMENT}
        body = {"name": path.name, "parents": [self._folder(path.parent)]}
        made = self.run(self._files.create(body=body | kind, media_body=media, fields="id"))
        self._ids[document.path] = made["id"]

    def remove(self, path: str) -> None:
        """Delete the file for good."""
        self.run(self._files.delete(fileId=self._ids[path]))

    def trash(self, path: str) -> None:
        """Move the file to the trash."""
        with self.explained(f"trash {path}"):
            self.run(self._files.update(fileId=self._ids[path], body={"trashed": True}))
        del self.documents[path]

    def move(self, path: str, folder: str) -> None:
        """Move the file into a folder of the home."""
        with self.explained(f"move {path}"):
            before, after = self._folder(PurePosixPath(path).parent), PurePosixPath(folder)
            request = self._files.update(
                fileId=self._ids[path], addParents=self._folder(after), removeParents=before
            )
            self.run(request)

    def move_out(self, path: str) -> None:
        """Move the file out of the home, into one beside it that goes with it."""
        self._register(f"{self.source} {self.home_kind}", f"{self.home}-beside")
        with self.explained(f"move {path}"):
            outside = self._make_folder(f"{self.home}-beside")
            file, home = self._ids[path], self._ids[""]
            self.run(self._files.update(fileId=file, addParents=outside, removeParents=home))
        del self.documents[path]

    def list_ours(self) -> list[str]:
        """Return the names of the files in the home itself."""
        return [item["name"] for item in self._list(f"'{self._ids['']}' in parents")]

    def homes(self) -> list[str]:
        """Return the names of all folders."""
        with self.explained("list the folders"):
            return [item["name"] for item in self._list(f"mimeType = '{_FOLDER}'")]

    def cleanup(self) -> None:
        """Delete the folder with everything in it."""
        with self.explained(f"delete folder {self.home}"):
            for folder in self._list(f"name = '{self.home}' and mimeType = '{_FOLDER}'"):
                self.run(self._files.delete(fileId=folder["id"]))
        self.documents.clear()

    def _folder(self, path: PurePosixPath) -> str:
        """Return the id of a folder below the home, made if it is not there."""
        name = str(path) if path.name else ""
        if name not in self._ids:
            self._ids[name] = self._make_folder(path.name, self._folder(path.parent))
        return self._ids[name]

    def _make_folder(self, name: str, parent: str = "root") -> str:
        body = {"name": name, "mimeType": _FOLDER, "parents": [parent]}
        return str(self.run(self._files.create(body=body, fields="id"))["id"])

    def _list(self, query: str) -> list[dict[str, Any]]:
        found, page = [], self._files.list(q=f"{query} and trashed = false", pageSize=1000)
        while page is not None:
            answer = self.run(page)
            found += answer["files"]
            page = self._files.list_next(page, answer)
        return found


BONGO = GoogleDriveBongo
