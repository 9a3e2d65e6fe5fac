"""Has runs started by the clock, on the workers of Temporal.

    python -m support schedule create hourly --every 1h --jitter 5m -- --tags=@github
    python -m support schedule create daily --cron "0 6 * * *" -- --tags=@notion -j 4
    python -m support schedule list
    python -m support schedule pause|resume|trigger|delete hourly

A run is started by one of the workers that poll then, with its settings and its checkout, and what
it finds reaches the same history and alarms. Its arguments are kept by Temporal: no place for
secrets.
"""

import argparse
import asyncio
import re
import sys
from collections.abc import Coroutine
from datetime import timedelta

from support.core.command_line import Parser
from support.core.errors import SetupError
from support.parallel.temporal.library import leave, require

_SETUP = 2
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_OVERLAPS = ("skip", "wait", "stop", "both")
_ON_ONE = ("pause", "resume", "trigger", "delete")


def main(arguments: list[str]) -> int:
    """Run the command; exit code 0, or 2 for a mistake."""
    options = _parse(arguments)
    require()
    code = 0
    try:
        for line in asyncio.run(_do(options)) or []:
            print(line)  # noqa: T201  it is what was asked for
    except SetupError as mistake:
        print(f"python -m support schedule: {mistake}", file=sys.stderr)  # noqa: T201
        code = _SETUP
    leave(code)


def _do(options: argparse.Namespace) -> Coroutine[None, None, list[str] | None]:
    from support.parallel.temporal import schedules  # noqa: PLC0415  few have its library

    if options.what == "list":
        return schedules.listed()
    if options.what != "create":
        return schedules.change(options.name, options.what)
    when = schedules.Timetable(
        options.every, options.cron, options.jitter, options.overlap, options.arguments
    )
    return schedules.create(options.name, when)


def _parse(arguments: list[str]) -> argparse.Namespace:
    own, words = _split(arguments)
    parser = Parser("schedule", __doc__)
    parser.add_argument("what", choices=("create", "list", *_ON_ONE))
    parser.add_argument("name", nargs="?", help="of the schedule")
    parser.add_argument("--every", type=span, help="between two runs, such as 30m, 1h, 1d")
    parser.add_argument("--cron", default="", help='when, as cron writes it: "0 6 * * *" (UTC)')
    parser.add_argument("--jitter", type=span, default=timedelta(), help="how much later at most")
    parser.add_argument(
        "--overlap", choices=_OVERLAPS, default="skip", help="what if the last one still goes on"
    )
    options = parser.parse_args(own, argparse.Namespace(arguments=words))
    if options.what != "list" and not options.name:
        parser.error("say which schedule")
    if options.what == "create" and bool(options.every) == bool(options.cron):
        parser.error("say when: --every or --cron")
    return options


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Return what stands before `--`, and after it."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:end], arguments[end + 1 :]


def span(text: str) -> timedelta:
    """Return how long a text such as 30m is; argparse says what is wrong with it."""
    found = re.fullmatch(r"(\d{1,6})([smhd])", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 30m, 1h or 1d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
