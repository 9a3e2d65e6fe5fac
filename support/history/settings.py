"""Where the history of runs is kept, and who is told when something changes."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from support.core.settings import Secret, SecretUrl, Settings, Url

_ALERT = re.compile(r"https?://[^/\s]+\S*|mailto:[^@\s]+@[^@\s]+")


def _is_alert_url(secret: SecretStr) -> SecretStr:
    if not _ALERT.fullmatch(secret.get_secret_value()):
        raise ValueError(
            "must be the address of a webhook, as https://host/path, or mailto:name@host"
        )
    return secret


AlertUrl = Annotated[Secret, AfterValidator(_is_alert_url)]


class HistorySettings(Settings):
    """The history of runs."""

    history_url: SecretUrl | None = Field(
        None,
        description="Where every run is kept: sqlite:///path/to/history.sqlite, or"
        " postgresql://user:password@host/database for a team. Not set: history.sqlite in the"
        " folder of the reports.",
    )


class AlarmSettings(Settings):
    """Who is told when a run turns red, turns green again, or is red for another cause."""

    alert_url: AlertUrl | None = Field(
        None,
        description="Whom to tell when something changes: an incoming webhook of Slack, any other"
        " webhook that takes JSON, or mailto:name@host.",
    )
    report_url: Url | None = Field(
        None, description="Where the report of the run can be read; alarms link to it."
    )
    smtp_url: SecretUrl | None = Field(
        None,
        description="The server that takes mails, as smtp://user:password@host:587, or smtps:// for"
        " one that is encrypted from the start. Not set: smtp://localhost:25.",
    )
