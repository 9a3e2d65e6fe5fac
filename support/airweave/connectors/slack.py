"""Slack: Airweave copies nothing, and searches the workspace as the user of the token."""

from typing import ClassVar

from support.airweave.connectors.base import Connector, Fields
from support.bongos.slack import SlackBongo


class SlackConnector(Connector[SlackBongo]):
    """Makes an entity of each message that a search brings."""

    entity_type: ClassVar[str] = "SlackMessageEntity"
    is_federated: ClassVar[bool] = True
    lacks: ClassVar[dict[str, str]] = {
        "sync": "there is no sync to look at, because Airweave asks Slack at every search",
    }
    secrets: ClassVar[dict[str, str]] = {"access_token": "slack_user_token"}
    wrong_secrets: ClassVar[dict[str, str]] = {"access_token": "xoxp-" + "0" * 24}

    def facts_of(self, path: str) -> Fields:
        """Return in which channel a message is, and who wrote it when."""
        said = {"user": self.bongo.author, "ts": self.bongo.ids[path]}
        return {"channel_name": self.bongo.workspace, **said}


CONNECTOR = SlackConnector
