"""Gmail: Airweave reads what a query finds."""

from typing import Any, ClassVar

from support.airweave.connectors.base import Fields
from support.airweave.connectors.google_api import GoogleConnector
from support.bongos.gmail import GmailBongo


class GmailConnector(GoogleConnector[GmailBongo]):
    """Makes entities of threads, their messages and the files attached to these."""

    entity_type: ClassVar[str] = "GmailMessageEntity"
    is_titled: ClassVar[bool] = True
    kinds: ClassVar[dict[str, str]] = {
        "attachment": "GmailAttachmentEntity",
        "message": "GmailMessageEntity",
    }

    @property
    def config(self) -> dict[str, Any]:
        """Which messages to read: those with the label."""
        return {"gmail_query": f"label:{self.bongo.workspace}"}

    def entity_id(self, path: str) -> str:
        """Return Gmail's id, marked as that of a message."""
        return f"msg_{self.bongo.ids[path]}"

    def facts_of(self, path: str) -> Fields:
        """Return a message's subject and sender, and the conversation that it belongs to."""
        told = {"subject": path, "sender": self.bongo.sender}
        return {**super().facts_of(path), **told, "thread_id": self.bongo.threads[path]}


CONNECTOR = GmailConnector
