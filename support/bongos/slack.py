"""Slack, through slack_sdk. Every bongo works in a channel of its own."""

from collections.abc import Iterator
from typing import Any, ClassVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from support.bongos.base import Account, Bongo, Workspace
from support.bongos.settings import SlackSettings, SourceSettings
from support.core.content import Document

_PAGE = 1000


class SlackBongo(Bongo[SlackSettings, WebClient]):
    """Posts messages: the document's name in bold, below it its words; their ids are times.

    Attributes:
        channel: the id of the channel.
        author: the id of the bot, which writes all messages.
    """

    settings_type: ClassVar[type[SourceSettings]] = SlackSettings
    source: ClassVar[str] = "slack"
    vendor: ClassVar[str] = "Slack"
    workspace_kind: ClassVar[str] = "channel"
    needs: ClassVar[tuple[str, ...]] = ("slack_bot_token", "slack_user_token")
    errors: ClassVar[tuple[type[Exception], ...]] = (SlackClientError, OSError)
    writes_a_second: ClassVar[float] = 1  # a channel; docs.slack.dev, rate limits
    lacks: ClassVar[dict[str, str]] = {
        "removal": "channels are archived, because a bot cannot delete them",
        "titles": "a message has words, and nothing that it is called by",
    }

    def __init__(self, account: Account[SlackSettings, WebClient], workspace: Workspace) -> None:
        super().__init__(account, workspace)
        self.channel = ""
        self.author = ""
        self._is_private = False

    @classmethod
    def connect(cls, settings: SlackSettings) -> WebClient:
        """Return the bot's client; it waits as long as Slack asks it to."""
        client = WebClient(
            settings.secret("slack_bot_token"),
            base_url=str(settings.slack_api_url),
            timeout=int(settings.request_timeout_s),
        )
        retries = settings.max_retries
        client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=retries))
        client.auth_test()
        return client

    def make_private(self) -> None:
        """Let the channel, which is not yet made, be private."""
        self._is_private = True

    def let_in(self) -> None:
        """Invite the user as whom is searched into the channel."""
        with self.explained(f"invite into the channel {self.workspace}"):
            self.client.conversations_invite(channel=self.channel, users=self._reader())

    def shut_out(self) -> None:
        """Remove the user as whom is searched from the channel."""
        with self.explained(f"remove from the channel {self.workspace}"):
            self.client.conversations_kick(channel=self.channel, user=self._reader())

    def open_workspace(self) -> None:
        """Make the channel."""
        self.author = str(self.client.auth_test()["user_id"])
        made = self.client.conversations_create(name=self.workspace, is_private=self._is_private)
        self.channel = made["channel"]["id"]

    def add(self, document: Document) -> None:
        """Post a message."""
        self._post(document)

    def edit(self, document: Document) -> None:
        """Change the message."""
        self.client.chat_update(
            channel=self.channel, ts=self.ids[document.path], text=_text(document)
        )

    def remove(self, path: str) -> None:
        """Delete the message."""
        self.client.chat_delete(channel=self.channel, ts=self.ids[path])

    def answer(self, path: str, question: str) -> None:
        """Post a message in the thread of another one."""
        self.create_by(lambda message: self._post(message, thread=self.ids[question]), path)

    def list_documents(self) -> list[str]:
        """Return the names of the messages in the channel, in threads too."""
        with self.explained(f"list the channel {self.workspace}"):
            written = [one for one in self._messages(self.channel) if one["text"].startswith("*")]
        return sorted(one["text"].split("*")[1] for one in written)

    def workspaces(self) -> list[str]:
        """Return the names of all channels that are not archived."""
        with self.explained("list the channels"):
            return [channel["name"] for channel in self._channels()]

    def cleanup(self) -> None:
        """Delete the channel's messages and archive it."""
        with self.explained(f"archive the channel {self.workspace}"):
            for channel in self._channels():
                if channel["name"] == self.workspace:
                    self._empty(channel["id"])
                    self.client.conversations_archive(channel=channel["id"])

    def _post(self, document: Document, thread: str | None = None) -> None:
        posted = self.client.chat_postMessage(
            channel=self.channel, text=_text(document), thread_ts=thread
        )
        self.ids[document.path] = posted["ts"]

    def _reader(self) -> str:
        """Return the id of the user as whom is searched."""
        return str(self.client.auth_test(token=self.settings.secret("slack_user_token"))["user_id"])

    def _channels(self) -> list[dict[str, Any]]:
        kinds = "public_channel,private_channel"
        pages = self.client.conversations_list(types=kinds, exclude_archived=True, limit=_PAGE)
        return [channel for page in pages for channel in page["channels"]]

    def _messages(self, channel: str) -> Iterator[dict[str, Any]]:
        """Yield the messages of a channel, answers before their questions."""
        history = self.client.conversations_history(channel=channel, limit=_PAGE)
        for first in history["messages"]:
            thread = self.client.conversations_replies(channel=channel, ts=first["ts"])
            yield from reversed(thread["messages"])

    def _empty(self, channel: str) -> None:
        for message in list(self._messages(channel)):
            try:
                self.client.chat_delete(channel=channel, ts=message["ts"])
            except SlackApiError as error:
                # What Slack itself wrote ("has joined the channel") stays.
                if error.response["error"] != "cant_delete_message":
                    raise


def _text(document: Document) -> str:
    return f"*{document.path}*\n{document.body.decode()}"


BONGO = SlackBongo
