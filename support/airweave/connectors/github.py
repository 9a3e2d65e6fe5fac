"""GitHub: Airweave reads one branch of one repository."""

from hashlib import sha1
from pathlib import PurePosixPath
from typing import Any, ClassVar
from urllib.parse import urlsplit

from support.airweave.client.models import Piece
from support.airweave.connectors.base import Connector, Fields
from support.bongos.github import GitHubBongo
from support.core.content import Document

_LANGUAGES = {".md": "Markdown", ".py": "Python", ".json": "JSON"}


class GitHubConnector(Connector[GitHubBongo]):
    """Makes entities of the repository, its directories and its files."""

    entity_type: ClassVar[str] = "GitHubCodeFileEntity"
    kinds: ClassVar[dict[str, str]] = {"folder": "GitHubDirectoryEntity"}
    secrets: ClassVar[dict[str, str]] = {"personal_access_token": "github_personal_access_token"}
    wrong_secrets: ClassVar[dict[str, str]] = {"personal_access_token": "ghp_" + "0" * 36}
    shows_containers: ClassVar[bool] = True
    keeps_past: ClassVar[bool] = True
    common: ClassVar[frozenset[str]] = frozenset({"GitHubRepositoryEntity"})

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

    def is_folder(self, piece: Piece) -> bool:
        """Tell it by what lies in it: a file may have gone, and a folder come in its place."""
        if piece.entity_type != self.kinds["folder"]:
            return False
        below = f"{piece.original_id}/"
        return any(self.entity_id(path).startswith(below) for path in self.bongo.documents)

    def truth(self, piece: Piece) -> Fields:
        """Return what GitHub says of a file, or of a directory that holds files."""
        path = piece.original_id.removeprefix(f"{self.bongo.client.full_name}/")
        document = self.bongo.documents.get(path.removeprefix(self.bongo.path_of("")))
        if piece.entity_type == self.entity_type and document:
            return {**self._place(path, "blob"), **_facts(document)}
        if piece.entity_type == "GitHubDirectoryEntity":
            return self._place(path, "tree")
        return {}

    def _place(self, path: str, view: str) -> Fields:
        repository, branch = self.bongo.client, self.bongo.workspace
        home = urlsplit(repository.html_url).path
        return {
            "name": PurePosixPath(path).name,
            "container_names": [repository.name, *PurePosixPath(path).parts[:-1]],
            "page": f"{home}/{view}/{branch}/{path}",
            "branch": branch,
            "repo_name": repository.name,
            "repo_owner": repository.full_name.split("/")[0],
            "path": path,
            "path_in_repo": path,
            "full_path": f"{repository.full_name}/{path}",
        }


def _facts(document: Document) -> Fields:
    body = document.body
    # The id that git gives a content: git-scm.com/book/en/v2/Git-Internals-Git-Objects
    blob = sha1(b"blob %d\0%s" % (len(body), body), usedforsecurity=False).hexdigest()
    facts = {"sha": blob, "size": len(body), "line_count": body.count(b"\n") + 1}
    language = _LANGUAGES.get(PurePosixPath(document.path).suffix)
    return {**facts, "is_binary": False, **({"language": language} if language else {})}


CONNECTOR = GitHubConnector
