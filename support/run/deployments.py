"""Where each system under test lives: a configured deployment, or a sandbox started for the run."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from dotenv import dotenv_values

from support.core.errors import DeploymentLost, SetupError, in_short
from support.core.http import ApiError
from support.core.settings import is_set, where
from support.core.timings import outside
from support.run.plugin import Deployment, Plugin

_REFUSED = {401, 403}
_GRACE = 120.0
_THIS_MACHINE = ("127.0.0.1", "localhost")

# What a sandbox suggests and the user may overrule, unlike its addresses and keys.
_SUGGESTIONS = {"RATE_LIMIT_DELAY_MS", "TIMEOUT_MULTIPLIER"}


class Sandbox:
    """A sandbox of a system, started at once; several of them come up side by side.

    Args:
        plugin: of the system.
        options: for the sandbox's command line.
        logs: folder for the logs of its engines.

    Raises:
        SetupError: what sandboxes are made of is not installed.
    """

    def __init__(self, plugin: Plugin, options: Sequence[str], logs: Path) -> None:
        if find_spec("fastapi") is None:
            raise SetupError(
                f"{plugin.url.upper()} is not set and the sandbox is not installed: name a"
                " deployment in env.test, or run pip install -r requirements-sandbox.txt"
            )
        self._plugin = plugin
        _pass_by_proxies()
        command = [plugin.tag, "--attached", "--logs", str(logs), *options]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "support", "sandbox", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # Ctrl-C in the terminal is for the run, which still needs the sandbox to clean up.
            start_new_session=True,
        )

    def wait(self) -> Deployment:
        """Wait until it is ready, and return how it is reached.

        Raises:
            SetupError: it did not start.
        """
        with outside():
            lines = "".join(self._until_ready())
        found = dotenv_values(stream=io.StringIO(lines))
        filled = {
            name: value
            for name, value in found.items()
            if value is not None and not (name in _SUGGESTIONS and is_set(name))
        }
        address = filled.get(self._plugin.url.upper())
        if address is None:
            raise SetupError(
                f"The {self._plugin.name} sandbox does not say where it answers:"
                f" {self._plugin.url.upper()} is not among the settings that it prints"
            )
        return Deployment(self._plugin.name, address, is_live=False, filled=filled)

    def close(self) -> None:
        """Stop it: it ends when its input does."""
        if self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait(_GRACE)

    def _until_ready(self) -> Iterator[str]:
        """Yield what the sandbox prints until it is ready."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("# ready"):
                return
            yield line
        code = self._process.wait()
        raise SetupError(
            f"The {self._plugin.name} sandbox did not start: exit code {code}, see above"
        )


def configured(plugin: Plugin) -> Deployment | None:
    """Return the deployment that the settings name; None if they name none.

    Raises:
        SetupError: a setting is not usable, or there are keys and nothing that they open.
    """
    settings = plugin.settings.load()
    url = getattr(settings, plugin.url)
    if url is not None:
        return Deployment(plugin.name, str(url), is_live=True)
    keys = [name.upper() for name, _ in settings.secrets() if name.startswith(f"{plugin.tag}_")]
    if keys:
        raise SetupError(
            f"{keys[0]} is set ({where(keys[0])}), but {plugin.url.upper()} is not: set both, or"
            " neither to have a sandbox started"
        )
    return None


def _pass_by_proxies() -> None:
    """Talk to this machine directly: where users have to have a proxy, it knows no sandbox."""
    for name in ("NO_PROXY", "no_proxy"):
        hosts = os.environ.get(name, "").split(",")
        os.environ[name] = ",".join(filter(None, dict.fromkeys([*hosts, *_THIS_MACHINE])))


@contextmanager
def reaching(plugin: Plugin) -> Iterator[None]:
    """Say what to mend if a deployment does not do what it is first asked for.

    Raises:
        SetupError: it gives no answer, refuses the key, or is something else.
    """
    url, key = plugin.url.upper(), plugin.key.upper()
    try:
        yield
    except DeploymentLost as error:
        raise SetupError(f"{url} ({where(url)}) gives no answer: {error}") from None
    except ApiError as error:
        variable = key if error.status in _REFUSED else url
        raise SetupError(f"{variable} ({where(variable)}) does not work: {error}") from None
    except SetupError:
        raise
    except Exception as error:  # noqa: BLE001  what is something else may answer anything
        raise SetupError(
            f"{url} ({where(url)}) is not a working {plugin.name}: {in_short(error)}"
        ) from None
