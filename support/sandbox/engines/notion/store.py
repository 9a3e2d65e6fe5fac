"""What the small Notion holds: pages, databases and blocks, each with an id and a parent."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from fastapi import HTTPException

_LONGEST_TEXT = 2000
_MOST_CHILDREN = 100

Item = dict[str, Any]


class Store:
    """All objects by id.

    Args:
        first_page: the id of a page that is there from the beginning.
    """

    def __init__(self, first_page: str) -> None:
        self._items: dict[str, Item] = {}
        self.add("page", {"type": "workspace", "workspace": True}, {"id": first_page})

    def add(self, kind: str, parent: Item, content: Item) -> Item:
        """Take in a page, a database or a block."""
        check_texts(content)
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        made: Item = {"object": kind, "id": str(uuid.uuid4()), "parent": parent, "archived": False}
        made |= {"created_time": now, "last_edited_time": now, "properties": {}} | content
        self._items[made["id"]] = made
        return made

    def add_blocks(self, parent_id: str, blocks: list[Item]) -> list[Item]:
        """Take in blocks with the blocks inside them."""
        if len(blocks) > _MOST_CHILDREN:
            raise invalid(f"children.length should be ≤ `{_MOST_CHILDREN}`")
        return [self._add_block(parent_id, block) for block in blocks]

    def _add_block(self, parent_id: str, block: Item) -> Item:
        content = dict(block[block["type"]])
        inside = content.pop("children", [])
        content = {"type": block["type"], block["type"]: content, "has_children": bool(inside)}
        made = self.add("block", {"type": "block_id", "block_id": parent_id}, content)
        self.add_blocks(made["id"], inside)
        return made

    def get(self, item_id: str, *kinds: str) -> Item:
        """Return an object of one of these kinds; dashes in an id do not matter."""
        found = self._items.get(str(uuid.UUID(item_id)))
        if found is None or (kinds and found["object"] not in kinds):
            raise HTTPException(404, f"Could not find object with ID: {item_id}.")
        return found

    def children(self, parent_id: str) -> Iterator[Item]:
        """Yield what lies directly below an object, pages and databases as blocks."""
        wanted = self.get(parent_id)["id"]
        for item in list(self._items.values()):
            if wanted not in item["parent"].values() or item["archived"]:
                continue
            if item["object"] == "block":
                yield item
            elif "database_id" not in item["parent"]:
                kind = f"child_{item['object']}"
                named = {"title": title_of(item)}
                yield {"object": "block", "id": item["id"], "type": kind, kind: named}

    def listed(self, *kinds: str) -> Iterator[Item]:
        """Yield the objects of these kinds that are not in the trash, nor anything above them."""
        for item in list(self._items.values()):
            if item["object"] in kinds and not self._is_gone(item):
                yield item

    def _is_gone(self, item: Item) -> bool:
        if item["archived"]:
            return True
        above = [self._items[value] for value in item["parent"].values() if value in self._items]
        return any(self._is_gone(parent) for parent in above)


def title_of(item: Item) -> str:
    """Return the title of a page or a database."""
    texts: list[Item] = item.get("title") or next(
        (one["title"] for one in item["properties"].values() if "title" in one), []
    )
    return "".join(text["text"]["content"] for text in texts)


def check_texts(content: Any) -> None:  # noqa: ANN401  any JSON
    """Refuse a text above Notion's limit, wherever it stands."""
    if isinstance(content, dict):
        if len(content.get("text", {}).get("content", "")) > _LONGEST_TEXT:
            raise invalid(f"rich_text.text.content.length should be ≤ `{_LONGEST_TEXT}`")
        for value in content.values():
            check_texts(value)
    elif isinstance(content, list):
        for value in content:
            check_texts(value)


def invalid(message: str) -> HTTPException:
    """Return Notion's error for a body that is not as it should be."""
    return HTTPException(400, f"body failed validation: {message}")
