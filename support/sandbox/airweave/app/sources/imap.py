"""E-mail: the mails of one folder of an IMAP server."""

import re
from collections.abc import Iterator
from typing import ClassVar

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted, MailMessage
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError
from pydantic import Field, SecretStr

from support.sandbox.airweave.app.sources.base import (
    Entity,
    InvalidCredentialsError,
    NotFoundError,
    Reading,
    Source,
    SourceContext,
    StrictFields,
    UnavailableError,
)

MESSAGE = "ImapMessageEntity"


class ImapAuth(StrictFields):
    """Credentials of a connection to a mail server."""

    host: str = Field(title="Host")
    port: int = Field(title="Port", default=993)
    user: str = Field(title="User")
    password: SecretStr = Field(title="Password")
    encrypted: bool = Field(title="Encrypted", default=True)


class ImapConfig(StrictFields):
    """Settings of a connection to a mail server."""

    folder: str = Field(title="Folder", default="INBOX")


class ImapSource(Source):
    """Reads a folder, without leaving a trace in it."""

    short_name: ClassVar[str] = "imap"
    name: ClassVar[str] = "E-mail"
    auth_model: ClassVar[type[StrictFields]] = ImapAuth
    config_model: ClassVar[type[StrictFields]] = ImapConfig

    def __init__(self, auth: ImapAuth, config: ImapConfig, context: SourceContext) -> None:
        self._auth = auth
        self._folder = config.folder

    def validate(self) -> None:
        """Log in, and look for the folder."""
        self._open().logout()

    def full(self) -> Reading:
        """Read every mail."""
        return Reading(self._mails(), cursor=None, complete=True)

    def _mails(self) -> Iterator[Entity]:
        with self._open() as mailbox:
            for mail in mailbox.fetch(mark_seen=False, bulk=True):
                yield _entity(mail)

    def _open(self) -> BaseMailBox:
        kind = MailBox if self._auth.encrypted else MailBoxUnencrypted
        try:
            mailbox = kind(self._auth.host, self._auth.port)
            password = self._auth.password.get_secret_value()
            return mailbox.login(self._auth.user, password, self._folder)
        except MailboxLoginError as error:
            raise InvalidCredentialsError("The mail server refuses the credentials") from error
        except MailboxFolderSelectError as error:
            raise NotFoundError(f"Folder '{self._folder}' not found") from error
        except (ImapToolsError, OSError) as error:
            raise UnavailableError(f"The mail server does not answer: {error}") from error


def _entity(mail: MailMessage) -> Entity:
    text = mail.text or re.sub(r"<[^>]+>", " ", mail.html)
    message_id = "".join(mail.obj["Message-ID"] or mail.uid or "").strip("<> \r\n")
    return Entity(
        entity_id=message_id,
        entity_type=MESSAGE,
        name=mail.subject,
        text=f"# {mail.subject}\n\n{text}",
        web_url=f"mid:{message_id}",
        created_at=mail.date,
        fields={"subject": mail.subject, "sender": mail.from_, "to": list(mail.to)},
        unhashed=frozenset({"flags"}),
    )


SOURCE = ImapSource
