"""The engines answer what a product's own connectors ask, as the vendors do."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from qdrant_client import models

from support.sandbox.kit import private
from tests.conftest import Settings
from tests.sandboxes import plain_qdrant_of, qdrant_of

Ask = Callable[..., httpx.Response]
GMAIL, DRIVE = "gmail/v1/users/me", "drive/v3"
MAIL = urlsafe_b64encode(b"Subject: Padded\r\n\r\nAny length will do").decode()
ISSUES = (
    "query {{ issues(first: 50{filter}) {{ nodes {{ id title updatedAt archivedAt }}"
    " pageInfo {{ hasNextPage endCursor }} }} }}"
)


@pytest.fixture
def google(sandbox: Settings) -> Ask:
    """Asks Google's services with the token of the account."""
    headers = {"authorization": f"Bearer {sandbox['GOOGLE_ACCESS_TOKEN']}"}

    def ask(method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401  passed on
        answer = httpx.request(
            method, f"{sandbox['GOOGLE_API_URL']}/{path}", headers=headers, **more
        )
        return answer.raise_for_status()

    return ask


def test_gmail_tells_how_far_its_history_has_come_and_what_came_since(google: Ask) -> None:
    start = google("GET", f"{GMAIL}/profile").json()["historyId"]
    made = google("POST", f"{GMAIL}/messages", json={"raw": MAIL}).json()
    changes = {"addLabelIds": ["STARRED"]}
    google("POST", f"{GMAIL}/messages/{made['id']}/modify", json=changes)
    google("POST", f"{GMAIL}/messages/{made['id']}/trash")
    google("DELETE", f"{GMAIL}/messages/{made['id']}")
    asked = {"startHistoryId": start, "maxResults": 500}
    page = google("GET", f"{GMAIL}/history", params=asked).json()
    told = [
        kind
        for record in page["history"]
        for kind, messages in record.items()
        if kind.endswith(("Added", "Deleted")) and messages[0]["message"]["id"] == made["id"]
    ]
    assert told == ["messagesAdded", "labelsAdded", "labelsAdded", "messagesDeleted"]
    assert int(page["historyId"]) > int(start)


def test_gmail_pads_its_base64(google: Ask) -> None:
    made = google("POST", f"{GMAIL}/messages", json={"raw": MAIL}).json()
    read = google("GET", f"{GMAIL}/messages/{made['id']}").json()
    google("DELETE", f"{GMAIL}/messages/{made['id']}")
    assert urlsafe_b64decode(read["payload"]["body"]["data"]) == b"Any length will do"


def test_drive_lists_what_changed_since_a_token_was_given_out(google: Ask) -> None:
    token = google("GET", f"{DRIVE}/changes/startPageToken").json()["startPageToken"]
    made = google("POST", f"{DRIVE}/files", json={"name": "a.txt"}).json()
    before = google("GET", f"{DRIVE}/files/{made['id']}").json()["modifiedTime"]
    moved = google("PATCH", f"{DRIVE}/files/{made['id']}", params={"addParents": "elsewhere"})
    assert moved.json()["modifiedTime"] == before
    listed = google("GET", f"{DRIVE}/changes", params={"pageToken": token}).json()
    assert [one["removed"] for one in listed["changes"] if one["fileId"] == made["id"]] == [False]
    google("DELETE", f"{DRIVE}/files/{made['id']}")
    asked = {"pageToken": listed["newStartPageToken"], "pageSize": 1000}
    last = google("GET", f"{DRIVE}/changes", params=asked).json()
    gone = {"changeType": "file", "fileId": made["id"], "removed": True}
    assert gone in last["changes"]


@pytest.fixture
def linear(sandbox: Settings) -> Callable[[str], list[dict[str, str]]]:
    """Lists issues with a filter, which stands in the query as Airweave writes it."""
    headers = {"authorization": f"Bearer {sandbox['LINEAR_ACCESS_TOKEN']}"}

    def ask(narrower: str) -> list[dict[str, str]]:
        body = {"query": ISSUES.format(filter=narrower)}
        answer = httpx.post(f"{sandbox['LINEAR_API_URL']}/graphql", json=body, headers=headers)
        nodes: list[dict[str, str]] = answer.json()["data"]["issues"]["nodes"]
        return nodes

    return ask


def test_google_refuses_what_it_is_told_to_until_it_is_told_otherwise(
    google: Ask, sandbox: Settings
) -> None:
    expired = {"kind": "refusal", "path": "/drive/v3/changes", "whole": True, "status": 410}
    with private.client(sandbox, "GOOGLE_FAULTS") as switch:
        switch.put("/faults/expired", json=expired).raise_for_status()
        token = google("GET", f"{DRIVE}/changes/startPageToken").json()["startPageToken"]
        with pytest.raises(httpx.HTTPStatusError, match="410") as refused:
            google("GET", f"{DRIVE}/changes", params={"pageToken": token})
        assert refused.value.response.json()["error"]["code"] == HTTPStatus.GONE
        switch.delete("/faults/expired").raise_for_status()
    assert google("GET", f"{DRIVE}/changes", params={"pageToken": token}).json()["changes"] == []


def test_linear_narrows_by_what_is_archived_and_by_time(
    linear: Callable[[str], list[dict[str, str]]],
) -> None:
    assert all(not one["archivedAt"] for one in linear(", filter: {archivedAt: {null: true}}"))
    assert linear(', filter: {updatedAt: {gte: "2999-01-01T00:00:00.000Z"}}') == []
    both = ', filter: {{archivedAt: {{null: true}}, updatedAt: {{gte: "{}-01-01T00:00:00.000Z"}}}}'
    assert linear(both.format(2999)) == []
    assert linear(both.format(2000)) == linear(", filter: {archivedAt: {null: true}}")
    everything = linear(', filter: {updatedAt: {gte: "2000-01-01T00:00:00.000Z"}}')
    assert [one["id"] for one in everything] == [one["id"] for one in linear("")]


def test_stripe_takes_its_key_as_a_user_without_a_password(sandbox: Settings) -> None:
    url = f"{sandbox['STRIPE_API_URL']}/v1/customers?limit=100"
    assert httpx.get(url, auth=(sandbox["STRIPE_API_KEY"], "")).is_success
    assert httpx.get(url, auth=("sk_test_wrong", "")).status_code == 401


def test_stripe_tells_its_balance_and_what_happened_to_a_customer(sandbox: Settings) -> None:
    key, url = sandbox["STRIPE_API_KEY"], f"{sandbox['STRIPE_API_URL']}/v1"
    with httpx.Client(base_url=url, auth=(key, "")) as stripe:
        made = stripe.post("/customers", data={"name": "Zoe", "description": "old"}).json()
        stripe.post(f"/customers/{made['id']}", data={"description": "new"})
        stripe.delete(f"/customers/{made['id']}")
        events = stripe.get("/events", params={"limit": 100}).json()["data"]
        own = [one for one in events if one["data"]["object"]["id"] == made["id"]]
        page = stripe.get("/events", params={"limit": 1, "starting_after": own[0]["id"]}).json()
        assert stripe.get("/balance").json()["object"] == "balance"
        assert stripe.get("/payouts").json()["data"] == []
    assert [one["type"].rpartition(".")[2] for one in own] == ["deleted", "updated", "created"]
    assert own[1]["data"]["previous_attributes"] == {"description": "old"}
    assert own[0]["data"]["object"]["description"] == "new"
    assert page["data"][0]["created"] <= own[0]["created"]


def test_notion_completes_texts_and_properties_and_lists_the_rows_of_a_database(
    sandbox: Settings,
) -> None:
    text = [{"text": {"content": "Zoe"}}]
    page_id = sandbox["NOTION_PARENT_PAGE"]
    headers = {"authorization": f"Bearer {sandbox['NOTION_TOKEN']}"}
    with httpx.Client(base_url=f"{sandbox['NOTION_API_URL']}/v1", headers=headers) as notion:

        def make(kind: str, parent: str, name: str, **more: object) -> dict[str, Any]:
            body = {"parent": {parent: page_id}, "properties": {name: {"title": text}}, **more}
            made: dict[str, Any] = notion.post(f"/{kind}", json=body).json()
            return made

        database = make("databases", "page_id", "name", title=text)
        page_id = database["id"]
        row = make("pages", "database_id", "name")
        rows = notion.post(f"/databases/{page_id}/query", json={}).json()["results"]
        notion.patch(f"/pages/{row['id']}", json={"archived": True})
        assert notion.post(f"/databases/{page_id}/query", json={}).json()["results"] == []
    assert [one["id"] for one in rows] == [row["id"]]
    assert rows[0]["parent"]["type"] == "database_id"
    assert rows[0]["properties"]["name"]["type"] == "title"
    assert rows[0]["properties"]["name"]["title"][0]["plain_text"] == "Zoe"


def test_slack_says_in_a_success_that_it_refuses(sandbox: Settings) -> None:
    headers = {"authorization": "Bearer xoxp-wrong"}
    answer = httpx.get(f"{sandbox['SLACK_API_URL']}/auth.test", headers=headers)
    assert (answer.status_code, answer.json()["ok"]) == (200, False)


def test_slack_tells_whose_a_token_is_however_it_is_asked(sandbox: Settings) -> None:
    headers = {"authorization": f"Bearer {sandbox['SLACK_USER_TOKEN']}"}
    for method in ("GET", "POST"):
        answer = httpx.request(method, f"{sandbox['SLACK_API_URL']}auth.test", headers=headers)
        assert answer.json()["ok"], method


def test_slack_finds_what_is_private_for_its_members_only(sandbox: Settings) -> None:
    bot, user = (
        httpx.Client(
            base_url=sandbox["SLACK_API_URL"],
            headers={"authorization": f"Bearer {sandbox[token]}"},
        )
        for token in ("SLACK_BOT_TOKEN", "SLACK_USER_TOKEN")
    )
    made = bot.post("conversations.create", data={"name": "secret", "is_private": "1"}).json()
    place = {"channel": made["channel"]["id"]}
    bot.post("chat.postMessage", json={**place, "text": "Zebrawood"}).raise_for_status()

    def found() -> int:
        answer = user.get("search.messages", params={"query": "zebrawood"}).json()
        return int(answer["messages"]["total"])

    before = found()
    reader = {**place, "user": "U1", "users": "U1"}
    bot.post("conversations.invite", data=reader)
    assert (before, found()) == (0, 1)
    bot.post("conversations.kick", data=reader)
    assert found() == 0
    assert bot.post("conversations.kick", data=reader).json()["error"] == "not_in_channel"


def test_qdrant_leaves_out_what_is_not_set_but_keeps_the_nulls_of_payloads(
    sandbox: Settings,
) -> None:
    client, plain = qdrant_of(sandbox), plain_qdrant_of(sandbox)
    size = models.VectorParams(size=2, distance=models.Distance.COSINE)
    client.create_collection("nulls", vectors_config=size)
    client.upsert("nulls", [models.PointStruct(id=1, vector=[1, 0], payload={"hash": None})])
    described = plain.get("/collections/nulls").text
    listed = plain.post("/collections/nulls/points/scroll", json={}).json()["result"]["points"]
    client.delete_collection("nulls")
    assert "null" not in described
    assert listed == [{"id": 1, "payload": {"hash": None}}]
