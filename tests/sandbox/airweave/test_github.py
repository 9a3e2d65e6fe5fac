"""What a collection holds after a sync is what its branch holds."""

import pytest

from tests.sandbox.conftest import Bench, Branch


def test_the_first_sync_inserts_repository_directories_and_files(
    bench: Bench, branch: Branch
) -> None:
    branch.commit({"docs/guide/a.md": "alpha", "src/b.py": "beta"})
    connection = bench.connect(branch)

    job = bench.finished(connection)
    shown = bench.sdk.source_connections.get(connection.id)

    assert job.entities_inserted == 7
    assert shown.entities
    assert {kind: stats.count for kind, stats in (shown.entities.by_type or {}).items()} == {
        "GitHubRepositoryEntity": 1,
        "GitHubDirectoryEntity": 3,
        "GitHubCodeFileEntity": 3,
    }
    assert bench.paths() == {"start.md", "docs/guide/a.md", "src/b.py"}


def test_an_idle_run_changes_nothing(bench: Bench, branch: Branch) -> None:
    connection = bench.connect(branch)
    bench.finished(connection)

    assert bench.sync(connection) == (0, 0, 0)
    assert bench.sync(connection, force=True) == (0, 0, 0)


@pytest.mark.parametrize("force", [False, True], ids=["incremental", "forced"])
class TestChanges:
    """Every kind of change has the same outcome on both ways."""

    def test_edits_additions_and_deletions(self, bench: Bench, branch: Branch, force: bool) -> None:
        branch.commit({"docs/a.md": "walrus", "docs/b.md": "otter", "gone/c.md": "heron"})
        connection = bench.connect(branch)
        bench.finished(connection)

        branch.commit({"docs/a.md": "badger", "gone/c.md": None, "new/deep/d.md": "lynx"})

        assert bench.sync(connection, force=force) == (3, 1, 2)  # directories count too
        assert bench.paths() == {"start.md", "docs/a.md", "docs/b.md", "new/deep/d.md"}
        assert not bench.search("walrus heron")
        assert len(bench.search("badger")) == 1

    def test_a_rename(self, bench: Bench, branch: Branch, force: bool) -> None:
        branch.commit({"old name.md": "the same text in both"})
        connection = bench.connect(branch)
        bench.finished(connection)

        branch.commit({"old name.md": None, "new ñame.md": "the same text in both"})

        assert bench.sync(connection, force=force) == (1, 0, 1)
        assert bench.paths() == {"start.md", "new ñame.md"}

    def test_only_the_final_state_of_several_commits_counts(
        self, bench: Bench, branch: Branch, force: bool
    ) -> None:
        branch.commit({"a.md": "one", "b.md": "one"})
        connection = bench.connect(branch)
        bench.finished(connection)

        branch.commit({"a.md": "two", "b.md": None, "c.md": "one"})
        branch.commit({"a.md": None, "b.md": "three", "c.md": "two"})
        branch.commit({"a.md": "one", "c.md": None})

        assert bench.sync(connection, force=force) == (0, 1, 0)
        assert bench.paths() == {"start.md", "a.md", "b.md"}

    def test_a_file_becomes_a_directory_and_back(
        self, bench: Bench, branch: Branch, force: bool
    ) -> None:
        branch.commit({"x.md": "a file"})
        connection = bench.connect(branch)
        bench.finished(connection)

        branch.commit({"x.md": None})
        branch.commit({"x.md/y.md": "inside"})
        assert bench.sync(connection, force=force) == (2, 0, 1)
        assert bench.paths() == {"start.md", "x.md/y.md"}

        branch.commit({"x.md/y.md": None})
        branch.commit({"x.md": "a file again"})
        assert bench.sync(connection, force=force) == (1, 0, 2)
        assert bench.paths() == {"start.md", "x.md"}

    def test_a_file_that_is_emptied_or_turns_binary_is_removed(
        self, bench: Bench, branch: Branch, force: bool
    ) -> None:
        branch.commit({"a.md": "text", "b.md": "text"})
        connection = bench.connect(branch)
        bench.finished(connection)

        branch.commit({"a.md": "", "b.md": "zero \0 byte"})

        assert bench.sync(connection, force=force) == (0, 0, 2)
        assert bench.paths() == {"start.md"}

    def test_a_merged_branch(self, bench: Bench, branch: Branch, force: bool) -> None:
        base = branch.commit({"a.md": "one", "b.md": "one"})
        side = branch.commit({"side.md": "from the side", "b.md": None})
        main = branch.commit({"a.md": "two"}, base)
        connection = bench.connect(branch)
        bench.finished(connection)

        branch.commit({"side.md": "from the side", "b.md": None}, main, side)

        assert bench.sync(connection, force=force) == (1, 0, 1)
        assert bench.paths() == {"start.md", "a.md", "side.md"}

    def test_a_rewritten_history(self, bench: Bench, branch: Branch, force: bool) -> None:
        start = branch.head
        branch.commit({"a.md": "one"})
        connection = bench.connect(branch)
        bench.finished(connection)

        branch.commit({"b.md": "two"}, start)

        assert bench.sync(connection, force=force) == (1, 0, 1)
        assert bench.paths() == {"start.md", "b.md"}

    def test_only_regular_files_are_read(self, bench: Bench, branch: Branch, force: bool) -> None:
        connection = bench.connect(branch)
        bench.finished(connection)

        branch.commit({"link.md": "nowhere.md"}, mode="120000")

        assert bench.sync(connection, force=force) == (0, 0, 0)
        assert bench.paths() == {"start.md"}


