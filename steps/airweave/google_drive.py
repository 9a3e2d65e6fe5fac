"""Sentences about a folder of Google Drive."""

from behave import when

from support.airweave import airweave
from support.bongos.abilities import Folders
from support.run.world import Context


@when('"{path}" is moved to the folder "{folder}"')
def file_is_moved(context: Context, path: str, folder: str) -> None:
    airweave(context).source.having(Folders).move(path, folder)


@when('"{path}" is moved out of the folder')
def file_is_moved_out(context: Context, path: str) -> None:
    """It is moved to where Airweave does not look."""
    airweave(context).source.having(Folders).move_out(path)


@when('"{path}" is put beside the folder')
def file_is_put_beside(context: Context, path: str) -> None:
    airweave(context).source.having(Folders).create_beside(path)


@when('"{path}" is added as a sheet')
def sheet_is_added(context: Context, path: str) -> None:
    airweave(context).source.having(Folders).create_sheet(path)


@when('"{path}" is added as a plain file')
def plain_file_is_added(context: Context, path: str) -> None:
    """It is a text file of just this name, though that has no ending, or holds a slash."""
    airweave(context).source.having(Folders).create_plain(path)
