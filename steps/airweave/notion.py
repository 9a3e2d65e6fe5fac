"""Sentences about pages of Notion."""

from typing import TYPE_CHECKING, cast

from behave import when

from support.airweave import airweave
from support.core.content import Style
from support.run.world import Context

if TYPE_CHECKING:
    from support.bongos.notion import NotionBongo

MORE_THAN_ONE_PIECE = Style(sentences=100)


@when('"{path}" is added with its words folded away')
def nested_page_is_added(context: Context, path: str) -> None:
    """Make a page whose words stand inside of two toggles."""
    cast("NotionBongo", airweave(context).bongo).nest(path)
    airweave(context).create([path])


@when('"{path}" is added as a row of a database')
def row_is_added(context: Context, path: str) -> None:
    """Make a database with one row."""
    cast("NotionBongo", airweave(context).bongo).make_row(path)
    airweave(context).create([path])


@when('a long page "{path}" is added')
def long_page_is_added(context: Context, path: str) -> None:
    """Make a page of several thousand characters."""
    airweave(context).create([path], MORE_THAN_ONE_PIECE)
