"""E-mail, through imap-tools. Every bongo works in a folder of its own."""

from email.message import EmailMessage
from email.utils import localtime
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from support.bongos.base import Bongo
from support.bongos.settings import IMAPSettings, SourceSettings
from support.core.content import Document, Style


class ImapBongo(Bongo[IMAPSettings, BaseMailBox]):
    """Puts mails into the folder without sending them: the subject is the document's name."""

    settings_type: ClassVar[type[SourceSettings]] = IMAPSettings
    source: ClassVar[str] = "imap"
    vendor: ClassVar[str] = "The mail server"
    workspace_kind: ClassVar[str] = "folder"
    needs: ClassVar[tuple[str, ...]] = ("imap_url",)
    errors: ClassVar[tuple[type[Exception], ...]] = (ImapToolsError, OSError)
    writes_a_second: ClassVar[float] = 10  # no common limit; courtesy
    sender: ClassVar[str] = "sender@datamonkey.example"
    recipient: ClassVar[str] = "acceptance@datamonkey.example"
    lacks: ClassVar[dict[str, str]] = {"edit": "a mail is never changed once it is in a folder"}

    @classmethod
    def connect(cls, settings: IMAPSettings) -> BaseMailBox:
        """Return a mailbox that one is logged in to."""
        url = urlsplit(settings.secret("imap_url"))
        kind = MailBox if url.scheme == "imaps" else MailBoxUnencrypted
        mailbox = kind(url.hostname or "", url.port or 993, timeout=settings.request_timeout_s)
        return mailbox.login(unquote(url.username or ""), unquote(url.password or ""))

    def open_workspace(self) -> None:
        """Make the folder."""
        self.client.folder.create(self.workspace)

    def add(self, document: Document) -> None:
        """Put a mail into the folder."""
        mail = self._mail(document)
        mail.set_content(document.body.decode())
        self._append(mail)

    def remove(self, path: str) -> None:
        """Mark the mail as deleted, and expunge the folder."""
        self.client.delete(self._uids(path))

    def create_in_two_forms(self, path: str) -> None:
        """Put a mail of two parts into the folder, which say the same."""

        def add(document: Document) -> None:
            mail, text = self._mail(document), document.body.decode()
            mail.set_content(text)
            mail.add_alternative(f"<html><body><p>{text}</p></body></html>", subtype="html")
            self._append(mail)

        self.create_by(add, path)

    def create_in_old_encoding(self, path: str, style: Style) -> None:
        """Put a mail into the folder whose letters are those of western Europe alone."""

        def add(document: Document) -> None:
            mail = self._mail(document)
            mail.set_content(document.body.decode(), charset="iso-8859-1", cte="quoted-printable")
            self._append(mail)

        self.create_by(add, path, style)

    def mark_deleted(self, path: str) -> None:
        """Mark the mail as deleted, and do not expunge."""
        with self.changing(f"mark {path} as deleted", path):
            numbers = ",".join(self._uids(path))
            # The library's own way of marking expunges at once.
            self.client.client.uid("STORE", numbers, "+FLAGS", rf"({MailMessageFlags.DELETED})")

    def list_documents(self) -> list[str]:
        """Return the subjects of all mails in the folder."""
        with self.explained(f"list folder {self.workspace}"):
            self.client.folder.set(self.workspace)
            return sorted(mail.subject for mail in self.client.fetch(mark_seen=False))

    def workspaces(self) -> list[str]:
        """Return the names of all folders."""
        with self.explained("list the folders"):
            return [folder.name for folder in self.client.folder.list()]

    def cleanup(self) -> None:
        """Delete the folder with its mails."""
        if self.workspace in self.workspaces():
            with self.explained(f"delete folder {self.workspace}"):
                self.client.folder.set("INBOX")  # no server deletes the folder one is in
                self.client.folder.delete(self.workspace)

    def _mail(self, document: Document) -> EmailMessage:
        """Return a mail without its words."""
        mail, name = EmailMessage(), document.path
        self.ids[name] = f"{name.encode().hex()}.{self.workspace}@datamonkey.example"
        mail["From"], mail["To"] = self.sender, self.recipient
        mail["Subject"], mail["Message-ID"] = name, f"<{self.ids[name]}>"
        mail["Date"] = localtime()
        return mail

    def _append(self, mail: EmailMessage) -> None:
        self.client.append(mail.as_bytes(), self.workspace)

    def _uids(self, path: str) -> list[str]:
        self.client.folder.set(self.workspace)
        return self.client.uids(AND(subject=path))


BONGO = ImapBongo
