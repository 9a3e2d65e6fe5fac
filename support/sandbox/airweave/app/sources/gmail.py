"""Gmail: threads, their messages, and the text files attached to these."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Iterator, Set
from datetime import UTC, datetime
from html import unescape
from typing import Any, ClassVar, cast

from pydantic import Field

from support.sandbox.airweave.app.sources.base import (
    Breadcrumb,
    Cursor,
    Entity,
    NotFoundError,
    Reading,
    Source,
    SourceContext,
    StrictFields,
)
from support.sandbox.airweave.app.sources.google import GoogleApi, GoogleAuth

THREAD = "GmailThreadEntity"
MESSAGE = "GmailMessageEntity"
ATTACHMENT = "GmailAttachmentEntity"
ADDED = "messagesAdded"
DELETED = "messagesDeleted"
LABEL_CHANGES = {"labelsAdded", "labelsRemoved"}  # the trash is a label, too
_USER = "gmail/v1/users/me"

Item = dict[str, Any]


class GmailConfig(StrictFields):
    """Settings of a Gmail connection."""

    gmail_query: str = Field(default="", title="Query", description="Empty: the whole mailbox")


class GmailSource(Source):
    """Reads what a query finds; neither spam nor trash."""

    short_name: ClassVar[str] = "gmail"
    name: ClassVar[str] = "Gmail"
    auth_model: ClassVar[type[StrictFields]] = GoogleAuth
    config_model: ClassVar[type[StrictFields]] = GmailConfig
    supports_continuous: ClassVar[bool] = True

    def __init__(self, auth: GoogleAuth, config: GmailConfig, context: SourceContext) -> None:
        self._query = config.gmail_query
        self._api = GoogleApi(self.name, auth, context)

    def validate(self) -> None:
        """Ask for the profile."""
        self._profile()

    def full(self) -> Reading:
        """Read every thread."""
        cursor = {"query": self._query, "history_id": self._profile()["historyId"]}
        return Reading(self._entities(self._wanted()), cursor, complete=True)

    def incremental(self, cursor: Cursor) -> Reading | None:
        """Read the threads to which messages were added.

        None when Gmail's history tells of more than additions, or reaches back not far enough.
        """
        history = self._history(cursor["history_id"])
        if cursor["query"] != self._query or history is None:
            return None
        records = [record for page in history for record in page.get("history", [])]
        return self._increment(records, {**cursor, "history_id": history[-1]["historyId"]})

    def _increment(self, records: list[Item], reached: Cursor) -> Reading | None:
        if any(map(_tells_of_removals, records)):
            return None
        added = {one["message"]["threadId"] for it in records for one in it.get(ADDED, [])}
        return Reading(self._entities(self._chosen(added)), reached, complete=False)

    def _profile(self) -> Item:
        return cast(Item, self._api.json(f"{_USER}/profile"))

    def _history(self, start: str) -> list[Item] | None:
        """Return the pages of what happened since then; None when Gmail has forgotten it."""
        try:
            return list(self._api.paged(f"{_USER}/history", startHistoryId=start, maxResults=500))
        except NotFoundError:
            return None

    def _wanted(self) -> Iterator[str]:
        """Yield the threads that the query finds."""
        for thread in self._api.listed(f"{_USER}/threads", "threads", q=self._query):
            yield thread["id"]

    def _chosen(self, threads: Set[str]) -> Iterator[str]:
        """Yield those of these threads that the query finds."""
        return (thread for thread in self._wanted() if thread in threads) if threads else iter(())

    def _entities(self, threads: Iterable[str]) -> Iterator[Entity]:
        for thread in threads:
            messages = self._api.json(f"{_USER}/threads/{thread}")["messages"]
            ours = [one for one in messages if "TRASH" not in one["labelIds"]]
            yield _thread(thread, ours)
            for message in ours:
                yield _message(message)
                yield from self._attachments(message)

    def _attachments(self, message: Item) -> Iterator[Entity]:
        files = (part for part in _parts(message["payload"]) if _is_text_file(part))
        for number, part in enumerate(files, 1):
            file = part["filename"]
            yield Entity(
                entity_id=f"attach_{message['id']}_{number}_{file}",
                entity_type=ATTACHMENT,
                name=file,
                text=f"# {file}\n\n{self._content(message['id'], part['body'])}",
                web_url=_url(message["id"]),
                breadcrumbs=(
                    Breadcrumb(f"msg_{message['id']}", _header(message, "Subject"), MESSAGE),
                ),
                fields={"message_id": message["id"], "mime_type": part["mimeType"]},
            )

    def _content(self, message: str, body: Item) -> str:
        if "attachmentId" in body:
            body = self._api.json(f"{_USER}/messages/{message}/attachments/{body['attachmentId']}")
        return _decoded(body)


def _tells_of_removals(record: Item) -> bool:
    """Tell whether a record of the history may take something out of the collection."""
    return not record.keys().isdisjoint({DELETED, *LABEL_CHANGES})


def _thread(thread_id: str, messages: list[Item]) -> Entity:
    subject = _header(messages[0], "Subject")
    return Entity(
        entity_id=f"thread_{thread_id}",
        entity_type=THREAD,
        name=subject,
        text=f"# {subject}\n\nA conversation of {len(messages)} messages",
        web_url=_url(thread_id),
        fields={"message_count": len(messages)},
    )


def _message(message: Item) -> Entity:
    subject = _header(message, "Subject")
    body = "\n".join(_texts(message, "text/plain")) or _words(_texts(message, "text/html"))
    return Entity(
        entity_id=f"msg_{message['id']}",
        entity_type=MESSAGE,
        name=subject,
        text=f"# {subject}\n\n{body}",
        web_url=_url(message["id"]),
        breadcrumbs=(Breadcrumb(f"thread_{message['threadId']}", subject, THREAD),),
        created_at=datetime.fromtimestamp(int(message["internalDate"]) / 1000, UTC),
        fields={
            "thread_id": message["threadId"],
            "subject": subject,
            "sender": _header(message, "From"),
            "label_ids": message["labelIds"],
        },
    )


def _parts(payload: Item) -> Iterator[Item]:
    """Yield a message's parts, at whatever depth they are."""
    yield payload
    for part in payload.get("parts", []):
        yield from _parts(part)


def _is_text_file(part: Item) -> bool:
    return bool(part.get("filename")) and str(part["mimeType"]).startswith("text/")


def _texts(message: Item, kind: str) -> list[str]:
    """Return what the parts of a message of this kind say, without those that are files."""
    return [
        _decoded(part["body"])
        for part in _parts(message["payload"])
        if part["mimeType"] == kind and not part.get("filename")
    ]


def _words(pages: Iterable[str]) -> str:
    """Return what web pages say, without how it looks."""
    return unescape(re.sub(r"<[^>]+>", " ", "\n".join(pages)))


def _decoded(body: Item) -> str:
    data = body.get("data", "")
    return urlsafe_b64decode(data + "=" * (-len(data) % 4)).decode()


def _header(message: Item, name: str) -> str:
    headers = message["payload"]["headers"]
    return next((one["value"] for one in headers if one["name"].lower() == name.lower()), "")


def _url(item_id: str) -> str:
    return f"https://mail.google.com/mail/u/0/#inbox/{item_id}"


SOURCE = GmailSource
