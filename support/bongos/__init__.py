"""Bongos: one file a source, how test data gets into it and out of it through its real API.

A bongo knows no product: whatever reads a source is tested with the same one.
"""

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, cast

from support.core.loading import load

if TYPE_CHECKING:
    from support.bongos.base import Bongo

# What a feature calls a source, and its name: that of its tag and of the module with its bongo.
SOURCES = {
    "a GitHub repo": "github",
    "a PostgreSQL table": "postgresql",
    "an S3 bucket": "s3",
    "a Stripe account": "stripe",
    "a Slack channel": "slack",
    "a Gmail account": "gmail",
    "a Google Drive folder": "google_drive",
    "a Google calendar": "google_calendar",
    "a Linear team": "linear",
    "a Notion page": "notion",
    "a mail folder": "imap",
}


def bongo_of(source: str) -> "type[Bongo[Any, Any]]":
    """Return the bongo of a source.

    Its module, and with it the vendor's SDK, is imported now: a run pays only for the sources
    that it uses.

    Raises:
        SetupError: there is no such module, or it has no bongo.
    """
    name, named_by = f"support.bongos.{source}:BONGO", f"support/bongos/__init__.py names {source}"
    return cast("type[Bongo[Any, Any]]", load(name, named_by))


def places_of(tags: AbstractSet[str]) -> dict[str, str]:
    """Return where the sources among these tags are, by name, as the settings of a run say."""
    sources = sorted(tags & {*SOURCES.values()})
    bongos = {source: bongo_of(source) for source in sources}
    return {source: bongo.place(bongo.settings_type.load()) for source, bongo in bongos.items()}
