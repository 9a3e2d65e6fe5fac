"""How settings are read: from the environment and from `env.test`, of which the former wins.

Settings come in groups: those of the run, of each system, of each source. Every group reads the
same file. Two systems may use one name, such as DATABASE_URL: written with the system's prefix,
<SYSTEM>_DATABASE_URL, it means that system alone and wins over the bare name.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Self, get_args

from dotenv import dotenv_values
from pydantic import (
    AliasChoices,
    AliasGenerator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
)
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from support.core.errors import SetupError
from support.core.secrecy import keep_secret

ENV_FILE = Path("env.test")


def _names(value: str) -> frozenset[str]:
    return frozenset(name.strip().removeprefix("@") for name in value.split(",") if name.strip())


Seconds = Annotated[float, Field(gt=0)]
Names = Annotated[frozenset[str], NoDecode, BeforeValidator(_names)]


class Settings(BaseSettings):
    """A group of variables; a field's name in capitals is the variable's name."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", populate_by_name=True
    )
    prefix: ClassVar[str] = ""

    @classmethod
    def load(cls, filled: Mapping[str, str] | None = None) -> Self:
        """Read the group, and remember its secrets so that they are written nowhere.

        Args:
            filled: variables that win over the environment and the file; those of other groups
                are left out.

        Raises:
            SetupError: a value is not usable; the message names every bad variable.
        """
        own = {name.lower(): value for name, value in (filled or {}).items()}
        try:
            values = {name: own[name] for name in cls.model_fields if name in own}
            settings = cls(**values)  # type: ignore[arg-type]  # pydantic converts the texts
        except ValidationError as error:
            raise SetupError(
                "; ".join(cls._explain(dict(item)) for item in error.errors())
            ) from None
        for secret in settings.secrets():
            keep_secret(secret)
        return settings

    @classmethod
    def variables(cls, field: str) -> list[str]:
        """Return the names under which a field can be set, the one that wins first."""
        bare = field.upper()
        is_bare = not cls.prefix or field.startswith(f"{cls.prefix}_")
        return [bare] if is_bare else [f"{cls.prefix}_{field}".upper(), bare]

    def secret(self, field: str) -> str:
        """Return a secret that is known to be set."""
        value = getattr(self, field)
        assert isinstance(value, SecretStr), f"{field} is checked before it is used"
        return value.get_secret_value()

    def secrets(self) -> Iterator[str]:
        """Yield every secret value that is set."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, SecretStr):
                yield value.get_secret_value()

    @classmethod
    def _explain(cls, error: dict[str, object]) -> str:
        """Say in one line what is wrong with a value, and where it was set."""
        location = error["loc"]
        named = str(location[0]).lower() if isinstance(location, tuple) and location else ""
        field = next((name for name in cls.model_fields if named.endswith(name)), named)
        names = cls.variables(field)
        variable = next(filter(is_set, names), names[0])
        value = "a secret" if is_secret(cls.model_fields.get(field)) else repr(error["input"])
        message = str(error["msg"]).removeprefix("Value error, ")
        return f"{variable} is {value} in {where(variable)}: {message[0].lower()}{message[1:]}"


class PatientSettings(Settings):
    """Patience with every system and every source."""

    request_timeout_s: Seconds = Field(30, description="One HTTP call.")
    max_retries: int = Field(
        3, ge=0, le=10, description="How often a call is repeated after a transient error."
    )
    timeout_multiplier: Seconds = Field(
        1, description="Multiplies all times but REQUEST_TIMEOUT_S."
    )

    def budget(self, kind: str) -> float:
        """Return how long to wait, in seconds: `<kind>_timeout_s` times the multiplier."""
        return float(getattr(self, f"{kind}_timeout_s")) * self.timeout_multiplier


def prefixed(prefix: str) -> AliasGenerator:
    """Let every field be set with a prefix, too, which wins over its bare name."""

    def names(field: str) -> str | AliasChoices:
        own = f"{prefix}_{field}"
        return field if field.startswith(f"{prefix}_") else AliasChoices(own, field)

    return AliasGenerator(validation_alias=names)


def is_secret(field: FieldInfo | None) -> bool:
    """Tell whether a field holds something that must not be shown."""
    return field is not None and SecretStr in get_args(field.annotation)


def is_set(variable: str) -> bool:
    """Tell whether the user set `variable`, in the environment or in `env.test`."""
    return bool(os.environ.get(variable) or dotenv_values(ENV_FILE).get(variable))


def where(variable: str) -> str:
    """Say where `variable` was set, for messages."""
    if os.environ.get(variable):
        return "the environment"
    return str(ENV_FILE) if dotenv_values(ENV_FILE).get(variable) else "the defaults"
