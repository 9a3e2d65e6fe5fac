"""Where each system under test lives: a configured deployment, or a sandbox started for the run."""

import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from dotenv import dotenv_values

from support.airweave.client import Airweave
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


def airweave(settings: Settings, logs: Path) -> Target:
    """Return the configured Airweave, or start a sandbox if none is configured.

    Args:
        settings: of the run.
        logs: folder for the logs of a sandbox's engines.

    Raises:
        SetupError: it cannot be started, does not answer, or refuses the key.
    """
    if settings.airweave_api_url is None:
        target = start_sandbox("airweave", logs)
    else:
        target = Target(settings, f"Airweave at {settings.airweave_api_url}")
    _check_airweave(target.settings)
    return target


def _check_airweave(settings: Settings) -> None:
    client = open_airweave(settings)
    try:
        client.check_health()
        client.collections()
    except TargetLost as error:
        variable = "AIRWEAVE_API_URL"
        raise SetupError(f"{variable} ({where(variable)}) gives no answer: {error}") from None
    except ApiError as error:
        variable = "AIRWEAVE_API_KEY" if error.status in _REFUSED else "AIRWEAVE_API_URL"
        raise SetupError(f"{variable} ({where(variable)}) does not work: {error}") from None
    except (Failure, ValueError) as error:
        raise SetupError(f"AIRWEAVE_API_URL is not a working Airweave: {error}") from None
    finally:
        client.close()


def open_airweave(settings: Settings, *, other: bool = False) -> Airweave:
    """Return a client for the run's organisation, or for the `other` one."""
    key = settings.airweave_other_api_key if other else settings.airweave_api_key
    return Airweave(
        str(settings.airweave_api_url),
        key.get_secret_value() if key else None,
        None if other else settings.airweave_organization_id,
        settings.request_timeout_s,
        settings.max_retries,
    )


def start_sandbox(system: str, logs: Path) -> Target:
    """Start the sandbox of a system and return it as a target once it is ready.

    Args:
        system: its name, which is its tag.
        logs: folder for the logs of its engines.

    Raises:
        SetupError: it cannot be started.
    """
    if find_spec("fastapi") is None:
        raise SetupError(
            f"{system.upper()}_API_URL is not set and the sandbox is not installed: name a"
            " deployment in env.test, or run pip install -r requirements-sandbox.txt"
        )
    process = subprocess.Popen(
        [sys.executable, "-m", "support.sandbox", system, "--attached", "--logs", str(logs)],
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
        name.lower(): value
        for name, value in found.items()
        if value is not None and not (name in _SUGGESTIONS and is_set(name))
    }
    filled = frozenset(values) & Settings.model_fields.keys()
    return Target(load(**values), f"{system.capitalize()} sandbox", process, filled)


def _until_ready(process: subprocess.Popen[str]) -> Iterator[str]:
    """Yield what the sandbox prints until it is ready."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("# ready"):
            return
        yield line
    raise SetupError(f"The sandbox did not start: exit code {process.wait()}, see above")
