"""What a system is made of in the sandbox."""

import sys
from dataclasses import dataclass

from support.sandbox.kit.processes import Engine


@dataclass(frozen=True)
class Deployment:
    """A system under test as a set of engines.

    Attributes:
        engines: started together; each takes over a listener, so their order does not matter.
        settings: the lines for `env.test` with which the suite reaches the system.
    """

    engines: list[Engine]
    settings: dict[str, str]


def module(name: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of the sandbox and ends with its parent."""
    return [sys.executable, "-m", "support.sandbox.kit.lifeline", name, *arguments]
