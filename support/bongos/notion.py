"""Notion, through notion-client. Every bongo works below a page of its own."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import cycle
from typing import Any, ClassVar

from notion_client import Client
from notion_client.errors import HTTPResponseError, RequestTimeoutError
from notion_client.helpers import iterate_paginated_api

from support.bongos.base import Account, Workspace
from support.bongos.faults import REFUSED, FaultyBongo
from support.bongos.settings import NotionSettings, SourceSettings
from support.core.content import Document, Style

_VERSION = "2022-06-28"  # the last one in which a database is a single table
_MOST_BLOCKS = 100  # in one request, and in one answer
_OF_SEVERAL_KINDS = 20  # sentences
_LONGEST_TEXT = 2000  # of one piece of rich text; developers.notion.com, request limits

_KINDS = (
    "heading_2",
    "paragraph",
    "bulleted_list_item",
    "numbered_list_item",
    "to_do",
    "quote",
)

Block = dict[str, Any]


class NotionBongo(FaultyBongo[NotionSettings, Client]):
    """Writes pages of blocks of several kinds, in as many pieces as Notion's limits ask for.

    Attributes:
        page: the id of the page below which all others are made.
        database: the id of the database in which rows are made, if there is one.
    """

    settings_type: ClassVar[type[SourceSettings]] = NotionSettings
    source: ClassVar[str] = "notion"
    vendor: ClassVar[str] = "Notion"
    workspace_kind: ClassVar[str] = "page"
    needs: ClassVar[tuple[str, ...]] = ("notion_token", "notion_parent_page")
    faults: ClassVar[str] = "notion_faults"
    errors: ClassVar[tuple[type[Exception], ...]] = (
        HTTPResponseError,
        RequestTimeoutError,
        OSError,
    )
    writes_a_second: ClassVar[float] = 3  # developers.notion.com, request limits
    lacks: ClassVar[dict[str, str]] = {
        "removal": "pages are put into the trash, because the API cannot delete them",
    }

    def __init__(self, account: Account[NotionSettings, Client], workspace: Workspace) -> None:
        super().__init__(account, workspace)
        self.page = ""
        self.database = ""
        self._parent = account.settings.notion_parent_page or ""

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

    def open_workspace(self) -> None:
        """Make the page below which all others are made."""
        self.page = self._make({"page_id": self._parent}, "title", self.workspace, [])

    def add(self, document: Document) -> None:
        """Make a page of what people write with: headings, lists, quotes, what is to be done."""
        self._add(document, [*_blocks(document)])

    def edit(self, document: Document) -> None:
        """Give the page new words in place of all that is on it."""
        page = self.ids[document.path]
        for block in self._children(page):
            self.client.blocks.delete(block["id"])
        self.client.blocks.children.append(page, children=[_paragraph(document)])

    def remove(self, path: str) -> None:
        """Put the page into the trash."""
        self.client.pages.update(self.ids[path], archived=True)

    def rename(self, old: str, new: str) -> None:
        """Give the page another title."""
        title = {"title": {"title": _rich(new)}}
        pages = self.client.pages
        self.rename_by(lambda _: pages.update(self.ids[old], properties=title), old, new)

    def archive(self, path: str) -> None:
        """Put the page away: in Notion that is all that deleting means."""
        self.delete([path])

    def create_folded(self, path: str) -> None:
        """Make a page whose words stand inside of two toggles."""
        self.create_by(lambda page: self._add(page, [_toggle([_toggle([_paragraph(page)])])]), path)

    def create_in_paragraphs(self, path: str, style: Style) -> None:
        """Make a page on which every sentence is a paragraph, as many as Notion takes at once."""

        def add(page: Document) -> None:
            blocks = [_text_block(sentence) for sentence in page.sentences]
            self._add(page, blocks[:_MOST_BLOCKS])
            for start in range(_MOST_BLOCKS, len(blocks), _MOST_BLOCKS):
                more = blocks[start : start + _MOST_BLOCKS]
                self.client.blocks.children.append(self.ids[path], children=more)

        self.create_by(add, path, style)

    def create_row(self, path: str) -> None:
        """Make a database with one row, which is a page."""

        def add(row: Document) -> None:
            self.database = self._make_database()
            parent = {"database_id": self.database}
            self.ids[row.path] = self._make(parent, "name", row.path, [_paragraph(row)])

        self.create_by(add, path)

    def create_with_table(self, path: str) -> None:
        """Make a page whose words stand in a table, a sentence a row."""
        self.create_by(lambda page: self._add(page, [_table(page)]), path)

    def withholding(self, path: str) -> AbstractContextManager[None]:
        """Let an emulated Notion refuse to hand out what is on a page."""
        return self.faulty({**REFUSED, "path": f"/v1/blocks/{self.ids[path]}/children"})

    def list_documents(self) -> list[str]:
        """Return the titles of the pages below the workspace's; rows of a database are not."""
        with self.explained(f"list the page {self.workspace}"):
            return sorted(_titles(self._children(self.page)))

    def workspaces(self) -> list[str]:
        """Return the titles of all pages below the parent page."""
        with self.explained("list the pages"):
            return _titles(self._children(self._parent))

    def cleanup(self) -> None:
        """Put the page, and with it what is below it, into the trash."""
        with self.explained(f"trash the page {self.workspace}"):
            for block in self._children(self._parent):
                if _titles([block]) == [self.workspace]:
                    self.client.pages.update(block["id"], archived=True)

    def _add(self, document: Document, blocks: list[Block]) -> None:
        self.ids[document.path] = self._make({"page_id": self.page}, "title", document.path, blocks)

    def _make(self, parent: dict[str, str], field: str, title: str, blocks: list[Block]) -> str:
        """Make a page and return its id; `field` is the property that holds its title."""
        properties = {field: {"title": _rich(title)}}
        made: Any = self.client.pages.create(parent=parent, properties=properties, children=blocks)
        return str(made["id"])

    def _make_database(self) -> str:
        body = {
            "parent": {"type": "page_id", "page_id": self.page},
            "title": _rich("Database"),
            "properties": {"name": {"title": {}}},
        }
        # The client's own call leaves out what later versions of the API no longer know.
        made: Any = self.client.request("databases", "POST", body=body)
        return str(made["id"])

    def _children(self, block: str) -> list[Block]:
        return list(iterate_paginated_api(self.client.blocks.children.list, block_id=block))


