"""What Chroma HA measures and recommends is judged at the bounds, and so is what it carries."""

from pathlib import Path

import pytest

from support.chroma_ha.observers.database import Measurement, Recommendation
from support.chroma_ha.oracle.monitoring import misjudged, unfounded, untrue
from support.sandbox.chroma_ha.app.batches import Batches
from support.sandbox.chroma_ha.app.machine import Machine
from support.sandbox.chroma_ha.app.resources import urgency_of

DUE = {False: None, True: "medium"}


def recommended(usage: float, urgency: str = "medium", reason: str = "") -> Recommendation:
    """Return a recommendation at so many percent."""
    return Recommendation("memory", usage, "standard", reason or f"at {usage:.1f}%", urgency)


@pytest.mark.parametrize(
    ("seen", "faults"),
    [
        ([recommended(85.1)], []),
        ([], ["beyond 85 % nobody recommends more as medium"]),
        ([recommended(85.0), recommended(85.1)], ["up to 85 % more is recommended as medium"]),
        (
            [recommended(85.1, "high")],
            [
                "beyond 85 % more is recommended as high",
                "beyond 85 % nobody recommends more as medium",
            ],
        ),
    ],
)
def test_a_bound_is_neither_too_low_nor_too_high(
    seen: list[Recommendation], faults: list[str]
) -> None:
    assert list(misjudged(seen, 85, DUE)) == faults


def test_a_recommendation_says_what_is_used() -> None:
    assert not list(unfounded([recommended(85.1)]))
    assert list(unfounded([recommended(85.1, reason="at 12.0%")]))


def test_measurements_are_new_and_can_be_true() -> None:
    true = Measurement(1, 48.0, 12.0, 3.0)
    assert not list(untrue([true, true]))
    assert list(untrue([true])) == ["1 new measurements were written down"]
    assert list(untrue([true, Measurement(2, 0.0, 12.0, 3.0)]))
    assert list(untrue([true, Measurement(2, 48.0, 12.0, 103.0)]))


@pytest.mark.parametrize("memory", [0, 50, 60.1, 85.1, 95.1, 100, 250])
def test_no_batch_of_the_sandbox_is_empty(tmp_path: Path, memory: float) -> None:
    figures = tmp_path / "usage"
    figures.write_text(f'{{"memory": {memory}}}')
    assert Batches(Machine(figures)).size() >= 1


def test_the_sandbox_keeps_its_bounds() -> None:
    found = [urgency_of("memory", percent) for percent in (85.0, 85.1, 95.0, 95.1)]
    assert found == ["", "medium", "medium", "high"]
