"""The settings of the run itself, and what is said about all settings together."""

import difflib
import os
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic.fields import FieldInfo

from support.core.command_line import Parser
from support.core.errors import SetupError
from support.core.settings import (
    ENV_FILE,
    Key,
    Names,
    Seconds,
    Secret,
    SecretUrl,
    Settings,
    StoreUrl,
    Url,
    file_values,
    is_secret,
)
from support.core.stores import AwsSettings
from support.history.settings import AlarmSettings, HistorySettings
from support.run.registry import plugins

_WIDTH = 100
_HEAD = textwrap.dedent("""\
    # Copy this file to env.test and fill in what you have. For a system without URL a sandbox
    # is started and nothing else is needed. Times are in seconds. Never commit env.test.
    #
    # Where two systems use one name, such as DATABASE_URL, write it with a system's own name
    # and a _ in front: that one wins for that system. It works for every variable.
    """)


PERFORMANCE = "performance"
"""In `REQUIRE`, that nothing became slower than its own past; it is no tag."""


class RunSettings(Settings):
    """How to run, whatever is tested."""

    require: Names = Field(
        "",
        validate_default=True,
        description="Tags, separated by commas, whose scenarios must not be skipped; `performance`"
        " if nothing may have become slower than its own past.",
    )
    known_bugs: Names = Field(
        "",
        validate_default=True,
        description="Bugs that the deployment is known to have, as in @bug_…: must fail, strictly.",
    )
    sharing: int = Field(
        1, ge=1, le=1000, description="How many processes write with the same accounts at a time."
    )
    cleanup_timeout_s: Seconds = Field(120, description="Until deleted data is gone.")
    metrics_file: Path | None = Field(
        None,
        description="Where to write the figures of a run for Prometheus, as OpenMetrics text.",
    )
    metrics_url: SecretUrl | None = Field(
        None,
        description="A Pushgateway of Prometheus to which they are pushed; its address may hold"
        " user and password.",
    )
    otel_exporter_otlp_endpoint: Url | None = Field(
        None,
        description="A collector of OpenTelemetry that takes the spans of a run, its scenarios and"
        " their phases, by OTLP over HTTP.",
    )
    otel_exporter_otlp_headers: Secret | None = Field(
        None, description="What the collector asks for, as name=value,name=value."
    )
    keep_going: bool = Field(
        False, description="Whether to go on with the next scenario when the deployment is lost."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged; failing steps show what was logged."
    )

    @property
    def collector(self) -> tuple[str, str]:
        """Where spans go, and with which headers; empty if they go nowhere."""
        headers = self.otel_exporter_otlp_headers
        endpoint = str(self.otel_exporter_otlp_endpoint or "")
        return endpoint, headers.get_secret_value() if headers else ""

    @property
    def required_tags(self) -> frozenset[str]:
        """The tags whose scenarios must not be skipped."""
        return self.require - {PERFORMANCE}


class TemporalSettings(Settings):
    """Runs on many machines, by Temporal."""

    temporal_address: str = Field(
        "localhost:7233",
        pattern=r"^[\w.:\[\]-]+:\d{1,5}$",
        description="Where Temporal answers, as host:port.",
    )
    temporal_namespace: str = Field("default", description="The namespace there.")
    temporal_api_key: Key | None = Field(
        None, description="The key that it asks for; it is sent by TLS only."
    )
    temporal_tls: bool | None = Field(
        None,
        description="Whether it is reached by TLS; if not set, it is where there is a key or one of"
        " the next four.",
    )
    temporal_tls_server_ca_cert_path: Path | None = Field(
        None,
        description="Who signed the server's certificate, as a file in PEM; if not set, whom this"
        " machine trusts.",
    )
    temporal_tls_server_name: str | None = Field(
        None, description="The name in the server's certificate, where it is another one."
    )
    temporal_tls_client_cert_path: Path | None = Field(
        None, description="The certificate that it asks for, as a file in PEM."
    )
    temporal_tls_client_key_path: Path | None = Field(
        None, description="The private key of that certificate, as a file in PEM."
    )
    temporal_task_queue: str = Field(
        "datamonkey",
        pattern=r"^[\w.-]+$",
        description="Begins the name of the queue that workers poll; their revision ends it.",
    )
    artifacts_url: StoreUrl | None = Field(
        None,
        description="A folder or a bucket that whoever starts a run and all of its workers see, as"
        " file:///path or s3://bucket/prefix; it holds secrets of sandboxes, and is for nobody"
        " else.",
    )
    worker_lost_s: float = Field(
        30, ge=2, le=86_400, description="After how long a silence a worker counts as lost."
    )
    scenario_timeout_s: Seconds = Field(
        3600, description="How long a scenario may take on a worker, before it is stopped."
    )


