"""What is judged of the chunks that an observer sees, noted so that many are small."""

from collections import defaultdict
from collections.abc import Container, Iterable
from typing import Any

from support.airweave.client.models import Collection, Connection, Key, Piece
from support.airweave.connectors.base import Connector
from support.airweave.oracle.observation import Chunk, Observation, observe


class Notes:
    """Notes of chunks what is judged of them, and forgets the rest.

    Args:
        connector: the source, which knows what it holds.
        connection: what must have brought them.
        collection: where they must be.
    """

    def __init__(
        self, connector: Connector[Any], connection: Connection, collection: Collection
    ) -> None:
        self._connector, self._connection, self._collection = connector, connection, collection
        self._paths = connector.paths_by_id(connector.bongo.history)
        self._chunks: dict[str, list[Chunk]] = defaultdict(list)

    def take(self, pieces: Iterable[Piece]) -> None:
        """Note the chunks of documents among these."""
        stored_path = self._connector.stored_path
        for piece in documents_among(self._connector, self._paths, pieces):
            self._chunks[piece.original_id].append(Chunk.of(piece, stored_path(piece.raw)))

    def documents(self) -> dict[str, Observation]:
        """Return what was noted of each document, of those that nobody wrote under their own id."""
        history, paths = self._connector.bongo.history, self._paths
        return {
            paths.get(entity, entity): observe(
                history.get(paths.get(entity, ""), []),
                chunks,
                self._connector.entity_type,
                self._connection,
                self._collection,
            )
            for entity, chunks in self._chunks.items()
        }


def documents_among(
    connector: Connector[Any], ids: Container[str], pieces: Iterable[Piece]
) -> list[Piece]:
    """Return the pieces of documents, and so of no folders and of nobody else's.

    What has the id of a document is one, even if it is called something else; but a folder may
    have come in its place.

    Args:
        connector: the source.
        ids: of all documents that it ever held.
        pieces: what an observer sees.
    """
    kind, is_foreign = connector.entity_type, connector.is_foreign
    return [
        piece
        for piece in pieces
        if (piece.original_id in ids and not connector.is_folder(piece))
        or (piece.entity_type == kind and not is_foreign(piece.raw))
    ]


def writers_of(pieces: Iterable[Piece]) -> dict[Key, frozenset[str]]:
    """Return by entity, of every kind, the sync jobs that wrote it."""
    jobs: dict[Key, set[str]] = defaultdict(set)
    for piece in pieces:
        jobs[piece.key].add(piece.job_id)
    return {entity: frozenset(writers) for entity, writers in jobs.items()}
