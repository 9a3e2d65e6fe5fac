"""What an observer sees of one document, put into words that can be compared and read."""

from collections import Counter
from collections.abc import Iterable, Sequence

from support.airweave.client.models import Collection, Connection, Piece
from support.core.content import Document

ABSENT = "absent"


def describe(
    history: Sequence[Document],
    pieces: Sequence[Piece],
    connection: Connection,
    collection: Collection,
    stored_paths: Iterable[str | None],
) -> str:
    """Say what these chunks of one document show.

    A faultless document is described by its `Document.state`, such as "revision 2"; whatever is
    wrong with it is added, so that comparing two descriptions compares everything.

    Args:
        history: every revision of the document that was ever written, oldest first; none if
            nobody wrote it.
        pieces: the chunks of the document that the observer sees, at least one.
        connection: where the chunks must come from.
        collection: where the chunks must be.
        stored_paths: the paths that are stored with the chunks; None where none is.

    Returns:
        "revision 2", "revision 1 and 2", "revision 2 without 3 of 10 sentences", …
    """
    path = history[-1].path if history else ""
    faults = [
        *_duplicates(pieces),
        *_gaps(pieces),
        *_strays("from source", {piece.source_name for piece in pieces}, connection.short_name),
        *_strays("from sync", {piece.sync_id for piece in pieces}, connection.sync_id or ""),
        *_strays("in collection", {piece.tenant for piece in pieces}, collection.id),
        *_strays("under the path", stored_paths, path),
    ]
    return ", ".join([_revisions(pieces, history), *faults])


def snippet(pieces: Sequence[Piece], longest: int = 24) -> str:
    """Return the beginning of what these chunks say, on one line and without its heading."""
    lines = [line for line in "\n".join(piece.text for piece in pieces).splitlines() if line]
    text = " ".join(" ".join(lines[1:] or lines).split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _revisions(pieces: Sequence[Piece], history: Sequence[Document]) -> str:
    text = "\n".join(piece.text for piece in sorted(pieces, key=lambda piece: piece.chunk_index))
    visible = [doc for doc in history if any(sentence in text for sentence in doc.sentences)]
    if not history:
        return "never written"
    if not visible:
        return "without its words"
    newest = visible[-1]
    lost = sum(sentence not in text for sentence in newest.sentences)
    numbers = " and ".join(str(document.revision) for document in visible)
    missing = f" without {lost} of {len(newest.sentences)} sentences" if lost else ""
    return f"revision {numbers}{missing}"


def _duplicates(pieces: Sequence[Piece]) -> list[str]:
    most = max(Counter(piece.chunk_index for piece in pieces).values())
    return [f"{most} times"] if most > 1 else []


def _gaps(pieces: Sequence[Piece]) -> list[str]:
    seen = {piece.chunk_index for piece in pieces}
    missing = sorted(set(range(max(seen) + 1)) - seen)
    return [f"without chunk {', '.join(map(str, missing))}"] if missing else []


def _strays(wording: str, seen: Iterable[str | None], expected: str) -> list[str]:
    return [f"{wording} {stray}" for stray in sorted({*filter(None, seen)} - {expected})]
