"""How settings are read: from the environment and from `env.test`, of which the former wins.

Settings come in groups: those of the run, of each system, of each source. Every group reads the
same file. Two systems may use one name, such as DATABASE_URL: written with the system's prefix,
<SYSTEM>_DATABASE_URL, it means that system alone and wins over the bare name.
"""

import io
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, ClassVar, Self, get_args
from urllib.parse import urlsplit

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasGenerator,
    AnyUrl,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
)
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings.sources.utils import parse_env_vars

from support.core.errors import SetupError, in_short
from support.core.secrecy import is_weak, keep_secret, passwords_in

ENV_FILE = Path("env.test")

weak_secrets: set[str] = set()
"""The variables whose secrets cannot be hidden well, each with its place."""


def _names(value: str) -> frozenset[str]:
    return frozenset(name.strip().removeprefix("@") for name in value.split(",") if name.strip())


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _is_printable(secret: SecretStr) -> SecretStr:
    """Refuse what libraries quote in their errors, in a spelling of their own."""
    if not secret.get_secret_value():
        raise ValueError("must not be blank")
    if not secret.get_secret_value().isprintable():
        raise ValueError("must not hold a control character, such as the end of a line")
    return secret


def _fits_header(key: SecretStr) -> SecretStr:
    if not key.get_secret_value().isascii():
        raise ValueError("must not hold a letter beyond ASCII; was it copied from a document?")
    return key


def _is_url(secret: SecretStr) -> SecretStr:
    url = secret.get_secret_value()
    try:
        is_one = urlsplit(url).port != 0
    except ValueError:  # its words quote the password
        is_one = False
    if not (is_one and re.match(r"[\w+.-]+://.", url)):
        raise ValueError(
            "must be a URL, as scheme://user:password@host:port/name, in which a password with"
            " one of / ? # @ in it is percent-encoded"
        )
    return secret


def _is_bare(url: HttpUrl) -> HttpUrl:
    """Refuse what would be read in reports and journals."""
    if url.username or url.password:
        raise ValueError("must not hold a user or a password")
    if url.query or url.fragment:
        raise ValueError("must end with its path, without ? or #")
    return url


def _is_shared(url: AnyUrl) -> AnyUrl:
    is_folder = url.scheme == "file" and not url.host and bool((url.path or "").strip("/"))
    is_bucket = url.scheme == "s3" and bool(url.host) and not (url.username or url.port)
    if not (is_folder or is_bucket) or url.query or url.fragment:
        raise ValueError("must be a folder or a bucket, as file:///path or s3://bucket/prefix")
    return url


_VARIABLE = re.compile(r"[A-Za-z_]\w*")
_DAY_S = 86_400
_LEAST = 0.001

Seconds = Annotated[float, Field(ge=_LEAST, le=_DAY_S)]
Names = Annotated[frozenset[str], NoDecode, BeforeValidator(_names)]
Port = Annotated[int, Field(ge=0, le=65_535)]
Url = Annotated[HttpUrl, AfterValidator(_is_bare)]
StoreUrl = Annotated[AnyUrl, AfterValidator(_is_shared)]
"""A folder, or a bucket with S3's API."""
Secret = Annotated[SecretStr, BeforeValidator(_stripped), AfterValidator(_is_printable)]
Key = Annotated[Secret, AfterValidator(_fits_header)]
"""A secret that is sent in a header."""
SecretUrl = Annotated[Secret, AfterValidator(_is_url)]
"""A URL that holds a password."""


class _EnvFile(EnvSettingsSource):
    """Reads variables from `env.test`."""

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return parse_env_vars(file_values(), ignore_empty=True)


