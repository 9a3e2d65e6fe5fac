"""What DataWeaver must be told about a source, and what it must find there: one file a kind."""

from support.core.loading import load
from support.dataweaver.sources.base import Source

# What a feature calls a source, and the module that knows it.
PLACES = {
    "a laboratory": "laboratory",
    "a database": "database",
    "a Slack workspace": "slack",
    "a Google Drive folder": "google_drive",
    "an online service": "http_api",
}


def source_of(place: str) -> type[Source]:
    """Return what knows a source; its module, and with it the vendor's SDK, is imported now."""
    source: type[Source] = load(
        f"support.dataweaver.sources.{PLACES[place]}:SOURCE",
        f"support/dataweaver/sources/__init__.py names {PLACES[place]}",
    )
    return source
