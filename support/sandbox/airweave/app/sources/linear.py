"""Linear: teams, projects, users, issues and their comments."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

from pydantic import Field, SecretStr

from support.sandbox.airweave.app.sources.base import (
    Breadcrumb,
    Cursor,
    Entity,
    Reading,
    Source,
    SourceContext,
    SourceError,
    StrictFields,
)
from support.sandbox.airweave.app.sources.http import VendorApi

TEAM = "LinearTeamEntity"
PROJECT = "LinearProjectEntity"
USER = "LinearUserEntity"
ISSUE = "LinearIssueEntity"
COMMENT = "LinearCommentEntity"

Item = dict[str, Any]

_THE_BEGINNING = ""

_COMMENTS = (
    "comments(first: 50{after}) {{ nodes {{ id body createdAt updatedAt }}"
    " pageInfo {{ hasNextPage endCursor }} }}"
)
_FIELDS = {
    "teams": "id name key updatedAt",
    "projects": "id name description updatedAt",
    "users": "id name email updatedAt",
    "issues": "id identifier title description url createdAt updatedAt archivedAt team { id name }"
    " state { name } labels { nodes { name } }"
    f" {_COMMENTS.format(after='')}",
}


class LinearAuth(StrictFields):
    """Credentials of a Linear connection."""

    access_token: SecretStr = Field(title="Token", description="With the scope read")


class LinearConfig(StrictFields):
    """Settings of a Linear connection: none."""


class LinearSource(Source):
    """Reads a workspace; what is archived is not listed."""

    short_name: ClassVar[str] = "linear"
    name: ClassVar[str] = "Linear"
    auth_model: ClassVar[type[StrictFields]] = LinearAuth
    config_model: ClassVar[type[StrictFields]] = LinearConfig
    supports_continuous: ClassVar[bool] = True

    def __init__(self, auth: LinearAuth, config: StrictFields, context: SourceContext) -> None:
        token = auth.access_token.get_secret_value()
        self._api = VendorApi(self.name, context, {"authorization": f"Bearer {token}"})

    def validate(self) -> None:
        """Ask who the token belongs to."""
        self._ask("query { viewer { id } }")

    def full(self) -> Reading:
        """Read everything."""
        return self._reading(_THE_BEGINNING)

    def incremental(self, cursor: Cursor) -> Reading:
        """Read what was touched since then; of all else only that it is there."""
        return self._reading(cursor["updated_at"])

    def _reading(self, since: str) -> Reading:
        begun = datetime.now(UTC).isoformat(timespec="milliseconds")
        items = [(key, item) for key in _MAKERS for item in self._pages(key)]
        for key, item in items:
            if key == "issues":
                self._add_comments(item)
        changed, unchanged = [], set[str]()
        for key, item in items:
            entities = list(_MAKERS[key](item))
            if touched_at(item) >= since:
                changed += entities
            else:
                unchanged |= {entity.entity_id for entity in entities}
        return Reading(
            iter(changed), {"updated_at": begun}, complete=True, unchanged=frozenset(unchanged)
        )

    def _pages(self, key: str) -> Iterator[Item]:
        query = (
            f"query($after: String) {{ {key}(first: 50, after: $after) {{"
            f" nodes {{ {_FIELDS[key]} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        )
        after, more = None, True
        while more:
            page = self._ask(query, after=after)[key]
            yield from page["nodes"]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    def _add_comments(self, issue: Item) -> None:
        """Add the comments that did not come with an issue, for there are many."""
        query = (
            "query($id: String!, $after: String) { issue(id: $id) {"
            f" {_COMMENTS.format(after=', after: $after')} }} }}"
        )
        page = issue["comments"]
        while page["pageInfo"]["hasNextPage"]:
            after = page["pageInfo"]["endCursor"]
            page = self._ask(query, id=issue["id"], after=after)["issue"]["comments"]
            issue["comments"]["nodes"] += page["nodes"]

    def _ask(self, query: str, **variables: object) -> Item:
        answer = self._api.post("graphql", {"query": query, "variables": variables})
        if errors := answer.get("errors"):
            raise SourceError(f"Linear refuses: {errors[0]['message']}")
        return cast(Item, answer["data"])


def touched_at(item: Item) -> str:
    """Return when an item, or a comment on it, was last changed."""
    comments = item.get("comments", {"nodes": []})["nodes"]
    return max(str(one["updatedAt"]) for one in [item, *comments])


def _team(item: Item) -> Iterator[Entity]:
    yield _entity(TEAM, item, item["name"], f"Team {item['key']}")


def _project(item: Item) -> Iterator[Entity]:
    yield _entity(PROJECT, item, item["name"], item["description"] or "")


def _user(item: Item) -> Iterator[Entity]:
    yield _entity(USER, item, item["name"], item["email"])


def _issue(item: Item) -> Iterator[Entity]:
    labels = [label["name"] for label in item["labels"]["nodes"]]
    yield Entity(
        entity_id=item["id"],
        entity_type=ISSUE,
        name=item["title"],
        text=f"# {item['title']}\n\n{item['state']['name']}\n\n{item['description'] or ''}",
        web_url=item["url"],
        breadcrumbs=(Breadcrumb(item["team"]["id"], item["team"]["name"], TEAM),),
        created_at=datetime.fromisoformat(item["createdAt"]),
        fields={
            "identifier": item["identifier"],
            "state": item["state"]["name"],
            "labels": labels,
        },
    )
    for comment in item["comments"]["nodes"]:
        yield _entity(COMMENT, comment, f"Comment on {item['title']}", comment["body"])


def _entity(kind: str, item: Item, name: str, text: str) -> Entity:
    return Entity(
        entity_id=item["id"],
        entity_type=kind,
        name=name,
        text=f"# {name}\n\n{text}",
        web_url=f"https://linear.app/{item['id']}",
    )


_MAKERS: dict[str, Callable[[Item], Iterator[Entity]]] = {
    "teams": _team,
    "projects": _project,
    "users": _user,
    "issues": _issue,
}

SOURCE = LinearSource
