"""Slack: a table of messages a channel."""

from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from support.sandbox.dataweaver.app.readers.base import Config, Found, Reader, Row, SourceError

_COLUMNS = ("timestamp", "user", "message", "channel", "thread_ts")
_PAGE = 200


class SlackReader(Reader):
    """Reads channels, all that the token sees or those that the configuration names."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self._client = WebClient(
            config.get("api_key"),
            base_url=config.get("base_url", WebClient.BASE_URL),
            retry_handlers=[],
        )

    def details(self) -> dict[str, Any]:
        """Log in, and return where it is and what there is."""
        workspace = self._call("auth.test")["team"]
        return {"workspace": workspace, "channels": [one["name"] for one in self._channels()]}

    def tables(self) -> list[Found]:
        """Return all channels."""
        return [self._found(channel) for channel in self._channels()]

    def read(self, path: str) -> tuple[Sequence[str], Iterator[Row]]:
        """Read a channel, the oldest message first, answers too."""
        return _COLUMNS, self._rows(path)

    def _found(self, channel: dict[str, Any]) -> Found:
        rows = sum(1 for _ in self._rows(channel["id"]))
        about = channel.get("topic", {}).get("value", "")
        return Found(channel["name"], about, "channel", channel["id"], _COLUMNS, rows)

    def _rows(self, channel: str) -> Iterator[Row]:
        messages = [
            one
            for first in self._paged("conversations.history", "messages", channel=channel)
            for one in self._thread(channel, first)
        ]
        for one in sorted(messages, key=lambda one: float(one["ts"])):
            yield one["ts"], one.get("user"), one["text"], channel, one.get("thread_ts")

    def _thread(self, channel: str, first: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if not first.get("reply_count"):
            yield first
            return
        yield from self._paged("conversations.replies", "messages", channel=channel, ts=first["ts"])

    def _channels(self) -> Iterator[dict[str, Any]]:
        wanted = self._config.get("channels")
        for one in self._paged("conversations.list", "channels", exclude_archived="true"):
            if wanted is None or one["name"] in wanted:
                yield one

    def _paged(self, method: str, key: str, **arguments: str) -> Iterator[dict[str, Any]]:
        cursor = ""
        while True:
            answer = self._call(method, limit=str(_PAGE), cursor=cursor, **arguments)
            yield from answer[key]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return

    def _call(self, method: str, **arguments: str) -> Any:  # noqa: ANN401  JSON
        try:
            return self._client.api_call(method, data=arguments)
        except SlackApiError as error:
            raise SourceError(f"Slack refuses: {error.response['error']}") from None
        except (SlackClientError, OSError) as error:
            raise SourceError(f"Slack does not answer: {error}") from None
