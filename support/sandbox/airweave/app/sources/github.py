"""GitHub: the files, the directories and the repository itself, of one branch.

A run first asks for the newest commit of the branch and then reads everything at that commit, so
a push in the middle of a run is seen whole by the next run. A limit of the calls it uses: GitHub's
contents API lists at most 1,000 entries of one directory.
"""

import mimetypes
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import ClassVar, cast
from urllib.parse import quote

from pydantic import Field, SecretStr, field_validator

from support.sandbox.airweave.app.sources.base import (
    Breadcrumb,
    ConflictError,
    Cursor,
    Deletion,
    Entity,
    NotFoundError,
    Reading,
    Source,
    SourceContext,
    StrictFields,
)
from support.sandbox.airweave.app.sources.github_commits import touched_paths
from support.sandbox.airweave.app.sources.github_files import decode, is_selected, language_of
from support.sandbox.airweave.app.sources.github_tree import ROOT, Item, Snapshot, Tree, parents
from support.sandbox.airweave.app.sources.http import VendorApi

REPOSITORY = "GitHubRepositoryEntity"
DIRECTORY = "GitHubDirectoryEntity"
CODE_FILE = "GitHubCodeFileEntity"
_TOKEN = re.compile(r"(ghp_|github_pat_|gho_).+|[0-9a-fA-F]{40}")


class GitHubAuth(StrictFields):
    """Credentials of a GitHub connection."""

    personal_access_token: SecretStr = Field(
        title="Personal Access Token", description="A token that may read the repository"
    )

    @field_validator("personal_access_token")
    @classmethod
    def _has_a_known_format(cls, value: SecretStr) -> SecretStr:
        if not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError(
                "Invalid token format: expected ghp_…, github_pat_…, gho_… or 40 hexadecimal digits"
            )
        return value


class GitHubConfig(StrictFields):
    """Settings of a GitHub connection."""

    repo_name: str = Field(
        title="Repository Name", description="owner/repository", pattern=r"^[^/\s]+/[^/\s]+$"
    )
    branch: str = Field(default="", title="Branch name", description="Empty: the default branch")


