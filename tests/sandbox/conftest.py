"""One branch of GitHub and one collection of Airweave for a test, both gone after it."""

import uuid
from collections.abc import Iterator

import httpx
import pytest
from airweave import AirweaveSDK, Collection, SearchResult, SourceConnection, SourceConnectionJob
from github import Auth, Github, InputGitTreeElement
from github.Repository import Repository
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from support.sandbox.kit import private
from tests.sandboxes import Sandboxes, Settings

Files = dict[str, str | None]


@pytest.fixture(scope="module")
def sandbox(airweave: Settings) -> Settings:
    """Airweave's sandbox, of today's generation."""
    return airweave


@pytest.fixture(scope="module")
def sandbox_2025(sandboxes: Sandboxes) -> Settings:
    """The same for the Airweave of August 2025."""
    return sandboxes.of("airweave", "2025-08").settings


class Branch:
    """A branch of the test repository."""

    def __init__(self, repository: Repository, name: str) -> None:
        self.repository = repository
        self.name = name

    @property
    def head(self) -> str:
        """The sha of the newest commit."""
        return self.repository.get_git_ref(f"heads/{self.name}").object.sha

    def commit(self, files: Files, *parents: str, mode: str = "100644") -> str:
        """Commit files, None deletes one, and return the sha.

        The commit follows the newest one of the branch, or the given parents instead.
        """
        bases = [self.repository.get_git_commit(sha) for sha in parents or [self.head]]
        elements = [
            InputGitTreeElement(path, "100644", "blob", sha=None)
            if text is None
            else InputGitTreeElement(path, mode, "blob", content=text)
            for path, text in files.items()
        ]
        tree = self.repository.create_git_tree(elements, bases[0].tree)
        commit = self.repository.create_git_commit("Change files", tree, bases)
        self.repository.get_git_ref(f"heads/{self.name}").edit(commit.sha, force=True)
        return commit.sha


class Bench:
    """The official client, and one collection to work on."""

    def __init__(self, sdk: AirweaveSDK, collection: Collection, sandbox: Settings) -> None:
        self.sdk = sdk
        self.collection = collection
        self.id = collection.readable_id
        self.sandbox = sandbox

    def connect(self, branch: Branch) -> SourceConnection:
        """Connect a branch and start its first sync."""
        token = self.sandbox["GITHUB_PERSONAL_ACCESS_TOKEN"]
        connection: SourceConnection = self.sdk.source_connections.create(
            short_name="github",
            readable_collection_id=self.id,
            authentication={"credentials": {"personal_access_token": token}},
            config={"repo_name": self.sandbox["GITHUB_REPO_NAME"], "branch": branch.name},
            schedule={"cron": None},
        )
        return connection

    def finished(self, connection: SourceConnection) -> SourceConnectionJob:
        """Wait for the newest job to end and return it."""
        job: SourceConnectionJob
        for attempt in Retrying(
            retry=retry_if_exception_type(AssertionError),
            stop=stop_after_delay(120),
            wait=wait_fixed(0.02),
            reraise=True,
        ):
            with attempt:
                job = self.sdk.source_connections.get_source_connection_jobs(connection.id)[0]
                assert job.status in {"completed", "failed", "cancelled"}
        return job

    def sync(self, connection: SourceConnection, *, force: bool = False) -> tuple[int, int, int]:
        """Run a sync; return how many entities were inserted, updated and deleted."""
        self.sdk.source_connections.run(connection.id, force_full_sync=force)
        job = self.finished(connection)
        assert job.status == "completed", job.error
        return (
            job.entities_inserted or 0,
            job.entities_updated or 0,
            job.entities_deleted or 0,
        )

    def search(
        self, query: str, strategy: str = "keyword", **options: object
    ) -> list[SearchResult]:
        """Search the collection."""
        found = self.sdk.collections.search.instant(
            self.id, query=query, retrieval_strategy=strategy, **options
        )
        return found.results or []

    def paths(self) -> set[str]:
        """Return the paths of the files that the collection holds."""
        only_files = {
            "field": "airweave_system_metadata.entity_type",
            "operator": "equals",
            "value": "GitHubCodeFileEntity",
        }
        hits = self.search("all", "semantic", filter=[{"conditions": [only_files]}])
        place = f"{self.sandbox['GITHUB_REPO_NAME']}/"
        return {str(hit.raw_source_fields["full_path"]).removeprefix(place) for hit in hits}


@pytest.fixture(scope="module")
def repository(sandbox: Settings) -> Repository:
    """The test repository, as PyGithub sees it."""
    github = Github(
        base_url=sandbox["GITHUB_API_URL"],
        auth=Auth.Token(sandbox["GITHUB_PERSONAL_ACCESS_TOKEN"]),
        seconds_between_requests=0,
        seconds_between_writes=0,
    )
    return github.get_repo(sandbox["GITHUB_REPO_NAME"])


@pytest.fixture
def branch(repository: Repository) -> Iterator[Branch]:
    """A branch that holds nothing but `start.md`."""
    name = f"test/{uuid.uuid4().hex[:8]}"
    tree = repository.create_git_tree(
        [InputGitTreeElement("start.md", "100644", "blob", content="the beginning")]
    )
    commit = repository.create_git_commit("Begin", tree, [])
    reference = repository.create_git_ref(f"refs/heads/{name}", commit.sha)
    yield Branch(repository, name)
    reference.delete()


@pytest.fixture(scope="module")
def sdk(sandbox: Settings) -> AirweaveSDK:
    """Airweave's official client."""
    return AirweaveSDK(base_url=sandbox["AIRWEAVE_API_URL"], api_key=sandbox["AIRWEAVE_API_KEY"])


@pytest.fixture
def bench(sdk: AirweaveSDK, sandbox: Settings) -> Iterator[Bench]:
    """An empty collection."""
    collection = sdk.collections.create(name="Test collection")
    yield Bench(sdk, collection, sandbox)
    sdk.collections.delete(collection.readable_id)


@pytest.fixture(scope="module")
def api(sandbox: Settings) -> Iterator[httpx.Client]:
    """A plain HTTP client of Airweave, without a key."""
    with httpx.Client(base_url=sandbox["AIRWEAVE_API_URL"]) as client:
        yield client


@pytest.fixture
def github_faults(sandbox: Settings) -> Iterator[httpx.Client]:
    """Who tells GitHub how to misbehave; it behaves again after the test."""
    with private.client(sandbox, "GITHUB_FAULTS") as client:
        yield client
        client.delete("/faults").raise_for_status()
