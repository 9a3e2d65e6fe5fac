"""Every bongo keeps one contract at its vendor's, with no product in sight."""

import uuid
from collections.abc import Iterator

import pytest

from support.bongos import SOURCES
from support.bongos.abilities import Bulk, Editing, Trash
from support.bongos.base import Workspace
from support.bongos.sources import Sources
from support.core.errors import Failure
from support.core.limits import Limits
from support.sandbox.kit import private
from support.sandbox.vendors import supplies


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sources]:
    """All sources, each with the engine that stands in for its vendor."""
    private.ensure_token()
    found = supplies([*SOURCES.values()], tmp_path_factory.mktemp("vendors"))
    engines = [engine for supply in found.values() for engine in supply.engines]
    filled = {key: value for supply in found.values() for key, value in supply.settings.items()}
    try:
        for engine in engines:
            engine.start()
        for engine in engines:
            engine.wait_ready()
        yield Sources(SOURCES.values(), filled | {"RATE_LIMIT_DELAY_MS": "0"}, Limits())
    finally:
        for engine in engines:
            engine.stop()


class Made(list[tuple[str, str]]):
    """What was registered before it was made."""

    def __call__(self, kind: str, name: str) -> None:
        self.append((kind, name))


@pytest.fixture(params=sorted(SOURCES.values()))
def source(request: pytest.FixtureRequest) -> str:
    """One source after the other."""
    name: str = request.param
    return name


@pytest.fixture
def name() -> str:
    """The name of a workspace that no other test has."""
    return f"test-{uuid.uuid4().hex[:12]}"


def test_what_is_written_is_listed_until_it_is_removed(
    source: str, name: str, sources: Sources
) -> None:
    bongo = sources.open(source, Workspace(name))
    first, second, third = bongo.test_documents
    bongo.create_test_documents()
    assert bongo.list_documents() == sorted([first, second, third])
    if isinstance(bongo, Editing):
        bongo.update([first])
        assert [document.revision for document in bongo.history[first]] == [1, 2]
    bongo.delete([second])
    assert bongo.list_documents() == sorted(bongo.documents) == sorted([first, third])
    bongo.cleanup()


@pytest.mark.parametrize("source", ["github", "linear", "postgresql", "s3"])
def test_many_documents_are_written_changed_and_removed_at_one_stroke(
    source: str, name: str, sources: Sources
) -> None:
    bongo = sources.open(source, Workspace(name))
    bongo.having(Bulk)
    paths = [f"part-{number % 2}/number-{number:03}.md" for number in range(600)]
    bongo.create(paths)
    assert bongo.list_documents() == paths[::2] + paths[1::2]
    bongo.update(paths[:300])
    assert [one.revision for one in bongo.documents.values()] == [2] * 300 + [1] * 300
    bongo.delete(paths[100:])
    assert bongo.list_documents() == sorted(bongo.documents) == sorted(paths[:100])
    bongo.cleanup()


def test_a_workspace_is_registered_made_listed_and_removed(
    source: str, name: str, sources: Sources
) -> None:
    made = Made()
    bongo = sources.open(source, Workspace(name, made))
    assert (made, name in bongo.workspaces()) == ([], False)
    bongo.create_test_documents()
    assert made == [(bongo.kind, name)]
    assert name in bongo.workspaces()

    remove = sources.remover(bongo.kind)
    assert remove is not None
    remove(name)
    assert name not in sources.open(source, Workspace(name)).workspaces()
    remove(name)  # what is gone already is no error


def test_two_workspaces_do_not_see_each_other(source: str, name: str, sources: Sources) -> None:
    one, other = (sources.open(source, Workspace(f"{name}-{which}")) for which in ("a", "b"))
    one.create_test_documents()
    other.create_test_documents()
    other.cleanup()
    assert one.list_documents() == sorted(one.test_documents)
    one.cleanup()


def test_a_mistake_of_a_sentence_is_told_in_one_line(name: str, sources: Sources) -> None:
    bongo = sources.open("postgresql", Workspace(name))
    bongo.create(["Onboarding"])
    with pytest.raises(Failure, match="Onboarding is in the source already"):
        bongo.create(["Onboarding"])
    with pytest.raises(Failure, match="Pricing is not in the source, which holds Onboarding"):
        bongo.delete(["Pricing"])
    with pytest.raises(Failure, match="about trash, which PostgreSQL does not know"):
        bongo.having(Trash)
    bongo.cleanup()
