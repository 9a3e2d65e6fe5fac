"""What is wrong is said in one sentence that names it."""

from support.airweave.client.models import Job, Piece
from support.airweave.oracle.diagnosis import dead_ends, missing, needless_writes, still_there

JOB = Job(id="new", status="completed", entities_deleted=1)


def piece(entity: str, job: str = "old", containers: tuple[str, ...] = ("repo", "docs")) -> Piece:
    return Piece(entity_id=entity, original_id=entity, job_id=job, containers=list(containers))


REPOSITORY, FOLDER = piece("repo", containers=()), piece("docs", containers=("repo",))


def test_a_deleted_document_that_is_still_shown() -> None:
    said = still_there("src/pricing.py", "revision 1", "revision 1", JOB)
    assert said == (
        "`src/pricing.py` was deleted and the job says so, yet search still finds it and the"
        " store still holds it"
    )


def test_only_what_is_seen_is_said() -> None:
    assert still_there("a.md", "absent", "revision 1", None) == (
        "`a.md` was deleted, yet the store still holds it"
    )
    assert missing("a.md", "absent", None, "") == (
        "`a.md` is in the source, yet search does not find it"
    )


def test_a_missing_document_of_which_no_sync_tells() -> None:
    assert missing("a.md", "absent", "absent", "no sync tells of a failure") == (
        "`a.md` is in the source and no sync tells of a failure, yet search does not find it and"
        " the store does not hold it"
    )


def test_a_document_that_is_shown_is_not_missing() -> None:
    assert not missing("a.md", "revision 1", "revision 1", "no sync tells of a failure")


def test_a_write_is_needed_by_what_changed_and_what_it_lies_in() -> None:
    pieces = [piece("a.md", "new"), piece("docs", "new", ("repo",)), piece("repo", "new", ())]
    assert not needless_writes(pieces, JOB, {"a.md"})
    assert needless_writes([*pieces, piece("b.md", "new")], JOB, {"a.md"}) == ["b.md ()"]


def test_no_write_is_needed_by_nothing() -> None:
    assert needless_writes([piece("repo", "new", ())], JOB, set()) == ["repo ()"]


def test_a_document_must_lie_in_what_is_there() -> None:
    assert not dead_ends([REPOSITORY, FOLDER, piece("a.md")])
    moved = piece("a.md", containers=("acme/handbook", "docs"))
    assert dead_ends([REPOSITORY, FOLDER, moved]) == {"acme/handbook": ["a.md"]}
