"""Sentences about a Stripe account."""

from typing import TYPE_CHECKING, cast

from behave import given

from support.airweave import airweave
from support.run.world import Context

if TYPE_CHECKING:
    from support.bongos.stripe import StripeBongo


@given('a payment of "{customer}" for "{purpose}"')
def payment_of(context: Context, customer: str, purpose: str) -> None:
    """Make a payment intent."""
    cast("StripeBongo", airweave(context).bongo).pay(customer, purpose)
