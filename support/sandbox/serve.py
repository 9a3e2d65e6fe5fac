"""Serves one sandbox application on a free loopback port and says when it is ready."""

import socket

import uvicorn
from fastapi import FastAPI


class _AnnouncingServer(uvicorn.Server):
    """A uvicorn server that prints `ready URL` once it accepts connections."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as usual, then announce the address on stdout for the parent process."""
        await super().startup(sockets)
        print(f"ready {self._url}", flush=True)  # noqa: T201  the parent reads this line


def serve(app: FastAPI, listener: socket.socket | None = None) -> None:
    """Serve `app` until the process is told to stop (SIGINT or SIGTERM).

    Args:
        app: the application.
        listener: a bound socket to serve on; by default a free port of the loopback interface.
    """
    listener = listener or free_listener()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
    _AnnouncingServer(config, url).run(sockets=[listener])


def free_listener() -> socket.socket:
    """Return a socket bound to a free port of the loopback interface."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    return listener
