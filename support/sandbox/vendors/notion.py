"""Notion: a small server of ours."""

import uuid
from pathlib import Path

from support.sandbox.kit import private
from support.sandbox.kit.deployment import module
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_listener, url_of
from support.sandbox.vendors.supply import Supply, new_key


def supply(logs: Path) -> Supply:
    """Return a Notion with one page."""
    listener = free_listener()
    url, token, page = url_of(listener), f"ntn_{new_key(40)}", str(uuid.uuid4())
    engine = Engine(
        "notion",
        module("support.sandbox.engines.notion", page),
        log=logs / "notion.log",
        environment={"SANDBOX_NOTION_TOKEN": token},
        listener=listener,
    )
    settings = {
        "NOTION_API_URL": url,
        **private.settings_at("NOTION_FAULTS", url),
        "NOTION_TOKEN": token,
        "NOTION_PARENT_PAGE": page,
    }
    return Supply(url, settings, [engine])
