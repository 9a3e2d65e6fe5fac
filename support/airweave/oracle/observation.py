"""What an observer sees of one document, put into words that can be compared and read."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from support.airweave.client.models import Collection, Connection, Piece
from support.core.causes import Cause, chief
from support.core.content import Document
from support.core.secrecy import redact

ABSENT = "absent"


class Chunk(NamedTuple):
    """What is judged of one chunk of a document, and no more: many are noted at a time.

    Attributes:
        number: which of the document it is, from 0 on.
        text: its words.
        job: the sync job that wrote it.
        kind: the type of entity that it is of.
        source: the source that it came from.
        sync: the sync that brought it.
        tenant: the collection that it is in; None where that is not told.
        path: the path that is stored with it; None where none is.
    """

    number: int
    text: str
    job: str
    kind: str
    source: str
    sync: str
    tenant: str | None
    path: str | None

    @classmethod
    def of(cls, piece: Piece, path: str | None) -> Self:
        """Return what is judged of a piece; words that all of them share are kept once."""
        return cls(
            piece.chunk_index,
            piece.text,
            sys.intern(piece.job_id),
            sys.intern(piece.entity_type),
            sys.intern(piece.source_name),
            sys.intern(piece.sync_id),
            piece.tenant and sys.intern(piece.tenant),
            path,
        )


@dataclass(frozen=True)
class Observation:
    """What one observer sees of one document.

    Attributes:
        state: in words. A faultless document is described by its `Document.state`, such as
            "revision 2"; whatever is wrong with it is added, so that comparing two states
            compares everything: "revision 1 and 2", "revision 2 without 3 of 10 sentences", …
        cause: why it is not as it was written; None if it is.
        is_hopeless: whether it shows what no waiting can mend: something that was written wrongly,
            not something that is not written yet or not yet gone.
        score: with which search by its own words finds it, if that was measured.
        rank: of the document among all documents in that search; 1 is the first.
        runner_up: the score of the document that comes next, if any does and is measured.
        snippet: the beginning of what is seen.
    """

    state: str = ABSENT
    cause: Cause | None = Cause.LOST
    is_hopeless: bool = False
    score: float | None = None
    rank: int | None = None
    runner_up: float | None = None
    snippet: str = ""


def observe(
    history: Sequence[Document],
    chunks: Sequence[Chunk],
    kind: str,
    connection: Connection,
    collection: Collection,
) -> Observation:
    """Say what these chunks of one document show.

    Args:
        history: every revision of the document that was ever written, oldest first; none if
            nobody wrote it.
        chunks: those of the document that the observer sees, at least one.
        kind: the type of entity that it must be.
        connection: where the chunks must come from.
        collection: where the chunks must be.
    """
    path = history[-1].path if history else ""
    strays = [
        *_strays("as", {one.kind for one in chunks}, kind),
        *_strays("from source", {one.source for one in chunks}, connection.short_name),
        *_strays("from sync", {one.sync for one in chunks}, connection.sync_id or ""),
        *_strays("in collection", {one.tenant for one in chunks}, collection.id),
        *_strays("under the path", {one.path for one in chunks}, path),
    ]
    text = _text(chunks)
    visible = [one for one in history if any(sentence in text for sentence in one.sentences)]
    doubles, gaps = _duplicates(chunks), _gaps(chunks)
    faults = [*doubles, *gaps, *strays]
    return Observation(
        state=", ".join([_revisions(text, visible, history), *faults]),
        cause=chief(
            [
                _cause_of_words(text, visible, history),
                Cause.DUPLICATED if doubles else None,
                Cause.LOST if gaps else None,
                Cause.ALTERED if strays else None,
            ]
        ),
        is_hopeless=bool(strays) or not history or _is_written_twice(chunks),
        snippet=_snippet(chunks),
    )


def _snippet(chunks: Sequence[Chunk], longest: int = 16) -> str:
    """Return the beginning of what these chunks say, on one line and without headings."""
    lines = redact("\n".join(one.text for one in chunks)).splitlines()
    text = " ".join(" ".join(line for line in lines if not line.startswith("#")).split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _text(chunks: Sequence[Chunk]) -> str:
    texts = [one.text for one in sorted(chunks, key=lambda one: one.number)]
    return "\n".join([*texts, "".join(texts)])  # a chunk may end in the middle of a sentence


def _cause_of_words(
    text: str, visible: Sequence[Document], history: Sequence[Document]
) -> Cause | None:
    """Return why these words are not those of the newest revision; None if they are."""
    if not history:
        return Cause.INVENTED
    if visible and visible != [history[-1]]:
        return Cause.STALE
    whole = visible and all(sentence in text for sentence in visible[-1].sentences)
    return None if whole else Cause.LOST


def _revisions(text: str, visible: Sequence[Document], history: Sequence[Document]) -> str:
    """Say which revisions these words are of, and what of the newest of them is missing."""
    if not history:
        return "never written"
    if not visible:
        return "without its words"
    newest = visible[-1]
    missed = sum(sentence not in text for sentence in newest.sentences)
    numbers = " and ".join(str(document.revision) for document in visible)
    missing = f" without {missed} of {len(newest.sentences)} sentences" if missed else ""
    return f"revision {numbers}{missing}"


def _duplicates(chunks: Sequence[Chunk]) -> list[str]:
    most = max(Counter(one.number for one in chunks).values())
    return [f"{most} times"] if most > 1 else []


def _is_written_twice(chunks: Sequence[Chunk]) -> bool:
    """Tell whether one job wrote the same chunk twice; of two jobs the older may yet give way."""
    written = Counter((one.number, one.job, one.text) for one in chunks)
    return max(written.values()) > 1


def _gaps(chunks: Sequence[Chunk]) -> list[str]:
    seen = {one.number for one in chunks}
    missing = sorted(set(range(max(seen) + 1)) - seen)
    return [f"without chunk {', '.join(map(str, missing))}"] if missing else []


def _strays(wording: str, seen: Iterable[str | None], expected: str) -> list[str]:
    return [f"{wording} {stray}" for stray in sorted({*filter(None, seen)} - {expected})]
