"""Amazon S3: Airweave reads what is under one prefix of one bucket."""

from typing import Any, ClassVar

from support.airweave.client.models import Piece
from support.airweave.connectors.base import Connector, Fields
from support.bongos.s3 import S3Bongo


class S3Connector(Connector[S3Bongo]):
    """Makes an entity of each object."""

    entity_type: ClassVar[str] = "S3ObjectEntity"
    secrets: ClassVar[dict[str, str]] = {
        "aws_access_key_id": "s3_access_key_id",
        "aws_secret_access_key": "s3_secret_access_key",
    }
    wrong_secrets: ClassVar[dict[str, str]] = {
        "aws_access_key_id": "AKIA" + "0" * 16,
        "aws_secret_access_key": "0" * 40,
    }

    @property
    def config(self) -> dict[str, Any]:
        """Bucket, region and prefix."""
        return {
            "bucket_name": self.bongo.bucket,
            "aws_region": self.bongo.settings.s3_region,
            "prefix": self.bongo.key(""),
        }

    def entity_id(self, path: str) -> str:
        """Return bucket/key."""
        return f"{self.bongo.bucket}/{self.bongo.key(path)}"

    def stored_path(self, fields: Fields) -> str | None:
        """Return the key without the prefix."""
        key: str | None = fields.get("key")
        return key.removeprefix(self.bongo.key("")) if key else None

    def truth(self, piece: Piece) -> Fields:
        """Return what S3 says of an object."""
        place = f"{self.bongo.bucket}/{self.bongo.key('')}"
        document = self.bongo.documents.get(piece.original_id.removeprefix(place))
        return {"bucket_name": self.bongo.bucket, "size": len(document.body)} if document else {}


CONNECTOR = S3Connector
