"""What the emulator lacks of Stripe: the balance, kinds of things that nobody has, and events.

Reference: docs.stripe.com/api.
"""

import json
import secrets
import time
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from support.sandbox.kit.forwarding import Emulator

_NOTHING = {"amount": 0, "currency": "usd", "source_types": {"card": 0}}
_BALANCE = {"object": "balance", "available": [_NOTHING], "livemode": False, "pending": [_NOTHING]}
# Of an account in which nothing was ever paid, billed or subscribed to.
_EMPTY = ("balance_transactions", "invoices", "payouts", "refunds", "subscriptions")
_KINDS = ("customers", "payment_intents")

Item = dict[str, Any]


def stripe_routes(emulator: Emulator) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/v1")
    events = _Events(emulator)
    for kind in _KINDS:
        router.add_api_route(f"/{kind}", events.note_change, methods=["POST"])
        for method in ("POST", "DELETE"):
            router.add_api_route(f"/{kind}/{{item_id}}", events.note_change, methods=[method])

    @router.get("/balance")
    async def balance() -> Item:
        """Return what the account holds."""
        return _BALANCE

    @router.get("/events")
    async def list_events(limit: int = 10, starting_after: str = "") -> Item:
        """Return a page of what happened, newest first."""
        return events.page(limit, starting_after)

    for kind in _EMPTY:
        router.add_api_route(f"/{kind}", _nothing)
    return router


async def _nothing(request: Request) -> JSONResponse:
    return JSONResponse(_list(request.url.path, [], has_more=False))


class _Events:
    """What happened to customers and payments, with their state at that time."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._known: dict[str, Item] = {}
        self._newest_first: list[Item] = []

    async def note_change(self, request: Request) -> Response:
        """Pass a change on, and note it if it was made."""
        answer = await self._emulator.forward(request)
        if answer.status_code == HTTPStatus.OK:
            self._note(json.loads(bytes(answer.body)))
        return answer

    def page(self, limit: int, after: str) -> Item:
        """Return so many events that are older than one of them."""
        ids = [event["id"] for event in self._newest_first]
        older = self._newest_first[ids.index(after) + 1 if after in ids else 0 :]
        return _list("/v1/events", older[:limit], has_more=len(older) > limit)

    def _note(self, item: Item) -> None:
        before = self._known.pop(item["id"], None)
        deed = "deleted" if item.get("deleted") else "updated" if before else "created"
        data = {"object": before or item if deed == "deleted" else item}
        if deed == "updated" and before:
            data["previous_attributes"] = {
                key: value for key, value in before.items() if item[key] != value
            }
        if deed != "deleted":
            self._known[item["id"]] = item
        event = {
            "id": f"evt_{secrets.token_hex(12)}",
            "object": "event",
            "api_version": "2024-12-18.acacia",
            "created": int(time.time()),
            "data": data,
            "livemode": False,
            "pending_webhooks": 0,
            "request": {"id": None, "idempotency_key": None},
            "type": f"{item['object']}.{deed}",
        }
        self._newest_first.insert(0, event)


def _list(url: str, found: list[Item], *, has_more: bool) -> Item:
    return {"object": "list", "url": url, "has_more": has_more, "data": found}
