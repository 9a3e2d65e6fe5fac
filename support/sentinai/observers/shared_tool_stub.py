"""One tool for all processes of a run: SentinAI calls one address, and each process asks there.

The process that listens serves the log of its calls to the others with `multiprocessing.managers`,
on a Unix socket and with a key: what a tunnel shows to the world is only the tool.
"""

import secrets
import threading
from collections.abc import Mapping
from multiprocessing.managers import BaseManager

from support.sentinai.observers.tool_stub import CallLog, ToolStub

_URL, _SOCKET, _KEY = "tool_url", "tool_log", "tool_log_key"


class _Manager(BaseManager):
    """Serves or reaches the log."""

    def log(self) -> CallLog:
        """Return a proxy of the log; registering replaces this."""
        raise NotImplementedError


def serving(stub: ToolStub) -> dict[str, str]:
    """Serve the log of a stub until the process ends; return how other processes reach it."""

    class Serving(_Manager):
        """Knows the log."""

    Serving.register("log", callable=lambda: stub.log)
    key = secrets.token_hex(16)
    server = Serving(authkey=key.encode()).get_server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return {_URL: stub.url, _SOCKET: str(server.address), _KEY: key}


def joined(shared: Mapping[str, str]) -> ToolStub:
    """Return the stub that another process of the run has opened."""

    class Joining(_Manager):
        """Asks for the log."""

    Joining.register("log")
    manager = Joining(shared[_SOCKET], shared[_KEY].encode())
    manager.connect()
    return ToolStub(shared[_URL], manager.log())
