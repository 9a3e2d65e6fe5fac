"""Connectors: one file a source, what Airweave must be told about it and makes of it."""

from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, cast

from support.bongos import SOURCES
from support.core.loading import load

if TYPE_CHECKING:
    from support.airweave.connectors.base import Connector

_MODULES = {module.name for module in iter_modules(__path__)}

# The sources that Airweave connects, by what a feature calls them.
CONNECTED = {words: source for words, source in SOURCES.items() if source in _MODULES}


def connector_of(source: str) -> "type[Connector[Any]]":
    """Return the connector of a source; its module, and the source's bongo, is imported now.

    Raises:
        SetupError: its module has no connector.
    """
    name = f"support.airweave.connectors.{source}:CONNECTOR"
    return cast("type[Connector[Any]]", load(name, f"Airweave reads {source}"))
