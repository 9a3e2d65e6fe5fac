"""Stripe, through its own SDK. A document is a customer, its sentences are the metadata."""

from collections.abc import Mapping
from typing import Any, ClassVar

import stripe

from support.bongos.base import BaseBongo, Place
from support.bongos.settings import SourceSettings, StripeSettings
from support.core.content import Document

_HOME = "datamonkey"


class StripeBongo(BaseBongo[StripeSettings]):
    """Makes customers, marked in their metadata: an account knows no folders."""

    settings_type: ClassVar[type[SourceSettings]] = StripeSettings
    source: ClassVar[str] = "stripe"
    vendor: ClassVar[str] = "Stripe"
    entity_type: ClassVar[str] = "StripeCustomerEntity"
    home_kind: ClassVar[str] = "customers"
    needs: ClassVar[tuple[str, ...]] = ("stripe_api_key",)
    errors: ClassVar[tuple[type[Exception], ...]] = (stripe.StripeError,)
    writes_a_second: ClassVar[float] = 25  # docs.stripe.com/rate-limits, of a sandbox account
    kinds: ClassVar[dict[str, str]] = {"payment": "StripePaymentIntentEntity"}
    test_documents: ClassVar[tuple[str, ...]] = ("Ada Archer", "Ben Baker", "Cleo Carter")

    def __init__(self, place: Place[StripeSettings]) -> None:
        super().__init__(place)
        self._stripe: stripe.StripeClient = place.client

    @classmethod
    def connect(cls, settings: StripeSettings) -> stripe.StripeClient:
        """Return a client; it repeats what Stripe refused for being too much, when Stripe says."""
        client = stripe.StripeClient(
            settings.secret("stripe_api_key"),
            base_addresses={"api": str(settings.stripe_api_url).rstrip("/")},
            max_network_retries=settings.max_retries,
        )
        client.v1.customers.list({"limit": 1})
        return client

    @property
    def credentials(self) -> dict[str, Any]:
        """The key."""
        return {"api_key": self.settings.secret("stripe_api_key")}

    @property
    def wrong_credentials(self) -> dict[str, Any]:
        """A key that nobody was given."""
        return {"api_key": "sk_test_" + "0" * 24}

    def is_foreign(self, fields: Mapping[str, Any]) -> bool:
        """Tell it by the mark in the metadata."""
        return self.home not in str(fields.get("metadata"))

    def open_home(self) -> None:
        """Do nothing: the mark comes with the first customer."""

    def put(self, document: Document) -> None:
        """Make the customer, or change its metadata."""
        lines = [sentence + " " for sentence in document.sentences]
        # Stripe takes 500 characters a field, so a handful of sentences.
        notes = ["".join(lines[at : at + 5]).strip() for at in range(0, len(lines), 5)]
        metadata = {f"note_{number}": note for number, note in enumerate(notes, 1)}
        metadata[_HOME] = self.home
        if document.path in self.documents:
            self._stripe.v1.customers.update(self._ids[document.path], {"metadata": metadata})
        else:
            made = self._stripe.v1.customers.create({"name": document.path, "metadata": metadata})
            self._ids[document.path] = made.id

    def remove(self, path: str) -> None:
        """Delete the customer."""
        self._stripe.v1.customers.delete(self._ids[path])

    def pay(self, path: str, purpose: str) -> None:
        """Begin a payment of the customer, which nobody will complete."""
        with self.explained(f"begin a payment of {path}"):
            self._stripe.v1.payment_intents.create(
                {
                    "amount": 1200,
                    "currency": "usd",
                    "customer": self._ids[path],
                    "description": purpose,
                }
            )

    def list_ours(self) -> list[str]:
        """Return the names of the customers with the mark."""
        return sorted(one.name or "" for one in self._customers() if _home_of(one) == self.home)

    def homes(self) -> list[str]:
        """Return the marks of all customers."""
        with self.explained("list the customers"):
            return sorted({_home_of(customer) for customer in self._customers()} - {""})

    def cleanup(self) -> None:
        """Delete the customers with the mark."""
        with self.explained(f"delete the customers of {self.home}"):
            for customer in self._customers():
                if _home_of(customer) == self.home:
                    self._stripe.v1.customers.delete(customer.id)
        self.documents.clear()

    def _customers(self) -> list[stripe.Customer]:
        return list(self._stripe.v1.customers.list({"limit": 100}).auto_paging_iter())


def _home_of(customer: stripe.Customer) -> str:
    return str(getattr(customer.metadata, _HOME, ""))


BONGO = StripeBongo
