"""Runs services of `emulate` for the sandbox; the arguments name them.

Environment:
    SANDBOX_TOKENS: a JSON object, by service the tokens that are let in.
    SANDBOX_LOGS: the folder for the emulator's log; by default a temporary one.
"""

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

from support.core.npm import ensure_installed, node
from support.sandbox.engines.emulate.gate import create_gate
from support.sandbox.engines.emulate.seeds import SEEDS
from support.sandbox.kit.processes import Engine, EngineFailed
from support.sandbox.kit.serving import serve
from support.sandbox.kit.sockets import own_listener, url_of

FOLDER = Path(__file__).parent.parent / "github"
HOST = "localhost"  # the emulator's habit


def main() -> None:
    """Start the services in one process, then serve the gate until the process is stopped."""
    services = sys.argv[1:]
    listener = own_listener()
    ensure_installed(FOLDER, "the emulator (once, about 11 MB)")
    emulator = _emulator(services, url_of(listener, HOST))
    emulator.start()
    try:
        urls = emulator.wait_ready().split()
        # without the emulator behind it the gate is of no use
        emulator.ended.add_done_callback(lambda _: os.kill(os.getpid(), signal.SIGTERM))
        tokens = json.loads(os.environ["SANDBOX_TOKENS"])
        serve(create_gate(dict(zip(services, urls, strict=True)), tokens), listener, host=HOST)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # from here on its end is no news
        emulator.stop()


def _emulator(services: list[str], advertised_url: str) -> Engine:
    options = [
        {"service": service, "baseUrl": advertised_url, "seed": {service: SEEDS[service]}}
        for service in services
    ]
    logs = Path(os.environ.get("SANDBOX_LOGS") or tempfile.mkdtemp(prefix="sandbox-"))
    command = [str(node()), str(FOLDER / "emulator.mjs"), json.dumps(options)]
    return Engine("emulate", command, log=logs / "emulate.log")


if __name__ == "__main__":
    try:
        main()
    except EngineFailed as failure:
        sys.exit(str(failure))
