"""What lies in a collection: documents, each with its text, metadata and embedding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

Value = str | int | float | bool

DIMENSIONS = 32
_WORD = 1 + 2**-12
"""What a word counts in an embedding: about one, and too precise for a float of 16 bits."""

EVERY_KIND: Mapping[str, Value] = {
    "pages": 12,
    "size": 2**53 + 1,
    "below": -7,
    "score": 0.25,
    "price": 3.0,
    "signed": True,
    "author": "Zoë",
    "remark": "",
}
"""Metadata with a value of every kind, and of those that are easily taken for another one."""


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


@dataclass(frozen=True)
class Brought:
    """A document as a question brings it.

    Attributes:
        name: its id.
        text: what it says.
        metadata: what is known of it.
        distance: how far it lies from what was asked for; None if that is not told.
    """

    name: str
    text: str
    metadata: Mapping[str, Value]
    distance: float | None = None

    def is_of(self, records: "Records") -> bool:
        """Tell whether it is as it is kept under its name; who is not kept at all is."""
        kept = records.get(self.name)
        return kept is None or (kept.text, kept.metadata) == (self.text, self.metadata)


Records = Mapping[str, Record]
"""Documents by their names, which are their ids."""


def embed(text: str) -> list[float]:
    """Return how often the words of a text fall into each of 32 buckets, for or against it.

    Such fractions survive every float of 32 bits, so that embeddings can be compared exactly, and
    no shorter one; and texts that share words lie close together.
    """
    counts = [0.0] * DIMENSIONS
    for word in text.lower().split():
        drawn = crc32(word.encode())
        counts[drawn % DIMENSIONS] += _WORD if drawn // DIMENSIONS % 2 else -_WORD
    return counts


def record(text: str, metadata: Mapping[str, Value]) -> Record:
    """Return a document with the embedding that its text has."""
    return Record(text, metadata, embed(text))


def distance(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the square of the distance of two embeddings, by which a store ranks them."""
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
