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
    """Return which points pass a filter; most are told by a few words of theirs alone.

    Args:
        payloads: of the points.
        payload_filter: what they must satisfy.
        ids_inv: of the points, by their number.
        deleted_per_vector: which points lack a vector, by its name.
    """
    words = _Words(payload_filter)
    told = [words.pass_(payload) for payload in payloads]
    near = np.array([at for at, passes in enumerate(told) if passes is None], dtype=int)
    mask = np.array([bool(passes) for passes in told], dtype=bool)
    if len(near):
        mask[near] = calculate_payload_mask(
            [payloads[at] for at in near],
            payload_filter,
            [ids_inv[at] for at in near],
            {name: absent[near] for name, absent in deleted_per_vector.items()},
        )
    return mask


class _Words:
    """Tells by words whether a point passes a filter, as far as these tell it.

    Args:
        payload_filter: what points must satisfy.
    """

    def __init__(self, payload_filter: Filter | None) -> None:
        asked = payload_filter or Filter()
        must, should = _listed(asked.must), _listed(asked.should)
        self._must, self._should = [*_plain(must)], [*_plain(should)]
        self._is_all = (
            payload_filter is not None
            and len(self._must) == len(must)
            and len(self._should) == len(should)
            and not asked.must_not
            and not asked.min_should
        )

    def pass_(self, payload: dict[str, Any]) -> bool | None:
        """Tell whether a point passes; None where words do not tell."""
        must = [_is_one_of(payload, *condition) for condition in self._must]
        if False in must:
            return False
        if not self._is_all or None in must:
            return None
        should = [_is_one_of(payload, *condition) for condition in self._should]
        if not should or True in should:
            return True
        return None if None in should else False


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


def _is_one_of(payload: object, path: Sequence[str], words: frozenset[str]) -> bool | None:
    """Tell whether one of these words is at a path; None where there is something else."""
    for key in path:
        payload = payload.get(key) if isinstance(payload, dict) else None
    return payload in words if isinstance(payload, str) else None


def install() -> None:
    """Let local mode compute like this."""
    module: Any = local_collection
    module.calculate_distance_sparse = scores
    module.calculate_payload_mask = passing
