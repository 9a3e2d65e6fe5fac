"""The settings of DataWeaver: how the suite reaches it, and what its observers look into."""

from pathlib import Path
from typing import ClassVar

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from support.core.settings import Key, PatientSettings, Seconds, SecretUrl, Url, prefixed


class DataWeaverSettings(PatientSettings):
    """Every variable of DataWeaver."""

    prefix: ClassVar[str] = "dataweaver"
    model_config = SettingsConfigDict(alias_generator=prefixed(prefix))

    dataweaver_api_url: Url | None = Field(
        None, description="Where DataWeaver answers. Empty: a sandbox is started for the run."
    )
    dataweaver_api_key: Key | None = Field(
        None, description="Sent as X-API-Key, where something before DataWeaver asks for one."
    )
    database_url: SecretUrl | None = Field(
        None,
        description="DataWeaver's own database, as postgresql://user:password@host:port/name or"
        " sqlite:////path. Empty: what it stores goes unchecked.",
    )
    storage_path: Path | None = Field(
        None,
        description="The folder below which DataWeaver writes the files of extractions. Empty:"
        " scenarios that read them are skipped.",
    )
    page_url: Url | None = Field(
        None,
        description="Where people open DataWeaver in a browser. Empty: scenarios that look at its"
        " page are skipped.",
    )
    page_timeout_s: Seconds = Field(
        10, description="Until the page shows a button, a field or an answer."
    )
    connector_timeout_s: Seconds = Field(
        30, description="Until DataWeaver shows a connector as it was set up, changed or tested."
    )
    discovery_timeout_s: Seconds = Field(
        60, description="Until discovery shows what is in a source."
    )
    sync_timeout_s: Seconds = Field(
        150, description="Until DataWeaver has synced what is due, by the shortest schedule."
    )
    shortest_schedule: str = Field(
        "* * * * *",
        description="A schedule by which DataWeaver syncs as often as it can; as cron writes it.",
    )
