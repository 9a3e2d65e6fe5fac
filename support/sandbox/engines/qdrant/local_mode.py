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
    MatchAny,
    MatchValue,
    SparseVector,
)
from qdrant_client.local import local_collection
from qdrant_client.local.payload_filters import calculate_payload_mask

_NOTHING_SHARED = float("-inf")

_FAILS, _UNTOLD, _PASSES = range(3)

Mask = npt.NDArray[np.bool_]
Verdicts = npt.NDArray[np.int_]


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
    """Return which points pass a filter; most are told by a few words of theirs alone.

    Args:
        payloads: of the points.
        payload_filter: what they must satisfy.
        ids_inv: of the points, by their number.
        deleted_per_vector: which points lack a vector, by its name.
    """
    told = _told_by_words(payloads, payload_filter or Filter())
    mask: Mask = told == _PASSES
    near = np.flatnonzero(told == _UNTOLD).tolist()
    if near:
        mask[near] = calculate_payload_mask(
            [payloads[at] for at in near],
            payload_filter,
            [ids_inv[at] for at in near],
            {name: absent[near] for name, absent in deleted_per_vector.items()},
        )
    return mask


def _told_by_words(payloads: Sequence[dict[str, Any]], asked: Filter) -> Verdicts:
    """Tell by words who passes a filter, as far as these tell it.

    All is the least of its verdicts and any is the greatest, as in Kleene's logic of three values.
    """
    must, should = _listed(asked.must), _listed(asked.should)
    plain_must, plain_should = [*_plain(must)], [*_plain(should)]
    is_all = (
        len(plain_must) == len(must)
        and len(plain_should) == len(should)
        and not asked.must_not
        and not asked.min_should
    )
    told = [np.full(len(payloads), _PASSES if is_all else _UNTOLD)]
    told += [_verdicts(payloads, *condition) for condition in plain_must]
    if is_all and should:
        told.append(np.maximum.reduce([_verdicts(payloads, *one) for one in plain_should]))
    least: Verdicts = np.minimum.reduce(told)
    return least


def _listed(conditions: Any) -> list[Any]:  # noqa: ANN401  one condition, several, or none
    return conditions if isinstance(conditions, list) else [conditions] if conditions else []


def _plain(conditions: Sequence[Any]) -> Iterator[tuple[list[str], frozenset[str]]]:
    """Yield of conditions that ask for words the path of the key, and the words."""
    for one in conditions:
        if not isinstance(one, FieldCondition) or "[" in one.key:
            continue
        if one.model_dump(exclude_none=True).keys() != {"key", "match"}:
            continue
        match one.match:
            case MatchValue(value=str(word)):
                yield one.key.split("."), frozenset([word])
            case MatchAny(any=[*words]) if all(isinstance(word, str) for word in words):
                yield one.key.split("."), frozenset(map(str, words))


def _verdicts(
    payloads: Sequence[dict[str, Any]], path: Sequence[str], words: frozenset[str]
) -> Verdicts:
    """Tell of each payload whether one of these words is at a path; untold is what is no word."""
    values: Sequence[Any] = payloads
    for key in path:
        values = [one.get(key) if isinstance(one, dict) else None for one in values]
    told = (
        _UNTOLD if not isinstance(one, str) else _PASSES if one in words else _FAILS
        for one in values
    )
    return np.fromiter(told, dtype=int, count=len(values))


def install() -> None:
    """Let local mode compute like this."""
    module: Any = local_collection
    module.calculate_distance_sparse = scores
    module.calculate_payload_mask = passing
