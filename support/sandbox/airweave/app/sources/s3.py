"""Amazon S3: the newest version of every text object under one prefix of one bucket."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, ClassVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from pydantic import Field, SecretStr

from support.sandbox.airweave.app.sources.base import (
    Entity,
    InvalidCredentialsError,
    NotFoundError,
    Reading,
    Source,
    SourceContext,
    SourceError,
    StrictFields,
    UnavailableError,
)
from support.sandbox.airweave.app.sources.github_files import decode, is_selected, language_of

OBJECT = "S3ObjectEntity"


class S3Auth(StrictFields):
    """Credentials of an S3 connection."""

    aws_access_key_id: SecretStr = Field(title="Access Key ID")
    aws_secret_access_key: SecretStr = Field(title="Secret Access Key")


class S3Config(StrictFields):
    """Settings of an S3 connection."""

    bucket_name: str = Field(title="Bucket")
    aws_region: str = Field(title="Region", default="us-east-1")
    prefix: str = Field(title="Prefix", default="", description="Empty: the whole bucket")


class S3Source(Source):
    """Reads objects of known text formats."""

    short_name: ClassVar[str] = "s3"
    name: ClassVar[str] = "Amazon S3"
    auth_model: ClassVar[type[StrictFields]] = S3Auth
    config_model: ClassVar[type[StrictFields]] = S3Config

    def __init__(self, auth: S3Auth, config: S3Config, context: SourceContext) -> None:
        self._config = config
        self._s3 = boto3.client(
            "s3",
            endpoint_url=context.base_url,
            region_name=config.aws_region,
            aws_access_key_id=auth.aws_access_key_id.get_secret_value(),
            aws_secret_access_key=auth.aws_secret_access_key.get_secret_value(),
            config=Config(retries={"mode": "standard", "max_attempts": context.attempts}),
        )

    def validate(self) -> None:
        """Ask for the first object."""
        self._call("list_objects_v2", MaxKeys=1, Prefix=self._config.prefix)

    def full(self) -> Reading:
        """Read every object."""
        return Reading(self._objects(), cursor=None, complete=True)

    def _objects(self) -> Iterator[Entity]:
        more: dict[str, str] = {}
        while True:
            page = self._call("list_objects_v2", Prefix=self._config.prefix, **more)
            for item in page.get("Contents", []):
                if is_selected(item["Key"], item["Size"]) and (entity := self._entity(item)):
                    yield entity
            if not page["IsTruncated"]:
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def _entity(self, item: dict[str, Any]) -> Entity | None:
        key = item["Key"]
        text = decode(self._call("get_object", Key=key)["Body"].read())
        if text is None:
            return None
        place = f"{self._config.bucket_name}/{key}"
        language, kind = language_of(key)
        return Entity(
            entity_id=place,
            entity_type=OBJECT,
            name=PurePosixPath(key).name,
            text=text if kind == "code" else f"# {place}\n\n{text}",
            text_kind=kind,
            web_url=f"https://s3.console.aws.amazon.com/s3/object/{place}",
            updated_at=item["LastModified"],
            fields={
                "bucket_name": self._config.bucket_name,
                "key": key,
                "size": item["Size"],
                "etag": item["ETag"].strip('"'),
                "storage_class": item["StorageClass"],
                "language": language,
            },
        )

    def _call(self, operation: str, **arguments: str | int) -> Any:  # noqa: ANN401  boto3's dicts
        try:
            return getattr(self._s3, operation)(Bucket=self._config.bucket_name, **arguments)
        except ClientError as error:
            raise _fault(error) from error
        except BotoCoreError as error:
            raise UnavailableError(f"Amazon S3 could not be reached: {error}") from error


def _fault(error: ClientError) -> SourceError:
    code = error.response.get("Error", {}).get("Code", "")
    if code in {"InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied"}:
        return InvalidCredentialsError(f"Amazon S3 refuses the credentials: {error}")
    if code == "NoSuchBucket":
        return NotFoundError(f"Amazon S3 knows no such bucket: {error}")
    return UnavailableError(str(error)) if code == "SlowDown" else SourceError(str(error))


SOURCE = S3Source
