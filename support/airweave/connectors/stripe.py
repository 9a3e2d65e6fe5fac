"""Stripe: Airweave reads the whole account."""

from typing import ClassVar

from support.airweave.client.models import Piece
from support.airweave.connectors.base import Connector, Fields
from support.bongos.stripe import StripeBongo


class StripeConnector(Connector[StripeBongo]):
    """Makes entities of customers and of what they pay."""

    entity_type: ClassVar[str] = "StripeCustomerEntity"
    is_titled: ClassVar[bool] = True
    kinds: ClassVar[dict[str, str]] = {"payment": "StripePaymentIntentEntity"}
    secrets: ClassVar[dict[str, str]] = {"api_key": "stripe_api_key"}
    wrong_secrets: ClassVar[dict[str, str]] = {"api_key": "sk_test_" + "0" * 24}

    def facts_of(self, path: str) -> Fields:
        """Return the name of a customer, how people describe them, and where they write to."""
        described = {"description": self.bongo.documents[path].body.decode()}
        return {**super().facts_of(path), **described, "email": self.bongo.addresses[path]}

    def truth(self, piece: Piece) -> Fields:
        """Return what Stripe says of a customer, or how much is to be paid."""
        return self.bongo.payments.get(piece.original_id) or super().truth(piece)

    def is_foreign(self, fields: Fields) -> bool:
        """Tell it by the mark in the metadata."""
        return self.bongo.workspace not in str(fields.get("metadata"))


CONNECTOR = StripeConnector
