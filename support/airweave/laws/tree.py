"""Every text file is exactly one entity, and its chunks put together are the file."""

from collections import defaultdict
from collections.abc import Sequence

from support.airweave.client.generation import Part
from support.airweave.client.models import Piece
from support.airweave.observers.observers import Observers
from support.laws.texts import broken_texts

_MARK = "\ufeff"


def broken_tree(observers: Observers) -> list[str]:
    """Return how the files that search and store show differ from those of the source."""
    seen = {"search": _found(observers), "the store": observers.stored()}
    return [
        f"For {observer}: {fault}"
        for observer, pieces in seen.items()
        if pieces is not None
        for fault in broken_texts(_true(observers), _shown(observers, pieces))
    ]


def _true(observers: Observers) -> dict[str, str]:
    """Return the words of every file; the mark with which some begin is none of them."""
    documents = observers.connector.bongo.documents.values()
    return {one.path: one.body.decode().removeprefix(_MARK) for one in documents if one.indexable}


def _found(observers: Observers) -> Sequence[Piece]:
    """Return all chunks of all files, page by page: there are more than one answer may bring."""
    most = observers.airweave.contract.most_hits
    kind, found = ("entity_type", observers.connector.entity_type), list[Piece]()
    while True:
        part = Part(most, len(found), where=kind)
        page = observers.airweave.search(
            observers.collection.readable_id, "everything", "semantic", part
        )
        found += page
        if len(page) < most:
            return found


def _shown(observers: Observers, pieces: Sequence[Piece]) -> dict[str, list[str]]:
    """Return all texts that are shown under a path, each put together from its chunks."""
    paths = {
        observers.connector.entity_id(path): path for path in observers.connector.bongo.documents
    }
    chunks: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for piece in observers.documents(pieces):
        path = paths.get(piece.original_id, piece.original_id)
        chunks[path][piece.chunk_index].append(piece.text)
    return {path: _joined(by_index) for path, by_index in chunks.items()}


def _joined(by_index: dict[int, list[str]]) -> list[str]:
    """Put the first of all chunks together, then the second of all, and so on."""
    copies = max(map(len, by_index.values()))
    return [
        "".join(by_index[index][copy] for index in sorted(by_index) if copy < len(by_index[index]))
        for copy in range(copies)
    ]
