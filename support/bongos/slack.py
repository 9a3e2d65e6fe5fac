"""Slack, through slack_sdk. Every bongo works in a channel of its own."""

from typing import Any, ClassVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from support.bongos.base import BaseBongo, Place
from support.bongos.settings import SlackSettings, SourceSettings
from support.core.content import Document

_PAGE = 1000


class SlackBongo(BaseBongo[SlackSettings]):
    """Posts messages: the document's name in bold, below it its words."""

    settings_type: ClassVar[type[SourceSettings]] = SlackSettings
    source: ClassVar[str] = "slack"
    vendor: ClassVar[str] = "Slack"
    entity_type: ClassVar[str] = "SlackMessageEntity"
    home_kind: ClassVar[str] = "channel"
    needs: ClassVar[tuple[str, ...]] = ("slack_bot_token", "slack_user_token")
    errors: ClassVar[tuple[type[Exception], ...]] = (SlackClientError, OSError)
    writes_a_second: ClassVar[float] = 1  # a channel; docs.slack.dev, rate limits
    stored: ClassVar[bool] = False
    lacks: ClassVar[dict[str, str]] = {
        "sync": "there is no sync to look at, because Airweave asks Slack at every search",
        "removal": "channels are archived, because a bot cannot delete them",
    }

    def __init__(self, place: Place[SlackSettings]) -> None:
        super().__init__(place)
        self._slack: WebClient = place.client
        self._channel = ""
        self._sent: dict[str, str] = {}
        self._thread_of: dict[str, str] = {}
        self.is_private = False

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

    @property
    def credentials(self) -> dict[str, Any]:
        """The token of the user as whom Airweave searches."""
        return {"access_token": self.settings.secret("slack_user_token")}

    @property
    def wrong_credentials(self) -> dict[str, Any]:
        """A token that nobody was given."""
        return {"access_token": "xoxp-" + "0" * 24}

    def entity_id(self, path: str) -> str:
        """Return channel_time, Airweave's id of a message."""
        return f"{self._channel}_{self._sent[path]}"

    def open_home(self) -> None:
        """Make the channel."""
        made = self._slack.conversations_create(name=self.home, is_private=self.is_private)
        self._channel = made["channel"]["id"]

    def put(self, document: Document) -> None:
        """Post the message, or edit it."""
        text = f"*{document.path}*\n{document.body.decode()}"
        if document.path in self.documents:
            sent = self._sent[document.path]
            self._slack.chat_update(channel=self._channel, ts=sent, text=text)
        else:
            thread = self._sent.get(self._thread_of.get(document.path, ""))
            posted = self._slack.chat_postMessage(
                channel=self._channel, text=text, thread_ts=thread
            )
            self._sent[document.path] = posted["ts"]

    def remove(self, path: str) -> None:
        """Delete the message."""
        self._slack.chat_delete(channel=self._channel, ts=self._sent[path])

    def answer_in_thread(self, path: str, question: str) -> None:
        """Let the message `path`, not yet written, be an answer to another one."""
        self._thread_of[path] = question

    def list_ours(self) -> list[str]:
        """Return the names of the messages in the channel, without those in threads."""
        history = self._slack.conversations_history(channel=self._channel, limit=_PAGE)
        return sorted(one["text"].split("*")[1] for one in history["messages"])

    def homes(self) -> list[str]:
        """Return the names of all channels that are not archived."""
        with self.explained("list the channels"):
            return [channel["name"] for channel in self._channels()]

    def cleanup(self) -> None:
        """Delete the channel's messages and archive it."""
        with self.explained(f"archive the channel {self.home}"):
            for channel in self._channels():
                if channel["name"] == self.home:
                    self._empty(channel["id"])
                    self._slack.conversations_archive(channel=channel["id"])
        self.documents.clear()

    def _channels(self) -> list[dict[str, Any]]:
        kinds = "public_channel,private_channel"
        pages = self._slack.conversations_list(types=kinds, exclude_archived=True, limit=_PAGE)
        return [channel for page in pages for channel in page["channels"]]

    def _empty(self, channel: str) -> None:
        history = self._slack.conversations_history(channel=channel, limit=_PAGE)
        for first in history["messages"]:
            thread = self._slack.conversations_replies(channel=channel, ts=first["ts"])
            for message in reversed(thread["messages"]):
                try:
                    self._slack.chat_delete(channel=channel, ts=message["ts"])
                except SlackApiError as error:
                    # What Slack itself wrote ("has joined the channel") stays.
                    if error.response["error"] != "cant_delete_message":
                        raise


BONGO = SlackBongo
