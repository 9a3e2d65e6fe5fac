"""GitHub, through PyGithub. Every bongo works on a branch of its own that shares no history."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, ClassVar

import requests
from github import Auth, Github, GithubException, GithubRetry, InputGitTreeElement
from github.Commit import Commit
from github.Repository import Repository

from support.bongos.base import FILES, BaseBongo, Place
from support.bongos.settings import GitHubSettings, SourceSettings
from support.core.content import Document
from support.core.errors import SetupError
from support.core.settings import where
from support.core.waiting import eventually

_NEWEST = 3
_NOT_FOUND = {404, 422}
_REFUSED = {401, 403}


class GitHubBongo(BaseBongo[GitHubSettings]):
    """Writes test files to a branch that starts empty and holds nothing else."""

    settings_type: ClassVar[type[SourceSettings]] = GitHubSettings
    source: ClassVar[str] = "github"
    vendor: ClassVar[str] = "GitHub"
    entity_type: ClassVar[str] = "GitHubCodeFileEntity"
    home_kind: ClassVar[str] = "branch"
    needs: ClassVar[tuple[str, ...]] = ("github_personal_access_token", "github_repo_name")
    errors: ClassVar[tuple[type[Exception], ...]] = (GithubException, requests.RequestException)
    writes_a_second: ClassVar[float] = 1  # docs.github.com, best practices for the REST API
    test_documents: ClassVar[tuple[str, ...]] = FILES

    def __init__(self, place: Place[GitHubSettings]) -> None:
        super().__init__(place)
        self._repo: Repository = place.client
        self._token = place.settings.secret("github_personal_access_token")
        self.branch = place.home
        self._exists = False

    @classmethod
    def home_name(cls, settings: GitHubSettings, name: str) -> str:
        """Put the users' own prefix before the name of the branch."""
        return f"{settings.github_test_branch}-{name}".lstrip("-")

    @classmethod
    def connect(cls, settings: GitHubSettings) -> Repository:
        """Return the test repository."""
        return open_repository(settings)

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

    def containers(self, path: str) -> list[str]:
        """Return the repository and the directories above the file."""
        directories = [f"Directory {name}" for name in PurePosixPath(path).parts[:-1]]
        return [f"Repository {self._repo.name}", *directories]

    def open_home(self) -> None:
        """Do nothing: the branch comes with its first file."""

    def put(self, document: Document) -> None:
        """Commit the file and wait until GitHub lists the commit."""
        path = document.path
        if not self._exists:
            self._start_branch(document)
        elif path in self.documents:
            message, blob = f"Change {path}", self._blob(path)
            self._await(
                self._repo.update_file(path, message, document.body, blob, branch=self.branch)
            )
        else:
            message = f"Add {path}"
            self._await(self._repo.create_file(path, message, document.body, branch=self.branch))

    def remove(self, path: str) -> None:
        """Commit the removal of the file and wait until GitHub lists the commit."""
        message, blob = f"Remove {path}", self._blob(path)
        self._await(self._repo.delete_file(path, message, blob, branch=self.branch))

    def list_ours(self) -> list[str]:
        """Return every file of the branch."""
        with self.explained(f"list {self.branch}"):
            tree = self._repo.get_git_tree(self.branch, recursive=True)
            return sorted(item.path for item in tree.tree if item.type == "blob")

    def cleanup(self) -> None:
        """Delete the branch."""
        with self.explained(f"delete branch {self.branch}"):
            try:
                self._repo.get_git_ref(f"heads/{self.branch}").delete()
            except GithubException as error:
                if error.status not in _NOT_FOUND:
                    raise
        self.documents.clear()
        self._exists = False

    def homes(self) -> list[str]:
        """Return the names of all branches."""
        with self.explained("list the branches"):
            return [branch.name for branch in self._repo.get_branches()]

    def _start_branch(self, document: Document) -> None:
        """Make the branch with its first file, without parents: nothing foreign is on it."""
        blob = self._repo.create_git_blob(b64encode(document.body).decode(), "base64")
        element = InputGitTreeElement(document.path, "100644", "blob", sha=blob.sha)
        tree = self._repo.create_git_tree([element])
        commit = self._repo.create_git_commit(f"Add {document.path}", tree, [])
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
            budget=self.settings.budget("source"),
            waiting_for=f"GitHub to list commit {sha}",
        )

    def _newest_commits(self) -> list[str]:
        commits: Iterable[Commit] = self._repo.get_commits(sha=self.branch)
        return [commit.sha for commit in islice(commits, _NEWEST)]


def open_repository(settings: GitHubSettings) -> Repository:
    """Return the test repository, with PyGithub's own throttling and retries.

    Raises:
        SetupError: GitHub refuses the token or the repository, or does not answer.
    """
    name = settings.github_repo_name or ""
    github = Github(
        auth=Auth.Token(settings.secret("github_personal_access_token")),
        base_url=str(settings.github_api_url).rstrip("/"),
        timeout=int(settings.request_timeout_s),
        retry=GithubRetry(total=settings.max_retries),
        seconds_between_requests=0,
        seconds_between_writes=settings.pause(GitHubBongo.writes_a_second),
    )
    try:
        return github.get_repo(name)
    except GithubException as error:
        raise SetupError(_refusal(error, name)) from None
    except requests.RequestException as error:
        url = f"GITHUB_API_URL {settings.github_api_url} ({where('GITHUB_API_URL')})"
        raise SetupError(f"{url} gives no answer: {type(error).__name__}") from None


def _refusal(error: GithubException, name: str) -> str:
    if error.status in _REFUSED:
        variable = "GITHUB_PERSONAL_ACCESS_TOKEN"
        return f"GitHub refuses {variable} ({where(variable)}): {error.status} {error.message}"
    return f"GITHUB_REPO_NAME {name} ({where('GITHUB_REPO_NAME')}): GitHub answers {error.status}"


BONGO = GitHubBongo
