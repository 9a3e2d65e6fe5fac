"""The settings of ReplantWorld: how the suite reaches it, and what its observers look into."""

import shlex
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from support.core.settings import Key, PatientSettings, Seconds, Secret, SecretUrl, Url, prefixed


def _is_command(command: SecretStr) -> SecretStr:
    try:
        shlex.split(command.get_secret_value())
    except ValueError:  # its words may quote what is secret
        raise ValueError("must be a command as one types it, with every quote closed") from None
    return command


class ReplantworldSettings(PatientSettings):
    """Every variable of ReplantWorld."""

    prefix: ClassVar[str] = "replantworld"
    model_config = SettingsConfigDict(alias_generator=prefixed(prefix))

    replantworld_api_url: Url | None = Field(
        None, description="Where ReplantWorld answers. Empty: a sandbox is started for the run."
    )
    replantworld_api_key: Key | None = Field(
        None, description="Sent as X-API-Key, where ReplantWorld asks for one."
    )
    database_url: SecretUrl | None = Field(
        None,
        description="The PostgreSQL of ReplantWorld, as postgresql://user:password@host:port/name."
        " Empty against a live ReplantWorld: what it has stored goes unchecked.",
    )
    redis_url: SecretUrl | None = Field(
        None,
        description="The cache of ReplantWorld. Empty against a live ReplantWorld: what it keeps"
        " goes unchecked, and scenarios about that are skipped.",
    )
    solana_rpc_url: Url | None = Field(
        None,
        description="JSON-RPC interface of a node of Solana. Empty against a live ReplantWorld:"
        " whether an NFT is on Solana goes unchecked, and scenarios about that are skipped.",
    )
    solana_wallet: str | None = Field(
        None, description="Address of the wallet into which ReplantWorld mints; goes with the node."
    )
    batch_migration_concurrent_batches: int = Field(
        5,
        ge=1,
        le=10_000,
        description="How many batches ReplantWorld may work on at a time, as it is set there.",
    )
    replantworld_control_url: Url | None = Field(
        None,
        description="Where chains and cache are taken away and brought back, as the sandbox offers"
        " it. Empty: scenarios that need it are skipped.",
    )
    replantworld_control_token: Key | None = Field(None, description="What they ask for there.")
    replantworld_sei_control_url: Url | None = Field(
        None,
        description="Where a node of Sei tells what it was asked, and is told what not to answer,"
        " as the sandbox offers it. Empty: scenarios that need it are skipped.",
    )
    replantworld_sei_control_token: Key | None = Field(None, description="What it asks for there.")
    replantworld_sei_max_retries: int = Field(
        3, ge=0, le=100, description="How often ReplantWorld asks Sei again, as it is set there."
    )
    replantworld_manage: Annotated[Secret, AfterValidator(_is_command)] | None = Field(
        None,
        description="What is typed before the name of a management command of ReplantWorld, such as"
        " `docker compose exec -T web python manage.py`. Empty against a live ReplantWorld:"
        " scenarios about its command are skipped.",
    )
    breaker_timeout_s: Seconds = Field(
        120, description="Until ReplantWorld tries again whether Sei is back, at the latest."
    )
    migration_timeout_s: Seconds = Field(
        30, description="Until an NFT is seen everywhere, once ReplantWorld says it was migrated."
    )
    pipeline_timeout_s: Seconds = Field(
        300, description="How long ReplantWorld may take to migrate what it was asked to."
    )
