"""What the commits between two readings touched."""

from typing import Any

from support.sandbox.airweave.app.sources.base import Cursor
from support.sandbox.airweave.app.sources.http import VendorApi

MOST_FILES = 3000  # GitHub lists no more files of one commit

Commit = dict[str, Any]


def touched_paths(api: VendorApi, repo_path: str, head: str, cursor: Cursor) -> set[str] | None:
    """Return the paths that the commits after `cursor` touched, up to the commit `head`.

    Args:
        api: GitHub as the connection sees it.
        repo_path: `repos/OWNER/NAME`.
        head: the sha of the newest commit.
        cursor: of the reading before: `sha` is its newest commit, `pushed_at` when the repository
            had last been pushed to.

    Returns:
        The paths, or None when the commits cannot account for the difference: the history was
        rewritten, a commit is older than that push, or one has more files than GitHub lists.
    """
    listing: dict[str, Commit] = {}
    since = cursor["pushed_at"]
    for page in api.pages(f"{repo_path}/commits", sha=head, since=since, per_page=100):
        listing |= {commit["sha"]: commit for commit in page}
    chain = first_parents(listing, head, cursor["sha"])
    if chain is None:
        return None
    paths: set[str] = set()
    for sha in chain:
        files = files_of(api, f"{repo_path}/commits/{sha}")
        if len(files) >= MOST_FILES:
            return None
        for file in files:
            paths |= paths_of(file)
    return paths


def files_of(api: VendorApi, commit_path: str) -> list[dict[str, Any]]:
    """Return all files that a commit touched; GitHub shows 300 of them at a time."""
    pages = api.pages(commit_path, per_page=100)
    return [file for page in pages for file in page["files"]]


def first_parents(listing: dict[str, Commit], head: str, seen: str) -> list[str] | None:
    """Return the shas from `head` down to, but without, `seen`, along first parents.

    GitHub shows the files of a commit as the difference to its first parent, so the commits of
    this chain, and only they, add up to the difference between `seen` and `head`; what a merge
    brought in is in the merge commit. None when the chain leaves the listing before `seen`.
    """
    chain: list[str] = []
    sha = head
    while sha != seen:
        commit = listing.get(sha)
        if commit is None or not commit["parents"]:
            return None
        chain.append(sha)
        sha = commit["parents"][0]["sha"]
    return chain


def paths_of(file: dict[str, Any]) -> set[str]:
    """Return the paths that one file of a commit concerns: two when it was renamed.

    A copied file also names the one it comes from; reading that once more does no harm.
    """
    return {path for path in (file["filename"], file.get("previous_filename")) if path}
