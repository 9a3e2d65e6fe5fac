"""GitHub: Airweave reads one branch of one repository."""

from pathlib import PurePosixPath
from typing import Any, ClassVar

from support.airweave.connectors.base import Connector, Fields
from support.bongos.github import GitHubBongo


class GitHubConnector(Connector[GitHubBongo]):
    """Makes entities of the repository, its directories and its files."""

    entity_type: ClassVar[str] = "GitHubCodeFileEntity"
    secrets: ClassVar[dict[str, str]] = {"personal_access_token": "github_personal_access_token"}
    wrong_secrets: ClassVar[dict[str, str]] = {"personal_access_token": "ghp_" + "0" * 36}

    @property
    def config(self) -> dict[str, Any]:
        """Repository and branch."""
        return {"repo_name": self.bongo.client.full_name, "branch": self.bongo.workspace}

    def entity_id(self, path: str) -> str:
        """Return owner/repo/path."""
        return f"{self.bongo.client.full_name}/{self.bongo.path_of(path)}"

    def place(self, path: str) -> str:
        """Return the path within the repository."""
        return self.bongo.path_of(path)

    def stored_path(self, fields: Fields) -> str | None:
        """Return the path in the scenario's folder; it is stored with the repository, or without.

        A generation calls the one `full_path` and the other `path_in_repo`.
        """
        stored: str | None = fields.get("path_in_repo") or fields.get("full_path")
        if not stored:
            return None
        in_repository = stored.removeprefix(f"{self.bongo.client.full_name}/")
        return in_repository.removeprefix(self.bongo.path_of(""))

    def containers(self, path: str) -> list[str]:
        """Return the repository and the directories above the file."""
        parts = PurePosixPath(self.bongo.path_of(path)).parts[:-1]
        directories = [f"Directory {name}" for name in parts]
        return [f"Repository {self.bongo.client.name}", *directories]


CONNECTOR = GitHubConnector
