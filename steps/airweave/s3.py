"""Sentences about an S3 bucket."""

from behave import given, then

from support.airweave import airweave
from support.bongos.abilities import Versions
from support.core.causes import Cause
from support.run.world import Context


@given("another prefix of it with other objects")
def another_prefix(context: Context) -> None:
    """They have the same names, and words of their own."""
    airweave(context).other_source.create_test_documents()


@then('the bucket keeps {count:d} versions of "{path}"')
def bucket_keeps_versions(context: Context, count: int, path: str) -> None:
    """S3 lists so many: what was overwritten is kept, and whoever read it wrote nothing."""
    kept = airweave(context).source.having(Versions).count_versions(path)
    assert kept == count, Cause.INVENTED(
        f"The bucket keeps {kept} versions of {path}, and not {count}"
    )
