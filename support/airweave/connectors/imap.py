"""E-mail: Airweave reads one folder of a mail server."""

from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from support.airweave.connectors.base import Connector, Fields
from support.bongos.imap import ImapBongo


class ImapConnector(Connector[ImapBongo]):
    """Makes an entity of each mail."""

    entity_type: ClassVar[str] = "ImapMessageEntity"
    wrong_secrets: ClassVar[dict[str, str]] = {"password": "not-the-password"}

    @property
    def credentials(self) -> dict[str, Any]:
        """Where the server is, and who asks."""
        url = urlsplit(self.bongo.settings.secret("imap_url"))
        return {
            "host": url.hostname,
            "port": url.port or 993,
            "user": unquote(url.username or ""),
            "password": unquote(url.password or ""),
            "encrypted": url.scheme == "imaps",
        }

    def facts_of(self, path: str) -> Fields:
        """Return the subject of a mail, and who wrote it to whom."""
        people = {"sender": self.bongo.sender, "to": [self.bongo.recipient]}
        return {"name": path, "subject": path, **people}

    @property
    def config(self) -> dict[str, Any]:
        """Which folder to read."""
        return {"folder": self.bongo.workspace}


CONNECTOR = ImapConnector
