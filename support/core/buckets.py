"""A bucket with S3's API, as a store for all machines of a run."""

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from errno import EIO, ENOENT
from functools import cache
from math import inf
from typing import Any, Self

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from support.core.batches import batched
from support.core.errors import in_short
from support.core.limits import Turns
from support.core.stores import AwsSettings
from support.core.waiting import pause_for

_MOST_AT_ONCE = 1000  # S3 deletes no more objects in one call
_CONFIG = Config(
    connect_timeout=5,
    read_timeout=30,
    retries={"mode": "standard", "max_attempts": 9},
    request_checksum_calculation="when_required",  # who else speaks S3 may not know the others
    response_checksum_validation="when_required",
)
_MISSING = {"NoSuchKey", "404"}
_TAKEN = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
_CONFLICT_S = 0.05
_PROBE = "probe"


class BucketStore:
    """Implements `Store` with objects. It may be sent to other processes, and holds no key.

    Args:
        bucket: its name.
        prefix: of the names of all objects; may be empty.
    """

    folder: None = None

    def __init__(self, bucket: str, prefix: str) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""

    def check(self) -> None:
        """Look whether it is there, may be written to, and heeds what `swap` asks for."""
        self.swap(_PROBE, b"", None)
        if self.swap(_PROBE, b"", None):
            raise OSError(
                EIO, "it ignores If-None-Match: the limit of an account would not be kept"
            )

    def write(self, name: str, content: bytes) -> None:
        """Put an object."""
        with _told_plainly():
            client().put_object(**self._at(name), Body=content)

    def read(self, name: str) -> bytes:
        """Get an object."""
        return self.get(name)[0]

    def get(self, name: str) -> tuple[bytes, dict[str, Any]]:
        """Return what an object holds, and all that was said of it."""
        with _told_plainly():
            answer = client().get_object(**self._at(name))
            return answer["Body"].read(), answer

    def swap(self, name: str, content: bytes, tag: str | None) -> bool:
        """Put an object if nobody else has put it since; tell whether that was done.

        Args:
            name: of the object.
            content: what it shall hold.
            tag: by which it was known; None if there was none.
        """
        condition = {"IfMatch": tag} if tag else {"IfNoneMatch": "*"}
        with _told_plainly():
            try:
                client().put_object(**self._at(name), Body=content, **condition)
            except ClientError as error:
                if _code(error) in _TAKEN | _MISSING:
                    return False
                raise
        return True

    def names(self, start: str) -> Sequence[str]:
        """List objects, which S3 does in the order of their names."""
        with _told_plainly():
            pages = client().get_paginator("list_objects_v2").paginate(**self._at(start, "Prefix"))
            keys = [one["Key"] for page in pages for one in page.get("Contents", [])]
        return [key.removeprefix(self._prefix) for key in keys]

    def remove(self, start: str) -> None:
        """Delete objects; a bucket with versions keeps those."""
        for some in batched(self.names(start), _MOST_AT_ONCE):
            objects = [{"Key": self._prefix + one} for one in some]
            with _told_plainly():
                client().delete_objects(Bucket=self._bucket, Delete={"Objects": objects})

    def below(self, name: str) -> Self:
        """Return what has a longer prefix."""
        return type(self)(self._bucket, self._prefix + name)

    def turns(self, name: str) -> Turns:
        """Return those of an object."""
        return ObjectTurns(self, name)

    def _at(self, name: str, what: str = "Key") -> dict[str, str]:
        return {"Bucket": self._bucket, what: self._prefix + name}


class ObjectTurns:
    """Implements `Turns` with an object that is only replaced by who has read it as it is.

    All go by the clock of the service, which it tells in whole seconds with each answer: who is
    wrong by no more than that keeps to a clock of their own.

    Args:
        store: holds it.
        name: of the object.
    """

    def __init__(self, store: BucketStore, name: str) -> None:
        self._store = store
        self._name = name
        self._least, self._most = -inf, inf  # what is to be added to the own clock

    def take(self, seconds: float) -> float:
        """Take the next turn that is free; return in how many seconds it comes."""
        while True:
            content, tag = self._look()
            if tag is None:  # nobody has told yet what time it is
                self._store.swap(self._name, b"", None)
                continue
            taken = max(self._now(), float(content or 0))
            if self._store.swap(self._name, f"{taken + seconds:.6f}".encode(), tag):
                return taken - self._now()
            pause_for(random.uniform(0, _CONFLICT_S))  # noqa: S311  nobody is to be fooled

    def _look(self) -> tuple[bytes, str | None]:
        """Return the first free turn, and the tag by which that is known."""
        sent = time.time()
        try:
            content, answer = self._store.get(self._name)
        except FileNotFoundError:
            return b"", None
        if date := answer["ResponseMetadata"]["HTTPHeaders"].get("date"):
            told = parsedate_to_datetime(date).timestamp()
            self._least = max(self._least, told - time.time())
            self._most = min(self._most, told + 1 - sent)
        return content, answer["ETag"]

    def _now(self) -> float:
        return time.time() + min(max(0.0, self._least), self._most)


@cache
def client() -> Any:  # noqa: ANN401  boto3 makes its classes at run time
    """Return the client of this process: what is not set, boto3 looks for where it always does."""
    settings = AwsSettings.load()
    hidden = dict(settings.secrets())
    endpoint = settings.aws_endpoint_url
    return boto3.client(
        "s3",
        endpoint_url=str(endpoint) if endpoint else None,
        region_name=settings.aws_default_region,
        aws_access_key_id=settings.aws_access_key_id,
        aws_secret_access_key=hidden.get("aws_secret_access_key"),
        aws_session_token=hidden.get("aws_session_token"),
        config=_CONFIG,
    )


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Raise what files raise in place of boto3's errors."""
    try:
        yield
    except (BotoCoreError, ClientError, ValueError) as error:
        is_missing = isinstance(error, ClientError) and _code(error) in _MISSING
        raise OSError(ENOENT if is_missing else EIO, in_short(error)) from None


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])
