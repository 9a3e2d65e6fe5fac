"""The connectors by short name: one module a vendor, and one line here."""

from support.sandbox.airweave.sources.base import Source
from support.sandbox.airweave.sources.github import GitHubSource

SOURCES: dict[str, type[Source]] = {source.short_name: source for source in (GitHubSource,)}
