"""Names of what attempts make: none is another's, and none begins with another's."""

from itertools import pairwise

import pytest

from support.parallel.temporal.seats import numbered
from support.parallel.units import Unit


@pytest.mark.parametrize("first", [10, 100])
def test_no_attempt_takes_the_number_of_another_unit(first: int) -> None:
    """So many units have numbers from there on: see `units_of`."""
    units = [Unit(number, f"a.feature:{number}", "", "", "") for number in range(first, first + 9)]
    numbers = [numbered(unit, attempt).number for unit in units for attempt in range(1, 6)]
    assert len(set(numbers)) == len(numbers)
    assert all(len(str(one)) == len(str(other)) for one, other in pairwise(numbers))
    assert [numbered(unit, 1) for unit in units] == units
