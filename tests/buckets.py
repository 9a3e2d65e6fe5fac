"""A bucket in the memory of a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import boto3
import pytest
from moto import mock_aws

from support.core import buckets

SECRET = "the-secret-key-of-a-bucket"


@contextmanager
def bucket_at(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let there be a bucket, and settings that lead to it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    buckets.client.cache_clear()
    with mock_aws():
        boto3.client("s3").create_bucket(Bucket=urlsplit(url).netloc)
        yield
    buckets.client.cache_clear()