class GitHubSource(Source):
    """Reads one branch of one repository through GitHub's REST API."""

    short_name: ClassVar[str] = "github"
    name: ClassVar[str] = "GitHub"
    auth_model: ClassVar[type[StrictFields]] = GitHubAuth
    config_model: ClassVar[type[StrictFields]] = GitHubConfig
    supports_continuous: ClassVar[bool] = True

    def __init__(self, auth: GitHubAuth, config: GitHubConfig, context: SourceContext) -> None:
        self._repo_name = config.repo_name
        self._branch = config.branch or None
        self._path = f"repos/{quote(config.repo_name)}"
        token = auth.personal_access_token.get_secret_value()
        self._api = VendorApi(
            self.name,
            context,
            {"authorization": f"Bearer {token}", "accept": "application/vnd.github+json"},
        )

    def validate(self) -> None:
        """Ask for the repository and, if one is configured, for the branch."""
        self._repository()
        if self._branch:
            self._head(self._branch)

    def full(self) -> Reading:
        """Read the repository, every directory and every selected file."""
        repository = self._repository()
        branch = self._branch or repository["default_branch"]
        head = self._head(branch)
        if head is None:
            return Reading(iter([self._repository_entity(repository)]), cursor=None, complete=True)
        tree = Tree(self._api, self._path, head["sha"])
        changes = self._everything(Snapshot(repository, branch, tree))
        return Reading(changes, cursor=self._cursor(repository, branch, head), complete=True)

    def incremental(self, cursor: Cursor) -> Reading | None:
        """Read the final state of every path that the commits since `cursor` touched.

        None, so a full read is due, when the cursor is of another branch or repository, or when
        `touched_paths` cannot account for the way from its commit to the newest one.
        """
        repository = self._repository()
        branch = self._branch or repository["default_branch"]
        head = self._head(branch)
        if head is None or {**cursor, "branch": branch, "repo": self._repo_name} != cursor:
            return None
        paths = touched_paths(self._api, self._path, head["sha"], cursor)
        if paths is None:
            return None
        tree = Tree(self._api, self._path, head["sha"])
        changes = self._changed(Snapshot(repository, branch, tree), paths)
        return Reading(changes, cursor=self._cursor(repository, branch, head), complete=False)

    def _everything(self, snapshot: Snapshot) -> Iterator[Entity]:
        yield self._repository_entity(snapshot.repository)
        directories = [ROOT]
        while directories:
            for item in snapshot.tree.listing(directories.pop()):
                if item["type"] == "dir":
                    directories.append(item["path"])
                    yield self._directory_entity(snapshot, item["path"])
                elif entity := self._file_entity(snapshot, item):
                    yield entity

    def _changed(self, snapshot: Snapshot, paths: Iterable[str]) -> Iterator[Entity | Deletion]:
        """Yield what became of `paths` and of the directories above them.

        Git knows no empty directory, so a directory lives exactly as long as its parent lists it:
        no guess is needed to find the new and the emptied ones.
        """
        yield self._repository_entity(snapshot.repository)
        touched = set(paths)
        above = {parent for path in touched for parent in parents(path)}
        for path in sorted(touched | above):
            item = snapshot.tree.item(path)
            if item and item["type"] == "dir":
                yield self._directory_entity(snapshot, path)
            elif item and (entity := self._file_entity(snapshot, item)):
                yield entity
            else:
                yield Deletion(self._entity_id(path))

    def _file_entity(self, snapshot: Snapshot, item: Item) -> Entity | None:
        """Return the entity of a listed file, or None when it is not to be synced."""
        path = item["path"]
        if item["type"] != "file" or not is_selected(path, item["size"]):
            return None
        content = decode(snapshot.tree.content(path))
        if content is None:
            return None
        language, kind = language_of(path)
        return Entity(
            entity_id=self._entity_id(path),
            entity_type=CODE_FILE,
            name=item["name"],
            text=content if kind == "code" else f"# {path} in {self._repo_name}\n\n{content}",
            text_kind=kind,
            web_url=f"{snapshot.repository['html_url']}/blob/{quote(snapshot.branch)}/{quote(path)}",
            url=item["download_url"],
            breadcrumbs=self._breadcrumbs(snapshot, path),
            fields=self._path_fields(path)
            | {
                "full_path": self._entity_id(path),
                "branch": snapshot.branch,
                "html_url": item["html_url"],
                "path_in_repo": path,
                "file_id": item["sha"],
                "mime_type": mimetypes.guess_type(path)[0] or "text/plain",
                "language": language,
                "line_count": content.count("\n") + 1,
                "sha": item["sha"],
                "size": item["size"],
                "is_binary": False,
                "commit_id": snapshot.tree.commit,
            },
            unhashed=frozenset({"commit_id", "html_url"}),
        )

    def _directory_entity(self, snapshot: Snapshot, path: str) -> Entity:
        return Entity(
            entity_id=self._entity_id(path),
            entity_type=DIRECTORY,
            name=PurePosixPath(path).name,
            text=f"# {path}\n\nDirectory of the repository {self._repo_name}",
            web_url=f"{snapshot.repository['html_url']}/tree/{quote(snapshot.branch)}/{quote(path)}",
            breadcrumbs=self._breadcrumbs(snapshot, path),
            fields=self._path_fields(path),
        )

    def _repository_entity(self, repository: Item) -> Entity:
        """Return the entity of the repository; its counters and times are no change of it."""
        volatile = ("size", "stargazers_count", "open_issues_count", "pushed_at")
        stable = ("full_name", "description", "default_branch", "language", "private", "fork")
        return Entity(
            entity_id=str(repository["id"]),
            entity_type=REPOSITORY,
            name=repository["name"],
            text=f"# {repository['full_name']}\n\n{repository['description'] or 'Repository'}",
            web_url=repository["html_url"],
            created_at=datetime.fromisoformat(repository["created_at"]),
            updated_at=datetime.fromisoformat(repository["updated_at"]),
            fields={key: repository.get(key) for key in stable + volatile},
            unhashed=frozenset(volatile),
        )

    def _breadcrumbs(self, snapshot: Snapshot, path: str) -> tuple[Breadcrumb, ...]:
        repository = snapshot.repository
        root = Breadcrumb(str(repository["id"]), repository["name"], REPOSITORY)
        return (
            root,
            *(
                Breadcrumb(self._entity_id(parent), PurePosixPath(parent).name, DIRECTORY)
                for parent in parents(path)
            ),
        )

    def _path_fields(self, path: str) -> dict[str, str | int | float | bool | list[str] | None]:
        owner, name = self._repo_name.split("/")
        return {"path": path, "repo_name": name, "repo_owner": owner}

    def _entity_id(self, path: str) -> str:
        return f"{self._repo_name}/{path}"

    def _repository(self) -> Item:
        try:
            return cast(Item, self._api.json(self._path))
        except NotFoundError as error:
            raise NotFoundError(
                f"GitHub repository '{self._repo_name}' not found or not accessible with this token"
            ) from error

    def _head(self, branch: str) -> Item | None:
        """Return the newest commit of the branch; None when the repository has no commit at all.

        The branch tells it at once, whereas the listing of commits may lag behind a push.
        """
        try:
            tip = self._api.json(f"{self._path}/branches/{quote(branch, safe='')}")
        except NotFoundError as error:
            if self._is_empty():
                return None
            raise self._unknown_branch(branch) from error
        commit = self._api.json(f"{self._path}/commits/{tip['commit']['sha']}", per_page=1)
        return cast(Item, commit)

    def _is_empty(self) -> bool:
        try:
            self._api.json(f"{self._path}/commits", per_page=1)
        except ConflictError:
            return True  # GitHub answers 409 "Git Repository is empty."
        return False

    def _cursor(self, repository: Item, branch: str, head: Item) -> Cursor:
        return {
            "repo": self._repo_name,
            "branch": branch,
            "sha": head["sha"],
            "pushed_at": repository["pushed_at"],
        }

    def _unknown_branch(self, branch: str) -> NotFoundError:
        return NotFoundError(f"Branch '{branch}' not found in repository '{self._repo_name}'")


SOURCE = GitHubSource
