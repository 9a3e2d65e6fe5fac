"""E-mail: a real IMAP server."""

from pathlib import Path

from support.sandbox.kit.deployment import module
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_port
from support.sandbox.vendors.supply import Supply, new_key


def supply(logs: Path) -> Supply:
    """Return a mail server with one mailbox."""
    port, user, password = free_port(), "acceptance", new_key(24)
    address = f"127.0.0.1:{port}"
    engine = Engine(
        "imap",
        module("support.sandbox.engines.imap"),
        log=logs / "imap.log",
        environment={
            "SANDBOX_IMAP_PORT": str(port),
            "SANDBOX_IMAP_USER": user,
            "SANDBOX_IMAP_PASSWORD": password,
        },
    )
    return Supply(address, {"IMAP_URL": f"imap://{user}:{password}@{address}"}, [engine])
