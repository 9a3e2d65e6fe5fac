"""What many people were answered is judged by its shares, and by what is there in the end."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import pytest

from support.core.errors import Failure
from support.dataweaver.crowd import Crowd
from support.dataweaver.oracle.workload import WorkloadOracle
from support.dataweaver.system import DataWeaverSystem


def oracle(
    spent: Sequence[float] = (),
    errors: int = 0,
    acknowledged: Sequence[str] = (),
    there: Sequence[str] = (),
    uncertain: Sequence[str] = (),
) -> WorkloadOracle:
    crowd = SimpleNamespace(
        spent=spent,
        errors=[Failure("500")] * errors,
        acknowledged=set(acknowledged),
        uncertain=set(uncertain),
        prefix="dm",
    )
    listed = [SimpleNamespace(name=name) for name in there]
    client = SimpleNamespace(connectors=lambda: listed)
    system = SimpleNamespace(client=client)
    return WorkloadOracle(cast("DataWeaverSystem", system), cast("Crowd", crowd))


def test_most_answers_in_time_are_enough() -> None:
    oracle([0.1] * 19 + [3.0]).expect_in_time()
    with pytest.raises(Failure, match=r"90.0% of 20 answers came within 2 s"):
        oracle([0.1] * 18 + [3.0] * 2).expect_in_time()


def test_one_error_of_a_hundred_is_too_many() -> None:
    oracle([0.1] * 101, errors=1).expect_few_errors()
    with pytest.raises(Failure, match=r"1.0% of 100 calls failed"):
        oracle([0.1] * 100, errors=1).expect_few_errors()


def test_just_what_was_acknowledged_is_there() -> None:
    oracle(acknowledged=["dm-1"], there=["dm-1", "another's"]).expect_kept()
    oracle(acknowledged=["dm-1"], there=["dm-1", "dm-2"], uncertain=["dm-2"]).expect_kept()
    with pytest.raises(Failure, match="1 connectors were acknowledged and are lost"):
        oracle(acknowledged=["dm-1", "dm-2"], there=["dm-1"]).expect_kept()
    with pytest.raises(Failure, match="1 were not, and are there"):
        oracle(acknowledged=["dm-1"], there=["dm-1", "dm-2"]).expect_kept()


def test_nothing_is_concluded_from_nothing() -> None:
    for expect in (
        oracle().expect_in_time,
        oracle().expect_few_errors,
        oracle(there=["dm-1"]).expect_kept,
    ):
        with pytest.raises(Failure, match="nothing"):
            expect()
