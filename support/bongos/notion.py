"""Notion, through notion-client. Every bongo works below a page of its own."""

from collections.abc import Mapping
from typing import Any, ClassVar

from notion_client import Client
from notion_client.errors import HTTPResponseError, RequestTimeoutError
from notion_client.helpers import iterate_paginated_api

from support.bongos.base import BaseBongo, Place
from support.bongos.settings import NotionSettings, SourceSettings
from support.core.content import Document

_VERSION = "2022-06-28"  # the one that Airweave reads with
_LONGEST_TEXT = 2000  # of one piece of rich text; developers.notion.com, request limits

Block = dict[str, Any]


class NotionBongo(BaseBongo[NotionSettings]):
    """Writes pages with one paragraph each, in as many pieces as Notion's limits ask for."""

    settings_type: ClassVar[type[SourceSettings]] = NotionSettings
    source: ClassVar[str] = "notion"
    vendor: ClassVar[str] = "Notion"
    entity_type: ClassVar[str] = "NotionPageEntity"
    home_kind: ClassVar[str] = "page"
    needs: ClassVar[tuple[str, ...]] = ("notion_token", "notion_parent_page")
    errors: ClassVar[tuple[type[Exception], ...]] = (
        HTTPResponseError,
        RequestTimeoutError,
        OSError,
    )
    writes_a_second: ClassVar[float] = 3  # developers.notion.com, request limits
    lacks: ClassVar[dict[str, str]] = {
        "removal": "pages are put into the trash, because the API cannot delete them",
    }

    def __init__(self, place: Place[NotionSettings]) -> None:
        super().__init__(place)
        self._notion: Client = place.client
        self._parent = place.settings.notion_parent_page or ""
        self._page = ""
        self._database = ""
        self._nested: set[str] = set()
        self._rows: set[str] = set()

    @classmethod
    def connect(cls, settings: NotionSettings) -> Client:
        """Return a client that may read the parent page; it waits as long as Notion asks it to."""
        client = Client(
            auth=settings.secret("notion_token"),
            base_url=str(settings.notion_api_url).rstrip("/"),
            timeout_ms=int(settings.request_timeout_s * 1000),
            notion_version=_VERSION,
        )
        client.pages.retrieve(settings.notion_parent_page or "")
        return client

    @property
    def credentials(self) -> dict[str, Any]:
        """The token."""
        return {"access_token": self.settings.secret("notion_token")}

    @property
    def wrong_credentials(self) -> dict[str, Any]:
        """A token that nobody was given."""
        return {"access_token": "ntn_" + "0" * 24}

    def is_foreign(self, fields: Mapping[str, Any]) -> bool:
        """Tell it by the page or the database above."""
        return fields.get("parent_id") not in {self._page, self._database}

    def open_home(self) -> None:
        """Make the page below which all others are made."""
        self._page = self._make_page({"page_id": self._parent}, self.home, [])

    def put(self, document: Document) -> None:
        """Make the page, or give it new words."""
        blocks = [_paragraph(document.body.decode())]
        if document.path in self._nested:
            blocks = [_toggle([_toggle(blocks)])]
        if document.path in self.documents:
            page = self._ids[document.path]
            for block in self._children(page):
                self._notion.blocks.delete(block["id"])
            self._notion.blocks.children.append(page, children=blocks)
        else:
            is_row = document.path in self._rows
            parent = {"database_id": self._database} if is_row else {"page_id": self._page}
            self._ids[document.path] = self._make_page(parent, document.path, blocks)

    def remove(self, path: str) -> None:
        """Put the page into the trash."""
        self._notion.pages.update(self._ids[path], archived=True)

    def archive(self, path: str) -> None:
        """Put the page away: in Notion that is all that deleting means."""
        self.delete_entities([path])

    def nest(self, path: str) -> None:
        """Let the words of the page `path`, not yet made, stand inside of two toggles."""
        self._nested.add(path)

    def make_row(self, path: str) -> None:
        """Let the page `path`, not yet made, be a row of a database, made now."""
        with self.explained("make a database"):
            body = {
                "parent": {"type": "page_id", "page_id": self._page},
                "title": _rich("Database"),
                "properties": {"name": {"title": {}}},
            }
            # The client's own call leaves out what later versions of the API no longer know.
            made: Any = self._notion.request("databases", "POST", body=body)
        self._database = made["id"]
        self._rows.add(path)

    def list_ours(self) -> list[str]:
        """Return the titles of the pages below the home."""
        return _titles(self._children(self._page))

    def homes(self) -> list[str]:
        """Return the titles of all pages below the parent page."""
        with self.explained("list the pages"):
            return _titles(self._children(self._parent))

    def cleanup(self) -> None:
        """Put the home, and with it what is below it, into the trash."""
        with self.explained(f"trash the page {self.home}"):
            for block in self._children(self._parent):
                if _titles([block]) == [self.home]:
                    self._notion.pages.update(block["id"], archived=True)
        self.documents.clear()

    def _children(self, block: str) -> list[Block]:
        return list(iterate_paginated_api(self._notion.blocks.children.list, block_id=block))

    def _make_page(self, parent: dict[str, str], title: str, blocks: list[Block]) -> str:
        name = "name" if "database_id" in parent else "title"
        properties = {name: {"title": _rich(title)}}
        made: Any = self._notion.pages.create(parent=parent, properties=properties, children=blocks)
        return str(made["id"])


def _rich(text: str) -> list[Block]:
    pieces = [text[at : at + _LONGEST_TEXT] for at in range(0, len(text), _LONGEST_TEXT)]
    return [{"type": "text", "text": {"content": piece}} for piece in pieces]


def _paragraph(text: str) -> Block:
    return {"object": "block", "type": "paragraph", "paragraph": {"rich_text": _rich(text)}}


def _toggle(blocks: list[Block]) -> Block:
    content = {"rich_text": _rich("Details"), "children": blocks}
    return {"object": "block", "type": "toggle", "toggle": content}


def _titles(blocks: list[Block]) -> list[str]:
    return [block["child_page"]["title"] for block in blocks if block["type"] == "child_page"]


BONGO = NotionBongo
