"""Turns text into two vectors to search: a dense one of meaning, a sparse one of words."""

import hashlib
import re
import unicodedata
from abc import ABC, abstractmethod
from collections import Counter
from pathlib import Path
from typing import ClassVar

import wordllama  # type: ignore[import-untyped]
from qdrant_client.models import SparseVector

DIMENSIONS = 256
MODEL_NAME = "wordllama-l2-supercat-256"
_BATCH = 8  # texts of one batch are padded to the longest one

_K = 1.2
_B = 0.75
_AVERAGE_LENGTH = 256
_WORD = re.compile(r"\w+(?:-\w+)*")


class Embedder(ABC):
    """Makes vectors of meaning."""

    dimensions: ClassVar[int]

    @abstractmethod
    def dense(self, texts: list[str]) -> list[list[float]]:
        """Return one vector of length 1 for each text."""

    @abstractmethod
    def count_tokens(self, text: str) -> int:
        """Count the tokens of a text as the model cuts it."""


class WithoutVectors(Embedder):
    """Counts tokens as a model does, and makes no vectors, for chunks that are not embedded.

    Args:
        model: that counts.
    """

    dimensions: ClassVar[int] = 0

    def __init__(self, model: Embedder) -> None:
        self._model = model

    def dense(self, texts: list[str]) -> list[list[float]]:
        """Return an empty vector for each text."""
        return [[] for _ in texts]

    def count_tokens(self, text: str) -> int:
        """Count the tokens of a text as the model cuts it."""
        return self._model.count_tokens(text)


class WordLlama(Embedder):
    """Word embeddings averaged over a text (WordLlama); the weights come inside the package."""

    dimensions: ClassVar[int] = DIMENSIONS

    def __init__(self) -> None:
        folder = Path(wordllama.__file__).parent
        self._model = wordllama.WordLlama.load(
            cache_dir=folder, dim=DIMENSIONS, disable_download=True
        )

    def dense(self, texts: list[str]) -> list[list[float]]:
        """Return one vector of length 1 for each text.

        Line breaks count as spaces: this model has a token of its own for each, which would make
        the layout of a text matter as much as its words.
        """
        if not texts:
            return []
        flat = [" ".join(text.split()) or text for text in texts]  # "" would have no direction
        vectors = self._model.embed(flat, norm=True, batch_size=_BATCH)
        return [[float(value) for value in vector] for vector in vectors]

    def count_tokens(self, text: str) -> int:
        """Count the tokens of a text as the model cuts it."""
        return len(self._model.tokenizer.encode(text, add_special_tokens=False).ids)


def terms(text: str) -> list[str]:
    """Return the words of a text in order, without regard to case, in every script.

    Words joined by hyphens or underscores count whole and in parts, so that `retry_after` is
    found by `retry_after`, `retry` and `after`. There is no stemming and no list of words to
    leave out.
    """
    found: list[str] = []
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        found.append(word)
        parts = [part for part in re.split(r"[-_]", word) if part]
        found.extend(parts if parts != [word] else [])
    return found


def document_vector(text: str) -> SparseVector:
    """Return the BM25 weights of a document's terms, without their rarity.

    A term that comes f times in a document of n terms weighs f * (k + 1) / (f + k * (1 - b + b *
    n / average)), with k = 1.2, b = 0.75 and an assumed average of 256 terms: the formula and the
    defaults of FastEmbed's `Qdrant/bm25`, after Robertson and Zaragoza, "The Probabilistic
    Relevance Framework: BM25 and Beyond" (2009). Qdrant multiplies by the rarity of the term at
    search time (`Modifier.IDF`).
    """
    words = terms(text)
    norm = _K * (1 - _B + _B * len(words) / _AVERAGE_LENGTH)
    weights = {
        term_id(word): count * (_K + 1) / (count + norm) for word, count in Counter(words).items()
    }
    return SparseVector(indices=list(weights), values=list(weights.values()))


def query_vector(text: str) -> SparseVector:
    """Return a query's terms; each weighs 1, as in FastEmbed's `Qdrant/bm25`."""
    ids = sorted({term_id(word) for word in terms(text)})
    return SparseVector(indices=ids, values=[1.0] * len(ids))


def term_id(word: str) -> int:
    """Return the dimension of a term: 32 bits of its hash."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest())
