"""Sentences about a folder of Google Drive."""

from typing import TYPE_CHECKING, cast

from behave import when

from support.airweave import airweave
from support.run.world import Context

if TYPE_CHECKING:
    from support.bongos.google_drive import GoogleDriveBongo


@when('"{path}" is moved to the folder "{folder}"')
def file_is_moved(context: Context, path: str, folder: str) -> None:
    """Move one file within the home."""
    cast("GoogleDriveBongo", airweave(context).bongo).move(path, folder)


@when('"{path}" is moved out of the folder')
def file_is_moved_out(context: Context, path: str) -> None:
    """Move one file to where Airweave does not look."""
    cast("GoogleDriveBongo", airweave(context).bongo).move_out(path)
