"""GitHub, through PyGithub. Every bongo works on a branch of its own that shares no history."""

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any, ClassVar

import requests
from github import Auth, Github, GithubException, GithubRetry, InputGitTreeElement
from github.Commit import Commit
from github.Repository import Repository

from support.bongos.base import BaseBongo
from support.content import Author, Document
from support.errors import Failure, SetupError
from support.settings import Settings, where
from support.timings import outside
from support.waiting import eventually

BRANCH = "github branch"

_NEWEST = 3
_NOT_FOUND = {404, 422}
_REFUSED = {401, 403}


class GitHubBongo(BaseBongo):
    """Writes test files to a branch that starts empty and holds nothing else.

    Args:
        author: writes the documents.
        repo: the test repository.
        token: what Airweave shall read the repository with.
        branch: the branch to make; its name tells whose it is.
        register: called with kind and name before the branch is made, so that it can be undone.
        budget: how long GitHub may take to list a commit, in seconds.
    """

    source: ClassVar[str] = "github"
    entity_type: ClassVar[str] = "GitHubCodeFileEntity"

    def __init__(
        self,
        author: Author,
        repo: Repository,
        token: str,
        branch: str,
        register: Callable[[str, str], None],
        budget: float,
    ) -> None:
        super().__init__(author)
        self._repo = repo
        self._token = token
        self.branch = branch
        self._register = register
        self._budget = budget
        self._exists = False

    @property
    def credentials(self) -> dict[str, str]:
        """The token that Airweave reads with."""
        return {"personal_access_token": self._token}

    @property
    def wrong_credentials(self) -> dict[str, str]:
        """A token that nobody was given."""
        return {"personal_access_token": "ghp_" + "0" * 36}

    @property
    def config(self) -> dict[str, Any]:
        """Repository and branch."""
        return {"repo_name": self._repo.full_name, "branch": self.branch}

    def entity_id(self, path: str) -> str:
        """Return owner/repo/path, Airweave's id of a file."""
        return f"{self._repo.full_name}/{path}"

    def stored_path(self, fields: Mapping[str, Any]) -> str | None:
        """Return the path within the repository."""
        return fields.get("path_in_repo")

    def put(self, document: Document) -> None:
        """Commit the file and wait until GitHub lists the commit."""
        path = document.path
        with _explained(f"write {path}"):
            if not self._exists:
                self._start_branch(document)
            elif path in self.documents:
                message, blob = f"Change {path}", self._blob(path)
                self._await(
                    self._repo.update_file(path, message, document.body, blob, branch=self.branch)
                )
            else:
                message = f"Add {path}"
                self._await(
                    self._repo.create_file(path, message, document.body, branch=self.branch)
                )

    def remove(self, path: str) -> None:
        """Commit the removal of the file and wait until GitHub lists the commit."""
        with _explained(f"delete {path}"):
            message, blob = f"Remove {path}", self._blob(path)
            self._await(self._repo.delete_file(path, message, blob, branch=self.branch))

    def list_ours(self) -> list[str]:
        """Return every file of the branch."""
        with _explained(f"list {self.branch}"):
            tree = self._repo.get_git_tree(self.branch, recursive=True)
            return sorted(item.path for item in tree.tree if item.type == "blob")

    def cleanup(self) -> None:
        """Delete the branch."""
        delete_branch(self._repo, self.branch)
        self.documents.clear()
        self._exists = False

    def _start_branch(self, document: Document) -> None:
        """Make the branch with its first file, without parents: nothing foreign is on it."""
        blob = self._repo.create_git_blob(b64encode(document.body).decode(), "base64")
        element = InputGitTreeElement(document.path, "100644", "blob", sha=blob.sha)
        tree = self._repo.create_git_tree([element])
        commit = self._repo.create_git_commit(f"Add {document.path}", tree, [])
        self._register(BRANCH, self.branch)
        self._repo.create_git_ref(f"refs/heads/{self.branch}", commit.sha)
        self._exists = True
        self._await({"commit": commit})

    def _blob(self, path: str) -> str:
        """Return the sha of the file's content, which GitHub wants to see before a change."""
        found = self._repo.get_contents(path, ref=self.branch)
        return found[0].sha if isinstance(found, list) else found.sha

    def _await(self, answer: Mapping[str, Any]) -> None:
        """Wait for GitHub's commit list, which Airweave reads and which lags behind a write."""
        sha = answer["commit"].sha
        eventually(
            self._newest_commits,
            until=lambda listed: sha in listed,
            budget=self._budget,
            waiting_for=f"GitHub to list commit {sha}",
        )

    def _newest_commits(self) -> list[str]:
        commits: Iterable[Commit] = self._repo.get_commits(sha=self.branch)
        return [commit.sha for commit in islice(commits, _NEWEST)]


def open_repository(settings: Settings) -> Repository:
    """Return the test repository, with PyGithub's own throttling and retries.

    Raises:
        SetupError: token or repository are missing, or GitHub refuses them.
    """
    token, name = settings.github_personal_access_token, settings.github_repo_name
    if not token or not name:
        missing = "GITHUB_REPO_NAME" if token else "GITHUB_PERSONAL_ACCESS_TOKEN"
        raise SetupError(f"{missing} is not set: a live Airweave needs a GitHub repository to read")
    github = Github(
        auth=Auth.Token(token.get_secret_value()),
        base_url=str(settings.github_api_url).rstrip("/"),
        timeout=int(settings.request_timeout_s),
        retry=GithubRetry(total=settings.max_retries),
        seconds_between_requests=0,
        seconds_between_writes=settings.rate_limit_delay_ms / 1000,
    )
    try:
        with outside():
            return github.get_repo(name)
    except GithubException as error:
        raise SetupError(_refusal(error, name)) from None
    except requests.RequestException as error:
        url = f"GITHUB_API_URL {settings.github_api_url} ({where('GITHUB_API_URL')})"
        raise SetupError(f"{url} gives no answer: {type(error).__name__}") from None


def branches(repo: Repository) -> list[str]:
    """Return the names of all branches."""
    with _explained("list the branches"):
        return [branch.name for branch in repo.get_branches()]


def delete_branch(repo: Repository, name: str) -> None:
    """Delete a branch; one that is already gone is no error."""
    with _explained(f"delete branch {name}"):
        try:
            repo.get_git_ref(f"heads/{name}").delete()
        except GithubException as error:
            if error.status not in _NOT_FOUND:
                raise


def _refusal(error: GithubException, name: str) -> str:
    if error.status in _REFUSED:
        variable = "GITHUB_PERSONAL_ACCESS_TOKEN"
        return f"GitHub refuses {variable} ({where(variable)}): {error.status} {error.message}"
    return f"GITHUB_REPO_NAME {name} ({where('GITHUB_REPO_NAME')}): GitHub answers {error.status}"


@contextmanager
def _explained(action: str) -> Iterator[None]:
    """Turn an error of GitHub into one line that says what was to be done."""
    try:
        with outside():
            yield
    except GithubException as error:
        raise Failure(f"GitHub would not {action}: {error.status} {error.message}") from error
    except requests.RequestException as error:
        reason = f"{type(error).__name__}: {error}"
        raise Failure(f"GitHub gave no answer to: {action} ({reason})") from error
