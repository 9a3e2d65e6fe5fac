"""What is red for one cause is told once."""

from support.reporting.outcomes import Outcome, alike

LOST = "1 of {} documents are not as they should be:\n- b.md: search shows absent\n a table of {}"


def red(line: int, message: str) -> Outcome:
    return Outcome(f"a.feature:{line}", "A", f"Scenario {line}", "failed", message=message)


def test_figures_and_tables_make_no_other_cause() -> None:
    outcomes = [red(1, LOST.format(3, 3)), red(2, "on strike"), red(3, LOST.format(4, 4))]
    assert [(said, [one.name for one in those]) for said, those in alike(outcomes)] == [
        ("- b.md: search shows absent", ["Scenario 1", "Scenario 3"]),
        ("on strike", ["Scenario 2"]),
    ]


def test_another_document_is_another_cause() -> None:
    told = [red(1, LOST.format(3, 3)), red(2, LOST.format(3, 3).replace("b.md", "c.md"))]
    assert len(list(alike(told))) == 2


def test_how_long_was_waited_makes_no_other_cause() -> None:
    vain = "`one.md` is stale\nWaited {} s (budget 15 s) in vain for the store"
    ((_, together),) = alike([red(1, vain.format(14.9)), red(2, vain.format(15.2))])
    assert len(together) == 2
