"""Google Drive: Airweave reads the files that a pattern includes."""

from pathlib import PurePosixPath
from typing import Any, ClassVar

from support.airweave.connectors.base import Fields
from support.airweave.connectors.google_api import GoogleConnector
from support.bongos.google_drive import GoogleDriveBongo


class GoogleDriveConnector(GoogleConnector[GoogleDriveBongo]):
    """Makes an entity of each file."""

    entity_type: ClassVar[str] = "GoogleDriveFileEntity"
    is_titled: ClassVar[bool] = True

    def facts_of(self, path: str) -> Fields:
        """Return the name of a file; a document of Google's own gets the ending of its export."""
        return {"name": self.bongo.name_of(path)} if PurePosixPath(path).suffix else {}

    @property
    def config(self) -> dict[str, Any]:
        """Which files to read: those in the folder."""
        return {"include_patterns": [f"{self.bongo.workspace}/**"]}


CONNECTOR = GoogleDriveConnector
