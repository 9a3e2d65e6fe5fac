"""Amazon S3, through boto3. Every bongo works under a prefix of its own."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from support.bongos.base import FILES, BaseBongo, Place
from support.bongos.settings import S3Settings, SourceSettings
from support.core.content import Document

_MOST_AT_ONCE = 1000  # S3 deletes no more objects in one call


class S3Bongo(BaseBongo[S3Settings]):
    """Writes objects, whose key is the prefix and the path."""

    settings_type: ClassVar[type[SourceSettings]] = S3Settings
    source: ClassVar[str] = "s3"
    vendor: ClassVar[str] = "Amazon S3"
    entity_type: ClassVar[str] = "S3ObjectEntity"
    home_kind: ClassVar[str] = "prefix"
    needs: ClassVar[tuple[str, ...]] = ("s3_access_key_id", "s3_secret_access_key", "s3_bucket")
    errors: ClassVar[tuple[type[Exception], ...]] = (ClientError, BotoCoreError)
    writes_a_second: ClassVar[float] = 3500  # a prefix; docs.aws.amazon.com, S3 performance
    test_documents: ClassVar[tuple[str, ...]] = FILES

    def __init__(self, place: Place[S3Settings]) -> None:
        super().__init__(place)
        self._s3 = place.client
        self._bucket = place.settings.s3_bucket

    @classmethod
    def connect(cls, settings: S3Settings) -> Any:  # noqa: ANN401  boto3 makes its classes at run time
        """Return a client that may reach the bucket; it waits as long as S3 asks it to."""
        retries = {"mode": "standard", "max_attempts": settings.max_retries + 1}
        client = boto3.client(
            "s3",
            endpoint_url=str(settings.s3_endpoint_url) if settings.s3_endpoint_url else None,
            region_name=settings.s3_region,
            aws_access_key_id=settings.secret("s3_access_key_id"),
            aws_secret_access_key=settings.secret("s3_secret_access_key"),
            config=Config(retries=retries, read_timeout=settings.request_timeout_s),
        )
        client.head_bucket(Bucket=settings.s3_bucket)
        return client

    @property
    def credentials(self) -> dict[str, Any]:
        """The access key."""
        return {
            "aws_access_key_id": self.settings.secret("s3_access_key_id"),
            "aws_secret_access_key": self.settings.secret("s3_secret_access_key"),
        }

    @property
    def wrong_credentials(self) -> dict[str, Any]:
        """A key that nobody was given."""
        return {"aws_access_key_id": "AKIA" + "0" * 16, "aws_secret_access_key": "0" * 40}

    @property
    def config(self) -> dict[str, Any]:
        """Bucket, region and prefix."""
        region = self.settings.s3_region
        return {"bucket_name": self._bucket, "aws_region": region, "prefix": f"{self.home}/"}

    def entity_id(self, path: str) -> str:
        """Return bucket/key, Airweave's id of an object."""
        return f"{self._bucket}/{self.home}/{path}"

    def stored_path(self, fields: Mapping[str, Any]) -> str | None:
        """Return the key without the prefix."""
        key: str | None = fields.get("key")
        return key.removeprefix(f"{self.home}/") if key else None

    def open_home(self) -> None:
        """Do nothing: a prefix comes with its first object."""

    def put(self, document: Document) -> None:
        """Write the object, or a new version of it."""
        key = f"{self.home}/{document.path}"
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=document.body)

    def remove(self, path: str) -> None:
        """Delete the object; a bucket with versions keeps those."""
        self._s3.delete_object(Bucket=self._bucket, Key=f"{self.home}/{path}")

    def versions(self, path: str) -> int:
        """Return how many versions of an object the bucket keeps."""
        with self.explained(f"list the versions of {path}"):
            return sum(one["Key"] == f"{self.home}/{path}" for one in self._versions())

    def list_ours(self) -> list[str]:
        """Return the paths of all objects under the prefix."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=f"{self.home}/"
        )
        keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
        return sorted(key.removeprefix(f"{self.home}/") for key in keys)

    def homes(self) -> list[str]:
        """Return the first part of all keys."""
        with self.explained("list the prefixes"):
            pages = self._s3.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Delimiter="/"
            )
            found = [item["Prefix"] for page in pages for item in page.get("CommonPrefixes", [])]
        return [prefix.rstrip("/") for prefix in found]

    def cleanup(self) -> None:
        """Delete every object under the prefix with all its versions."""
        with self.explained(f"delete prefix {self.home}"):
            left = [{key: one[key] for key in ("Key", "VersionId")} for one in self._versions()]
            for start in range(0, len(left), _MOST_AT_ONCE):
                some = {"Objects": left[start : start + _MOST_AT_ONCE], "Quiet": True}
                self._s3.delete_objects(Bucket=self._bucket, Delete=some)
        self.documents.clear()

    def _versions(self) -> Iterator[dict[str, Any]]:
        pages = self._s3.get_paginator("list_object_versions").paginate(
            Bucket=self._bucket, Prefix=f"{self.home}/"
        )
        for page in pages:
            yield from page.get("Versions", []) + page.get("DeleteMarkers", [])


BONGO = S3Bongo
