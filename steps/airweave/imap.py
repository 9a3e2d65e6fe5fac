"""Sentences about a folder of a mail server."""

from typing import TYPE_CHECKING, cast

from behave import when

from support.airweave import airweave
from support.core.content import LANGUAGES, Style
from support.run.world import Context

if TYPE_CHECKING:
    from support.bongos.imap import ImapBongo


def folder(context: Context) -> "ImapBongo":
    """Return the scenario's folder."""
    return cast("ImapBongo", airweave(context).bongo)


@when('"{path}" arrives as text and as a web page')
def mail_in_two_forms(context: Context, path: str) -> None:
    """Put a mail of two parts into the folder."""
    folder(context).write_as_web_page_too(path)
    airweave(context).create([path])


@when('"{path}" arrives in {language} and in an old encoding')
def mail_in_old_encoding(context: Context, path: str, language: str) -> None:
    """Put a mail into the folder whose letters are those of one part of the world."""
    folder(context).write_in_old_encoding(path)
    airweave(context).create([path], Style(locale=LANGUAGES[language]))


@when('"{path}" is marked as deleted')
def mail_is_marked(context: Context, path: str) -> None:
    """Mark one mail, and do not expunge."""
    folder(context).mark_deleted(path)
