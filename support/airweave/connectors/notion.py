"""Notion: Airweave reads all that is shared with the integration."""

from typing import ClassVar

from support.airweave.connectors.base import Connector, Fields
from support.bongos.notion import NotionBongo


class NotionConnector(Connector[NotionBongo]):
    """Makes entities of pages, of databases and of their properties."""

    entity_type: ClassVar[str] = "NotionPageEntity"
    is_titled: ClassVar[bool] = True
    secrets: ClassVar[dict[str, str]] = {"access_token": "notion_token"}
    wrong_secrets: ClassVar[dict[str, str]] = {"access_token": "ntn_" + "0" * 24}

    def is_foreign(self, fields: Fields) -> bool:
        """Tell it by the page or the database above."""
        places = {self.bongo.page, self.bongo.database} - {""}
        return fields.get("parent_id") not in places


CONNECTOR = NotionConnector
