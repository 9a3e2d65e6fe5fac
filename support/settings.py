"""All settings of a run, read from the environment and from `env.test` (the former wins).

`python -m support.settings` prints a fresh `env.test.example`.
"""

import difflib
import os
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, get_args
from uuid import UUID

from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, HttpUrl, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import NoDecode, SettingsConfigDict

from support.errors import SetupError
from support.secrecy import keep_secret
from support.sentinai.settings import SentinaiSettings
from support.source_settings import SourceSettings

ENV_FILE = Path("env.test")


def _names(value: str) -> frozenset[str]:
    return frozenset(name.strip().removeprefix("@") for name in value.split(",") if name.strip())


Seconds = Annotated[float, Field(gt=0)]
Names = Annotated[frozenset[str], NoDecode, BeforeValidator(_names)]
Budget = Literal["source", "sync", "search", "cleanup", "exception"]


class Settings(SentinaiSettings, SourceSettings):
    """Every variable that a run reads; the field's name in capitals is the variable's name."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_ignore_empty=True, extra="ignore")

    airweave_api_url: HttpUrl | None = Field(
        None, description="Where Airweave answers. Empty: a sandbox is started for the run."
    )
    airweave_api_key: SecretStr | None = Field(
        None, description="API key of the organisation that the run works in."
    )
    airweave_organization_id: UUID | None = Field(
        None, description="Organisation to work in, if the key belongs to several."
    )
    airweave_api_generation: Literal["", "2025-08", "today"] = Field(
        "", description="Generation of Airweave's API: 2025-08 or today. Empty: found out."
    )
    airweave_other_api_key: SecretStr | None = Field(
        None, description="API key of a second organisation, to prove that the two never meet."
    )
    qdrant_url: HttpUrl | None = Field(
        None,
        description="Airweave's Qdrant. Empty against a live Airweave: stored points go unchecked.",
    )
    qdrant_api_key: SecretStr | None = Field(None, description="API key of that Qdrant.")

    sandbox_generation: Literal["2025-08", "today"] = Field(
        "today", description="Generation of the Airweave that a sandbox stands for."
    )

    score_threshold: float = Field(
        0.8, ge=0, le=1, description="Least score of a hit where a feature names none."
    )
    max_retries: int = Field(
        3, ge=0, le=10, description="How often a call is repeated after a transient error."
    )
    rate_limit_delay_ms: int | None = Field(
        None,
        ge=0,
        description="Pause between two writes to a source, in milliseconds."
        " Empty: what its vendor's limits ask for.",
    )

    request_timeout_s: Seconds = Field(30, description="One HTTP call.")
    source_timeout_s: Seconds = Field(60, description="Until a source lists what was written.")
    sync_timeout_s: Seconds = Field(600, description="Until a sync job ends.")
    search_timeout_s: Seconds = Field(
        60, description="Until search and store show what a sync reported."
    )
    cleanup_timeout_s: Seconds = Field(120, description="Until deleted data is gone.")
    timeout_multiplier: Seconds = Field(1, description="Multiplies all times but the first.")

    require: Names = Field(
        "",
        validate_default=True,
        description="Tags, separated by commas, whose scenarios must not be skipped.",
    )
    known_bugs: Names = Field(
        "",
        validate_default=True,
        description="Bugs that the deployment is known to have, as in @bug_…: must fail, strictly.",
    )
    sharing: int = Field(
        1, ge=1, description="How many processes write with the same accounts at a time."
    )
    keep_going: bool = Field(
        False, description="Whether to go on with the next scenario when the target is lost."
    )

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged; failing steps show what was logged."
    )

    def budget(self, kind: Budget) -> float:
        """Return how long to wait for `kind`, in seconds."""
        return float(getattr(self, f"{kind}_timeout_s")) * self.timeout_multiplier

    def as_environment(self) -> dict[str, str]:
        """Return the variables from which another process loads the same settings."""
        values = {name.upper(): getattr(self, name) for name in type(self).model_fields}
        return {name: _text(value) for name, value in values.items() if value is not None}

    def pause(self, writes_a_second: float) -> float:
        """Return how long to pause between two writes, in seconds, given the vendor's limit.

        Processes that share an account pause the longer the more they are.
        """
        asked = self.rate_limit_delay_ms
        return self.sharing * (1 / writes_a_second if asked is None else asked / 1000)

    def secrets(self) -> Iterator[str]:
        """Yield every secret value that is set."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, SecretStr):
                yield value.get_secret_value()


