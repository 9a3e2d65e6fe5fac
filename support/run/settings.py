"""The settings of the run itself, and what is said about all settings together."""

import difflib
import os
import textwrap
from collections.abc import Iterable, Iterator
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field
from pydantic.fields import FieldInfo

from support.core.command_line import Parser
from support.core.settings import ENV_FILE, Names, Seconds, Settings, is_secret
from support.run.registry import plugins


class RunSettings(Settings):
    """How to run, whatever is tested."""

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
    cleanup_timeout_s: Seconds = Field(120, description="Until deleted data is gone.")
    keep_going: bool = Field(
        False, description="Whether to go on with the next scenario when the target is lost."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged; failing steps show what was logged."
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
    return list(dict.fromkeys([*of_systems, RunSettings]))


def probable_typos() -> list[str]:
    """Return a line for every unknown variable that looks like one of ours.

    In `env.test` a known first word is suspicious; in the environment, which belongs to others
    too (a CI sets dozens of GITHUB_ variables), only a name that is nearly one of ours.
    """
    known = list(_variables(groups()))
    prefixes = {name.split("_")[0] for name in known}
    in_file = {name for name in dotenv_values(ENV_FILE) if name.split("_")[0] in prefixes}
    in_environment = {name for name in os.environ if difflib.get_close_matches(name, known, 1, 0.9)}
    return [
        _typo(name, known, str(ENV_FILE) if name in in_file else "the environment")
        for name in sorted((in_file | in_environment) - set(known))
    ]


def example() -> str:
    """Return the text of `env.test.example`: every setting once, with its comment and default."""
    head = textwrap.dedent("""\
        # Copy this file to env.test and fill in what you have. For a system without URL a sandbox
        # is started and nothing else is needed. Times are in seconds. Never commit env.test.
        #
        # Where two systems use one name, such as DATABASE_URL, write it with a system's own name
        # and a _ in front: that one wins for that system. It works for every variable.
        """)
    fields: dict[str, FieldInfo] = {}
    for group in groups():
        # A group's own variables come before those that all groups have.
        own = {name: info for name, info in group.model_fields.items() if _is_own(group, name)}
        fields |= {name: info for name, info in own.items() if name not in fields}
    for group in groups():
        fields |= {name: info for name, info in group.model_fields.items() if name not in fields}
    return head + "".join(_example_lines(*field) for field in fields.items())


def _is_own(group: type[Settings], name: str) -> bool:
    return name in group.__annotations__


def _variables(among: Iterable[type[Settings]]) -> Iterator[str]:
    for group in among:
        for field in group.model_fields:
            yield from group.variables(field)


def _example_lines(name: str, field: FieldInfo) -> str:
    default = "" if field.default is None else field.default
    mark = "(secret) " if is_secret(field) else ""
    return f"\n# {mark}{field.description}\n{name.upper()}={str(default).rstrip('/')}\n"


def _typo(name: str, known: list[str], place: str) -> str:
    close = difflib.get_close_matches(name, known, 1)
    hint = f"; did you mean {close[0]}?" if close else ""
    return f"{name} in {place} is not a setting and is ignored{hint}"
