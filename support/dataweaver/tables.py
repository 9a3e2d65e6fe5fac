"""Tables: what sources hold, whatever they call it, and what files hold of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
_FIRST_TIME = datetime(2026, 1, 5, 8, 30)


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

_TIME = datetime(2026, 3, 29, 2, 30)
_PLAIN: Row = ("plain", Decimal("1.5"), 1, date(2026, 1, 5), _TIME, True)
_WORDS = {
    "line breaks": "one\ntwo\n\nfour",
    "quotes": """She said "yes", he said 'no'""",
    "separators": "a,b;c|d\te",
    "other letters": "Grüße, 日本語, עברית, 🚀, e\u0301",
    "leading zeros": "007",
    "spaces": "  at both ends  ",
    "the word None": "None",
    "the word null": "null",
    "not a number": "NaN",
    "a formula": "=1+1",
    "a truth": "true",
    "a date": "2026-01-05",
    "no letters": "",
    "much": "many words " * 500,
    "twin": "just like another row",
    "other twin": "just like another row",
}
_ODD: Mapping[str, Row] = {
    "nothing": (None, None, None, None, None, None),
    "large": ("", Decimal("99999999999999999999.123456789"), 2**63 - 1, *_PLAIN[3:]),
    "small": ("", Decimal("-0.000000001"), -(2**63), *_PLAIN[3:]),
    "zero": ("", Decimal(0), 0, *_PLAIN[3:5], False),
    "early": ("", Decimal(1), 1, date(1901, 1, 1), datetime(1901, 1, 1), True),
    "late": ("", Decimal(1), 1, date(9999, 12, 31), _TIME.replace(microsecond=999_000), True),
    "leap day": ("", Decimal(1), 1, date(2024, 2, 29), _TIME, True),
}

DIFFICULT = Table(
    ["label", "words", "amount", "count", "day", "moment", "is_true"],
    [
        *((label, words, *_PLAIN[1:]) for label, words in _WORDS.items()),
        *((label, *row) for label, row in _ODD.items()),
    ],
)
"""A table in whose cells much goes wrong; its types stand in `DIFFICULT_TYPES`."""

DIFFICULT_TYPES = ("text", "text", "numeric", "bigint", "date", "timestamp", "boolean")
