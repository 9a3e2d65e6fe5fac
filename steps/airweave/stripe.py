"""Sentences about a Stripe account."""

from typing import TYPE_CHECKING, cast

from behave import given, then

from support.world import Context

if TYPE_CHECKING:
    from support.bongos.stripe import StripeBongo


@given('a payment of "{customer}" for "{purpose}"')
def payment_of(context: Context, customer: str, purpose: str) -> None:
    """Make a payment intent."""
    cast("StripeBongo", context.world.bongo).pay(customer, purpose)


@then('search for "{words}" finds a payment')
def search_finds_a_payment(context: Context, words: str) -> None:
    """Expect a payment before everything else."""
    context.world.mirror.expect_kind_first(words, "StripePaymentIntentEntity")
