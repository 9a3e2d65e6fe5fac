"""Sentences about a mailbox of Gmail."""

from typing import TYPE_CHECKING, cast

from behave import when

from support.airweave import airweave
from support.run.world import Context

if TYPE_CHECKING:
    from support.bongos.gmail import GmailBongo


def mailbox(context: Context) -> "GmailBongo":
    """Return the scenario's mailbox."""
    return cast("GmailBongo", airweave(context).bongo)


@when('"{path}" answers "{question}"')
def mail_answers(context: Context, path: str, question: str) -> None:
    """Put an answer into the thread of its question."""
    mailbox(context).answer_in_thread(path, question)
    airweave(context).create([path])


@when('"{path}" loses its label')
def mail_loses_label(context: Context, path: str) -> None:
    """Take the label off; the mail stays in the mailbox."""
    mailbox(context).take_label(path)


@when('"{path}" arrives with an attachment that says "{text}"')
def mail_with_attachment(context: Context, path: str, text: str) -> None:
    """Put a mail with a text file into the mailbox."""
    mailbox(context).attach(path, text)
    airweave(context).create([path])
