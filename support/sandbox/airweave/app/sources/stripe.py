"""Stripe: the customers of an account and what they paid.

The emulator knows no balance, invoices, payouts, refunds or subscriptions, which Airweave's own
connector reads as well.
"""

import json
from collections.abc import Iterator
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
_KINDS = {
    "customers": "StripeCustomerEntity",
    "charges": "StripeChargeEntity",
    "payment_intents": "StripePaymentIntentEntity",
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
        """Ask for one customer."""
        self._api.json("v1/customers", limit=1)

    def full(self) -> Reading:
        """Read everything."""
        return Reading(self._everything(), cursor=None, complete=True)

    def _everything(self) -> Iterator[Entity]:
        for path, kind in _KINDS.items():
            for item in self._pages(path):
                yield _entity(kind, item)

    def _pages(self, path: str) -> Iterator[dict[str, Any]]:
        after: dict[str, str] = {}
        while True:
            page = self._api.json(f"v1/{path}", limit=_PAGE, **after)
            yield from page["data"]
            if not page["has_more"]:
                return
            after = {"starting_after": page["data"][-1]["id"]}


def _entity(kind: str, item: dict[str, Any]) -> Entity:
    name = item.get("name") or item.get("description") or item["id"]
    fields: dict[str, FieldValue] = {
        key: json.dumps(value) if isinstance(value, dict) else value for key, value in item.items()
    }
    lines = [str(item[key]) for key in ("email", "description") if item.get(key)]
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
