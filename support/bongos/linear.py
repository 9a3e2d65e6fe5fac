"""Linear, through its GraphQL API (the vendor's SDK is for TypeScript). A label is a workspace."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar

from support.bongos.base import Account, Workspace
from support.bongos.faults import REFUSED, FaultyBongo
from support.bongos.settings import LinearSettings, SourceSettings
from support.core.batches import batched
from support.core.content import Document
from support.core.errors import Failure
from support.core.http import Api, bearer

_ISSUES = """query($after: String) { issues(first: 100, after: $after, includeArchived: true) {
    nodes { id title labels { nodes { name } } } pageInfo { hasNextPage endCursor } } }"""
_LABELS = "query { issueLabels(first: 250) { nodes { id name } } }"
_TEAMS = "query { teams(first: 50) { nodes { id key } } }"
_MOST_AT_ONCE = 50  # as many as Linear's own batches take
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

    def do_each(
        self, mutation: str, brings: str, takes: Mapping[str, str], calls: Sequence[Sequence[Any]]
    ) -> list[Any]:
        """Do the same several times in one request, each time under an alias of its own.

        Args:
            mutation: its name, such as `issueUpdate`.
            brings: what is asked back of each.
            takes: the type of each of its arguments, by name.
            calls: the values of the arguments, for each time.

        Returns:
            What each brought.
        """
        declared = [f"${name}{at}: {takes[name]}" for at in range(len(calls)) for name in takes]
        done = [
            f"m{at}: {mutation}({', '.join(f'{name}: ${name}{at}' for name in takes)})"
            f" {{ {brings} }}"
            for at in range(len(calls))
        ]
        values = {
            f"{name}{at}": value
            for at, call in enumerate(calls)
            for name, value in zip(takes, call, strict=True)
        }
        answer = self.ask(f"mutation({', '.join(declared)}) {{ {' '.join(done)} }}", **values)
        return [answer[f"m{at}"] for at in range(len(calls))]


class LinearBongo(FaultyBongo[LinearSettings, Linear]):
    """Writes issues: the title is the document's name, the description its words.

    Attributes:
        numbers: by path, the number by which people know an issue, such as `ENG-7`.
        states: by path, the state of the workflow that an issue is in, such as `Todo`.
    """

    settings_type: ClassVar[type[SourceSettings]] = LinearSettings
    source: ClassVar[str] = "linear"
    vendor: ClassVar[str] = "Linear"
    workspace_kind: ClassVar[str] = "label"
    needs: ClassVar[tuple[str, ...]] = ("linear_access_token",)
    errors: ClassVar[tuple[type[Exception], ...]] = (Failure,)
    writes_a_second: ClassVar[float] = 0.4  # 1,500 requests an hour; linear.app/developers
    faults: ClassVar[str] = "linear_faults"

    def __init__(self, account: Account[LinearSettings, Linear], workspace: Workspace) -> None:
        super().__init__(account, workspace)
        self.numbers: dict[str, str] = {}
        self.states: dict[str, str] = {}
        self._comments: dict[str, str] = {}
        self._label = ""

    @classmethod
    def connect(cls, settings: LinearSettings) -> Linear:
        """Return a conversation with the workspace of the token."""
        headers = bearer(settings.linear_access_token)
        url, timeout = str(settings.linear_api_url), settings.request_timeout_s
        return Linear(
            Api("Linear", url, headers, timeout, settings.max_retries), settings.linear_team
        )

    def open_workspace(self) -> None:
        """Make the label."""
        mutation = """mutation($input: IssueLabelCreateInput!) {
            issueLabelCreate(input: $input) { issueLabel { id } } }"""
        label = {"name": self.workspace, "teamId": self.client.team}
        made = self.client.ask(mutation, input=label)
        self._label = made["issueLabelCreate"]["issueLabel"]["id"]

    def add(self, document: Document) -> None:
        """Make an issue."""
        self.add_all([document])

    def edit(self, document: Document) -> None:
        """Give the issue its new description."""
        self.edit_all([document])

    def remove(self, path: str) -> None:
        """Delete the issue."""
        self.remove_all([path])

    def add_all(self, documents: Sequence[Document]) -> None:
        """Make issues."""
        place = {"teamId": self.client.team, "labelIds": [self._label]}
        calls = [
            [{"title": one.path, "description": one.body.decode(), **place}] for one in documents
        ]
        brings, takes = "issue { id identifier state { name } }", {"input": "IssueCreateInput!"}
        made = self._do_all("issueCreate", brings, takes, calls)
        for document, known in zip(documents, (one["issue"] for one in made), strict=True):
            self.ids[document.path], self.numbers[document.path] = known["id"], known["identifier"]
            self.states[document.path] = known["state"]["name"]

    def edit_all(self, documents: Sequence[Document]) -> None:
        """Give issues their new descriptions."""
        self._update_all({one.path: {"description": one.body.decode()} for one in documents})

    def remove_all(self, paths: Sequence[str]) -> None:
        """Delete issues."""
        self._delete_all([self.ids[path] for path in paths])

    def rename(self, old: str, new: str) -> None:
        """Give the issue another title; it keeps its number and its state."""
        self.rename_by(lambda _: self._update_all({old: {"title": new}}), old, new)
        self.numbers[new], self.states[new] = self.numbers[old], self.states[old]

    def archive(self, path: str) -> None:
        """Archive the issue: it is kept, but no longer listed."""
        mutation = "mutation($id: String!) { issueArchive(id: $id) { success } }"
        with self.taking_away(f"archive {path}", path):
            self.client.ask(mutation, id=self.ids[path])

    def comment(self, path: str, words: str) -> None:
        """Comment on the issue."""
        mutation = """mutation($input: CommentCreateInput!) {
            commentCreate(input: $input) { comment { id } } }"""
        with self.changing(f"comment on {path}", path):
            made = self.client.ask(mutation, input={"issueId": self.ids[path], "body": words})
        self._comments[words] = made["commentCreate"]["comment"]["id"]

    def edit_comment(self, words: str, new: str) -> None:
        """Give the comment that says `words` other ones."""
        mutation = """mutation($id: String!, $input: CommentUpdateInput!) {
            commentUpdate(id: $id, input: $input) { success } }"""
        with self.changing(f"edit the comment {words}"):
            self.client.ask(mutation, id=self._comments[words], input={"body": new})
        self._comments[new] = self._comments.pop(words)

    def discuss(self, path: str, count: int, last: str) -> None:
        """Comment on the issue many times; only what is said last is of interest."""
        for number in range(1, count):
            self.comment(path, f"Thank you, noted as number {number}.")
        self.comment(path, last)

    def move_to_state(self, path: str, state: str) -> None:
        """Move the issue through the workflow; its words stay."""
        with self.changing(f"move {path} to {state}", path):
            states = self.client.ask(_STATES)["workflowStates"]["nodes"]
            ids = {one["name"]: one["id"] for one in states}
            self._update_all({path: {"stateId": ids[state]}})
        self.states[path] = state

    def withholding(self, path: str) -> AbstractContextManager[None]:
        """Let an emulated Linear refuse to list issues: nobody asks it for a single one."""
        self.require(path)
        return self.faulty({**REFUSED, "path": "/graphql", "words": "issues("})

    def list_documents(self) -> list[str]:
        """Return the titles of the issues with the label."""
        with self.explained(f"list label {self.workspace}"):
            return sorted(issue["title"] for issue in self._issues())

    def workspaces(self) -> list[str]:
        """Return the names of all labels."""
        with self.explained("list the labels"):
            return [label["name"] for label in self._labels()]

    def cleanup(self) -> None:
        """Delete the issues with the label, and the label."""
        mutation = "mutation($id: String!) { issueLabelDelete(id: $id) { success } }"
        with self.explained(f"delete label {self.workspace}"):
            self._delete_all([issue["id"] for issue in self._issues()])
            for label in self._labels():
                if label["name"] == self.workspace:
                    self.client.ask(mutation, id=label["id"])

    def _update_all(self, changes: Mapping[str, Mapping[str, str]]) -> None:
        """Change issues, given by path what of each becomes what."""
        takes = {"id": "String!", "input": "IssueUpdateInput!"}
        calls = [(self.ids[path], change) for path, change in changes.items()]
        self._do_all("issueUpdate", "success", takes, calls)

    def _delete_all(self, issues: Sequence[str]) -> None:
        self._do_all("issueDelete", "success", {"id": "String!"}, [[issue] for issue in issues])

    def _do_all(
        self, mutation: str, brings: str, takes: Mapping[str, str], calls: Sequence[Sequence[Any]]
    ) -> list[Any]:
        """Do the same any number of times, in few requests: Linear counts requests."""
        done: list[Any] = []
        for number, some in enumerate(batched(calls, _MOST_AT_ONCE)):
            if number:  # whoever writes has waited before the first one
                self._limiter.wait()
            done += self.client.do_each(mutation, brings, takes, some)
        return done

    def _labels(self) -> list[dict[str, Any]]:
        labels: list[dict[str, Any]] = self.client.ask(_LABELS)["issueLabels"]["nodes"]
        return labels

    def _issues(self) -> Iterator[dict[str, Any]]:
        """Yield the issues with the label, archived ones too."""
        after, more = None, True
        while more:
            page = self.client.ask(_ISSUES, after=after)["issues"]
            for issue in page["nodes"]:
                if any(label["name"] == self.workspace for label in issue["labels"]["nodes"]):
                    yield issue
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]


BONGO = LinearBongo
