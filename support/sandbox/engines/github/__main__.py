"""Runs GitHub for the sandbox: `python -m support.sandbox.engines.github`.

Environment:
    SANDBOX_GITHUB_TOKEN: the personal access token that is let in.
    SANDBOX_GITHUB_REPOSITORY: the repository to begin with, `owner/name`.
    SANDBOX_LOGS: the folder for the emulator's log; by default a temporary one.
"""

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

from support.core.errors import SetupError
from support.core.npm import ensure_installed, node
from support.sandbox.engines.github.gate import create_gate
from support.sandbox.kit.processes import Engine, EngineFailed
from support.sandbox.kit.serving import serve
from support.sandbox.kit.sockets import own_listener, url_of

FOLDER = Path(__file__).parent
PACKAGES = "the GitHub emulator (once, about 11 MB)"
HOST = "localhost"  # the emulator's habit; PyGithub insists on one name for one host


def main() -> None:
    """Start the emulator, then serve the gate in front of it until the process is stopped."""
    listener = own_listener()
    ensure_installed(FOLDER, PACKAGES)
    emulator = _emulator(url_of(listener, HOST), os.environ["SANDBOX_GITHUB_REPOSITORY"])
    emulator.start()
    try:
        url = emulator.wait_ready()
        # without the emulator behind it the gate is of no use
        emulator.ended.add_done_callback(lambda _: os.kill(os.getpid(), signal.SIGTERM))
        serve(create_gate(url, os.environ["SANDBOX_GITHUB_TOKEN"]), listener, host=HOST)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # from here on its end is no news
        emulator.stop()


def _emulator(advertised_url: str, repository: str) -> Engine:
    owner, _, name = repository.partition("/")
    seed = {
        "users": [{"login": owner}],
        "repos": [{"owner": owner, "name": name, "private": True}],
    }
    options = {"service": "github", "baseUrl": advertised_url, "seed": {"github": seed}}
    logs = Path(os.environ.get("SANDBOX_LOGS") or tempfile.mkdtemp(prefix="sandbox-"))
    return Engine(
        "emulate",
        [node(), FOLDER / "emulator.mjs", json.dumps(options)],
        log=logs / "github-emulator.log",
    )


if __name__ == "__main__":
    try:
        main()
    except (SetupError, EngineFailed) as failure:
        sys.exit(str(failure))
