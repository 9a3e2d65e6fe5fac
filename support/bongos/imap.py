"""E-mail, through imap-tools. Every bongo works in a folder of its own."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from support.bongos.base import BaseBongo, Place
from support.bongos.settings import IMAPSettings, SourceSettings
from support.core.content import Document
from support.core.secrecy import keep_secret


class ImapBongo(BaseBongo[IMAPSettings]):
    """Puts mails into the folder without sending them: the subject is the document's name."""

    settings_type: ClassVar[type[SourceSettings]] = IMAPSettings
    source: ClassVar[str] = "imap"
    vendor: ClassVar[str] = "The mail server"
    entity_type: ClassVar[str] = "ImapMessageEntity"
    home_kind: ClassVar[str] = "folder"
    needs: ClassVar[tuple[str, ...]] = ("imap_url",)
    errors: ClassVar[tuple[type[Exception], ...]] = (ImapToolsError, OSError)
    writes_a_second: ClassVar[float] = 10  # no common limit; courtesy
    lacks: ClassVar[dict[str, str]] = {"edit": "a mail is never changed once it is in a folder"}

    def __init__(self, place: Place[IMAPSettings]) -> None:
        super().__init__(place)
        self._mailbox: BaseMailBox = place.client
        self._writer_of: dict[str, Callable[[EmailMessage, str], None]] = {}

    @classmethod
    def connect(cls, settings: IMAPSettings) -> BaseMailBox:
        """Return a mailbox that one is logged in to."""
        url = urlsplit(settings.secret("imap_url"))
        password = unquote(url.password or "")
        keep_secret(password)
        kind = MailBox if url.scheme == "imaps" else MailBoxUnencrypted
        mailbox = kind(url.hostname or "", url.port or 993, timeout=settings.request_timeout_s)
        return mailbox.login(unquote(url.username or ""), password)

    @property
    def credentials(self) -> dict[str, Any]:
        """Where the server is, and who asks."""
        url = urlsplit(self.settings.secret("imap_url"))
        return {
            "host": url.hostname,
            "port": url.port or 993,
            "user": unquote(url.username or ""),
            "password": unquote(url.password or ""),
            "encrypted": url.scheme == "imaps",
        }

    @property
    def wrong_credentials(self) -> dict[str, Any]:
        """The same with another password."""
        return self.credentials | {"password": "not-the-password"}

    @property
    def config(self) -> dict[str, Any]:
        """Which folder to read."""
        return {"folder": self.home}

    def entity_id(self, path: str) -> str:
        """Return the mail's own id, which the bongo gives it."""
        return f"{path.encode().hex()}.{self.home}@datamonkey.example"

    def open_home(self) -> None:
        """Make the folder."""
        self._mailbox.folder.create(self.home)

    def put(self, document: Document) -> None:
        """Put a new mail into the folder."""
        mail = EmailMessage()
        mail["From"], mail["To"] = "sender@datamonkey.example", "acceptance@datamonkey.example"
        mail["Subject"] = document.path
        mail["Message-ID"] = f"<{self.entity_id(document.path)}>"
        self._writer_of.get(document.path, _as_text)(mail, document.body.decode())
        self._mailbox.append(mail.as_bytes(), self.home)

    def remove(self, path: str) -> None:
        """Mark the mail as deleted, and expunge the folder."""
        self._mailbox.delete(self._uids(path))

    def mark_deleted(self, path: str) -> None:
        """Mark the mail as deleted, no more."""
        with self.explained(f"mark {path} as deleted"):
            numbers = ",".join(self._uids(path))
            # The library's own way of marking expunges at once.
            self._mailbox.client.uid("STORE", numbers, "+FLAGS", rf"({MailMessageFlags.DELETED})")

    def write_as_web_page_too(self, path: str) -> None:
        """Let the mail `path`, not yet written, say the same twice: as text and as a web page."""
        self._writer_of[path] = _as_text_and_web_page

    def write_in_old_encoding(self, path: str) -> None:
        """Let the mail `path`, not yet written, be encoded as mail was before Unicode."""
        self._writer_of[path] = _in_latin_1

    def list_ours(self) -> list[str]:
        """Return the subjects of all mails in the folder."""
        self._mailbox.folder.set(self.home)
        return sorted(mail.subject for mail in self._mailbox.fetch(mark_seen=False))

    def homes(self) -> list[str]:
        """Return the names of all folders."""
        with self.explained("list the folders"):
            return [folder.name for folder in self._mailbox.folder.list()]

    def cleanup(self) -> None:
        """Delete the folder with its mails."""
        if self.home in self.homes():
            with self.explained(f"delete folder {self.home}"):
                self._mailbox.folder.set("INBOX")  # no server deletes the folder one is in
                self._mailbox.folder.delete(self.home)
        self.documents.clear()

    def _uids(self, path: str) -> list[str]:
        self._mailbox.folder.set(self.home)
        return self._mailbox.uids(AND(subject=path))


def _as_text(mail: EmailMessage, text: str) -> None:
    mail.set_content(text)


def _as_text_and_web_page(mail: EmailMessage, text: str) -> None:
    mail.set_content(text)
    mail.add_alternative(f"<html><body><p>{text}</p></body></html>", subtype="html")


def _in_latin_1(mail: EmailMessage, text: str) -> None:
    mail.set_content(text, charset="iso-8859-1", cte="quoted-printable")


BONGO = ImapBongo
