"""The sandbox's GitHub, asked through PyGithub like the real one."""

import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import requests
from github import (
    Auth,
    BadCredentialsException,
    Github,
    GithubException,
    GithubRetry,
    InputGitTreeElement,
    UnknownObjectException,
)
from github.ContentFile import ContentFile
from github.Repository import Repository

from support.core.waiting import eventually
from tests.conftest import Settings

Break = Callable[..., None]


def connect(
    sandbox: Settings, token: str | None = None, retry: GithubRetry | None = None
) -> Github:
    return Github(
        base_url=sandbox["GITHUB_API_URL"],
        auth=Auth.Token(token or sandbox["GITHUB_PERSONAL_ACCESS_TOKEN"]),
        retry=retry,
        seconds_between_requests=0,
        seconds_between_writes=0,
    )


@pytest.fixture(scope="module")
def repository(sandbox: Settings) -> Repository:
    return connect(sandbox).get_repo(sandbox["GITHUB_REPO_NAME"])


@pytest.fixture
def branch(repository: Repository) -> Iterator[str]:
    """Yield the name of an orphan branch with one file, the way a scenario gets its own."""
    name = f"test/{uuid.uuid4().hex[:8]}"
    tree = repository.create_git_tree([_text("start.md", "the beginning")])
    commit = repository.create_git_commit("Begin", tree, [])
    reference = repository.create_git_ref(f"refs/heads/{name}", commit.sha)
    yield name
    reference.delete()


@pytest.fixture
def break_github(github_faults: httpx.Client) -> Break:
    def inject(**fault: object) -> None:
        github_faults.put("/faults", json=[fault]).raise_for_status()

    return inject


def file_at(repository: Repository, path: str, branch: str) -> ContentFile:
    """Return the one file that lies there now."""
    found = repository.get_contents(path, ref=branch)
    assert isinstance(found, ContentFile)
    return found


def _text(path: str, content: str) -> InputGitTreeElement:
    return InputGitTreeElement(path, "100644", "blob", content=content)


PATHS = [
    "docs/hällo wörld.md",
    "日本/ファイル.py",
    "a b/c#d?e%20f&g+h.txt",
    "🐒/q'uo\"te.md",
    ".x/-y",
]
CONTENTS = {"text": "words\nand words\n", "bytes": bytes(range(256)), "nothing": "", "umlaut": "ü"}


@pytest.mark.parametrize("path", PATHS)
def test_a_file_lives_under_any_path(repository: Repository, branch: str, path: str) -> None:
    created = repository.create_file(path, "Add", "old", branch=branch)["content"]
    repository.update_file(path, "Change", "new", created.sha, branch=branch)
    read = file_at(repository, path, branch)
    assert (read.path, read.decoded_content) == (path, b"new")
    assert httpx.get(read.download_url).text == "new"
    assert httpx.get(read.download_url.partition("?")[0]).status_code == 401
    repository.delete_file(path, "Remove", read.sha, branch=branch)
    with pytest.raises(UnknownObjectException):
        file_at(repository, path, branch)


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_a_file_holds_any_content(
    sandbox: Settings, repository: Repository, branch: str, content: str | bytes
) -> None:
    wanted = content if isinstance(content, bytes) else content.encode()
    repository.create_file("file", "Add", content, branch=branch)
    read = file_at(repository, "file", branch)
    assert (read.decoded_content, read.size) == (wanted, len(wanted))
    headers = {"Authorization": f"token {sandbox['GITHUB_PERSONAL_ACCESS_TOKEN']}"}
    assert httpx.get(read.download_url, headers=headers).content == wanted


def test_a_large_file_comes_only_by_its_download_url(
    sandbox: Settings, repository: Repository, branch: str
) -> None:
    content = "0123456789abcdef" * 100_000
    repository.create_file("large.txt", "Add", content, branch=branch)
    read = file_at(repository, "large.txt", branch)
    assert (read.encoding, read.content, read.size) == ("none", "", len(content))
    headers = {"Authorization": f"Bearer {sandbox['GITHUB_PERSONAL_ACCESS_TOKEN']}"}
    assert httpx.get(read.download_url, headers=headers).text == content


