"""What is printed while scenarios run on several processes."""

from dataclasses import replace
from io import StringIO

from rich.console import Console

from support.parallel.progress import Display
from support.parallel.units import Result, Unit
from support.reporting.outcomes import Outcome

UNIT = Unit(1, "f.feature:3", "A thing is found", "Things", "things")


def result(status: str, message: str = "", seconds: float = 1.0) -> Result:
    outcome = Outcome(UNIT.location, UNIT.feature, UNIT.name, status, message=message)
    return Result(UNIT, outcome, figures={"scenarios": [{"total": seconds}]})


def shown(*results: Result, total: int, is_terminal: bool) -> str:
    written = StringIO()
    console = Console(file=written, force_terminal=is_terminal, width=80, color_system=None)
    with Display([UNIT] * total, console) as display:
        for one in results:
            display.tell(one)
    return written.getvalue()


def test_each_scenario_has_a_line_with_its_place_and_what_is_wrong() -> None:
    text = shown(result("passed"), result("failed", "It is lost"), total=12, is_terminal=False)
    first, second, wrong = text.splitlines()
    assert first == "[ 1/12] passed    1.00 s  f.feature:3  A thing is found"
    assert second.startswith("[ 2/12] failed  ")
    assert wrong.strip() == "It is lost"


def test_on_a_terminal_a_bar_counts_what_is_done_and_red() -> None:
    text = shown(result("passed"), result("failed", "Lost"), total=12, is_terminal=True)
    assert "2/12" in text
    assert "1 red" in text


def test_the_bar_goes_by_how_long_scenarios_take() -> None:
    long, short = replace(UNIT, seconds=9.0), replace(UNIT, number=2, seconds=1.0)
    outcome = Outcome(UNIT.location, UNIT.feature, UNIT.name, "passed")
    with Display([long, short, UNIT], Console(file=StringIO())) as display:
        display.tell(Result(long, outcome))
        (task,) = display.tasks
    assert (task.completed, task.total) == (9.0, 15.0), "who is new takes what is common: 5"


def test_nothing_but_lines_is_printed_where_nobody_watches() -> None:
    assert shown(total=12, is_terminal=False) == ""
