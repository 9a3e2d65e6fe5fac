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


def free_ports(count: int) -> list[int]:
    """Return ports of the loopback interface on which nobody listens."""
    found: list[int] = []
    while len(found) < count:
        port = random.choice(_PORTS)  # noqa: S311  nothing to guess here
        with closing(socket.socket()) as probe:
            if port not in found and probe.connect_ex(("127.0.0.1", port)):
                found.append(port)
    return found
