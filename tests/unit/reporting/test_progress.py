"""What is printed while scenarios run."""

from io import StringIO

from rich.console import Console

from support.reporting.outcomes import Outcome
from support.reporting.progress import Display


def outcome(status: str = "passed", message: str = "", line: int = 3) -> Outcome:
    return Outcome(
        f"f.feature:{line}", "Things", "A thing is found", status, message=message, seconds=1.0
    )


def shown(*outcomes: Outcome, total: int, is_terminal: bool) -> str:
    written = StringIO()
    console = Console(file=written, force_terminal=is_terminal, width=80, color_system=None)
    usual = {f"f.feature:{line}": None for line in range(total)}
    with Display(usual, console) as display:
        for one in outcomes:
            display.begin(one.location, one.name)
            display.tell(one)
    return written.getvalue()


def test_each_scenario_has_a_line_with_its_place_and_what_is_wrong() -> None:
    lost = outcome("failed", "It is lost")
    first, second, wrong = shown(outcome(), lost, total=12, is_terminal=False).splitlines()
    assert first == "[ 1/12] passed    1.00 s  f.feature:3  A thing is found"
    assert second.startswith("[ 2/12] failed  ")
    assert wrong.strip() == "It is lost"


def test_on_a_terminal_a_bar_counts_what_is_done_and_red() -> None:
    text = shown(outcome(), outcome("failed", "Lost"), total=12, is_terminal=True)
    assert "2/12" in text
    assert "1 red" in text


def test_the_bar_tells_what_runs_now() -> None:
    with Display({"f.feature:3": None, "f.feature:7": None}, Console(file=StringIO())) as display:
        display.begin("f.feature:3", "A thing is found")
        display.begin("f.feature:7", "Another is not")
        (task,) = display.tasks
        assert task.description == "A thing is found, Another is not"
        display.tell(outcome())
        assert task.description == "Another is not"


def test_the_bar_goes_by_how_long_scenarios_take() -> None:
    usual = {"f.feature:3": 9.0, "f.feature:7": 1.0, "f.feature:9": None}
    with Display(usual, Console(file=StringIO())) as display:
        display.tell(outcome())
        (task,) = display.tasks
    assert (task.completed, task.total) == (9.0, 15.0), "who is new takes what is common: 5"


def test_nothing_but_lines_is_printed_where_nobody_watches() -> None:
    assert shown(total=12, is_terminal=False) == ""
