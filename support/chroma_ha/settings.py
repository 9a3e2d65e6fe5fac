"""The settings of Chroma HA: how the suite reaches it, and what its observers look into."""

from typing import ClassVar

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from support.core.settings import Key, PatientSettings, Seconds, SecretUrl, Url, prefixed


class ChromaHaSettings(PatientSettings):
    """Every variable of Chroma HA."""

    prefix: ClassVar[str] = "chroma_ha"
    model_config = SettingsConfigDict(alias_generator=prefixed(prefix))

    chroma_ha_url: Url | None = Field(
        None, description="Where the balancer answers. Empty: a sandbox is started for the run."
    )
    chroma_ha_token: Key | None = Field(
        None, description="Sent as X-Chroma-Token to all three, where they ask for one."
    )
    primary_url: Url | None = Field(
        None,
        description="The primary Chroma server itself. Empty against a live Chroma HA: what each"
        " server holds goes unchecked, and scenarios that need it are skipped.",
    )
    replica_url: Url | None = Field(None, description="The other Chroma server itself.")
    database_url: SecretUrl | None = Field(
        None,
        description="The PostgreSQL of Chroma HA, as postgresql://user:password@host:port/name: a"
        " secret that it may never show. Empty: that goes unchecked, and scenarios about what it"
        " keeps there are skipped.",
    )
    slack_webhook_url: Url | None = Field(
        None,
        description="Where Chroma HA sends its messages instead of to Slack: a port of this machine"
        " on which the suite listens. Empty: scenarios that need it are skipped.",
    )
    read_replica_ratio: float = Field(
        0.8, ge=0, le=1, description="The part of reads that goes to the replica, since 2025-07."
    )
    chroma_ha_control_url: Url | None = Field(
        None,
        description="Where servers, balancer and database are taken away and brought back, as the"
        " sandbox offers it. Empty: scenarios that need it are skipped.",
    )
    chroma_ha_control_token: Key | None = Field(None, description="What they ask for there.")
    replication_timeout_s: Seconds = Field(
        600, description="Until both servers hold what was acknowledged."
    )
    takeover_timeout_s: Seconds = Field(
        2400,
        description="Until somebody takes over what a worker had to do that died, and that is"
        " told.",
    )
    heartbeat_timeout_s: Seconds = Field(
        60, description="Until a worker that lives has given a new sign of life."
    )
    sync_distributed: bool | None = Field(
        None,
        description="Whether Chroma HA is told that workers share what is to be synced, as true or"
        " false. Empty: whether it does so goes unchecked.",
    )
    monitoring_timeout_s: Seconds = Field(
        180, description="Until something new is measured, and told."
    )
    alert_cool_down_s: Seconds = Field(
        86_400,
        description="For how long after it recommended more of something Chroma HA may tell nobody"
        " that it runs short anew.",
    )
    failover_timeout_s: Seconds = Field(
        60, description="Until the status shows that a server is gone, or is back."
    )
