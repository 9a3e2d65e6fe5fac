"""Sentences about a Stripe account."""

from behave import given

from support.airweave import airweave
from support.bongos.abilities import Payments
from support.run.world import Context


@given('a payment of "{customer}" for "{purpose}"')
def payment_of(context: Context, customer: str, purpose: str) -> None:
    airweave(context).source.having(Payments).pay(customer, purpose)
