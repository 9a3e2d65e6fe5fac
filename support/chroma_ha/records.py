"""What lies in a collection: documents, each with its text, metadata and embedding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

Value = str | int | float | bool

DIMENSIONS = 32
_WORD = 1 + 2**-12
"""What a word counts in an embedding: about one, and too precise for a float of 16 bits."""

EVERY_KIND: Mapping[str, Value] = {"pages": 12, "score": 0.25, "signed": True, "author": "Zoë"}
"""Metadata with a value of every kind."""


@dataclass(frozen=True)
class Record:
    """One document of a collection.

    Attributes:
        text: what it says.
        metadata: what is known of it.
        embedding: where it lies among the others.
    """

    text: str
    metadata: Mapping[str, Value]
    embedding: Sequence[float]

    def fields(self) -> dict[str, object]:
        """Return all that two observers must agree about."""
        return {
            "text": self.text,
            "metadata": dict(self.metadata),
            "kinds of metadata": {key: type(one).__name__ for key, one in self.metadata.items()},
            "embedding": list(self.embedding),
        }


Records = Mapping[str, Record]
"""Documents by their names, which are their ids."""


def embed(text: str) -> list[float]:
    """Return how often the words of a text fall into each of 32 buckets.

    Such fractions survive every float of 32 bits, so that embeddings can be compared exactly, and
    no shorter one; and texts that share words lie close together.
    """
    counts = [0.0] * DIMENSIONS
    for word in text.lower().split():
        counts[crc32(word.encode()) % DIMENSIONS] += _WORD
    return counts


def record(text: str, metadata: Mapping[str, Value]) -> Record:
    """Return a document with the embedding that its text has."""
    return Record(text, metadata, embed(text))
