"""Keyword search scores, and filters let pass, as in Qdrant's own local mode."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from qdrant_client.http.models import (
    FieldCondition,
    Filter,
    MatchAny,
    MatchValue,
    SparseVector,
)
from qdrant_client.local.payload_filters import calculate_payload_mask
from qdrant_client.local.sparse_distances import calculate_distance_sparse

from support.sandbox.engines.qdrant.local_mode import passing, scores

VECTORS = st.dictionaries(st.integers(0, 12), st.floats(-4, 4, width=32), max_size=8).map(
    lambda entries: SparseVector(
        indices=sorted(entries), values=[entries[index] for index in sorted(entries)]
    )
)


@given(query=VECTORS, vectors=st.lists(VECTORS, max_size=6))
@pytest.mark.parametrize("empty_is_zero", [False, True])
def test_scores_are_those_of_local_mode(
    empty_is_zero: bool, query: SparseVector, vectors: list[SparseVector]
) -> None:
    expected = calculate_distance_sparse(query, vectors, empty_is_zero)
    np.testing.assert_array_equal(scores(query, vectors, empty_is_zero), expected)


WORDS = st.sampled_from(["a", "b", "c"])
PAYLOADS = st.dictionaries(
    st.sampled_from(["tenant", "inner", "kinds"]),
    st.one_of(
        WORDS, st.lists(WORDS), st.integers(0, 1), st.none(), st.fixed_dictionaries({"x": WORDS})
    ),
)
CONDITIONS = st.builds(
    FieldCondition,
    key=st.sampled_from(["tenant", "inner.x", "kinds", "kinds[]"]),
    match=st.one_of(
        st.builds(MatchValue, value=st.one_of(WORDS, st.integers(0, 1))),
        st.builds(MatchAny, any=st.lists(WORDS, min_size=1)),
    ),
)
FILTERS = st.none() | st.builds(
    Filter,
    must=st.none() | CONDITIONS | st.lists(CONDITIONS, max_size=3),
    must_not=st.none() | st.lists(CONDITIONS, max_size=1),
    should=st.none() | st.lists(CONDITIONS, max_size=2),
)


@given(payloads=st.lists(PAYLOADS, max_size=6), wanted=FILTERS)
def test_those_pass_a_filter_who_pass_it_in_local_mode(
    payloads: list[dict[str, Any]], wanted: Filter | None
) -> None:
    ids: list[Any] = [*range(len(payloads))]
    deleted = {"": np.array([at % 2 == 0 for at in ids], dtype=bool)}
    expected = calculate_payload_mask(payloads, wanted, ids, deleted)
    np.testing.assert_array_equal(passing(payloads, wanted, ids, deleted), expected)
