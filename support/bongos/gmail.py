"""Gmail, through Google's own client. Every bongo works with a label of its own."""

from base64 import urlsafe_b64encode
from email.message import EmailMessage
from typing import Any, ClassVar

from support.bongos.base import Place
from support.bongos.google_api import GoogleBongo
from support.bongos.settings import GoogleSettings
from support.core.content import Document

_ME = "me"


class GmailBongo(GoogleBongo):
    """Puts messages into the mailbox without sending them: the subject is the document's name."""

    source: ClassVar[str] = "gmail"
    vendor: ClassVar[str] = "Gmail"
    entity_type: ClassVar[str] = "GmailMessageEntity"
    home_kind: ClassVar[str] = "label"
    service: ClassVar[tuple[str, str]] = ("gmail", "v1")
    writes_a_second: ClassVar[float] = 5  # 250 units a second, an insert is 25; developers.google
    kinds: ClassVar[dict[str, str]] = {"attachment": "GmailAttachmentEntity"}
    lacks: ClassVar[dict[str, str]] = {
        "edit": "a message is never changed once it is in the mailbox",
    }

    def __init__(self, place: Place[GoogleSettings]) -> None:
        super().__init__(place)
        self._messages = self.api.users().messages()
        self._labels = self.api.users().labels()
        self._label = ""
        self._sent: dict[str, dict[str, str]] = {}
        self._thread_of: dict[str, str] = {}
        self._attachment_of: dict[str, str] = {}

    @classmethod
    def try_out(cls, client: Any) -> None:  # noqa: ANN401
        """Ask for the labels."""
        client.users().labels().list(userId=_ME).execute()

    @property
    def config(self) -> dict[str, Any]:
        """Which messages to read."""
        return {"gmail_query": f"label:{self.home}"}

    def entity_id(self, path: str) -> str:
        """Return Airweave's id of a message."""
        return f"msg_{self._sent[path]['id']}"

    def open_home(self) -> None:
        """Make the label."""
        made = self.run(self._labels.create(userId=_ME, body={"name": self.home}))
        self._label = made["id"]

    def put(self, document: Document) -> None:
        """Put a new message into the mailbox."""
        mail = EmailMessage()
        mail["From"] = f"{self.home}@datamonkey.example"  # by which it is found, whatever its label
        mail["To"] = "acceptance@datamonkey.example"
        mail["Subject"] = document.path
        mail.set_content(document.body.decode())
        if attached := self._attachment_of.get(document.path):
            mail.add_attachment(attached, filename="note.txt")
        body = {"raw": urlsafe_b64encode(mail.as_bytes()).decode(), "labelIds": [self._label]}
        if question := self._thread_of.get(document.path):
            body["threadId"] = self._sent[question]["threadId"]
        self._sent[document.path] = self.run(self._messages.insert(userId=_ME, body=body))

    def remove(self, path: str) -> None:
        """Delete the message for good."""
        self.run(self._messages.delete(userId=_ME, id=self._sent[path]["id"]))

    def answer_in_thread(self, path: str, question: str) -> None:
        """Let the message `path`, not yet written, be an answer to another one."""
        self._thread_of[path] = question

    def attach(self, path: str, text: str) -> None:
        """Let the message `path`, not yet written, carry a text file."""
        self._attachment_of[path] = text

    def trash(self, path: str) -> None:
        """Move the message to the trash."""
        with self.explained(f"trash {path}"):
            self.run(self._messages.trash(userId=_ME, id=self._sent[path]["id"]))
        del self.documents[path]

    def take_label(self, path: str) -> None:
        """Take the label off the message, which stays in the mailbox."""
        change = {"removeLabelIds": [self._label]}
        with self.explained(f"take the label off {path}"):
            message = self._sent[path]["id"]
            self.run(self._messages.modify(userId=_ME, id=message, body=change))
        del self.documents[path]

    def list_ours(self) -> list[str]:
        """Return the ids of all messages of this bongo, in the trash too."""
        found, page = (
            [],
            self._messages.list(userId=_ME, q=f"from:{self.home}", includeSpamTrash=True),
        )
        while page is not None:
            answer = self.run(page)
            found += [message["id"] for message in answer.get("messages", [])]
            page = self._messages.list_next(page, answer)
        return found

    def homes(self) -> list[str]:
        """Return the names of all labels."""
        with self.explained("list the labels"):
            listed = self.run(self._labels.list(userId=_ME))
        return [label["name"] for label in listed["labels"]]

    def cleanup(self) -> None:
        """Delete the messages and their label."""
        with self.explained(f"delete label {self.home}"):
            if ids := self.list_ours():
                self.run(self._messages.batchDelete(userId=_ME, body={"ids": ids}))
            for label in self.run(self._labels.list(userId=_ME))["labels"]:
                if label["name"] == self.home:
                    self.run(self._labels.delete(userId=_ME, id=label["id"]))
        self.documents.clear()


BONGO = GmailBongo
