"""What Qdrant's local mode computes slowly: scores of keyword search, and who passes a filter.

Local mode walks through two sparse vectors index by index, and first through both to see whether
they are sorted. And it asks every filter of every point, though most points are of another tenant.
Together that was most of what the engine computed.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from qdrant_client.http.models import (
    ExtendedPointId,
    FieldCondition,
    Filter,
    MatchValue,
    SparseVector,
)
from qdrant_client.local import local_collection
from qdrant_client.local.payload_filters import calculate_payload_mask

_NOTHING_SHARED = float("-inf")

Mask = npt.NDArray[np.bool_]


def scores(
    query: SparseVector, vectors: Sequence[SparseVector], empty_is_zero: bool = False
) -> npt.NDArray[np.float32]:
    """Return the dot product of a query with each vector.

    Args:
        query: what is asked for.
        vectors: to compare it with, their indices sorted.
        empty_is_zero: whether what shares no index with the query scores 0; else minus infinity.
    """
    weights = dict(zip(query.indices, query.values, strict=True))
    nothing = 0.0 if empty_is_zero else _NOTHING_SHARED

    def products(vector: SparseVector) -> Iterator[float]:
        for index, value in zip(vector.indices, vector.values, strict=True):
            if index in weights:
                yield weights[index] * value

    found = ([*products(vector)] for vector in vectors)
    return np.array([sum(shared) if shared else nothing for shared in found], dtype=np.float32)


def passing(
    payloads: Sequence[dict[str, Any]],
    payload_filter: Filter | None,
    ids_inv: Sequence[ExtendedPointId],
    deleted_per_vector: dict[str, Mask],
) -> Mask:
    """Return which points pass a filter; most are told by a word of theirs alone.

    Args:
        payloads: of the points.
        payload_filter: what they must satisfy.
        ids_inv: of the points, by their number.
        deleted_per_vector: which points lack a vector, by its name.
    """
    words = dict(_words(payload_filter))
    near = np.array(
        [
            at
            for at, payload in enumerate(payloads)
            if not any(_is_other_word(payload.get(key), word) for key, word in words.items())
        ],
        dtype=int,
    )
    mask = np.zeros(len(payloads), dtype=bool)
    mask[near] = calculate_payload_mask(
        [payloads[at] for at in near],
        payload_filter,
        [ids_inv[at] for at in near],
        {name: absent[near] for name, absent in deleted_per_vector.items()},
    )
    return mask


def _words(payload_filter: Filter | None) -> Iterator[tuple[str, str]]:
    """Yield the words that a filter demands, each with the key at which it must be."""
    must = payload_filter.must if payload_filter else None
    for condition in must if isinstance(must, list) else []:
        if isinstance(condition, FieldCondition) and isinstance(condition.match, MatchValue):
            word = condition.match.value
            if isinstance(word, str):
                yield condition.key, word


def _is_other_word(value: object, word: str) -> bool:
    return isinstance(value, str) and value != word


def install() -> None:
    """Let local mode compute like this."""
    module: Any = local_collection
    module.calculate_distance_sparse = scores
    module.calculate_payload_mask = passing