def test_every_text_is_read_whatever_its_name_ends_in(bench: Bench, branch: Branch) -> None:
    branch.commit({"table.csv": "1,2", "Makefile": "all:"})
    bench.finished(bench.connect(branch))

    assert bench.paths() == {"start.md", "table.csv", "Makefile"}


def test_a_large_file_is_read_to_its_end(bench: Bench, branch: Branch) -> None:
    lines = "".join(f"line {number} of the large file\n" for number in range(60_000))
    branch.commit({"large.md": f"{lines}\nzebra9000\n"})  # above 1 MB: by its download URL
    connection = bench.connect(branch)
    assert bench.finished(connection).status == "completed"

    (hit,) = bench.search("zebra9000")
    assert hit.airweave_system_metadata.chunk_index > 1
    assert hit.airweave_system_metadata.original_entity_id.endswith("/large.md")

    branch.commit({"large.md": "short now"})
    assert bench.sync(connection) == (0, 1, 0)
    assert not bench.search("zebra9000")
    assert len(bench.search("short")) == 1


def test_the_whole_text_of_a_document_finds_it_with_a_high_score(
    bench: Bench, branch: Branch
) -> None:
    text = " ".join(f"Sentence {n} tells how a walrus counts its {n} friends." for n in range(17))
    branch.commit({"docs/walrus.md": text, "docs/other.md": "Something else altogether."})
    bench.finished(bench.connect(branch))

    best = bench.search(text, "semantic")[0]

    assert best.raw_source_fields["full_path"] == "acme/acceptance/docs/walrus.md"
    assert 0.9 <= best.relevance_score <= 1.0 + 1e-6
    assert [step.name for step in best.breadcrumbs] == ["acceptance", "docs"]


def test_hybrid_search_ranks_what_both_ways_find_first(bench: Bench, branch: Branch) -> None:
    branch.commit({"a.md": "the walrus sleeps", "b.md": "unrelated words"})
    bench.finished(bench.connect(branch))

    hits = bench.search("walrus", "hybrid")

    assert hits[0].raw_source_fields["full_path"] == "acme/acceptance/a.md"
    assert hits[0].relevance_score == 1.0  # first in both lists: 1/2 + 1/2
