"""Google Drive: a sheet is a table, written as a file of comma-separated values."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from support.bongos.google_drive import GoogleDriveBongo
from support.bongos.sources import Sources
from support.core.content import Style
from support.core.errors import Failure
from support.dataweaver.sources.base import ROWS, Config, Source
from support.dataweaver.tables import LAYOUTS, Row, Table
from support.run.plugin import Scene

_LIFE = timedelta(hours=1)
"""Of an access token of Google."""


class GoogleDriveSource(Source):
    """Sheets in a folder."""

    connector_type: ClassVar[str] = "GOOGLE_WORKSPACE"
    authentication: ClassVar[str] = "OAUTH2"
    bongo: ClassVar[str] = "google_drive"
    table_type: ClassVar[str] = "spreadsheet"

    def __init__(self, sources: Sources, scene: Scene) -> None:
        super().__init__(sources, scene)
        self._folder = GoogleDriveBongo(sources.log_in(self.bongo), self.workspace("sheets"))

    def add(self, table: str) -> None:
        """Write a sheet."""
        rows = LAYOUTS[table].rows(ROWS, table)
        self._folder.create([f"{table}.csv"], _sheet(table, rows))

    def change(self, table: str) -> None:
        """Write the sheet anew: one row is changed, another one is gone, a third one is there."""
        first, _, *others = LAYOUTS[table].rows(ROWS + 1, table)
        key, _, *cells = first
        self._folder.update([f"{table}.csv"], _sheet(table, [(key, "changed", *cells), *others]))

    def remove(self, table: str) -> None:
        """Delete a sheet."""
        self._folder.delete([f"{table}.csv"])

    def path_of(self, table: str) -> str:
        """Return the id of the file."""
        return self._folder.ids[f"{table}.csv"]

    def read(self) -> Mapping[str, Table]:
        """Read all sheets."""
        return {self._folder.ids[path]: self._read(path) for path in self._folder.list_documents()}

    @property
    def config(self) -> Config:
        """Who reads, where, and which folder."""
        settings = self._folder.settings
        client = {
            "client_id": "datamonkey",
            "client_secret": f"datamonkey-{self.scene.prefix}",
        }
        return {
            **client,
            "token_info": {**_token_info(settings.secret("google_access_token")), **client},
            "base_url": str(settings.google_api_url or "https://www.googleapis.com"),
            "folder_id": self._id,
        }

    @property
    def wrong_config(self) -> Config:
        """The same with another token."""
        right = self.config
        return {**right, "token_info": {**right["token_info"], "token": "ya29." + "0" * 24}}

    @property
    def _id(self) -> str:
        """The id of the folder."""
        files = self._folder.client.files()
        path = next(iter(self._folder.documents))
        found = self._folder.run(files.get(fileId=self._folder.ids[path], fields="parents"))
        return str(found["parents"][0])

    def _read(self, path: str) -> Table:
        files: Any = self._folder.client.files()
        with self._folder.explained(f"read {path}"):
            content = self._folder.run(files.get_media(fileId=self._folder.ids[path]))
        columns, *rows = csv.reader(io.StringIO(content.decode()))
        if not rows:
            raise Failure(f"{path} holds no rows")
        return Table(columns, rows)


def _token_info(token: str) -> dict[str, str]:
    """Return what is told of a token, as Google's library writes it down.

    Without an expiry it would take the token for one that has expired.
    """
    expiry = datetime.now(UTC) + _LIFE
    return {
        "token": token,
        "refresh_token": "none",
        "expiry": expiry.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _sheet(table: str, rows: Iterable[Row]) -> Style:
    """Return how a document is written that holds a table with its headings."""
    text = io.StringIO()
    csv.writer(text).writerows([[*LAYOUTS[table].columns], *rows])
    return Style(body=text.getvalue().encode())


SOURCE = GoogleDriveSource
