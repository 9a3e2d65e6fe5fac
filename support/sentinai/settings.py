"""The settings of SentinAI: how the suite reaches it, and what its observers look into."""

from pathlib import Path
from typing import ClassVar

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from support.core.settings import (
    Key,
    PatientSettings,
    Port,
    Seconds,
    Secret,
    SecretUrl,
    Url,
    prefixed,
)


class SentinaiSettings(PatientSettings):
    """Every variable of SentinAI."""

    prefix: ClassVar[str] = "sentinai"
    model_config = SettingsConfigDict(alias_generator=prefixed(prefix))

    sentinai_api_url: Url | None = Field(
        None, description="Where SentinAI answers. Empty: a sandbox is started for the run."
    )
    sentinai_admin_api_key: Key | None = Field(
        None, description="API key of somebody who may create tenants."
    )
    sentinai_jwt_secret: Secret | None = Field(
        None,
        description="Secret with which SentinAI signs tokens: scenarios sign those of their own"
        " tenants.",
    )
    sentinai_tenant_id: str | None = Field(
        None, description="A tenant that has an API key; it is only looked at."
    )
    sentinai_api_key: Key | None = Field(None, description="API key of an admin of it.")
    sentinai_other_tenant_id: str | None = Field(
        None, description="Another such tenant, to prove that no key opens both."
    )
    sentinai_other_api_key: Key | None = Field(None, description="API key of an admin of that one.")
    sentinai_tool_url: Url | None = Field(
        None,
        description="Where SentinAI reaches the suite's own tool: https, and never localhost nor"
        " 127.0.0.1, which the product refuses. A tunnel's address that ends at SENTINAI_TOOL_PORT,"
        " or this machine's name with a certificate. Empty: on this machine.",
    )
    sentinai_tool_port: Port = Field(
        0,
        description="Port on which the suite's own tool listens, one for the whole run. 0: any free"
        " one.",
    )
    sentinai_tool_certificate: Path | None = Field(
        None,
        description="File with a certificate (PEM, with its chain) that SentinAI trusts: the tool"
        " speaks TLS itself, and is called from other machines. Empty: a tunnel does.",
    )
    sentinai_tool_key: Path | None = Field(
        None, description="File with the certificate's key; empty if it holds that, too."
    )
    sentinai_retry_first_delay_s: Seconds = Field(
        1.0, description="How long SentinAI pauses before the first retry of a tool."
    )
    sentinai_resolves: bool | None = Field(
        None,
        description="Whether SentinAI resolves an exception whose playbook is done. Its guide says"
        " that it may; empty: that is not asked.",
    )
    sentinai_sla_s: Seconds = Field(
        3.0,
        description="How far ahead deadlines are set; several times the interval at which SentinAI"
        " looks at them.",
    )
    sentinai_control_url: Url | None = Field(
        None,
        description="Where workers and broker are stopped and started, as the sandbox offers it."
        " Empty: scenarios that need it are skipped.",
    )
    sentinai_control_token: Key | None = Field(None, description="What they ask for there.")
    sentinai_control_timeout_s: Seconds = Field(
        180, description="Until workers or the broker were stopped or started."
    )
    database_url: SecretUrl | None = Field(
        None,
        description="SentinAI's PostgreSQL, as postgresql+asyncpg://user:password@host:port/name."
        " Empty against a live SentinAI: what is stored goes unchecked.",
    )
    kafka_bootstrap_servers: str | None = Field(
        None,
        description="SentinAI's Kafka, as host:port. Empty against a live SentinAI: scenarios that"
        " need it are skipped.",
    )
    skip_kafka_integration_tests: bool = Field(
        False, description="Whether to skip every scenario that needs Kafka."
    )
    exception_timeout_s: Seconds = Field(
        120, description="Until SentinAI has worked on an exception, retries included."
    )
