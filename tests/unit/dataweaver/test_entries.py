"""The oracle of entries names what is wrong, and never agrees about nothing."""

from types import SimpleNamespace
from typing import cast

import pytest

from support.core.errors import Failure
from support.core.timings import ScenarioTimings
from support.dataweaver.client.dataweaver import Dataweaver
from support.dataweaver.observers.entries import View
from support.dataweaver.oracle.entries import EntriesOracle, faults
from support.dataweaver.space import Space

PUT = {"one": "first", "two": "second"}


@pytest.mark.parametrize(
    ("view", "wrong"),
    [
        (View(PUT, PUT), []),
        (View({"one": "first"}, PUT), ["two: 'second' was put, looking it up brings nothing"]),
        (View(PUT, {"one": "first"}), ["two: 'second' was put, the list shows nothing"]),
        (View(PUT, PUT | {"two": "2nd"}), ["two: 'second' was put, the list shows '2nd'"]),
        (View(PUT, PUT | {"three": "x"}), ["three: was never put, the list shows 'x'"]),
    ],
)
def test_each_difference_is_named(view: View, wrong: list[str]) -> None:
    assert [fault.removeprefix("- ") for fault in faults(PUT, view)] == wrong


def test_nothing_put_is_nothing_to_agree_about() -> None:
    empty, nobody = cast("Space", SimpleNamespace(name="empty", put={})), cast("Dataweaver", None)
    oracle = EntriesOracle(empty, nobody, 1, ScenarioTimings(""))
    with pytest.raises(Failure, match="nothing to find"):
        oracle.expect_found()
