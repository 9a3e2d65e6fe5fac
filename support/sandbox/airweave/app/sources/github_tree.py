"""The files of a repository at one commit."""

import base64
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from support.sandbox.airweave.app.sources.http import VendorApi

ROOT = ""

Item = dict[str, Any]  # an object of GitHub's answers


class Tree:
    """The files at one commit; every directory is listed at most once.

    Args:
        api: GitHub as the connection sees it.
        repo_path: `repos/OWNER/NAME`.
        commit: the sha of the commit.
    """

    def __init__(self, api: VendorApi, repo_path: str, commit: str) -> None:
        self.commit = commit
        self._api = api
        self._path = f"{repo_path}/contents"
        self._listings: dict[str, list[Item]] = {}

    def listing(self, directory: str) -> list[Item]:
        """Return the entries of a directory that exists; raises `SourceError`."""
        if directory not in self._listings:
            url = f"{self._path}/{quote(directory)}".rstrip("/")
            self._listings[directory] = self._api.json(url, ref=self.commit)
        return self._listings[directory]

    def item(self, path: str) -> Item | None:
        """Return the entry of a path, or None when there is none; raises `SourceError`."""
        parent = next(iter(parents(path)[-1:]), ROOT)
        if parent != ROOT:
            above = self.item(parent)
            if above is None or above["type"] != "dir":
                return None
        return next((item for item in self.listing(parent) if item["path"] == path), None)

    def content(self, path: str) -> bytes:
        """Return the bytes of a file; raises `SourceError`.

        GitHub sends files of up to 1 MB inside its answer; of larger ones only the download URL.
        """
        file = self._api.json(f"{self._path}/{quote(path)}", ref=self.commit)
        if file["encoding"] == "base64":
            return base64.b64decode(file["content"])
        return self._api.bytes(file["download_url"])


@dataclass(frozen=True)
class Snapshot:
    """One commit of one branch of one repository, the repository as GitHub describes it."""

    repository: Item
    branch: str
    tree: Tree


def parents(path: str) -> list[str]:
    """Return the directories above a path, outermost first, without the root."""
    return [str(parent) for parent in reversed(PurePosixPath(path).parents)][1:]
