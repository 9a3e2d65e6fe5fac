"""The words in which the oracle describes what it sees: every fault gets a name."""

from collections.abc import Sequence

import pytest

from support.airweave.client.models import Collection, Connection, Piece
from support.airweave.oracle.observation import describe
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


def seen(*pieces: Piece, history: Sequence[Document] = HISTORY, path: str = "docs/a.md") -> str:
    return describe(history, pieces, CONNECTION, COLLECTION, {path})


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


def test_a_wrong_path_is_named() -> None:
    assert seen(WHOLE, path="docs/b.md") == "revision 2, under the path docs/b.md"


def test_a_document_that_nobody_wrote_is_named() -> None:
    assert seen(WHOLE, history=[], path="") == "never written"


def test_revisions_share_no_sentence() -> None:
    assert not set(FIRST.sentences) & set(SECOND.sentences)
