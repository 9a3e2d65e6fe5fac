"""Amazon S3: a server behind a gate."""

from pathlib import Path

from support.sandbox.kit.deployment import module
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_listener, url_of
from support.sandbox.vendors.supply import Supply, new_key

_BUCKET = "acceptance"


def supply(logs: Path) -> Supply:
    """Return an S3 with one bucket."""
    listener = free_listener()
    url, key, secret = url_of(listener), f"AKIA{new_key(16).upper()}", new_key(40)
    engine = Engine(
        "s3",
        module("support.sandbox.engines.s3", _BUCKET),
        log=logs / "s3.log",
        environment={"SANDBOX_S3_KEY": f"{key}:{secret}"},
        listener=listener,
    )
    settings = {
        "S3_ENDPOINT_URL": url,
        "S3_BUCKET": _BUCKET,
        "S3_ACCESS_KEY_ID": key,
        "S3_SECRET_ACCESS_KEY": secret,
    }
    return Supply(url, settings, [engine])
