"""The settings of ReplantWorld: how the suite reaches it, and how patient it is."""

from typing import ClassVar

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from support.core.settings import Key, PatientSettings, Seconds, Url, prefixed


class ReplantworldSettings(PatientSettings):
    """Every variable of ReplantWorld."""

    prefix: ClassVar[str] = "replantworld"
    model_config = SettingsConfigDict(alias_generator=prefixed(prefix))

    replantworld_api_url: Url | None = Field(
        None, description="Where ReplantWorld answers. Empty: a sandbox is started for the run."
    )
    replantworld_api_key: Key | None = Field(
        None, description="API key of somebody who may make spaces."
    )
    entry_timeout_s: Seconds = Field(
        10, description="Until ReplantWorld shows what was put into it."
    )
