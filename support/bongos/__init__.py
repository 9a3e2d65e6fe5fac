"""Bongos: one file a source, how test data gets into it and out of it through its real API.

A bongo knows no product: whatever reads a source is tested with the same one.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

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
    """
    return cast("type[Bongo[Any, Any]]", import_module(f"support.bongos.{source}").BONGO)
