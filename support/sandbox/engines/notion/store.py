"""What the small Notion holds: pages, databases and blocks, each with an id and a parent."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from fastapi import HTTPException

_LONGEST_TEXT = 2000
_MOST_CHILDREN = 100
_STYLES = ("bold", "italic", "strikethrough", "underline", "code")
_ANNOTATIONS = dict.fromkeys(_STYLES, False) | {"color": "default"}
_PLAIN = {"type": "text", "annotations": _ANNOTATIONS, "href": None}

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
        _check_texts(content)
        now = _now()
        made: Item = {"object": kind, "id": str(uuid.uuid4()), "parent": _typed(parent)}
        made |= {"archived": False, "in_trash": False, "created_time": now, "last_edited_time": now}
        made |= _completed({"properties": {}} | content)
        if kind != "block":
            made["url"] = f"https://www.notion.so/{made['id'].replace('-', '')}"
        self._items[made["id"]] = made
        return made

    def change(self, item: Item, given: Item) -> Item:
        """Give an object other properties, or put it into the trash or take it out."""
        _check_texts(given)
        is_gone = given.get("archived", given.get("in_trash", item["archived"]))
        properties = _completed({"properties": item["properties"] | given.get("properties", {})})
        item |= given | {"archived": is_gone, "in_trash": is_gone} | properties
        self._note_edit(item)
        return item

    def add_blocks(self, parent_id: str, blocks: list[Item]) -> list[Item]:
        """Take in blocks with the blocks inside them."""
        if len(blocks) > _MOST_CHILDREN:
            raise invalid(f"children.length should be ≤ `{_MOST_CHILDREN}`")
        return [self._add_block(parent_id, block) for block in blocks]

    def _add_block(self, parent_id: str, block: Item) -> Item:
        content = dict(block[block["type"]])
        inside = content.pop("children", [])
        content = {"type": block["type"], block["type"]: content, "has_children": bool(inside)}
        parent = f"{self.get(parent_id)['object']}_id"
        made = self.add("block", {parent: parent_id}, content)
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
                block = {key: item[key] for key in ("id", "parent", "archived", "in_trash")}
                block |= {"object": "block", "has_children": any(self.children(item["id"]))}
                yield block | {"type": kind, kind: {"title": title_of(item)}}

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

    def _note_edit(self, item: Item) -> None:
        """Note when an object was edited, and with it what it lies in up to its page."""
        item["last_edited_time"] = _now()
        if item["object"] == "block":
            self._note_edit(self.get(item["parent"][item["parent"]["type"]]))


def title_of(item: Item) -> str:
    """Return the title of a page or a database."""
    texts: list[Item] = item.get("title") or next(
        (one["title"] for one in item["properties"].values() if "title" in one), []
    )
    return "".join(text["plain_text"] for text in texts)


def _completed(content: Any) -> Any:  # noqa: ANN401  any JSON
    """Return a content with what Notion adds to rich texts and to properties."""
    if isinstance(content, list):
        return [_completed(one) for one in content]
    if not isinstance(content, dict):
        return content
    whole = {key: _completed(value) for key, value in content.items()}
    if "properties" in whole:
        properties = whole["properties"].items()
        whole["properties"] = {name: {"id": name} | _typed(value) for name, value in properties}
    if "content" in whole.get("text", {}):
        whole |= _PLAIN | {"plain_text": whole["text"]["content"]}
    return whole


def _typed(given: Item) -> Item:
    """Name the kind of a parent or of a property, which requests may leave out."""
    return {"type": next(iter(given))} | given


def _check_texts(content: Any) -> None:  # noqa: ANN401  any JSON
    """Refuse a text above Notion's limit, wherever it stands."""
    if isinstance(content, dict):
        if len(content.get("text", {}).get("content", "")) > _LONGEST_TEXT:
            raise invalid(f"rich_text.text.content.length should be ≤ `{_LONGEST_TEXT}`")
        for value in content.values():
            _check_texts(value)
    elif isinstance(content, list):
        for value in content:
            _check_texts(value)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def invalid(message: str) -> HTTPException:
    """Return Notion's error for a body that is not as it should be."""
    return HTTPException(400, f"body failed validation: {message}")
