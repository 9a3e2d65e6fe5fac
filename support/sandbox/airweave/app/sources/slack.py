"""Slack: not copied; every search of a collection is passed on to Slack."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

from pydantic import Field, SecretStr

from support.sandbox.airweave.app.sources.base import (
    Entity,
    InvalidCredentialsError,
    Reading,
    Source,
    SourceContext,
    SourceError,
    StrictFields,
)
from support.sandbox.airweave.app.sources.http import VendorApi

_LONGEST_NAME = 50
_MOST_MATCHES = 100  # in a page of Slack's


class SlackAuth(StrictFields):
    """Credentials of a Slack connection."""

    access_token: SecretStr = Field(title="Token", description="A user's, with search:read")


class SlackConfig(StrictFields):
    """Settings of a Slack connection: none."""


class SlackSource(Source):
    """Searches a workspace as the user of the token."""

    short_name: ClassVar[str] = "slack"
    name: ClassVar[str] = "Slack"
    auth_model: ClassVar[type[StrictFields]] = SlackAuth
    config_model: ClassVar[type[StrictFields]] = SlackConfig
    federated: ClassVar[bool] = True

    def __init__(self, auth: SlackAuth, config: StrictFields, context: SourceContext) -> None:
        token = auth.access_token.get_secret_value()
        self._api = VendorApi(self.name, context, {"authorization": f"Bearer {token}"})

    def validate(self) -> None:
        """Search for anything."""
        self._search("hello", 1)

    def full(self) -> Reading:
        """Read nothing."""
        return Reading(iter(()), cursor=None, complete=True)

    def search(self, query: str, limit: int) -> Iterator[Entity]:
        """Yield the messages that Slack finds."""
        for match in self._search(query, min(limit, _MOST_MATCHES)):
            channel = match["channel"]
            sent = datetime.fromtimestamp(float(match["ts"]), UTC)
            yield Entity(
                entity_id=match["ts"],
                entity_type="SlackMessageEntity",
                name=match["text"][:_LONGEST_NAME],
                text=match["text"],
                web_url=f"https://slack.com/archives/{channel['id']}/p{match['ts']}",
                created_at=sent,
                fields={"channel_name": channel["name"], "ts": match["ts"], "user": match["user"]},
            )

    def _search(self, query: str, count: int) -> list[dict[str, Any]]:
        answer = self._api.json("api/search.messages", query=query, count=count)
        if answer["ok"]:
            return cast(list[dict[str, Any]], answer["messages"]["matches"])
        error = answer["error"]
        if error in {"invalid_auth", "not_authed", "token_revoked", "account_inactive"}:
            raise InvalidCredentialsError(f"Slack refuses the credentials: {error}")
        raise SourceError(f"Slack refuses to search: {error}")


SOURCE = SlackSource