def test_a_stale_or_missing_sha_is_a_conflict(repository: Repository, branch: str) -> None:
    created = repository.create_file("file", "Add", "one", branch=branch)["content"]
    repository.update_file("file", "Change", "two", created.sha, branch=branch)
    with pytest.raises(GithubException) as stale:
        repository.update_file("file", "Change", "three", created.sha, branch=branch)
    assert stale.value.status == 409
    with pytest.raises(GithubException) as missing:
        repository.create_file("file", "Add", "four", branch=branch)
    assert missing.value.status == 422


def test_commits_tell_what_changed_since(repository: Repository, branch: str) -> None:
    created = repository.create_file("file", "Add", "one", branch=branch)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    repository.update_file("file", "Change", "two", created["content"].sha, branch=branch)
    read = file_at(repository, "file", branch)
    repository.delete_file("file", "Remove", read.sha, branch=branch)

    commits = list(repository.get_commits(sha=branch, since=yesterday))
    changes = [[(file.status, file.filename) for file in commit.files] for commit in commits]
    assert changes[:3] == [[("removed", "file")], [("modified", "file")], [("added", "file")]]
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert list(repository.get_commits(sha=branch, since=tomorrow)) == []


def test_a_push_is_noted_however_it_comes(repository: Repository, branch: str) -> None:
    def noted() -> str:
        return str(repository.requester.requestJsonAndCheck("GET", repository.url)[1]["pushed_at"])

    before = noted()
    repository.create_file("file", "Add", "one", branch=branch)
    by_contents = noted()
    reference = repository.get_git_ref(f"heads/{branch}")
    reference.edit(reference.object.sha)
    assert before < by_contents < noted()


def test_one_commit_renames_a_file(repository: Repository, branch: str) -> None:
    head = repository.get_branch(branch).commit
    blob = file_at(repository, "start.md", branch)
    elements = [
        InputGitTreeElement("start.md", "100644", "blob", sha=None),
        InputGitTreeElement("new/place.md", "100644", "blob", sha=blob.sha),
    ]
    tree = repository.create_git_tree(elements, base_tree=head.commit.tree)
    commit = repository.create_git_commit("Move", tree, [head.commit])
    repository.get_git_ref(f"heads/{branch}").edit(commit.sha)

    assert repository.get_branch(branch).commit.sha == commit.sha
    (change,) = repository.get_commit(commit.sha).files
    assert change.status == "renamed"
    assert (change.previous_filename, change.filename) == ("start.md", "new/place.md")


def test_long_listings_come_in_pages(repository: Repository, branch: str) -> None:
    for number in range(35):
        repository.create_file(f"{number}.md", f"Add {number}", "words", branch=branch)
    messages = [commit.commit.message for commit in repository.get_commits(sha=branch)]
    assert messages == [*(f"Add {number}" for number in reversed(range(35))), "Begin"]


def test_refs_are_listed_and_deleted(repository: Repository, branch: str) -> None:
    head = repository.get_branch(branch).commit
    other = repository.create_git_ref(f"refs/heads/{branch}-2", head.sha)
    names = [reference.ref for reference in repository.get_git_refs()]
    assert {f"refs/heads/{branch}", f"refs/heads/{branch}-2", "refs/heads/main"} <= set(names)
    matching = repository.get_git_matching_refs(f"heads/{branch}")
    assert [found.ref for found in matching] == [f"refs/heads/{branch}", f"refs/heads/{branch}-2"]
    other.delete()
    with pytest.raises(UnknownObjectException):
        repository.get_branch(f"{branch}-2")


def test_an_unknown_caller_gets_githubs_own_refusal(sandbox: Settings) -> None:
    with pytest.raises(BadCredentialsException) as refused:
        connect(sandbox, token="ghp_wrong").get_repo(sandbox["GITHUB_REPO_NAME"])
    assert refused.value.data == {
        "message": "Bad credentials",
        "documentation_url": "https://docs.github.com/rest",
        "status": "401",
    }
    anonymous = httpx.get(f"{sandbox['GITHUB_API_URL']}/user")
    assert anonymous.status_code == 401
    assert anonymous.json()["message"] == "Requires authentication"


