"""Sentences about a mailbox of Gmail."""

from behave import given, when

from support.airweave import airweave
from support.bongos.abilities import Labels, MailParts, Threads
from support.run.world import Context


@when('"{path}" answers "{question}"')
def mail_answers(context: Context, path: str, question: str) -> None:
    airweave(context).source.having(Threads).answer(path, question)


@when('"{path}" loses its label')
def mail_loses_label(context: Context, path: str) -> None:
    """It stays in the mailbox."""
    airweave(context).source.having(Labels).take_label(path)


@given('"{path}" was found with an attachment that says "{text}"')
def mail_found_with_attachment(context: Context, path: str, text: str) -> None:
    """Absence means nothing of what was never found."""
    airweave(context).source.having(MailParts).create_with_attachments(path, text)
    airweave(context).collection.sync()
    airweave(context).search.expect_kind_first(text, "attachment")


@when('"{path}" arrives with an attachment that says "{text}"')
def mail_with_attachment(context: Context, path: str, text: str) -> None:
    airweave(context).source.having(MailParts).create_with_attachments(path, text)


@when('"{path}" arrives with a file of plain text that says "{text}"')
def mail_with_plain_text(context: Context, path: str, text: str) -> None:
    airweave(context).source.having(MailParts).create_with_plain_text(path, text)


@when('"{path}" arrives with two attachments of one name that say "{text}" and "{other}"')
def mail_with_two_attachments(context: Context, path: str, text: str, other: str) -> None:
    airweave(context).source.having(MailParts).create_with_attachments(path, text, other)


@when('"{path}" arrives without a text')
def mail_without_text(context: Context, path: str) -> None:
    """It says all in its subject."""
    airweave(context).source.having(MailParts).create_without_text(path)


@when('"{path}" arrives as a web page')
def mail_as_web_page(context: Context, path: str) -> None:
    """It says nothing as text."""
    airweave(context).source.having(MailParts).create_as_web_page(path)


@when('"{path}" arrives without the label')
def mail_without_label(context: Context, path: str) -> None:
    """It is none of those that the collection is fed from."""
    airweave(context).source.having(Labels).create_unlabelled(path)