def _rich(text: str) -> list[Block]:
    pieces = [text[at : at + _LONGEST_TEXT] for at in range(0, len(text), _LONGEST_TEXT)]
    return [{"type": "text", "text": {"content": piece}} for piece in pieces]


def _blocks(document: Document) -> Iterator[Block]:
    """Yield blocks that together say what a document does; a long one is a single paragraph."""
    sentences = document.sentences
    if not 0 < len(sentences) <= _OF_SEVERAL_KINDS:
        yield _paragraph(document)
        return
    for sentence, kind in zip(sentences, cycle(_KINDS), strict=False):
        yield {"object": "block", "type": kind, kind: {"rich_text": _rich(sentence)}}


def _paragraph(document: Document) -> Block:
    return _text_block(document.body.decode())


def _text_block(text: str) -> Block:
    content = {"rich_text": _rich(text)}
    return {"object": "block", "type": "paragraph", "paragraph": content}


def _table(document: Document) -> Block:
    rows = [{"cells": [_rich(sentence)]} for sentence in document.sentences]
    content = {
        "table_width": 1,
        "has_column_header": False,
        "has_row_header": False,
        "children": [{"object": "block", "type": "table_row", "table_row": row} for row in rows],
    }
    return {"object": "block", "type": "table", "table": content}


def _toggle(blocks: list[Block]) -> Block:
    content = {"rich_text": _rich("Details"), "children": blocks}
    return {"object": "block", "type": "toggle", "toggle": content}


def _titles(blocks: list[Block]) -> list[str]:
    return [block["child_page"]["title"] for block in blocks if block["type"] == "child_page"]


BONGO = NotionBongo
