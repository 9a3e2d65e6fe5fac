"""Every text file is exactly one entity, and its chunks put together are the file."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from support.airweave.client.generation import Condition, Part
from support.airweave.client.models import Piece
from support.airweave.laws.descriptions import wrongly_told
from support.airweave.observers.observers import Observers
from support.core.causes import Cause, as_in
from support.laws.texts import Difference, broken_texts

_MARK = "\ufeff"


def broken_tree(observers: Observers) -> list[Difference]:
    """Return how the files that search and store show differ from those of the source."""
    true = _true(observers)
    counted = _counted(observers)
    seen = {"search": _found(observers), "the store": observers.stored()}
    faults = []
    for observer, pieces in seen.items():
        if pieces is not None:
            for fault in broken_texts(true, *_shown(observers, pieces)):
                told = as_in([fault.text], f"For {observer}: {fault.text}")
                faults.append(replace(fault, text=told))
            for told in wrongly_told(observers, observer, observers.own(pieces)):
                faults.append(Difference(told, is_final=True))
    if faults and counted is not None and counted < len(true):
        said = f"The connection counts {counted} files, but the source holds {len(true)}"
        faults.append(Difference(Cause.LOST(said), is_final=True))
    return faults


def _counted(observers: Observers) -> int | None:
    """Return how many files Airweave itself counts; None if it does not tell."""
    told = observers.airweave.told(observers.collection, observers.connection)
    counts = (telling.get(observers.connector.entity_type) for telling in told.values())
    return next((one["entities"] for one in counts if one), None)


def _true(observers: Observers) -> dict[str, str]:
    """Return the words of every file: neither the mark with which some begin, nor blanks behind."""
    documents = observers.connector.bongo.documents.values()
    texts = {one.path: one.body.decode() for one in documents if one.indexable}
    return {path: text.removeprefix(_MARK).rstrip() for path, text in texts.items()}


def _found(observers: Observers) -> Sequence[Piece]:
    """Return all chunks of all files, page by page: there are more than one answer may bring."""
    most = observers.airweave.contract.most_hits
    kind, found = Condition("entity_type", observers.connector.entity_type), list[Piece]()
    while True:
        part = Part(most, len(found), where=[[kind]])
        page = observers.airweave.search(
            observers.collection.readable_id, "everything", "semantic", part
        )
        found += page
        if len(page) < most:
            return found


def _shown(observers: Observers, pieces: Sequence[Piece]) -> tuple[dict[str, list[str]], set[str]]:
    """Return the texts that are shown under each path, and the paths that lack a chunk in between.

    Each text is put together from its chunks.
    """
    paths = observers.connector.paths_by_id(observers.connector.bongo.documents)
    chunks: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for piece in observers.documents(pieces):
        path = paths.get(piece.original_id, piece.original_id)
        chunks[path][piece.chunk_index].append(piece.text)
    unfinished = {path for path, by_index in chunks.items() if max(by_index) >= len(by_index)}
    return {path: _joined(by_index) for path, by_index in chunks.items()}, unfinished


def _joined(by_index: dict[int, list[str]]) -> list[str]:
    """Put the first of all chunks together, then the second of all, and so on."""
    copies = max(map(len, by_index.values()))
    return [
        "".join(by_index[index][copy] for index in sorted(by_index) if copy < len(by_index[index]))
        for copy in range(copies)
    ]
