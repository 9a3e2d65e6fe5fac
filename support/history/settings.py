"""Where the history of runs is kept."""

from pydantic import Field

from support.core.settings import SecretUrl, Settings


class HistorySettings(Settings):
    """The history of runs."""

    history_url: SecretUrl | None = Field(
        None,
        description="Where every run is kept: sqlite:///path/to/history.sqlite, or"
        " postgresql://user:password@host/database for a team. Not set: history.sqlite in the"
        " folder of the reports.",
    )