class Settings(BaseSettings):
    """A group of variables; a field's name in capitals is the variable's name."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", populate_by_name=True)
    prefix: ClassVar[str] = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return who says what a variable is, the one that wins first."""
        return init_settings, env_settings, _EnvFile(settings_cls)

    @classmethod
    def load(cls, filled: Mapping[str, str] | None = None) -> Self:
        """Read the group, and remember its secrets so that they are written nowhere.

        Args:
            filled: variables that win over the environment and the file; those of other groups
                are left out.

        Raises:
            SetupError: `env.test` cannot be read, or a value is not usable; the message names
                every bad variable.
        """
        own = {name.lower(): value for name, value in (filled or {}).items()}
        try:
            values = {name: own[name] for name in cls.model_fields if name in own}
            settings = cls(**values)  # type: ignore[arg-type]  # pydantic converts the texts
        except ValidationError as error:
            raise SetupError(
                "; ".join(cls._explain(dict(item)) for item in error.errors())
            ) from None
        for name, secret in settings.secrets():
            keep_secret(secret)
            if name not in values and any(map(is_weak, (secret, *passwords_in(secret)))):
                variable = cls._variable(name)
                weak_secrets.add(f"{variable} ({where(variable)})")
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

    def secrets(self) -> Iterator[tuple[str, str]]:
        """Yield every secret that is set: its field and its value."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, SecretStr):
                yield name, value.get_secret_value()

    @classmethod
    def _variable(cls, field: str) -> str:
        """Return the name under which a field was set."""
        names = cls.variables(field)
        return next(filter(is_set, names), names[0])

    @classmethod
    def _explain(cls, error: dict[str, object]) -> str:
        """Say in one line what is wrong with a value, and where it was set."""
        location = error["loc"]
        named = str(location[0]).lower() if isinstance(location, tuple) and location else ""
        meant = (name for name in cls.model_fields if named.endswith(name))
        field = max(meant, key=len, default=named)
        variable = cls._variable(field)
        message = str(error["msg"]).removeprefix("Value error, ")
        shown = _shown(cls.model_fields.get(field), str(error["input"]))
        return f"{variable} is {shown} in {where(variable)}: {message[0].lower()}{message[1:]}"


class PatientSettings(Settings):
    """Patience with every system and every source."""

    request_timeout_s: float = Field(30, ge=1, le=_DAY_S, description="One HTTP call.")
    max_retries: int = Field(
        5, ge=0, le=10, description="How often a call is repeated after a transient error."
    )
    timeout_multiplier: float = Field(
        1,
        ge=_LEAST,
        le=1000,
        description="Multiplies all times but REQUEST_TIMEOUT_S.",
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
    return field is not None and _consists_of(field.annotation, SecretStr)


def file_values() -> dict[str, str | None]:
    """Return what `env.test` says, by variable; nothing if there is none.

    Raises:
        SetupError: it is no file of lines NAME=value.
    """
    try:
        text = ENV_FILE.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise SetupError(f"{ENV_FILE} is not written in UTF-8; save it as such") from None
    except OSError as error:
        raise SetupError(f"{ENV_FILE} cannot be read: {error.strerror}") from None
    for line in parse_stream(io.StringIO(text)):
        place = f"Line {line.original.line} of {ENV_FILE}"
        is_blank = line.key is None and not line.error
        if not is_blank and not (line.value is not None and _VARIABLE.fullmatch(line.key or "")):
            raise SetupError(f"{place} is not NAME=value, or a quote is open")
        if "\n" in (line.value or ""):
            raise SetupError(f"{place} begins a value of several lines; is a quote open?")
    return {name.upper(): value for name, value in dotenv_values(stream=io.StringIO(text)).items()}


def is_set(variable: str) -> bool:
    """Tell whether the user set `variable`, in the environment or in `env.test`."""
    return bool(_environment().get(variable) or file_values().get(variable))


def where(variable: str) -> str:
    """Say where `variable` was set, for messages."""
    if _environment().get(variable):
        return "the environment"
    return str(ENV_FILE) if file_values().get(variable) else "the defaults"


@contextmanager
def set_by(variable: str) -> Iterator[None]:
    """Name the variable by which something was set that does not work.

    Raises:
        SetupError: what is done meanwhile failed, in whatever way: anything may answer there.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001
        raise SetupError(
            f"{variable} ({where(variable)}) does not work: {in_short(error)}"
        ) from None


def _environment() -> dict[str, str]:
    """Return the environment; small letters are as good as capitals."""
    return {name.upper(): value for name, value in os.environ.items()}


def _shown(field: FieldInfo | None, value: str) -> str:
    """Return of a bad value what may be shown; somebody may have mixed up two variables."""
    if is_secret(field):
        return "a secret"
    if field is None or not any(_consists_of(field.annotation, url) for url in (HttpUrl, AnyUrl)):
        return repr(value)
    host = re.match(r"\w+://[\w.:-]+(?=[/?#]|$)", value)
    return repr(host[0]) if host and "@" not in value else "not a plain address"


def _consists_of(annotation: object, part: type) -> bool:
    return annotation is part or any(_consists_of(inner, part) for inner in get_args(annotation))
