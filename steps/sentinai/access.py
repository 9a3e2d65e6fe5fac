"""Sentences about who is let in, and who is not."""

from behave import then, when

from support.run.world import Context, column
from support.sentinai import sentinai


@when("another tenant's admin, and then whoever has the right, tries to do all of this")
def others_try(context: Context) -> None:
    """Both make the very same calls."""
    sentinai(context).callers.try_endpoints(column(context, "action"))


@when("the keys of two tenants are tried on both")
def keys_are_tried(context: Context) -> None:
    """Each asks for the exceptions of both."""
    sentinai(context).callers.try_api_keys()


@when("its admin, somebody without a key and somebody with an unknown one ask for its exceptions")
def nobodies_come(context: Context) -> None:
    sentinai(context).callers.try_without_key()


@then("whoever has the right succeeds each time, and the other tenant's admin is denied")
@then("each key opens its own tenant and is denied on the other")
def only_the_owner_is_let_in(context: Context) -> None:
    """Checks the status of every answer."""
    sentinai(context).access.expect_owner_only()


@then("only its admin is let in")
def only_the_admin_is_let_in(context: Context) -> None:
    """Checks the status of every answer."""
    sentinai(context).access.expect_known_only()
