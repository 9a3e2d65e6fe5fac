"""The loopback addresses that the sandbox's engines listen on."""

import os
import random
import socket
from contextlib import closing

LISTENER = "SANDBOX_LISTENER"
_BACKLOG = 128
# Below the ports that an operating system hands out by itself: what was killed must find its own
# port free when it comes back.
_PORTS = range(20_000, 32_000)
_taken: list[socket.socket] = []


def free_listener() -> socket.socket:
    """Return a socket that listens on a free port of the loopback interface.

    It listens already: whoever connects before the server runs waits instead of failing. And it
    names TCP as its protocol, because asyncio switches Nagle's algorithm off, which delays
    every answer by 40 ms, only for sockets that do.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(_BACKLOG)
    return listener


def own_listener() -> socket.socket:
    """Return the socket that the parent handed over in `SANDBOX_LISTENER`, or a free one."""
    inherited = os.environ.pop(LISTENER, None)
    return socket.socket(fileno=int(inherited)) if inherited else free_listener()


def url_of(listener: socket.socket, host: str = "127.0.0.1") -> str:
    """Return the URL under which clients reach the listener."""
    return f"http://{host}:{listener.getsockname()[1]}"


def free_port() -> int:
    """Return a port of the loopback interface for a server that binds it by itself, later.

    Until this process ends no other sandbox gets it: this process holds the same number of UDP,
    which nobody else wants. A port that is free at this moment only may be another's by the time
    that an engine has started.
    """
    while True:
        port = random.choice(_PORTS)  # noqa: S311  nothing to guess here
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) and _take(port):
                return port


def _take(port: int) -> bool:
    token = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        token.bind(("127.0.0.1", port))
    except OSError:
        token.close()
        return False
    _taken.append(token)
    return True
