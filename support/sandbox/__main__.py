"""Runs a system under test on this machine: `python -m support.sandbox`.

It prints the settings with which the suite reaches the system, then stays up until Ctrl-C or
SIGTERM, or, with `--attached`, until its standard input closes.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from support.errors import SetupError
from support.sandbox.lifeline import end_with_parent
from support.sandbox.processes import Engine, EngineFailed, wait_for_an_end
from support.sandbox.systems import SYSTEMS, System

_STARTED = time.monotonic()
_SECONDS_TO_START = 60.0
_GENERATION = "SANDBOX_GENERATION"  # how the engines are told, which inherit the environment


def main() -> int:
    """Run the sandbox that the command line asks for; return the exit status."""
    arguments = _arguments()
    os.environ[_GENERATION] = arguments.generation
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # SIGTERM ends it like Ctrl-C
    if arguments.attached:
        end_with_parent()
    engines: list[Engine] = []
    try:
        logs = _log_folder(arguments.logs)
        options = {"sources": arguments.sources.split(",")} if arguments.sources else {}
        system = SYSTEMS[arguments.system](logs, **options)
        engines = system.engines
        _start(engines)
        _announce(arguments.system, system)
        if not arguments.attached:
            _say("Paste these lines into env.test; Ctrl-C stops the sandbox.")
        raise wait_for_an_end(engines).failure()
    except KeyboardInterrupt:
        return 0
    except (SetupError, EngineFailed) as failure:
        _say(str(failure))
        return 1
    finally:
        _stop(engines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m support.sandbox", description=__doc__)
    parser.add_argument("system", nargs="?", choices=SYSTEMS, default="airweave")
    parser.add_argument(
        "--generation",
        choices=["2025-08", "today"],
        default=os.environ.get(_GENERATION, "today"),
        help="which Airweave to be",
    )
    parser.add_argument("--sources", help="what Airweave can read from, as a,b,c; default: all")
    parser.add_argument("--logs", type=Path, help="folder for log files; default: a temporary one")
    parser.add_argument("--attached", action="store_true", help="stop when standard input closes")
    arguments = parser.parse_args()
    if arguments.sources and arguments.system != "airweave":
        parser.error(f"{arguments.system} reads from no sources")
    return arguments


def _log_folder(wanted: Path | None) -> Path:
    if wanted is None:
        wanted = Path(tempfile.mkdtemp(prefix="datamonkey-sandbox-"))
        _say(f"Logs: {wanted}")
    wanted.mkdir(parents=True, exist_ok=True)
    return wanted.resolve()


def _start(engines: Sequence[Engine]) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    for engine in engines:
        engine.start()
    for engine in engines:
        engine.wait_ready(deadline)


def _announce(name: str, system: System) -> None:
    seconds = time.monotonic() - _STARTED
    lines = [
        f"# The {name} sandbox on this machine; it forgets everything when it stops.",
        *(f"{key}={value}" for key, value in system.settings.items()),
        f"# ready in {seconds:.1f} s",
    ]
    print("\n".join(lines), flush=True)  # noqa: T201  the suite, or a person, reads this


def _stop(engines: Sequence[Engine]) -> None:
    """Stop the engines, the last started first; a second Ctrl-C does not interrupt it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for engine in reversed(engines):
        engine.stop()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201  for the person in front of it


if __name__ == "__main__":
    sys.exit(main())
