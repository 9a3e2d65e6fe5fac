"""Keyword search scores as in Qdrant's own local mode."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from qdrant_client.http.models import SparseVector
from qdrant_client.local.sparse_distances import calculate_distance_sparse

from support.sandbox.engines.qdrant.local_mode import scores

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