def main(arguments: list[str]) -> int:
    """Print a fresh `env.test.example`: `python -m support settings > env.test.example`."""
    Parser("settings", main.__doc__).parse_args(arguments)
    print(example(), end="")  # noqa: T201  the text is the command's result
    return 0


def groups() -> list[type[Settings]]:
    """Return all groups of settings: each system's, followed by its further ones, and the run's."""
    of_systems = [
        group for plugin in plugins() for group in (plugin.settings, *plugin.further_settings)
    ]
    own = (RunSettings, HistorySettings, AlarmSettings, TemporalSettings, AwsSettings)
    return list(dict.fromkeys([*of_systems, *own]))


def probable_typos() -> list[str]:
    """Return a line for every variable of the environment that is nearly one of ours.

    The environment belongs to others, too: a CI sets dozens of GITHUB_ variables. `env.test` is
    ours alone, and nobody else's variable begins with the name of a system.

    Raises:
        SetupError: `env.test` holds a variable that we do not know, or the environment one that is
            nearly a system's own.
    """
    known = list(_variables(groups()))
    first_words = {name.split("_")[0] for name in known}
    systems = tuple(f"{plugin.tag}_".upper() for plugin in plugins())
    mistakes: list[str] = []
    typos: list[str] = []
    for name in sorted(file_values().keys() - set(known)):
        if name.split("_")[0] in first_words or difflib.get_close_matches(name, known, 1, 0.8):
            mistakes.append(_typo(name, known, str(ENV_FILE)))
    for name in sorted(os.environ.keys() - set(known)):
        nearest = difflib.get_close_matches(name.upper(), known, 1, 0.9)
        if nearest and nearest[0] != name.upper():
            told = mistakes if nearest[0].startswith(systems) else typos
            told.append(_typo(name, known, "the environment"))
    if mistakes:
        raise SetupError("; ".join(mistakes))
    return [f"{typo}, and is ignored" for typo in typos]


def example() -> str:
    """Return the text of `env.test.example`: every setting once, with its comment and default."""
    return _HEAD + "".join(_lines_of(chapters()))


def chapters() -> dict[type[Settings], str]:
    """Return all groups and the headings of their chapters, in the order in which to read them.

    What several groups share, such as a timeout, is a group before them.
    """
    headings: dict[type[Settings], str] = {
        RunSettings: "The run",
        HistorySettings: "History (docs/history.md)",
        AlarmSettings: "Alarms (docs/history.md)",
        TemporalSettings: "Many machines (docs/many-machines.md)",
        AwsSettings: "The bucket of many machines' artifacts (docs/many-machines.md)",
    }
    for plugin in plugins():
        own = {plugin.settings: f"{plugin.name} (docs/{plugin.tag}.md)"}
        own |= {group: f"Source: {_summary(group)}" for group in plugin.further_settings}
        for group, heading in own.items():
            for base in reversed(group.__mro__):
                if issubclass(base, Settings) and _own_fields(base):
                    headings.setdefault(base, heading if base is group else _summary(base))
    return headings


def _lines_of(headings: Mapping[type[Settings], str]) -> Iterator[str]:
    """Yield the chapters of the example. A name that means two things is told with a prefix."""
    told: dict[str, str | None] = {}
    for group, heading in headings.items():
        yield f"\n# ==== {heading} ".ljust(_WIDTH, "=") + "\n"
        for name, field in _own_fields(group).items():
            if told.get(name) != field.description:
                variable = group.variables(name)[0] if name in told else name
                yield _example_lines(variable, field)
            told.setdefault(name, field.description)


def _own_fields(group: type[Settings]) -> dict[str, FieldInfo]:
    """Return the fields that the group itself declares."""
    return {
        name: field for name, field in group.model_fields.items() if name in group.__annotations__
    }


def _summary(group: type[Settings]) -> str:
    return (group.__doc__ or "").splitlines()[0].rstrip(".")


def _variables(among: Iterable[type[Settings]]) -> Iterator[str]:
    for group in among:
        for field in group.model_fields:
            yield from group.variables(field)


def _example_lines(name: str, field: FieldInfo) -> str:
    default = "" if field.default is None else field.default
    mark = "(secret) " if is_secret(field) else ""
    comment = textwrap.fill(
        f"{mark}{field.description}", _WIDTH, initial_indent="# ", subsequent_indent="# "
    )
    return f"\n{comment}\n{name.upper()}={str(default).rstrip('/')}\n"


def _typo(name: str, known: list[str], place: str) -> str:
    close = difflib.get_close_matches(name, known, 1)
    hint = f" (did you mean {close[0]}?)" if close else ""
    return f"{name} in {place} is not a setting{hint}"
