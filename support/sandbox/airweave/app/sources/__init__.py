"""The connectors: one module a vendor, called by the source's short name, which names `SOURCE`."""

from importlib import import_module
from typing import cast

from support.sandbox.airweave.app.sources.base import Source


def source_of(short_name: str) -> type[Source]:
    """Return a connector; its module, and what that needs, is imported now."""
    module = import_module(f"support.sandbox.airweave.app.sources.{short_name}")
    return cast(type[Source], module.SOURCE)
