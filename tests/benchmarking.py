"""What the commands that measure share: their arguments, and runs with their wall times."""

import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Mapping
from pathlib import Path

from support.run.registry import SYSTEMS
from tests.running import SERIAL, Run, run


def parser(command: str, told: str | None, rounds: int) -> ArgumentParser:
    """Return what reads the arguments of a command: a system, and how many rounds.

    Args:
        command: the module that is called.
        told: what it says of itself.
        rounds: how many, where nobody says.
    """
    made = ArgumentParser(
        f"python -m {command}", description=told, formatter_class=RawDescriptionHelpFormatter
    )
    made.add_argument("system", choices=sorted(SYSTEMS))
    made.add_argument("--rounds", type=int, default=rounds)
    return made


def timed_run(
    reports: Path,
    environment: Mapping[str, str],
    *arguments: str,
    program: tuple[str, ...] = SERIAL,
) -> tuple[Run, float]:
    """Return such a run, and how many seconds it took."""
    began = time.perf_counter()
    finished = run(reports, environment, *arguments, program=program)
    return finished, time.perf_counter() - began
