"""The words in which the oracle describes what it sees: every fault gets a name."""

from collections.abc import Sequence

import pytest

from support.airweave.client.models import Collection, Connection, Piece
from support.airweave.oracle.observation import Chunk, Observation, observe
from support.core.content import Author, Document

HISTORY = [Author("seed").write("docs/a.md", revision) for revision in (1, 2)]
FIRST, SECOND = HISTORY
COLLECTION = Collection(id="c-1", name="c", readable_id="c")
CONNECTION = Connection(
    id="s",
    name="s",
    short_name="github",
    readable_collection_id="c",
    status="active",
    sync_id="s-1",
)


def piece(text: str, chunk: int = 0, **other: str) -> Piece:
    facts = {"source_name": "github", "sync_id": "s-1", "tenant": "c-1"} | other
    return Piece(
        entity_id=f"a__chunk_{chunk}", original_id="a", chunk_index=chunk, text=text, **facts
    )


def observed(*pieces: Piece, history: Sequence[Document] = HISTORY) -> Observation:
    path = "docs/a.md" if history else None
    chunks = [Chunk.of(one, path) for one in pieces]
    return observe(history, chunks, "", CONNECTION, COLLECTION)


def seen(*pieces: Piece, history: Sequence[Document] = HISTORY) -> str:
    return observed(*pieces, history=history).state


WHOLE = piece(SECOND.body.decode())
HALVES = [
    piece("\n".join(SECOND.sentences[:7]), 0),
    piece("\n".join(SECOND.sentences[7:]), 1),
]


def test_a_faultless_document_is_its_revision() -> None:
    assert seen(WHOLE) == SECOND.state == "revision 2"


def test_chunks_make_one_document_in_any_order() -> None:
    assert seen(*reversed(HALVES)) == "revision 2"


@pytest.mark.parametrize(
    ("pieces", "description"),
    [
        ([piece(FIRST.body.decode())], "revision 1"),
        ([piece((FIRST.body + SECOND.body).decode())], "revision 1 and 2"),
        ([piece("only the heading")], "without its words"),
        ([HALVES[0]], "revision 2 without 7 of 14 sentences"),
        ([HALVES[1]], "revision 2 without 7 of 14 sentences, without chunk 0"),
        ([WHOLE, WHOLE], "revision 2, 2 times"),
        ([piece(SECOND.body.decode(), source_name="slack")], "revision 2, from source slack"),
        ([piece(SECOND.body.decode(), sync_id="s-2")], "revision 2, from sync s-2"),
        ([piece(SECOND.body.decode(), tenant="c-2")], "revision 2, in collection c-2"),
        (
            [WHOLE, piece(SECOND.body.decode(), tenant="c-2")],
            "revision 2, 2 times, in collection c-2",
        ),
    ],
)
def test_every_fault_is_named(pieces: list[Piece], description: str) -> None:
    assert seen(*pieces) == description


def test_a_wrong_kind_is_named() -> None:
    folder = WHOLE.model_copy(update={"entity_type": "Folder"})
    seen_as = observe(HISTORY, [Chunk.of(folder, "docs/a.md")], "File", CONNECTION, COLLECTION)
    assert seen_as.state == "revision 2, as Folder"


def test_a_sentence_may_stand_across_two_chunks() -> None:
    text = SECOND.body.decode()
    assert seen(piece(text[:100], 0), piece(text[100:], 1)) == "revision 2"


def test_a_wrong_path_is_named() -> None:
    moved = observe(HISTORY, [Chunk.of(WHOLE, "docs/b.md")], "", CONNECTION, COLLECTION)
    assert moved.state == "revision 2, under the path docs/b.md"


def test_a_document_that_nobody_wrote_is_named() -> None:
    assert seen(WHOLE, history=[]) == "never written"


@pytest.mark.parametrize(
    "pieces",
    [
        [WHOLE, WHOLE],
        [piece(SECOND.body.decode(), source_name="slack")],
        [piece(SECOND.body.decode(), tenant="c-2")],
    ],
)
def test_what_was_written_wrongly_is_not_mended_by_waiting(pieces: list[Piece]) -> None:
    assert observed(*pieces).is_hopeless


@pytest.mark.parametrize(
    "pieces",
    [
        [WHOLE],
        [HALVES[1]],
        [piece(FIRST.body.decode())],
        [piece(FIRST.body.decode(), job_id="j-1"), piece(SECOND.body.decode(), job_id="j-2")],
        [piece(SECOND.body.decode(), job_id="j-1"), piece(SECOND.body.decode(), job_id="j-2")],
    ],
)
def test_what_is_not_finished_may_be_mended_by_waiting(pieces: list[Piece]) -> None:
    assert not observed(*pieces).is_hopeless


def test_the_beginning_of_what_is_seen_is_shown_without_its_heading() -> None:
    text = f"# docs/a.md\n\n{SECOND.body.decode()}"
    assert observed(piece(text)).snippet == f"{SECOND.sentences[0][:15]}…"


def test_revisions_share_no_sentence() -> None:
    assert not set(FIRST.sentences) & set(SECOND.sentences)
