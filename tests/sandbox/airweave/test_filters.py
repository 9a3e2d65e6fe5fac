"""Filters let through what they say, and nonsense is refused."""

from typing import Any

import pytest
from pydantic import ValidationError
from qdrant_client import QdrantClient, models

from support.sandbox.airweave.app.filters import FilterGroup, to_qdrant

POINTS: list[dict[str, Any]] = [
    {
        "name": "alpha.md",
        "created_at": "2026-01-01T00:00:00+00:00",
        "breadcrumbs": [{"name": "docs", "entity_id": "1", "entity_type": "Dir"}],
        "airweave_system_metadata": {"chunk_index": 0, "source_name": "github"},
    },
    {
        "name": "beta.md",
        "created_at": "2026-02-01T00:00:00+00:00",
        "breadcrumbs": [
            {"name": "docs", "entity_id": "1", "entity_type": "Dir"},
            {"name": "deep", "entity_id": "2", "entity_type": "Dir"},
        ],
        "airweave_system_metadata": {"chunk_index": 1, "source_name": "github"},
    },
    {
        "name": "gamma.py",
        "created_at": None,
        "breadcrumbs": [],
        "airweave_system_metadata": {"chunk_index": 2, "source_name": "notion"},
    },
]


@pytest.fixture(scope="module")
def qdrant() -> QdrantClient:
    client = QdrantClient(":memory:")
    vectors = models.VectorParams(size=1, distance=models.Distance.DOT)
    client.create_collection("test", vectors_config=vectors)
    client.upsert(
        "test",
        points=[
            models.PointStruct(id=number, vector=[1.0], payload=payload)
            for number, payload in enumerate(POINTS)
        ],
    )
    return client


def names(qdrant: QdrantClient, *groups: list[tuple[str, str, Any]]) -> set[str]:
    """Return the names of the points that the groups let through."""
    wanted = [
        FilterGroup.model_validate(
            {"conditions": [{"field": f, "operator": o, "value": v} for f, o, v in group]}
        )
        for group in groups
    ]
    points, _ = qdrant.scroll("test", scroll_filter=to_qdrant(wanted))
    return {(point.payload or {})["name"].split(".")[0] for point in points}


CHUNK = "airweave_system_metadata.chunk_index"


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("name", "equals", "alpha.md", {"alpha"}),
        ("name", "not_equals", "alpha.md", {"beta", "gamma"}),
        ("name", "contains", "ta.m", {"beta"}),
        ("name", "in", ["alpha.md", "gamma.py"], {"alpha", "gamma"}),
        ("name", "not_in", ["alpha.md", "gamma.py"], {"beta"}),
        ("breadcrumbs.name", "equals", "deep", {"beta"}),
        ("breadcrumbs.name", "contains", "oc", {"alpha", "beta"}),
        ("breadcrumbs.name", "not_equals", "deep", {"alpha", "gamma"}),
        (CHUNK, "equals", 0, {"alpha"}),
        (CHUNK, "greater_than", 0, {"beta", "gamma"}),
        (CHUNK, "less_than_or_equal", 1, {"alpha", "beta"}),
        (CHUNK, "in", [0, 2], {"alpha", "gamma"}),
        ("created_at", "greater_than", "2026-01-01T00:00:00Z", {"beta"}),
        ("created_at", "greater_than_or_equal", "2026-01-01", {"alpha", "beta"}),
        ("created_at", "equals", "2026-02-01T01:00:00+01:00", {"beta"}),
    ],
)
def test_a_condition_lets_through_what_it_says(
    qdrant: QdrantClient, field: str, operator: str, value: object, expected: set[str]
) -> None:
    assert names(qdrant, [(field, operator, value)]) == expected


def test_conditions_are_and_and_groups_are_or(qdrant: QdrantClient) -> None:
    docs_and_first = [("breadcrumbs.name", "equals", "docs"), (CHUNK, "equals", 0)]
    notion = [("airweave_system_metadata.source_name", "equals", "notion")]

    assert names(qdrant, docs_and_first) == {"alpha"}
    assert names(qdrant, docs_and_first, notion) == {"alpha", "gamma"}


def test_no_group_lets_everything_through() -> None:
    assert to_qdrant(None) is None
    assert to_qdrant([]) is None


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [
        ("colour", "equals", "red"),
        ("name", "resembles", "alpha"),
        ("name", "greater_than", "alpha"),
        ("name", "equals", ["alpha"]),
        ("name", "equals", 1),
        ("name", "in", "alpha"),
        (CHUNK, "equals", "0"),
        (CHUNK, "contains", 0),
        ("created_at", "equals", "yesterday"),
        ("created_at", "contains", "2026"),
    ],
)
def test_nonsense_is_refused(field: str, operator: str, value: object) -> None:
    with pytest.raises(ValidationError):
        FilterGroup.model_validate(
            {"conditions": [{"field": field, "operator": operator, "value": value}]}
        )
