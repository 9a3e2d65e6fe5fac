"""Finds what the user selected, with behave's own parser and rules."""

import io
import math
from collections.abc import Iterable
from contextlib import redirect_stderr
from dataclasses import replace

from behave.configuration import Configuration
from behave.exception import ConfigError, ConstraintError, TagExpressionError
from behave.model import Feature
from behave.parser import ParserError
from behave.reporter.junit import JUnitReporter
from behave.runner import Runner
from behave.runner_util import parse_features

from support.core.errors import SetupError
from support.parallel.units import Unit
from support.run.bootstrap import selected_of
from support.run.remembering import usual_seconds
from support.run.session import Session
from support.run.tags import ISOLATED

# behave has no common ancestor for what it says of bad arguments and files.
_ERRORS = (
    ConfigError,
    ConstraintError,
    TagExpressionError,
    ParserError,
    LookupError,
    OSError,
    ValueError,
)

# What one process would do for all: several would overwrite each other, or cannot know.
_NOT_SHARED = {
    "format": "--format",
    "outfiles": "--outfile",
    "dry_run": "--dry-run",
    "stop": "--stop",
    "wip": "--wip",
    "version": "--version",
    "tags_help": "--tags-help",
    "lang_list": "--lang-list",
    "lang_help": "--lang-help",
}


def read_arguments(arguments: list[str], workers: int) -> Configuration:
    """Let behave read its arguments.

    Args:
        arguments: of the command line.
        workers: how many jobs there are unless the arguments say so.

    Raises:
        SetupError: behave does not understand them, or they make no sense for several processes.
    """
    said = io.StringIO()
    try:
        with redirect_stderr(said):
            config = Configuration(arguments, jobs=workers)
    except _ERRORS as error:
        raise SetupError(f"behave does not understand its arguments: {_line(error)}") from None
    except SystemExit:
        mistake = said.getvalue().strip().rpartition(" error: ")[2]
        raise SetupError(f"behave does not understand its arguments: {mistake}") from None
    for name, option in _NOT_SHARED.items():
        if getattr(config, name):
            raise SetupError(f"{option} works in one process only: use behave itself")
    return config


def read_features(config: Configuration) -> list[Feature]:
    """Parse what the paths of the configuration name.

    Raises:
        SetupError: a file is missing or is no feature.
    """
    runner = Runner(config)
    try:
        with runner.path_manager:
            runner.setup_paths()
            found = [path for path in runner.feature_locations() if not config.exclude(path)]
            return list(parse_features(found, language=config.lang))
    except _ERRORS as error:
        raise SetupError(_line(error)) from None


def units_of(config: Configuration, features: list[Feature]) -> list[Unit]:
    """Return a unit for each selected scenario, in the order in which behave would run them.

    All numbers have the same width, so that no name of a unit begins with that of another.
    """
    junit = JUnitReporter(config)
    selected = selected_of(config, features)
    first = 10 ** len(str(len(selected)))
    return [
        Unit(
            number,
            str(scenario.location),
            scenario.name,
            scenario.feature.name,
            junit.make_feature_filename(scenario.feature),
            ISOLATED in scenario.effective_tags,
            tuple(sorted(map(str, scenario.effective_tags))),
        )
        for number, scenario in enumerate(selected, first)
    ]


def discovered(config: Configuration, features: list[Feature], session: Session) -> list[Unit]:
    """Return the units of a run, each with the seconds that it usually takes."""
    usual = usual_seconds(session)
    units = units_of(config, features)
    return [replace(unit, seconds=usual(unit.file, unit.name)) for unit in units]


def in_turn(units: Iterable[Unit]) -> list[Unit]:
    """Return the units in the order in which to begin them; what must be alone comes last.

    Those that take longest come first, and before them those of which nobody knows: a long one
    that begins last keeps all others waiting.
    """
    return sorted(units, key=_turn)


def _turn(unit: Unit) -> tuple[bool, float]:
    return unit.isolated, -math.inf if unit.seconds is None else -unit.seconds


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
