"""Stripe: the customers of an account, what they paid, and what happened to them."""

import json
from collections.abc import Container, Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

from pydantic import Field, SecretStr

from support.sandbox.airweave.app.sources.base import (
    Entity,
    FieldValue,
    Reading,
    Source,
    SourceContext,
    StrictFields,
)
from support.sandbox.airweave.app.sources.http import VendorApi

_PAGE = 100
_EVENTS = "events"
_BALANCE = "StripeBalanceEntity"
_KINDS = {
    "balance_transactions": "StripeBalanceTransactionEntity",
    "charges": "StripeChargeEntity",
    "customers": "StripeCustomerEntity",
    "events": "StripeEventEntity",
    "invoices": "StripeInvoiceEntity",
    "payment_intents": "StripePaymentIntentEntity",
    "payment_methods": "StripePaymentMethodEntity",
    "payouts": "StripePayoutEntity",
    "refunds": "StripeRefundEntity",
    "subscriptions": "StripeSubscriptionEntity",
}


class StripeAuth(StrictFields):
    """Credentials of a Stripe connection."""

    api_key: SecretStr = Field(title="API Key", description="A secret or restricted key")


class StripeConfig(StrictFields):
    """Settings of a Stripe connection: none."""


class StripeSource(Source):
    """Reads one account."""

    short_name: ClassVar[str] = "stripe"
    name: ClassVar[str] = "Stripe"
    auth_model: ClassVar[type[StrictFields]] = StripeAuth
    config_model: ClassVar[type[StrictFields]] = StripeConfig

    def __init__(self, auth: StripeAuth, config: StrictFields, context: SourceContext) -> None:
        key = auth.api_key.get_secret_value()
        self._api = VendorApi(self.name, context, {"authorization": f"Bearer {key}"})

    def validate(self) -> None:
        """Ask for the balance."""
        self._api.json("v1/balance")

    def full(self) -> Reading:
        """Read everything."""
        return Reading(self._everything(), cursor=None, complete=True)

    def _everything(self) -> Iterator[Entity]:
        named = {"id": "balance", "description": "Account Balance", "created": 0}
        yield _entity(_BALANCE, self._api.json("v1/balance") | named)
        for path, kind in _KINDS.items():
            customers = {item["id"] for item in self._pages("customers")} if path == _EVENTS else ()
            for item in self._pages(path):
                if path != _EVENTS or _is_of(item, customers):
                    yield _entity(kind, item)

    def _pages(self, path: str) -> Iterator[dict[str, Any]]:
        after: dict[str, str] = {}
        while True:
            page = self._api.json(f"v1/{path}", limit=_PAGE, **after)
            yield from page["data"]
            if not page["has_more"]:
                return
            after = {"starting_after": page["data"][-1]["id"]}


def _is_of(event: dict[str, Any], customers: Container[str]) -> bool:
    """Tell whether an event is of one of these customers, or of nobody."""
    what = event["data"]["object"]
    return what["object"] != "customer" or what["id"] in customers


def _entity(kind: str, item: dict[str, Any]) -> Entity:
    name = item.get("name") or item.get("description") or item.get("type") or item["id"]
    fields: dict[str, FieldValue] = {
        key: json.dumps(value) if isinstance(value, (dict, list)) else value
        for key, value in item.items()
    }
    lines = [str(item[key]) for key in ("email", "description", "data") if item.get(key)]
    return Entity(
        entity_id=item["id"],
        entity_type=kind,
        name=name,
        text="\n".join([f"# {name}", "", *lines]),
        web_url=f"https://dashboard.stripe.com/test/{item['object']}s/{item['id']}",
        created_at=datetime.fromtimestamp(item["created"], UTC),
        fields=fields,
    )


SOURCE = StripeSource
