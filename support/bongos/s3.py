"""Amazon S3, through boto3. Every bongo works under a prefix of its own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from support.bongos.base import FILES, Account, Bongo, Workspace
from support.bongos.settings import S3Settings, SourceSettings
from support.core.batches import batched
from support.core.content import Document
from support.core.side_by_side import side_by_side

_MOST_AT_ONCE = 1000  # S3 deletes no more objects in one call
_WRITERS = 8  # at a time; far from the 3,500 writes a second that S3 takes of a prefix


class S3Bongo(Bongo[S3Settings, Any]):
    """Writes objects, whose key is the prefix and the path; boto3 makes its classes at run time.

    Attributes:
        bucket: its name.
    """

    settings_type: ClassVar[type[SourceSettings]] = S3Settings
    source: ClassVar[str] = "s3"
    vendor: ClassVar[str] = "Amazon S3"
    workspace_kind: ClassVar[str] = "prefix"
    needs: ClassVar[tuple[str, ...]] = ("s3_access_key_id", "s3_secret_access_key", "s3_bucket")
    errors: ClassVar[tuple[type[Exception], ...]] = (ClientError, BotoCoreError)
    writes_a_second: ClassVar[float] = 3500  # a prefix; docs.aws.amazon.com, S3 performance
    test_documents: ClassVar[tuple[str, ...]] = FILES

    def __init__(self, account: Account[S3Settings, Any], workspace: Workspace) -> None:
        super().__init__(account, workspace)
        self.bucket = account.settings.s3_bucket or ""

    @classmethod
    def connect(cls, settings: S3Settings) -> Any:  # noqa: ANN401
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

    def key(self, path: str) -> str:
        """Return the key of a document."""
        return f"{self.workspace}/{path}"

    def open_workspace(self) -> None:
        """Do nothing: a prefix comes with its first object."""

    def add(self, document: Document) -> None:
        """Write an object."""
        self.client.put_object(Bucket=self.bucket, Key=self.key(document.path), Body=document.body)

    def edit(self, document: Document) -> None:
        """Write the object anew; a bucket with versions keeps the old one."""
        self.add(document)

    def remove(self, path: str) -> None:
        """Delete the object; a bucket with versions keeps those."""
        self.client.delete_object(Bucket=self.bucket, Key=self.key(path))

    def add_all(self, documents: Sequence[Document]) -> None:
        """Write objects, several at a time."""
        side_by_side(self.add, documents, _WRITERS)

    def edit_all(self, documents: Sequence[Document]) -> None:
        """Write the objects anew, several at a time."""
        self.add_all(documents)

    def remove_all(self, paths: Sequence[str]) -> None:
        """Delete the objects, as many in a call as S3 takes."""
        self._delete([{"Key": self.key(path)} for path in paths])

    def count_versions(self, path: str) -> int:
        """Return how many versions of an object the bucket keeps."""
        with self.explained(f"list the versions of {path}"):
            return sum(one["Key"] == self.key(path) for one in self._versions())

    def list_documents(self) -> list[str]:
        """Return the paths of all objects under the prefix."""
        with self.explained(f"list prefix {self.workspace}"):
            keys = [item["Key"] for item in self._listed("list_objects_v2", "Contents")]
        return sorted(key.removeprefix(self.key("")) for key in keys)

    def workspaces(self) -> list[str]:
        """Return the first part of all keys."""
        with self.explained("list the prefixes"):
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Delimiter="/"
            )
            found = [item["Prefix"] for page in pages for item in page.get("CommonPrefixes", [])]
        return [prefix.rstrip("/") for prefix in found]

    def cleanup(self) -> None:
        """Delete every object under the prefix with all its versions."""
        with self.explained(f"delete prefix {self.workspace}"):
            left = [{key: one[key] for key in ("Key", "VersionId")} for one in self._versions()]
            self._delete(left)

    def _delete(self, objects: Sequence[Mapping[str, str]]) -> None:
        for some in batched(objects, _MOST_AT_ONCE):
            asked = {"Objects": some, "Quiet": True}
            answer = self.client.delete_objects(Bucket=self.bucket, Delete=asked)
            if errors := answer.get("Errors"):
                raise ClientError({"Error": errors[0]}, "DeleteObjects")

    def _versions(self) -> Iterator[dict[str, Any]]:
        return self._listed("list_object_versions", "Versions", "DeleteMarkers")

    def _listed(self, operation: str, *keys: str) -> Iterator[dict[str, Any]]:
        """Yield what a listing of the prefix holds under these keys, page by page."""
        pages = self.client.get_paginator(operation).paginate(
            Bucket=self.bucket, Prefix=self.key("")
        )
        for page in pages:
            for key in keys:
                yield from page.get(key, [])


BONGO = S3Bongo
