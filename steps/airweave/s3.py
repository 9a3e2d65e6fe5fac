"""Sentences about an S3 bucket."""

from typing import TYPE_CHECKING, cast

from behave import given, then

from support.airweave import airweave
from support.run.world import Context

if TYPE_CHECKING:
    from support.bongos.s3 import S3Bongo


@given("another prefix of it with test objects")
def another_prefix(context: Context) -> None:
    """Create the same keys under another prefix, with words of their own."""
    other = airweave(context).other_bongo
    airweave(context).create(other.test_documents, bongo=other)


@then('the bucket keeps {count:d} versions of "{path}"')
def bucket_keeps_versions(context: Context, count: int, path: str) -> None:
    """Ask S3."""
    kept = cast("S3Bongo", airweave(context).bongo).versions(path)
    assert kept == count, f"The bucket keeps {kept} versions of {path}"
