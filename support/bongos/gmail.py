"""Gmail, through Google's own client. Every bongo works with a label of its own."""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from contextlib import AbstractContextManager
from email.message import EmailMessage
from email.utils import localtime
from html import escape
from typing import Any, ClassVar

from support.bongos.base import Account, Workspace
from support.bongos.faults import EXPIRED, REFUSED
from support.bongos.google_api import GoogleBongo
from support.bongos.settings import GoogleSettings
from support.core.content import EMPTY, Document

_ME = "me"


class GmailBongo(GoogleBongo):
    """Puts messages into the mailbox without sending them: the subject is the document's name.

    Attributes:
        threads: by path, the id of the conversation that a message belongs to.
    """

    source: ClassVar[str] = "gmail"
    vendor: ClassVar[str] = "Gmail"
    workspace_kind: ClassVar[str] = "label"
    service: ClassVar[tuple[str, str]] = ("gmail", "v1")
    writes_a_second: ClassVar[float] = 5  # 250 units a second, an insert is 25; developers.google
    lacks: ClassVar[dict[str, str]] = {
        "edit": "a message is never changed once it is in the mailbox",
    }

    def __init__(self, account: Account[GoogleSettings, Any], workspace: Workspace) -> None:
        super().__init__(account, workspace)
        self._messages = self.client.users().messages()
        self._labels = self.client.users().labels()
        self._label = ""
        self.threads: dict[str, str] = {}

    @classmethod
    def try_out(cls, client: Any) -> None:  # noqa: ANN401
        """Ask for the labels."""
        client.users().labels().list(userId=_ME).execute()

    def open_workspace(self) -> None:
        """Make the label."""
        made = self.run(self._labels.create(userId=_ME, body={"name": self.workspace}))
        self._label = made["id"]

    @property
    def sender(self) -> str:
        """From whom messages are said to be: that finds them, whatever their label."""
        return f"{self.workspace}@datamonkey.example"

    def add(self, document: Document) -> None:
        """Put a message into the mailbox."""
        self._insert(self._mail(document))

    def remove(self, path: str) -> None:
        """Delete the message for good."""
        self.run(self._messages.delete(userId=_ME, id=self.ids[path]))

    def answer(self, path: str, question: str) -> None:
        """Put a message into the thread of another one."""
        thread = self.threads[question]
        self.create_by(lambda answer: self._insert(self._mail(answer), threadId=thread), path)

    def create_with_attachments(self, path: str, *texts: str) -> None:
        """Put a message with files of Markdown into the mailbox; all have the same name."""
        self._create_with_files(path, texts, "markdown", "note.md")

    def create_with_plain_text(self, path: str, text: str) -> None:
        """Put a message with a file of plain text into the mailbox."""
        self._create_with_files(path, [text], "plain", "note.txt")

    def create_without_text(self, path: str) -> None:
        """Put a message into the mailbox that says all in its subject."""
        self.create_by(lambda document: self._insert(self._mail(document)), path, EMPTY)

    def create_as_web_page(self, path: str) -> None:
        """Put a message into the mailbox that is nothing but a web page."""

        def add(document: Document) -> None:
            mail = self._mail(document)
            words = escape(document.body.decode())
            mail.set_content(f"<html><body><p>{words}</p></body></html>", subtype="html")
            self._insert(mail)

        self.create_by(add, path)

    def create_unlabelled(self, path: str) -> None:
        """Put a message into the mailbox, but not where the workspace is."""
        mail = self._mail(self._author.write(path, 1))
        with self.explained(f"write {path}"):
            self.run(self._messages.insert(userId=_ME, body=_raw(mail)))

    def trash(self, path: str) -> None:
        """Move the message to the trash."""
        with self.taking_away(f"trash {path}", path):
            self.run(self._messages.trash(userId=_ME, id=self.ids[path]))

    def take_label(self, path: str) -> None:
        """Take the label off the message, which stays in the mailbox."""
        change = {"removeLabelIds": [self._label]}
        with self.taking_away(f"take the label off {path}", path):
            self.run(self._messages.modify(userId=_ME, id=self.ids[path], body=change))

    def withholding(self, path: str) -> AbstractContextManager[None]:
        """Let an emulated Gmail refuse to hand out a conversation."""
        return self.faulty({**REFUSED, "path": f"/threads/{self.threads[path]}"})

    def history_expired(self) -> AbstractContextManager[None]:
        """Let an emulated Gmail have forgotten its history, as Gmail has after a week or so."""
        return self.faulty({**EXPIRED, "path": "/gmail/v1/users/me/history", "status": 404})

    def list_documents(self) -> list[str]:
        """Return the subjects of all messages with the label."""
        with self.explained(f"list the label {self.workspace}"):
            return sorted(map(self._subject, self._found(f"label:{self.workspace}")))

    def workspaces(self) -> list[str]:
        """Return the names of all labels."""
        with self.explained("list the labels"):
            return [label["name"] for label in self._all_labels()]

    def cleanup(self) -> None:
        """Delete the messages, in the trash and without the label too, and the label."""
        with self.explained(f"delete label {self.workspace}"):
            if ids := self._found(f"from:{self.workspace}", includeSpamTrash=True):
                self.run(self._messages.batchDelete(userId=_ME, body={"ids": ids}))
            for label in self._all_labels():
                if label["name"] == self.workspace:
                    self.run(self._labels.delete(userId=_ME, id=label["id"]))

    def _mail(self, document: Document) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self.sender
        mail["To"] = "acceptance@datamonkey.example"
        mail["Subject"], mail["Date"] = document.path, localtime()
        mail.set_content(document.body.decode())
        return mail

    def _create_with_files(self, path: str, texts: Iterable[str], kind: str, name: str) -> None:
        def add(document: Document) -> None:
            mail = self._mail(document)
            for text in texts:
                mail.add_attachment(text, subtype=kind, filename=name)
            self._insert(mail)

        self.create_by(add, path)

    def _insert(self, mail: EmailMessage, **place: str) -> None:
        body = _raw(mail) | {"labelIds": [self._label]} | place
        made = self.run(self._messages.insert(userId=_ME, body=body))
        self.ids[mail["Subject"]], self.threads[mail["Subject"]] = made["id"], made["threadId"]

    def _found(self, query: str, **options: bool) -> list[str]:
        """Return the ids of the messages that a query finds."""
        found = self.listed(self._messages, "messages", userId=_ME, q=query, **options)
        return [message["id"] for message in found]

    def _subject(self, message: str) -> str:
        got = self.run(self._messages.get(userId=_ME, id=message))
        headers = {one["name"]: one["value"] for one in got["payload"]["headers"]}
        return str(headers["Subject"])

    def _all_labels(self) -> list[dict[str, Any]]:
        labels: list[dict[str, Any]] = self.run(self._labels.list(userId=_ME))["labels"]
        return labels


def _raw(mail: EmailMessage) -> dict[str, Any]:
    return {"raw": urlsafe_b64encode(mail.as_bytes()).decode()}


BONGO = GmailBongo
