"""Sentences about pages of Notion."""

from typing import TYPE_CHECKING, cast

from behave import when

from support.content import Style
from support.world import Context

if TYPE_CHECKING:
    from support.bongos.notion import NotionBongo

MORE_THAN_ONE_PIECE = Style(sentences=100)


@when('"{path}" is added with its words folded away')
def nested_page_is_added(context: Context, path: str) -> None:
    """Make a page whose words stand inside of two toggles."""
    cast("NotionBongo", context.world.airweave.bongo).nest(path)
    context.world.airweave.create([path])


@when('"{path}" is added as a row of a database')
def row_is_added(context: Context, path: str) -> None:
    """Make a database with one row."""
    cast("NotionBongo", context.world.airweave.bongo).make_row(path)
    context.world.airweave.create([path])


@when('a long page "{path}" is added')
def long_page_is_added(context: Context, path: str) -> None:
    """Make a page of several thousand characters."""
    context.world.airweave.create([path], MORE_THAN_ONE_PIECE)
