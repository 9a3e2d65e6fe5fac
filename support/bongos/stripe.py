"""Stripe, through its own SDK. A document is a customer, its words are the description."""

from collections.abc import Iterator
from typing import Any, ClassVar

import stripe

from support.bongos.base import Account, Bongo, Workspace
from support.bongos.settings import SourceSettings, StripeSettings
from support.core.content import Document

_MARK = "datamonkey"
_AMOUNT, _CURRENCY = 1234, "eur"


class StripeBongo(Bongo[StripeSettings, stripe.StripeClient]):
    """Makes customers, marked in their metadata: an account knows no folders.

    Attributes:
        addresses: by name, where a customer is written to.
        payments: by id, how much is to be paid.
    """

    settings_type: ClassVar[type[SourceSettings]] = StripeSettings
    source: ClassVar[str] = "stripe"
    vendor: ClassVar[str] = "Stripe"
    workspace_kind: ClassVar[str] = "customers"
    needs: ClassVar[tuple[str, ...]] = ("stripe_api_key",)
    errors: ClassVar[tuple[type[Exception], ...]] = (stripe.StripeError,)
    writes_a_second: ClassVar[float] = 25  # docs.stripe.com/rate-limits, of a sandbox account
    test_documents: ClassVar[tuple[str, ...]] = ("Ada Archer", "Ben Baker", "Cleo Carter")

    def __init__(
        self, account: Account[StripeSettings, stripe.StripeClient], workspace: Workspace
    ) -> None:
        super().__init__(account, workspace)
        self.addresses: dict[str, str] = {}
        self.payments: dict[str, dict[str, Any]] = {}

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

    def open_workspace(self) -> None:
        """Do nothing: the mark comes with the first customer."""

    def add(self, document: Document) -> None:
        """Make a customer."""
        address = f"{document.path.replace(' ', '.').lower()}@example.com"
        made = self.client.v1.customers.create(
            {
                "name": document.path,
                "email": address,
                "description": document.body.decode(),
                "metadata": {_MARK: self.workspace},
            }
        )
        self.ids[document.path], self.addresses[document.path] = made.id, address

    def edit(self, document: Document) -> None:
        """Change the customer's description."""
        self.client.v1.customers.update(
            self.ids[document.path], {"description": document.body.decode()}
        )

    def rename(self, old: str, new: str) -> None:
        """Give the customer another name, and no other address."""
        update = self.client.v1.customers.update
        self.rename_by(lambda _: update(self.ids[old], {"name": new}), old, new)
        self.addresses[new] = self.addresses[old]

    def remove(self, path: str) -> None:
        """Delete the customer."""
        self.client.v1.customers.delete(self.ids[path])

    def pay(self, path: str, purpose: str) -> None:
        """Begin a payment of the customer, which nobody will complete."""
        with self.changing(f"begin a payment of {path}", path):
            made = self.client.v1.payment_intents.create(
                {
                    "amount": _AMOUNT,
                    "currency": _CURRENCY,
                    "customer": self.ids[path],
                    "description": purpose,
                }
            )
        self.payments[made.id] = {"amount": _AMOUNT, "currency": _CURRENCY}

    def list_documents(self) -> list[str]:
        """Return the names of the customers with the mark."""
        with self.explained(f"list the customers of {self.workspace}"):
            return sorted(one.name or "" for one in self._marked())

    def workspaces(self) -> list[str]:
        """Return the marks of all customers."""
        with self.explained("list the customers"):
            return sorted({_mark_of(customer) for customer in self._customers()} - {""})

    def cleanup(self) -> None:
        """Delete the customers with the mark."""
        with self.explained(f"delete the customers of {self.workspace}"):
            for customer in list(self._marked()):
                self.client.v1.customers.delete(customer.id)

    def _marked(self) -> Iterator[stripe.Customer]:
        return (one for one in self._customers() if _mark_of(one) == self.workspace)

    def _customers(self) -> list[stripe.Customer]:
        return list(self.client.v1.customers.list({"limit": 100}).auto_paging_iter())


def _mark_of(customer: stripe.Customer) -> str:
    return str(getattr(customer.metadata, _MARK, ""))


BONGO = StripeBongo
