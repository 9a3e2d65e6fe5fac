"""What is wrong, each in one sentence that needs no table to be understood."""

from collections import defaultdict
from collections.abc import Collection as Items
from collections.abc import Iterator, Mapping, Sequence

from support.airweave.client.models import Job, Key, Piece
from support.airweave.oracle.observation import ABSENT, Observation
from support.core.causes import Cause

MOST_NAMES = 3
_NOTHING = Observation()


def few(names: Sequence[str]) -> str:
    """Return a few names, and how many more there are: they stand for one cause."""
    named, more = names[:MOST_NAMES], len(names) - MOST_NAMES
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def still_there(path: str, found: str, stored: str | None, job: Job | None) -> str:
    """Say that a deleted document is still shown.

    Args:
        path: of the document.
        found: the state that search shows.
        stored: the state that the store holds; None if it cannot be looked into.
        job: the one sync since the deletion, if there was one only.
    """
    said = " and the job says so" if job and job.entities_deleted else ""
    where = [
        *_if(found != ABSENT, "search still finds it"),
        *_if(stored not in {None, ABSENT}, "the store still holds it"),
    ]
    return f"`{path}` was deleted{said}, yet {' and '.join(where)}"


def missing(path: str, found: str, stored: str | None, confessed: str) -> str:
    """Say that a document of the source is not shown; nothing if it is.

    Args:
        path: of the document.
        found: the state that search shows.
        stored: the state that the store holds; None if it cannot be looked into.
        confessed: what the syncs say of things that went wrong.
    """
    where = [
        *_if(found == ABSENT, "search does not find it"),
        *_if(stored == ABSENT, "the store does not hold it"),
    ]
    said = f" and {confessed}" if confessed else ""
    return f"`{path}` is in the source{said}, yet {' and '.join(where)}" if where else ""


def needless_writes(pieces: Sequence[Piece], job: Job, changed: Items[str]) -> list[str]:
    """Return the entities that a sync wrote although nothing about them changed.

    Args:
        pieces: everything that can be seen.
        job: the sync.
        changed: the ids of what changed. What a changed document lies in may change with it.
    """
    needed = {*changed}
    for piece in pieces:
        if piece.original_id in changed:
            needed.update(piece.containers)
    if changed:  # a change of a file shows in the repository's own figures
        needed.update(piece.original_id for piece in pieces if not piece.containers)
    written = {
        f"{piece.name or piece.original_id} ({piece.entity_type})"
        for piece in pieces
        if piece.job_id == job.id and piece.original_id not in needed
    }
    return sorted(written)


def dead_ends(pieces: Sequence[Piece]) -> dict[str, list[str]]:
    """Return the containers that are not in the collection, with what is said to lie in them."""
    there = {piece.original_id for piece in pieces}
    contents: dict[str, set[str]] = defaultdict(set)
    for piece in pieces:
        for container in set(piece.containers) - there:
            contents[container].add(piece.original_id)
    return {container: sorted(inside) for container, inside in contents.items()}


def miscounts(
    job: Job,
    before: Items[Key],
    writers: Mapping[Key, Items[str]],
    excess: int = 0,
    unjudged: Items[str] = (),
) -> Iterator[str]:
    """Yield the counters of a job that do not fit what is seen.

    Args:
        job: the one sync since the look before.
        before: the entities that were seen then.
        writers: by entity that is seen now, the jobs that wrote it.
        excess: how many may be counted as inserted that are not seen.
        unjudged: which counters are known to be wrong.
    """
    known, now = {*before}, {*writers}
    written = {entity for entity, jobs in writers.items() if job.id in jobs}
    for name, reported, seen, more in (
        ("inserted", job.entities_inserted, len(written - known), excess),
        ("updated", job.entities_updated, len(written & known), 0),
        ("deleted", job.entities_deleted, len(known - now), 0),
    ):
        if name not in unjudged and not seen <= reported <= seen + more:
            said = f"the sync job reports {reported} {name}, but the observers see {seen}"
            yield Cause.MISCOUNTED(said)


def spoilt(
    states: Mapping[str, str], seen: Mapping[str, Observation], who: str = "the store holds"
) -> Iterator[str]:
    """Yield a line for all documents that are seen in a state in which they should not be.

    Args:
        states: by path, the state that is expected.
        seen: by path, what an observer sees.
        who: sees it, and how.
    """
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    causes: dict[tuple[str, str], Cause] = {}
    for path in {**states, **seen}:
        expected, shown = states.get(path, ABSENT), seen.get(path, _NOTHING)
        if shown.state != expected:
            alike[expected, shown.state].append(path)
            causes[expected, shown.state] = why_not(expected, shown)
    for (expected, state), paths in alike.items():
        said = f"{len(paths)} of {len(states)} documents: expected {expected}, {who} {state}"
        yield causes[expected, state](f"{said}: {few(sorted(paths))}")


def why_not(expected: str, seen: Observation) -> Cause:
    """Return why a document that is not as expected is so."""
    if expected != ABSENT:
        return seen.cause or Cause.ALTERED
    return Cause.INVENTED if seen.cause is Cause.INVENTED else Cause.STALE


def _if(condition: object, text: str) -> Iterator[str]:
    if condition:
        yield text
