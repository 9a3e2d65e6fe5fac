"""Sentences about a mailbox of Gmail."""

from behave import when

from support.airweave import airweave
from support.bongos.abilities import Attachments, Labels, Threads
from support.run.world import Context


@when('"{path}" answers "{question}"')
def mail_answers(context: Context, path: str, question: str) -> None:
    airweave(context).source.having(Threads).answer(path, question)


@when('"{path}" loses its label')
def mail_loses_label(context: Context, path: str) -> None:
    """It stays in the mailbox."""
    airweave(context).source.having(Labels).take_label(path)


@when('"{path}" arrives with an attachment that says "{text}"')
def mail_with_attachment(context: Context, path: str, text: str) -> None:
    airweave(context).source.having(Attachments).create_with_attachment(path, text)
