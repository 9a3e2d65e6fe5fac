"""Serves one sandbox application on a loopback port and says when it is ready."""

import contextlib
import signal
import socket

import uvicorn
from fastapi import FastAPI

from support.sandbox.kit.neighbours import NeighboursOnly
from support.sandbox.kit.sockets import own_listener, url_of


class _AnnouncingServer(uvicorn.Server):
    """A uvicorn server that prints `ready URL` once it accepts connections."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as usual, then announce the address on stdout for the parent process."""
        await super().startup(sockets)
        print(f"ready {self._url}", flush=True)  # noqa: T201  the parent reads this line


def serve(app: FastAPI, listener: socket.socket | None = None, *, host: str = "127.0.0.1") -> None:
    """Serve `app` until the process is told to stop (SIGINT or SIGTERM).

    It then returns, so that the caller can tidy up.

    Args:
        app: the application.
        listener: a bound socket to serve on; by default the one that the supervisor handed
            over, or else a free port of the loopback interface.
        host: the name of the loopback interface in the announced URL.
    """
    listener = listener or own_listener()
    config = uvicorn.Config(
        NeighboursOnly(app), log_level="warning", access_log=False, timeout_graceful_shutdown=1
    )
    server = _AnnouncingServer(config, url_of(listener, host))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises the signal again at its end
        server.run(sockets=[listener])
