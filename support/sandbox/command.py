"""Runs a system under test on this machine: `python -m support sandbox SYSTEM`.

It prints the settings with which the suite reaches the system, then stays up until Ctrl-C or
SIGTERM, or, with `--attached`, until its standard input closes. What no product has, such as
planting a defect while it runs, it does only for who has its token (SANDBOX_TOKEN in its
environment; else it draws one).
"""

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from support.core.command_line import Parser, one_of
from support.core.loading import load
from support.run.registry import SYSTEMS
from support.sandbox.kit.deployment import Deployment
from support.sandbox.kit.lifeline import end_with_parent
from support.sandbox.kit.private import ensure_token
from support.sandbox.kit.processes import Engine, EngineFailed, wait_for_an_end

_STARTED = time.monotonic()


def main(arguments: list[str]) -> int:
    """Run the sandbox that the command line asks for; return the exit status."""
    options = _parse(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # SIGTERM ends it like Ctrl-C
    if options.attached:
        end_with_parent()
    engines: list[Engine] = []
    try:
        ensure_token()
        deploy = _own(options.system, "deploy")
        deployment: Deployment = deploy(_log_folder(options.logs), options)
        engines = deployment.engines
        _start(engines)
        _announce(options.system, deployment)
        if not options.attached:
            _say("Paste these lines into env.test; Ctrl-C stops the sandbox.")
        raise wait_for_an_end(engines).failure()
    except KeyboardInterrupt:
        return 0
    except EngineFailed as failure:
        _say(str(failure))
        return 1
    finally:
        _stop(engines)


def _parse(arguments: list[str]) -> argparse.Namespace:
    """Read the arguments; the first one, which says what system it shall be, decides on others."""
    parser = Parser("sandbox", __doc__)
    parser.add_argument(
        "system",
        nargs="?",
        type=one_of(SYSTEMS, "system"),
        metavar="SYSTEM",
        help=f"one of {', '.join(SYSTEMS)}; SYSTEM --help tells its own options",
    )
    parser.add_argument("--logs", type=Path, help="folder for log files; default: a temporary one")
    parser.add_argument("--attached", action="store_true", help="stop when standard input closes")
    for system in SYSTEMS:
        if arguments[:1] == [system]:
            add_options = _own(system, "add_options")
            add_options(parser.add_argument_group(f"options of {system}"))
    options = parser.parse_args(arguments)
    if options.system is None:
        parser.error(f"say which system: {' or '.join(SYSTEMS)}")
    return options


def _own(system: str, what: str) -> Any:  # noqa: ANN401  a function of the system's own
    module = f"support.sandbox.{system}.deployment"
    return load(f"{module}:{what}", f"support/run/registry.py names {system}")


def _log_folder(wanted: Path | None) -> Path:
    if wanted is None:
        wanted = Path(tempfile.mkdtemp(prefix="datamonkey-sandbox-"))
        _say(f"Logs: {wanted}")
    wanted.mkdir(parents=True, exist_ok=True)
    return wanted.resolve()


def _start(engines: Sequence[Engine]) -> None:
    for engine in engines:
        engine.start()
    for engine in engines:
        engine.wait_ready()


def _announce(name: str, deployment: Deployment) -> None:
    seconds = time.monotonic() - _STARTED
    lines = [
        f"# The {name} sandbox on this machine; it forgets everything when it stops.",
        *(f"{key}={value}" for key, value in deployment.settings.items()),
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
