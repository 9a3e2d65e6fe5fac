"""The oracle of discovery names every difference."""

import pytest

from support.dataweaver.client.models import Discovered
from support.dataweaver.oracle.discovery import faults
from support.dataweaver.oracle.testing import names_credentials
from support.dataweaver.tables import Table

TRUE = {"samples": Table(["id", "state"], [(1, "stored"), (2, "lost")])}


def shown(path: str = "samples", kind: str = "database_table", **schema: object) -> Discovered:
    found = {"columns": ["id", "state"], "row_count": 2} | schema
    named = {"name": path, "source_type": kind, "source_path": path}
    return Discovered.model_validate(named | {"schema": found})


@pytest.mark.parametrize(
    ("seen", "wrong"),
    [
        ([shown()], ""),
        ([], "'samples' is in the source, and discovery shows it 0 times"),
        ([shown(), shown()], "'samples' is in the source, and discovery shows it 2 times"),
        ([shown(), shown("sales")], "discovery shows sales ('sales'), which is not in the source"),
        ([shown(kind="file")], "is a database_table, and discovery shows a file"),
        ([shown(columns=["state", "id"])], "has the columns ['id', 'state'], discovery says"),
        ([shown(row_count=3)], "has 2 rows, discovery says 3"),
    ],
)
def test_each_difference_is_named(seen: list[Discovered], wrong: str) -> None:
    found = list(faults(TRUE, seen, "database_table"))
    assert len(found) == bool(wrong)
    assert wrong in "".join(found)


def test_tables_that_nobody_can_tell_apart_are_named() -> None:
    twins = [shown().model_copy(update={"source_path": path}) for path in ("samples", "results")]
    found = list(faults(TRUE | {"results": TRUE["samples"]}, twins, "database_table"))
    assert found == ["discovery calls 2 tables 'samples'"]


@pytest.mark.parametrize(
    "reason",
    ['password authentication failed for user "x"', "invalid_auth", "No valid credentials"],
)
def test_what_has_to_do_with_credentials_is_told_from_all_else(reason: str) -> None:
    assert names_credentials(reason)
    assert not names_credentials("Something went wrong")
