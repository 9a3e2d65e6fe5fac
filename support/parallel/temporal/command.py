"""Runs scenarios for runs that were started elsewhere: `python -m support worker`.

It takes them from Temporal (`TEMPORAL_ADDRESS`), with the settings of this machine, until Ctrl-C or
SIGTERM; what runs then undoes what it made, and is run by another worker.
"""

import asyncio
import os
import sys

from support.core.command_line import Parser
from support.core.errors import SetupError
from support.core.secrecy import keep_private, redact_logs
from support.parallel.temporal.library import leave, require

_SETUP = 2


def main(arguments: list[str]) -> int:
    """Work until told to end; exit code 0, or 2 for a mistake."""
    parser = Parser("worker", __doc__)
    processors = os.cpu_count() or 1
    parser.add_argument(
        "-j",
        "--jobs",
        type=number_of_seats,
        default=processors,
        help="how many scenarios at a time",
    )
    options = parser.parse_args(arguments)
    require()
    from support.parallel.temporal.worker import serve  # noqa: PLC0415  few have its library

    keep_private()
    redact_logs()
    try:
        asyncio.run(serve(options.jobs))
    except SetupError as mistake:
        print(f"The worker cannot run: {mistake}", file=sys.stderr)  # noqa: T201
        leave(_SETUP)
    leave(0)


def number_of_seats(text: str) -> int:
    """Return the number that an argument tells; argparse says the rest."""
    seats = int(text)
    if seats < 1:
        raise ValueError
    return seats
