"""Where each system under test lives: a configured deployment, or a sandbox started for the run."""

import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from dotenv import dotenv_values

from support.api import ApiError
from support.errors import Failure, SetupError, TargetLost
from support.settings import Settings, is_set, load, where
from support.timings import outside

_REFUSED = {401, 403}
_GRACE = 20.0

# What a sandbox suggests and the user may overrule, unlike its addresses and keys.
_SUGGESTIONS = {"RATE_LIMIT_DELAY_MS", "TIMEOUT_MULTIPLIER"}


@dataclass
class Target:
    """A deployment of a system under test.

    Attributes:
        settings: how to reach it.
        origin: what it is, for people.
        process: the sandbox, if it is one of ours.
        filled: the settings that the sandbox filled in.
    """

    settings: Settings
    origin: str
    process: subprocess.Popen[str] | None = None
    filled: frozenset[str] = frozenset()

    @property
    def is_live(self) -> bool:
        """Whether it outlives the run, and so whatever the run leaves in it."""
        return self.process is None

    def close(self) -> None:
        """Stop the sandbox, if it is one of ours: it ends when its input does."""
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
            self.process.wait(_GRACE)


def reach(name: str, settings: Settings, logs: Path, *options: str) -> Target:
    """Return the configured deployment of a system, or start a sandbox if none is configured.

    Args:
        name: the system's, whose small letters are its tag and begin its variables.
        settings: of the run.
        logs: folder for the logs of a sandbox's engines.
        options: for the sandbox.

    Raises:
        SetupError: the sandbox cannot be started.
    """
    url = getattr(settings, f"{name.lower()}_api_url")
    if url is not None:
        return Target(settings, f"{name} at {url}")
    if find_spec("fastapi") is None:
        raise SetupError(
            f"{name.upper()}_API_URL is not set and the sandbox is not installed: name a"
            " deployment in env.test, or run pip install -r requirements-sandbox.txt"
        )
    return _start_sandbox(name, logs, *options)


@contextmanager
def reaching(name: str, key: str) -> Iterator[None]:
    """Say what to mend if a deployment does not do what it is first asked for.

    Args:
        name: of the system.
        key: the variable with which one logs in to it.

    Raises:
        SetupError: it gives no answer, refuses the key, or is something else.
    """
    url = f"{name.upper()}_API_URL"
    try:
        yield
    except TargetLost as error:
        raise SetupError(f"{url} ({where(url)}) gives no answer: {error}") from None
    except ApiError as error:
        variable = key if error.status in _REFUSED else url
        raise SetupError(f"{variable} ({where(variable)}) does not work: {error}") from None
    except (Failure, ValueError) as error:
        raise SetupError(f"{url} ({where(url)}) is not a working {name}: {error}") from None


def _start_sandbox(name: str, logs: Path, *options: str) -> Target:
    command = [name.lower(), "--attached", "--logs", str(logs), *options]
    process = subprocess.Popen(
        [sys.executable, "-m", "support.sandbox", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # Ctrl-C in the terminal is for the run, which still needs the sandbox to clean up.
        start_new_session=True,
    )
    with outside():
        lines = "".join(_until_ready(process))
    found = dotenv_values(stream=io.StringIO(lines))
    values = {
        variable.lower(): value
        for variable, value in found.items()
        if value is not None and not (variable in _SUGGESTIONS and is_set(variable))
    }
    filled = frozenset(values) & Settings.model_fields.keys()
    return Target(load(**values), f"{name} sandbox", process, filled)


def _until_ready(process: subprocess.Popen[str]) -> Iterator[str]:
    """Yield what the sandbox prints until it is ready."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("# ready"):
            return
        yield line
    raise SetupError(f"The sandbox did not start: exit code {process.wait()}, see above")
