"""An HTTP API: an address that answers with a list is a table; this one lists files, at GitHub."""

from collections.abc import Mapping
from typing import ClassVar

from github import GithubException

from support.bongos.github import GitHubBongo
from support.bongos.sources import Sources
from support.dataweaver.sources.base import Config, Source
from support.dataweaver.tables import Table
from support.run.plugin import Scene

_COLUMNS = ("path", "name", "type", "size", "sha")
_FILES = 3
_TABLES = ("samples", "results", "freezers")
_NOT_FOUND = 404


class HttpApiSource(Source):
    """Folders on a branch of the scenario's own: the API lists the files in each."""

    connector_type: ClassVar[str] = "API"
    authentication: ClassVar[str] = "API_KEY"
    bongo: ClassVar[str] = "github"
    table_type: ClassVar[str] = "endpoint"

    def __init__(self, sources: Sources, scene: Scene) -> None:
        super().__init__(sources, scene)
        self._branch = GitHubBongo(sources.log_in(self.bongo), self.workspace("files"))

    def add(self, table: str) -> None:
        """Write files into a folder."""
        self._branch.create([_file(table, number) for number in range(_FILES)])

    def change(self, table: str) -> None:
        """Edit a file, delete another one, and write a third."""
        self._branch.update([_file(table, 0)])
        self._branch.delete([_file(table, 1)])
        self._branch.create([_file(table, _FILES)])

    def remove(self, table: str) -> None:
        """Delete all files of a folder."""
        self._branch.delete([one for one in self._branch.documents if one.startswith(f"{table}/")])

    def path_of(self, table: str) -> str:
        """Return what comes behind the API's address."""
        settings = self._branch.settings
        folder = self._branch.path_of(table)
        branch = self._branch.workspace
        return f"/repos/{settings.github_repo_name}/contents/{folder}?ref={branch}"

    def read(self) -> Mapping[str, Table]:
        """List the files of all folders that are there."""
        found = {table: self._files(table) for table in _TABLES}
        return {self.path_of(table): files for table, files in found.items() if files}

    @property
    def config(self) -> Config:
        """Where the API is, who asks, and what is a table there."""
        settings = self._branch.settings
        return {
            "base_url": str(settings.github_api_url).rstrip("/"),
            "api_key": settings.secret("github_personal_access_token"),
            "endpoints": [{"name": table, "path": self.path_of(table)} for table in _TABLES],
            "columns": list(_COLUMNS),
        }

    @property
    def wrong_config(self) -> Config:
        """The same with another token."""
        return {**self.config, "api_key": "ghp_" + "0" * 36}

    def _files(self, table: str) -> Table | None:
        """Return the files of a folder as the API lists them; None if it is not there."""
        folder, branch = self._branch.path_of(table), self._branch.workspace
        with self._branch.explained(f"list {folder}"):
            try:
                listed = self._branch.client.get_contents(folder, ref=branch)
            except GithubException as error:
                if error.status == _NOT_FOUND:
                    return None
                raise
        files = listed if isinstance(listed, list) else [listed]
        return Table(_COLUMNS, [[one.raw_data[name] for name in _COLUMNS] for one in files])


def _file(table: str, number: int) -> str:
    return f"{table}/note-{number}.md"


SOURCE = HttpApiSource
