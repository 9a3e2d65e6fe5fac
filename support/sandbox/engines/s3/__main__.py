"""Runs S3 for the sandbox; the argument is the bucket, which keeps versions.

Environment:
    SANDBOX_S3_KEY: the access key that is let in, as ID:SECRET.
"""

import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterable

import boto3
from moto.server import create_backend_app
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from support.sandbox.kit.sockets import own_listener, url_of

_REFUSAL = (
    '<?xml version="1.0" encoding="UTF-8"?><Error><Code>InvalidAccessKeyId</Code>'
    "<Message>The AWS Access Key Id you provided does not exist in our records.</Message></Error>"
)


class Gate:
    """WSGI application: lets one access key through to moto; signatures are not checked."""

    def __init__(self, key_id: str) -> None:
        self._moto = create_backend_app("s3")
        self._mark = f"Credential={key_id}/"

    def __call__(self, environ: dict[str, object], start_response: object) -> Iterable[bytes]:
        """Answer one request."""
        if self._mark in str(environ.get("HTTP_AUTHORIZATION")):
            answer: Iterable[bytes] = self._moto(environ, start_response)
            return answer
        refusal = Response(_REFUSAL, 403, content_type="application/xml")
        return refusal(environ, start_response)  # type: ignore[arg-type]  # as WSGI servers do


def main() -> None:
    """Serve until the process is stopped."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # one line a request is too much
    key_id, _, secret = os.environ["SANDBOX_S3_KEY"].partition(":")
    listener = own_listener()
    url = url_of(listener)
    server = make_server(
        "127.0.0.1", listener.getsockname()[1], Gate(key_id), threaded=True, fd=listener.fileno()
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _make_bucket(url, sys.argv[1], key_id, secret)
    print(f"ready {url}", flush=True)  # noqa: T201  the parent reads this line
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        signal.pause()


def _make_bucket(url: str, bucket: str, key_id: str, secret: str) -> None:
    client = boto3.client(
        "s3",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id=key_id,
        aws_secret_access_key=secret,
    )
    client.create_bucket(Bucket=bucket)
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})


if __name__ == "__main__":
    main()
