"""Slack: a channel is a table of messages."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from support.bongos.slack import SlackBongo
from support.bongos.sources import Sources
from support.dataweaver.sources.base import Config, Source
from support.dataweaver.tables import Row, Table
from support.run.plugin import Scene

_COLUMNS = ("timestamp", "user", "message", "channel", "thread_ts")
_PAGE = 1000


class SlackSource(Source):
    """Channels of the scenario's own."""

    connector_type: ClassVar[str] = "SLACK"
    authentication: ClassVar[str] = "API_KEY"
    bongo: ClassVar[str] = "slack"
    table_type: ClassVar[str] = "channel"

    def __init__(self, sources: Sources, scene: Scene) -> None:
        super().__init__(sources, scene)
        self._account = sources.log_in(self.bongo)
        self._channels: dict[str, SlackBongo] = {}

    def add(self, table: str) -> None:
        """Make a channel with test messages, one of which is an answer."""
        channel = SlackBongo(self._account, self.workspace(table))
        channel.create_test_documents()
        channel.answer("Reply", "Onboarding")
        self._channels[table] = channel

    def remove(self, table: str) -> None:
        """Archive a channel: nobody can delete one."""
        self._channels.pop(table).cleanup()

    def change(self, table: str) -> None:
        """Edit a message, delete another one, and post a third."""
        channel = self._channels[table]
        channel.update(["Pricing"])
        channel.delete(["Roadmap"])
        channel.create(["Security"])

    def path_of(self, table: str) -> str:
        """Return the id of the channel."""
        return self._channels[table].channel

    def read(self) -> Mapping[str, Table]:
        """Read all channels."""
        return {
            channel.channel: Table(_COLUMNS, list(self._rows(channel.channel)))
            for channel in self._channels.values()
        }

    @property
    def config(self) -> Config:
        """Who reads, where, and which channels."""
        settings = self._account.settings
        return {
            "api_key": settings.secret("slack_bot_token"),
            "base_url": str(settings.slack_api_url),
            # All that the scenario may make: channels of others come and go meanwhile.
            "channels": [
                f"{self.scene.prefix}-{name}" for name in ("samples", "results", "freezers")
            ],
        }

    @property
    def wrong_config(self) -> Config:
        """The same with another token."""
        return {**self.config, "api_key": "xoxb-" + "0" * 24}

    def _rows(self, channel: str) -> Iterator[Row]:
        client = self._account.client
        listed = client.conversations_history(channel=channel, limit=_PAGE)["messages"]
        for first in reversed(listed):
            for one in client.conversations_replies(channel=channel, ts=first["ts"])["messages"]:
                yield _row(channel, one)


def _row(channel: str, message: dict[str, Any]) -> Row:
    return message["ts"], message.get("user"), message["text"], channel, message.get("thread_ts")


SOURCE = SlackSource
