"""Notion: databases, pages with all blocks inside them, and the properties of rows."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from pydantic import Field, SecretStr

from support.sandbox.airweave.app.sources.base import (
    Entity,
    Reading,
    Source,
    SourceContext,
    StrictFields,
)
from support.sandbox.airweave.app.sources.http import VendorApi

DATABASE = "NotionDatabaseEntity"
PAGE = "NotionPageEntity"
PROPERTY = "NotionPropertyEntity"
_HEADERS = {"notion-version": "2022-06-28"}
_PAGE_SIZE = 100

Item = dict[str, Any]


class NotionAuth(StrictFields):
    """Credentials of a Notion connection."""

    access_token: SecretStr = Field(title="Token", description="Of an integration")


class NotionConfig(StrictFields):
    """Settings of a Notion connection: none."""


class NotionSource(Source):
    """Reads what is shared with the integration."""

    short_name: ClassVar[str] = "notion"
    name: ClassVar[str] = "Notion"
    auth_model: ClassVar[type[StrictFields]] = NotionAuth
    config_model: ClassVar[type[StrictFields]] = NotionConfig

    def __init__(self, auth: NotionAuth, config: StrictFields, context: SourceContext) -> None:
        token = auth.access_token.get_secret_value()
        self._api = VendorApi(self.name, context, _HEADERS | {"authorization": f"Bearer {token}"})

    def validate(self) -> None:
        """Ask who the token belongs to."""
        self._api.json("v1/users/me")

    def full(self) -> Reading:
        """Read everything."""
        return Reading(self._everything(), cursor=None, complete=True)

    def _everything(self) -> Iterator[Entity]:
        for database in self._found("database"):
            yield _entity(DATABASE, database, "Database")
            for name, schema in database["properties"].items():
                yield Entity(
                    entity_id=f"{database['id']}_{name}",
                    entity_type=PROPERTY,
                    name=name,
                    text=f"# {name}\n\nProperty of {_title(database)}",
                    web_url=_url(database),
                    fields={"database_id": database["id"], "property_type": schema["type"]},
                )
        for page in self._found("page"):
            yield _entity(PAGE, page, "\n\n".join(self._texts(page["id"])))

    def _found(self, kind: str) -> Iterator[Item]:
        body: Item = {"filter": {"property": "object", "value": kind}, "page_size": _PAGE_SIZE}
        more = True
        while more:
            page = self._api.post("v1/search", body)
            yield from page["results"]
            more = page["has_more"]
            body["start_cursor"] = page["next_cursor"]

    def _texts(self, block_id: str) -> Iterator[str]:
        """Yield the text of every block inside, at whatever depth."""
        cursor: dict[str, str] = {}
        while True:
            page = self._api.json(f"v1/blocks/{block_id}/children", page_size=_PAGE_SIZE, **cursor)
            for block in page["results"]:
                yield _words(block.get(block["type"], {}))
                if block.get("has_children"):
                    yield from self._texts(block["id"])
            if not page["has_more"]:
                return
            cursor = {"start_cursor": page["next_cursor"]}


def _entity(kind: str, item: Item, text: str) -> Entity:
    title, parent = _title(item), item["parent"]
    return Entity(
        entity_id=item["id"],
        entity_type=kind,
        name=title,
        text=f"# {title}\n\n{text}",
        web_url=_url(item),
        created_at=datetime.fromisoformat(item["created_time"]),
        updated_at=datetime.fromisoformat(item["last_edited_time"]),
        fields={"parent_id": parent.get("page_id") or parent.get("database_id")},
    )


def _title(item: Item) -> str:
    properties = item["properties"].values()
    return _plain(
        item.get("title") or next((one["title"] for one in properties if "title" in one), [])
    )


def _words(content: Item) -> str:
    """Return what a block says: a text, or the cells of a row."""
    return "\t".join(map(_plain, [content.get("rich_text", []), *content.get("cells", [])]))


def _plain(texts: list[Item]) -> str:
    return "".join(text["plain_text"] for text in texts)


def _url(item: Item) -> str:
    return f"https://www.notion.so/{item['id'].replace('-', '')}"


SOURCE = NotionSource
