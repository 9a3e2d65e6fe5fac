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
        return f"{self.bongo.client.full_name}/{path}"

    def stored_path(self, fields: Fields) -> str | None:
        """Return the path within the repository."""
        return fields.get("path_in_repo")

    def containers(self, path: str) -> list[str]:
        """Return the repository and the directories above the file."""
        directories = [f"Directory {name}" for name in PurePosixPath(path).parts[:-1]]
        return [f"Repository {self.bongo.client.name}", *directories]


CONNECTOR = GitHubConnector
