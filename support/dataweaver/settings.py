"""The settings of DataWeaver: how the suite reaches it, and how patient it is."""

from typing import ClassVar

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from support.core.settings import Key, PatientSettings, Seconds, Url, prefixed


class DataweaverSettings(PatientSettings):
    """Every variable of DataWeaver."""

    prefix: ClassVar[str] = "dataweaver"
    model_config = SettingsConfigDict(alias_generator=prefixed(prefix))

    dataweaver_api_url: Url | None = Field(
        None, description="Where DataWeaver answers. Empty: a sandbox is started for the run."
    )
    dataweaver_api_key: Key | None = Field(
        None, description="API key of somebody who may make spaces."
    )
    entry_timeout_s: Seconds = Field(10, description="Until DataWeaver shows what was put into it.")
