"""Tables: what sources hold, whatever they call it, and what files hold of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

Row = Sequence[Any]


@dataclass(frozen=True)
class Table:
    """A table as it is in its source.

    Attributes:
        columns: their names, in order; the first one tells the rows apart.
        rows: all of them.
    """

    columns: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Layout:
    """How a kind of test table looks.

    Attributes:
        columns: by name, their types as PostgreSQL writes them.
        row: makes one of its rows, given its number and a source of chance.
    """

    columns: Mapping[str, str]
    row: Callable[[int, Random], Row]

    def rows(self, count: int, seed: str) -> list[Row]:
        """Return so many rows; the same seed makes the same ones."""
        chance = Random(seed)  # noqa: S311  nothing to guess here
        return [self.row(number, chance) for number in range(1, count + 1)]


_FIRST_DAY = date(2026, 1, 5)
_FIRST_TIME = datetime(2026, 1, 5, 8, 30, tzinfo=UTC).replace(tzinfo=None)


def _sample(number: int, chance: Random) -> Row:
    return (
        f"S-{number:05}",
        chance.choice(["blood", "serum", "tissue"]),
        _FIRST_DAY + timedelta(days=chance.randrange(300)),
        chance.choice(["stored", "in use", "discarded"]),
        f"Freezer {chance.randrange(9)}, shelf {chance.randrange(5)}",
    )


def _result(number: int, chance: Random) -> Row:
    return (
        number,
        f"S-{chance.randrange(1, 1000):05}",
        chance.choice(["glucose", "pH", "sodium"]),
        Decimal(chance.randrange(1, 100_000)) / 100,
        chance.choice(["mmol/l", "mg/dl"]),
        _FIRST_TIME + timedelta(minutes=chance.randrange(100_000)),
    )


def _freezer(number: int, chance: Random) -> Row:
    return number, Decimal(chance.randrange(-8200, -7800)) / 100, chance.random() < 1 / 2


LAYOUTS = {
    "samples": Layout(
        {
            "sample_id": "text",
            "sample_type": "text",
            "collection_date": "date",
            "status": "text",
            "location": "text",
        },
        _sample,
    ),
    "results": Layout(
        {
            "result_id": "integer",
            "sample_id": "text",
            "test_type": "text",
            "value": "numeric",
            "unit": "text",
            "measured_at": "timestamp",
        },
        _result,
    ),
    "freezers": Layout(
        {"freezer_id": "integer", "temperature": "numeric", "alarm": "boolean"}, _freezer
    ),
}
