"""The loopback addresses that the sandbox's engines listen on."""

import os
import socket

LISTENER = "SANDBOX_LISTENER"
_BACKLOG = 128


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
