"""The connectors: one module a vendor, called by the source's short name, which names `SOURCE`."""

from typing import cast

from support.core.loading import load
from support.sandbox.airweave.app.sources.base import Source


def source_of(short_name: str) -> type[Source]:
    """Return a connector; its module, and what that needs, is imported now.

    Raises:
        SetupError: there is no such module, or it has no connector.
    """
    name = f"support.sandbox.airweave.app.sources.{short_name}:SOURCE"
    return cast(type[Source], load(name, f"the sandbox is to read {short_name}"))
