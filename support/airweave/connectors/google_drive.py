"""Google Drive: Airweave reads the files that a pattern includes."""

from typing import Any, ClassVar

from support.airweave.connectors.google_api import GoogleConnector
from support.bongos.google_drive import GoogleDriveBongo


class GoogleDriveConnector(GoogleConnector[GoogleDriveBongo]):
    """Makes an entity of each file."""

    entity_type: ClassVar[str] = "GoogleDriveFileEntity"
    is_titled: ClassVar[bool] = True

    @property
    def config(self) -> dict[str, Any]:
        """Which files to read: those in the folder."""
        return {"include_patterns": [f"{self.bongo.workspace}/**"]}


CONNECTOR = GoogleDriveConnector
