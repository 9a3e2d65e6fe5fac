"""GitHub, through PyGithub. Every bongo works on a branch of its own that shares no history.

There it works in a folder of its scenario: branches of one repository share their paths.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import Any, ClassVar

import requests
from github import Auth, Github, GithubException, GithubRetry, InputGitAuthor, InputGitTreeElement
from github.GitTree import GitTree
from github.Repository import Repository

from support.bongos.base import FILES, Account, Workspace
from support.bongos.faults import FaultyBongo
from support.bongos.settings import GitHubSettings, SourceSettings
from support.core.batches import batched
from support.core.content import PLAIN, Document
from support.core.errors import SetupError
from support.core.hostile import hostile_tree
from support.core.settings import where
from support.core.waiting import eventually

_NEWEST = 3
_MOST_IN_REQUEST = 500  # files of a tree, so that a request stays below a few megabytes
_MOST_IN_COMMIT = 250  # of more than 300 files GitHub's comparison of commits does not show all
_NOT_FOUND = {404, 422}
_REFUSED = {401, 403}
_AN_HOUR = 3600
_LATE_S = 1
_LONG_AGO = "2020-02-02T02:02:02Z"


class GitHubBongo(FaultyBongo[GitHubSettings, Repository]):
    """Writes test files to a branch that starts empty and holds nothing else."""

    settings_type: ClassVar[type[SourceSettings]] = GitHubSettings
    source: ClassVar[str] = "github"
    vendor: ClassVar[str] = "GitHub"
    workspace_kind: ClassVar[str] = "branch"
    needs: ClassVar[tuple[str, ...]] = ("github_personal_access_token", "github_repo_name")
    errors: ClassVar[tuple[type[Exception], ...]] = (GithubException, requests.RequestException)
    writes_a_second: ClassVar[float] = 1  # docs.github.com, best practices for the REST API
    test_documents: ClassVar[tuple[str, ...]] = FILES
    faults: ClassVar[str] = "github_faults"

    def __init__(self, account: Account[GitHubSettings, Repository], workspace: Workspace) -> None:
        super().__init__(account, workspace)
        self._exists = False

    @classmethod
    def workspace_name(cls, settings: GitHubSettings, name: str) -> str:
        """Put the users' own prefix before the name of the branch."""
        return f"{settings.github_test_branch}-{name}".lstrip("-")

    @classmethod
    def connect(cls, settings: GitHubSettings) -> Repository:
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
            seconds_between_writes=settings.pause(cls.writes_a_second),
        )
        url = f"GITHUB_API_URL {settings.github_api_url} ({where('GITHUB_API_URL')})"
        try:
            repository = github.get_repo(name)
            if not repository.default_branch:  # PyGithub takes any answer for a repository
                raise SetupError(f"{url} answers, but is not GitHub's API")
            return repository
        except GithubException as error:
            raise SetupError(_refusal(error, name)) from None
        except requests.RequestException as error:
            raise SetupError(f"{url} gives no answer: {type(error).__name__}") from None

    def open_workspace(self) -> None:
        """Do nothing: the branch comes with its first file."""

    def add(self, document: Document) -> None:
        """Commit a new file."""
        if self._exists:
            path, message = self.path_of(document.path), f"Add {document.path}"
            done = self.client.create_file(path, message, document.body, branch=self.workspace)
            self._await(done)
        else:
            self._start_branch([document])

    def edit(self, document: Document) -> None:
        """Commit a file's new content."""
        path, message = self.path_of(document.path), f"Change {document.path}"
        blob = self._blob(path)
        done = self.client.update_file(path, message, document.body, blob, branch=self.workspace)
        self._await(done)

    def remove(self, path: str) -> None:
        """Commit the removal of a file."""
        place, message = self.path_of(path), f"Remove {path}"
        blob = self._blob(place)
        done = self.client.delete_file(place, message, blob, branch=self.workspace)
        self._await(done)

    def add_all(self, documents: Sequence[Document]) -> None:
        """Commit new files, the first ones of a branch all together."""
        elements = [*map(self._inline, documents)]
        if self._exists:
            self._commit_some("Add", elements)
        else:
            self._begin(f"Add {len(elements)} files", self._tree(elements))

    def edit_all(self, documents: Sequence[Document]) -> None:
        """Commit the new contents of files."""
        self._commit_some("Change", [*map(self._inline, documents)])

    def remove_all(self, paths: Sequence[str]) -> None:
        """Commit the removal of files."""
        self._commit_some("Remove", [*map(self._gone, paths)])

    def create_hostile_tree(self, kind: str) -> None:
        """Commit a tree of files of a kind that is allowed and often goes wrong, all at once."""
        documents = hostile_tree(kind, self._author)
        self._open()
        with self._timings.phase("create", entities=len(documents)):
            self._limiter.wait()
            with self.explained("write a tree of files"):
                self._start_branch(documents)
        for document in documents:
            self.documents[document.path] = document
            self.history[document.path] = [document]

    def rename_at_once(self, old: str, new: str) -> None:
        """Commit a file's move as people's own Git does: gone here and there in one commit."""
        self.rename_by(lambda _: self._move(old, new), old, new)

    def path_of(self, path: str) -> str:
        """Return where in the repository a document is."""
        return f"{self.folder}/{path}" if self.folder else path

    def list_documents(self) -> list[str]:
        """Return every file of the branch."""
        with self.explained(f"list {self.workspace}"):
            tree = self.client.get_git_tree(self.workspace, recursive=True)
            files = (item.path for item in tree.tree if item.type == "blob")
            return sorted(path.removeprefix(self.path_of("")) for path in files)

    def workspaces(self) -> list[str]:
        """Return the names of all branches."""
        with self.explained("list the branches"):
            return [branch.name for branch in self.client.get_branches()]

    def cleanup(self) -> None:
        """Delete the branch."""
        with self.explained(f"delete branch {self.workspace}"):
            try:
                self.client.get_git_ref(f"heads/{self.workspace}").delete()
            except GithubException as error:
                if error.status not in _NOT_FOUND:
                    raise

    def withholding(self, path: str) -> AbstractContextManager[None]:
        """Let an emulated GitHub refuse to hand out a file: the hourly limit is used up."""
        place = f"/contents/{self.path_of(path)}"
        return self.faulty({"kind": "rate_limit_403", "path": place, "retry_after": _AN_HOUR})

    def slow(self, path: str) -> AbstractContextManager[None]:
        """Let an emulated GitHub hand out a file a second late."""
        place = f"/contents/{self.path_of(path)}"
        return self.faulty({"kind": "slow", "path": place, "seconds": _LATE_S})

    def token_expired(self) -> AbstractContextManager[None]:
        """Let an emulated GitHub refuse every token."""
        return self.faulty({"kind": "bad_credentials", "path": "/"})

    def create_backdated(self, path: str) -> None:
        """Commit a new file as somebody does who worked offline for long: with an old date."""
        self.create_by(self._add_backdated, path)

    def create_at_once(self, paths: Sequence[str]) -> None:
        """Commit new files together, as people's own Git does."""
        with self._timings.phase("change", entities=len(paths)):
            self._write(f"{len(paths)} files", self._new([*paths], PLAIN), self._commit)

    def create_by_merge(self, path: str) -> None:
        """Merge a commit of long ago, which added a file: as what was reviewed for long."""
        self.create_by(self._add_by_merge, path)

    def take_back(self, path: str) -> None:
        """Push the branch anew without its newest commit, which wrote a file."""
        with self.taking_away(f"take back {path}", path):
            (before,) = self.client.get_branch(self.workspace).commit.parents
            reference = self.client.get_git_ref(f"heads/{self.workspace}")
            reference.edit(before.sha, force=True)

    def _add_backdated(self, document: Document) -> None:
        path, message = self.path_of(document.path), f"Add {document.path}"
        long_ago = InputGitAuthor("Ada", "ada@example.com", _LONG_AGO)
        done = self.client.create_file(
            path,
            message,
            document.body,
            branch=self.workspace,
            author=long_ago,
            committer=long_ago,
        )
        self._await(done)

    def _add_by_merge(self, document: Document) -> None:
        branch = self.client.get_git_ref(f"heads/{self.workspace}")
        tip = self.client.get_git_commit(branch.object.sha)
        tree = self._tree([self._inline(document)], tip.tree)
        ada = InputGitAuthor("Ada", "ada@example.com", _LONG_AGO)
        side = self.client.create_git_commit(f"Add {document.path}", tree, [tip], ada, ada)
        merge = self.client.create_git_commit(f"Merge {document.path}", tree, [tip, side])
        branch.edit(merge.sha)
        self._await({"commit": merge})

    def _move(self, old: str, new: str) -> None:
        blob = self._blob(self.path_of(old))
        there = InputGitTreeElement(self.path_of(new), "100644", "blob", sha=blob)
        self._commit_elements(f"Rename {old} to {new}", [there, self._gone(old)])

    def _commit(self, documents: Sequence[Document]) -> None:
        """Commit texts in a single commit, in few requests: GitHub counts requests."""
        self._commit_elements(f"Add {len(documents)} files", [*map(self._inline, documents)])

    def _commit_some(self, verb: str, elements: list[InputGitTreeElement]) -> None:
        """Commit many files, in each commit no more than GitHub shows of one."""
        for some in batched(elements, _MOST_IN_COMMIT):
            self._commit_elements(f"{verb} {len(some)} files", some)

    def _commit_elements(self, message: str, elements: Sequence[InputGitTreeElement]) -> None:
        # By Git's own part of the API: of a commit as such GitHub tells all that it changed, too.
        branch = self.client.get_git_ref(f"heads/{self.workspace}")
        tip = self.client.get_git_commit(branch.object.sha)
        tree = self._tree(elements, tip.tree)
        commit = self.client.create_git_commit(message, tree, [tip])
        branch.edit(commit.sha)
        self._await({"commit": commit})

    def _start_branch(self, documents: Sequence[Document]) -> None:
        """Make the branch with its first files, without parents: nothing foreign is on it."""
        tree = self._tree([self._element(one) for one in documents])
        self._begin(f"Add {documents[0].path}", tree)

    def _begin(self, message: str, tree: GitTree) -> None:
        commit = self.client.create_git_commit(message, tree, [])
        self.client.create_git_ref(f"refs/heads/{self.workspace}", commit.sha)
        self._exists = True
        self._await({"commit": commit})

    def _tree(
        self, elements: Sequence[InputGitTreeElement], tree: GitTree | None = None
    ) -> GitTree:
        """Make a tree out of another one and these files, so many in a request."""
        for some in batched(elements, _MOST_IN_REQUEST):
            tree = self.client.create_git_tree([*some], *([tree] if tree else []))
        assert tree, "there is a file"
        return tree

    def _gone(self, path: str) -> InputGitTreeElement:
        """Return the absence of a file as a part of a tree."""
        return InputGitTreeElement(self.path_of(path), "100644", "blob", sha=None)

    def _inline(self, document: Document) -> InputGitTreeElement:
        """Return a text as a part of the request that makes its tree."""
        path, words = self.path_of(document.path), document.body.decode()
        return InputGitTreeElement(path, "100644", "blob", words)

    def _element(self, document: Document) -> InputGitTreeElement:
        blob = self.client.create_git_blob(b64encode(document.body).decode(), "base64")
        return InputGitTreeElement(self.path_of(document.path), "100644", "blob", sha=blob.sha)

    def _blob(self, path: str) -> str:
        """Return the sha of the content at a path, which GitHub wants to see before a change."""
        found = self.client.get_contents(path, ref=self.workspace)
        return found[0].sha if isinstance(found, list) else found.sha

    def _await(self, done: Mapping[str, Any]) -> None:
        """Wait until GitHub lists the commit, which lags behind a write and which products read."""
        sha = done["commit"].sha
        eventually(
            self._newest_commits,
            until=lambda listed: sha in listed,
            budget=self.settings.budget("source"),
            waiting_for=f"GitHub to list commit {sha}",
        )

    def _newest_commits(self) -> list[str]:
        commits = self.client.get_commits(sha=self.workspace)
        return [commit.sha for commit in islice(commits, _NEWEST)]


def _refusal(error: GithubException, name: str) -> str:
    if error.status in _REFUSED:
        variable = "GITHUB_PERSONAL_ACCESS_TOKEN"
        return f"GitHub refuses {variable} ({where(variable)}): {error.status} {error.message}"
    return f"GITHUB_REPO_NAME {name} ({where('GITHUB_REPO_NAME')}): GitHub answers {error.status}"


BONGO = GitHubBongo
