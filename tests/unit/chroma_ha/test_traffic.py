"""How requests were shared is judged by what the status counts, with room for chance."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from support.chroma_ha.client.balancer import JULY_2025, JUNE_2025, Status
from support.chroma_ha.collection import Collection
from support.chroma_ha.oracle.traffic import Traffic
from support.chroma_ha.system import ChromaHaSystem
from support.core.errors import Failure


def traffic(
    primary: int, replica: int, generation: str = JULY_2025, strategy: str = "", ratio: float = 0.8
) -> Traffic:
    """Return traffic of 200 reads, of which the status counts so many."""
    healthy = {"primary": True, "replica": True}
    counts = [{"primary": 7, "replica": 9}, {"primary": 7 + primary, "replica": 9 + replica}]
    balancer = SimpleNamespace(generation=generation)
    balancer.status = lambda: Status(healthy, 2, 2, counts[0], strategy)
    store = SimpleNamespace(id_of=lambda _: "id")
    settings = SimpleNamespace(read_replica_ratio=ratio)
    system: Any = SimpleNamespace(balancer=balancer, store=store, settings=settings)
    sent = Traffic(cast("ChromaHaSystem", system))
    sent.look_up(cast("Collection", SimpleNamespace(name="one")), 200)
    balancer.status = lambda: Status(healthy, 2, 2, counts[1], strategy)
    return sent


@pytest.mark.parametrize("replica", [133, 160, 187])
def test_a_share_may_be_off_by_chance(replica: int) -> None:
    traffic(200 - replica, replica).expect_share_of_replica()


@pytest.mark.parametrize("replica", [100, 131, 190, 200])
def test_a_share_that_chance_does_not_explain_is_wrong(replica: int) -> None:
    with pytest.raises(Failure, match=f"The replica had {replica} of 200 reads"):
        traffic(200 - replica, replica).expect_share_of_replica()


@pytest.mark.parametrize(
    ("strategy", "replica"), [("write_primary", 100), ("random", 110), ("priority", 0)]
)
def test_in_june_the_strategy_says_the_share(strategy: str, replica: int) -> None:
    traffic(200 - replica, replica, JUNE_2025, strategy).expect_share_of_replica()


def test_a_strategy_that_there_is_not_has_no_share() -> None:
    with pytest.raises(Failure, match="There is no strategy 'nonsense'"):
        traffic(100, 100, JUNE_2025, "nonsense").expect_share_of_replica()


def test_requests_that_are_not_counted_are_named_before_any_share() -> None:
    with pytest.raises(Failure, match="200 requests were sent, and the status counts"):
        traffic(0, 0).expect_share_of_replica()
