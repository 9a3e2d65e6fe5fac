"""Sentences about pages of Notion."""

from behave import when

from support.airweave import airweave
from support.bongos.abilities import Blocks
from support.core.content import Style
from support.run.world import Context


@when('"{path}" is added with its words folded away')
def folded_page_is_added(context: Context, path: str) -> None:
    """Its words stand inside of two toggles."""
    airweave(context).source.having(Blocks).create_folded(path)


@when('"{path}" is added as a row of a database')
def row_is_added(context: Context, path: str) -> None:
    airweave(context).source.having(Blocks).create_row(path)


@when('"{path}" is added with its words in a table')
def page_with_table_is_added(context: Context, path: str) -> None:
    airweave(context).source.having(Blocks).create_with_table(path)


@when('"{path}" is added with {count:d} paragraphs')
def page_of_paragraphs_is_added(context: Context, path: str, count: int) -> None:
    airweave(context).source.having(Blocks).create_in_paragraphs(path, Style(sentences=count))