def test_primary_rate_limit(repository: Repository, break_github: Break) -> None:
    break_github(kind="rate_limit_403", times=1, retry_after=7)
    with pytest.raises(GithubException) as refused:
        repository.get_branch("main")
    error = refused.value
    assert error.status == 403
    assert error.data["message"].startswith("API rate limit exceeded")
    assert error.headers is not None
    assert error.headers["x-ratelimit-remaining"] == "0"
    assert 0 < int(error.headers["x-ratelimit-reset"]) - time.time() <= 8
    assert repository.get_branch("main")


def test_secondary_rate_limit(repository: Repository, break_github: Break) -> None:
    break_github(kind="rate_limit_429", retry_after=7, path="/branches/")
    with pytest.raises(GithubException) as refused:
        repository.get_branch("main")
    assert refused.value.status == 429
    assert refused.value.headers is not None
    assert refused.value.headers["retry-after"] == "7"
    assert repository.get_commit("main")


def test_pygithub_waits_for_a_limit_to_end(sandbox: Settings, break_github: Break) -> None:
    break_github(kind="rate_limit_429", times=1, retry_after=1)
    retry = GithubRetry(total=2, status_forcelist=[429])
    assert connect(sandbox, retry=retry).get_repo(sandbox["GITHUB_REPO_NAME"])


def test_bad_gateway_is_the_answer_to_each_second_request(
    repository: Repository, break_github: Break
) -> None:
    break_github(kind="bad_gateway", every=2, times=1)
    assert repository.get_branch("main")
    with pytest.raises(GithubException) as refused:
        repository.get_branch("main")
    assert refused.value.status == 502
    assert [repository.get_branch("main") for _ in range(2)]


def test_cut_connection(repository: Repository, break_github: Break) -> None:
    break_github(kind="cut", times=1)
    with pytest.raises(requests.ConnectionError):
        repository.get_branch("main")
    assert repository.get_branch("main")


def test_slow_answer(repository: Repository, break_github: Break) -> None:
    break_github(kind="slow", seconds=0.3, path="/commits")
    before = time.monotonic()
    repository.get_commit("main")
    assert time.monotonic() - before >= 0.3


def test_late_commit(repository: Repository, branch: str, break_github: Break) -> None:
    break_github(kind="late_commit", seconds=60)
    sha = repository.get_branch(branch).commit.sha
    assert list(repository.get_commits(sha=branch)) == []
    assert repository.get_commit(sha).sha == sha
    break_github(kind="late_commit", seconds=0)
    assert [commit.sha for commit in repository.get_commits(sha=branch)] == [sha]


def test_an_unknown_fault_is_refused(github_faults: httpx.Client) -> None:
    assert github_faults.put("/faults", json=[{"kind": "earthquake"}]).status_code == 422
    assert github_faults.get("/faults").json() == []


def test_a_fault_of_a_name_is_planted_and_removed_beside_others(
    github_faults: httpx.Client, break_github: Break
) -> None:
    break_github(kind="slow", path="/nowhere")
    for name in ("one", "an/other", "one"):
        fault = {"kind": "cut", "path": "/no"}
        github_faults.put(f"/faults/{name}", json=fault).raise_for_status()
    assert _names_of(github_faults) == ["one", "an/other", ""]
    for _ in range(2):
        github_faults.delete("/faults/an/other").raise_for_status()
    assert _names_of(github_faults) == ["one", ""]


def _names_of(github_faults: httpx.Client) -> list[str]:
    return [fault["name"] for fault in github_faults.get("/faults").json()]


def test_a_fault_runs_out(
    github_faults: httpx.Client, repository: Repository, break_github: Break
) -> None:
    break_github(kind="bad_gateway", lasts=0.2)
    eventually(
        lambda: github_faults.get("/faults").json(),
        lambda faults: not faults,
        60,
        "the fault to run out",
    )
    assert repository.get_branch("main").name == "main"
