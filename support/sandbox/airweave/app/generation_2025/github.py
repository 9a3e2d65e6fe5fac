"""The GitHub source as it was connected and read in August 2025."""

from dataclasses import replace
from typing import ClassVar

from pydantic import SecretStr

from support.sandbox.airweave.app.sources.base import Entity, SourceContext, StrictFields
from support.sandbox.airweave.app.sources.github import GitHubAuth, GitHubConfig, GitHubSource
from support.sandbox.airweave.app.sources.github_tree import Item, Snapshot

_OF_TODAY = {"branch", "commit_id", "full_path", "html_url"}


class GitHubAuthConfig(StrictFields):
    """Credentials; the repository is one of them. Nothing is checked before the first sync."""

    personal_access_token: SecretStr
    repo_name: str


class GitHubSourceConfig(StrictFields):
    """Settings."""

    branch: str | None = None


class GitHub2025(GitHubSource):
    """Reads one branch of one repository; what is stored of a file is its bare content."""

    auth_model: ClassVar[type[StrictFields]] = GitHubAuthConfig
    config_model: ClassVar[type[StrictFields]] = GitHubSourceConfig

    def __init__(
        self, auth: GitHubAuthConfig, config: GitHubSourceConfig, context: SourceContext
    ) -> None:
        super().__init__(
            GitHubAuth.model_construct(personal_access_token=auth.personal_access_token),
            GitHubConfig.model_construct(repo_name=auth.repo_name, branch=config.branch or ""),
            context,
        )

    def _file_entity(self, snapshot: Snapshot, item: Item) -> Entity | None:
        entity = super()._file_entity(snapshot, item)
        if entity is None:
            return None
        heading = f"# {item['path']} in {self._repo_name}\n\n"
        fields = {key: value for key, value in entity.fields.items() if key not in _OF_TODAY}
        return replace(entity, text=entity.text.removeprefix(heading), fields=fields)
