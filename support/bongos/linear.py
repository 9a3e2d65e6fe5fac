"""Linear, through its GraphQL API (its vendor's SDK is for TypeScript). A label is a home."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from support.bongos.base import BaseBongo, Place
from support.bongos.settings import LinearSettings, SourceSettings
from support.core.content import Document
from support.core.errors import Failure
from support.core.http import Api

_ISSUES = """query($after: String) { issues(first: 100, after: $after, includeArchived: true) {
    nodes { id title labels { nodes { name } } } pageInfo { hasNextPage endCursor } } }"""
_LABELS = "query { issueLabels(first: 250) { nodes { id name } } }"
_TEAMS = "query { teams(first: 50) { nodes { id key } } }"
_STATES = "query { workflowStates(first: 100) { nodes { id name } } }"


class Linear:
    """A GraphQL conversation with Linear.

    Args:
        api: carries the token, and honours Retry-After.
        team: the key of the team to work in; the first one if it is empty.
    """

    def __init__(self, api: Api, team: str) -> None:
        self._api = api
        teams = self.ask(_TEAMS)["teams"]["nodes"]
        self.team = next((one["id"] for one in teams if team in {"", one["key"]}), None)
        if self.team is None:
            raise Failure(f"there is no team {team}")

    def ask(self, query: str, **variables: object) -> Any:  # noqa: ANN401  any JSON
        """Return what a query or a mutation brings."""
        is_query = query.startswith("query")
        body = {"query": query, "variables": variables}
        answer = self._api.call("POST", "/graphql", body=body, repeatable=is_query)
        if errors := answer.get("errors"):
            raise Failure("; ".join(error["message"] for error in errors))
        return answer["data"]


class LinearBongo(BaseBongo[LinearSettings]):
    """Writes issues: the title is the document's name, the description its words."""

    settings_type: ClassVar[type[SourceSettings]] = LinearSettings
    source: ClassVar[str] = "linear"
    vendor: ClassVar[str] = "Linear"
    entity_type: ClassVar[str] = "LinearIssueEntity"
    home_kind: ClassVar[str] = "label"
    needs: ClassVar[tuple[str, ...]] = ("linear_access_token",)
    errors: ClassVar[tuple[type[Exception], ...]] = (Failure,)
    writes_a_second: ClassVar[float] = 0.4  # 1,500 requests an hour; linear.app/developers
    kinds: ClassVar[dict[str, str]] = {"comment": "LinearCommentEntity"}
    lacks: ClassVar[dict[str, str]] = {
        "documents": "the emulator knows issues and comments, no project documents",
    }

    def __init__(self, place: Place[LinearSettings]) -> None:
        super().__init__(place)
        self._linear: Linear = place.client
        self._label = ""

    @classmethod
    def connect(cls, settings: LinearSettings) -> Linear:
        """Return a conversation with the workspace of the token."""
        headers = {"Authorization": f"Bearer {settings.secret('linear_access_token')}"}
        url, timeout = str(settings.linear_api_url), settings.request_timeout_s
        return Linear(
            Api("Linear", url, headers, timeout, settings.max_retries), settings.linear_team
        )

    @property
    def credentials(self) -> dict[str, Any]:
        """The token."""
        return {"access_token": self.settings.secret("linear_access_token")}

    @property
    def wrong_credentials(self) -> dict[str, Any]:
        """A token that nobody was given."""
        return {"access_token": "lin_oauth_" + "0" * 24}

    def is_foreign(self, fields: Mapping[str, Any]) -> bool:
        """Tell it by the labels."""
        return self.home not in (fields.get("labels") or [])

    def open_home(self) -> None:
        """Make the label."""
        mutation = """mutation($input: IssueLabelCreateInput!) {
            issueLabelCreate(input: $input) { issueLabel { id } } }"""
        made = self._linear.ask(mutation, input={"name": self.home, "teamId": self._linear.team})
        self._label = made["issueLabelCreate"]["issueLabel"]["id"]

    def put(self, document: Document) -> None:
        """Make the issue, or give it a new description."""
        description = document.body.decode()
        if document.path in self.documents:
            self._update(document.path, description=description)
            return
        issue = {"title": document.path, "description": description}
        place = {"teamId": self._linear.team, "labelIds": [self._label]}
        mutation = """mutation($input: IssueCreateInput!) {
            issueCreate(input: $input) { issue { id } } }"""
        made = self._linear.ask(mutation, input=issue | place)
        self._ids[document.path] = made["issueCreate"]["issue"]["id"]

    def remove(self, path: str) -> None:
        """Delete the issue."""
        self._delete(self._ids[path])

    def archive(self, path: str) -> None:
        """Archive the issue: it is kept, but no longer listed."""
        mutation = "mutation($id: String!) { issueArchive(id: $id) { success } }"
        with self.explained(f"archive {path}"):
            self._linear.ask(mutation, id=self._ids[path])
        del self.documents[path]

    def comment(self, path: str, words: str) -> None:
        """Comment on the issue."""
        mutation = """mutation($input: CommentCreateInput!) {
            commentCreate(input: $input) { success } }"""
        with self.explained(f"comment on {path}"):
            self._linear.ask(mutation, input={"issueId": self._ids[path], "body": words})

    def move_to_state(self, path: str, state: str) -> None:
        """Move the issue to another state of the workflow."""
        with self.explained(f"move {path} to {state}"):
            states = self._linear.ask(_STATES)["workflowStates"]["nodes"]
            ids = {one["name"]: one["id"] for one in states}
            self._update(path, stateId=ids[state])

    def list_ours(self) -> list[str]:
        """Return the titles of the issues with the label."""
        return sorted(issue["title"] for issue in self._issues())

    def homes(self) -> list[str]:
        """Return the names of all labels."""
        with self.explained("list the labels"):
            return [one["name"] for one in self._linear.ask(_LABELS)["issueLabels"]["nodes"]]

    def cleanup(self) -> None:
        """Delete the issues with the label, and the label."""
        with self.explained(f"delete label {self.home}"):
            for issue in list(self._issues()):
                self._delete(issue["id"])
            for label in self._linear.ask(_LABELS)["issueLabels"]["nodes"]:
                if label["name"] == self.home:
                    mutation = "mutation($id: String!) { issueLabelDelete(id: $id) { success } }"
                    self._linear.ask(mutation, id=label["id"])
        self.documents.clear()

    def _update(self, path: str, **changes: str) -> None:
        mutation = """mutation($id: String!, $input: IssueUpdateInput!) {
            issueUpdate(id: $id, input: $input) { success } }"""
        self._linear.ask(mutation, id=self._ids[path], input=changes)

    def _delete(self, issue: str) -> None:
        mutation = "mutation($id: String!) { issueDelete(id: $id) { success } }"
        self._linear.ask(mutation, id=issue)

    def _issues(self) -> Iterator[dict[str, Any]]:
        after, more = None, True
        while more:
            page = self._linear.ask(_ISSUES, after=after)["issues"]
            for issue in page["nodes"]:
                if any(label["name"] == self.home for label in issue["labels"]["nodes"]):
                    yield issue
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]


BONGO = LinearBongo
