"""Sentences about a folder of a mail server."""

from behave import when

from support.airweave import airweave
from support.bongos.abilities import MailForms
from support.core.content import LANGUAGES, Style
from support.run.world import Context


@when('"{path}" arrives as text and as a web page')
def mail_in_two_forms(context: Context, path: str) -> None:
    airweave(context).source.having(MailForms).create_in_two_forms(path)


@when('"{path}" arrives in {language} and in an old encoding')
def mail_in_old_encoding(context: Context, path: str, language: str) -> None:
    """Its letters are those of one part of the world."""
    style = Style(locale=LANGUAGES[language])
    airweave(context).source.having(MailForms).create_in_old_encoding(path, style)


@when('"{path}" is marked as deleted')
def mail_is_marked(context: Context, path: str) -> None:
    """The folder is not expunged."""
    airweave(context).source.having(MailForms).mark_deleted(path)