def _text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return ",".join(value) if isinstance(value, frozenset) else str(value)


def load(**overrides: str) -> Settings:
    """Read the settings; `overrides` (field names) win over the environment and `env.test`.

    Raises:
        SetupError: a value is not usable; the message names every bad variable.
    """
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # pydantic converts the texts
    except ValidationError as error:
        raise SetupError("; ".join(_explain(dict(item)) for item in error.errors())) from None
    for secret in settings.secrets():
        keep_secret(secret)
    return settings


def is_set(variable: str) -> bool:
    """Tell whether the user set `variable`, in the environment or in `env.test`."""
    return bool(os.environ.get(variable) or dotenv_values(ENV_FILE).get(variable))


def where(variable: str) -> str:
    """Say where `variable` was set, for messages."""
    if os.environ.get(variable):
        return "the environment"
    return str(ENV_FILE) if dotenv_values(ENV_FILE).get(variable) else "the defaults"


def probable_typos() -> list[str]:
    """Return a line for every unknown variable that looks like one of ours.

    In `env.test` a known first word is suspicious; in the environment, which belongs to others
    too (a CI sets dozens of GITHUB_ variables), only a name that is nearly one of ours.
    """
    known = [name.upper() for name in Settings.model_fields]
    prefixes = {name.split("_")[0] for name in known}
    in_file = {name for name in dotenv_values(ENV_FILE) if name.split("_")[0] in prefixes}
    in_environment = {name for name in os.environ if difflib.get_close_matches(name, known, 1, 0.9)}
    return [
        _typo(name, known, str(ENV_FILE) if name in in_file else "the environment")
        for name in sorted((in_file | in_environment) - set(known))
    ]


def example() -> str:
    """Return the text of `env.test.example`: every setting with its comment and default."""
    head = textwrap.dedent("""\
        # Copy this file to env.test and fill in what you have. For a system without URL a sandbox
        # is started and nothing else is needed. Times are in seconds. Never commit env.test.
        """)
    # Airweave first: a base class's fields come before a class's own, but not in a file to fill in.
    fields = sorted(Settings.model_fields.items(), key=lambda field: _chapter(field[0]))
    return head + "".join(_example_lines(*field) for field in fields)


def _chapter(name: str) -> int:
    """Return where in the file a variable stands: the run's own, the sources', other systems'."""
    chapters = (SourceSettings.model_fields, SentinaiSettings.model_fields)
    return next((number for number, names in enumerate(chapters, 1) if name in names), 0)


def _example_lines(name: str, field: FieldInfo) -> str:
    is_secret = SecretStr in get_args(field.annotation)
    default = "" if field.default is None else field.default
    mark = "(secret) " if is_secret else ""
    return f"\n# {mark}{field.description}\n{name.upper()}={str(default).rstrip('/')}\n"


def _explain(error: dict[str, object]) -> str:
    location = error["loc"]
    field = str(location[0]) if isinstance(location, tuple) and location else "settings"
    variable = field.upper()
    message = str(error["msg"]).removeprefix("Value error, ")
    info = Settings.model_fields.get(field)
    is_secret = info is not None and SecretStr in get_args(info.annotation)
    value = "a secret" if is_secret else repr(error["input"])
    return f"{variable} is {value} in {where(variable)}: {message[0].lower()}{message[1:]}"


def _typo(name: str, known: list[str], place: str) -> str:
    close = difflib.get_close_matches(name, known, 1)
    hint = f"; did you mean {close[0]}?" if close else ""
    return f"{name} in {place} is not a setting and is ignored{hint}"


if __name__ == "__main__":
    print(example(), end="")  # noqa: T201  the text is the command's result
