"""What a person sees of a parallel run while it goes on."""

from collections.abc import Sequence
from statistics import median
from textwrap import indent
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, Task, TextColumn, TimeRemainingColumn

from support.parallel.units import Result, Unit


class Display:
    """Prints a line for each scenario as soon as it has ended, and below it why it is red.

    On a terminal a bar stays below the lines: how many are done, how many of them are red, and how
    long the others will take: at this pace, if they are what they were in earlier runs.

    Args:
        units: the scenarios.
        console: where to print.
    """

    def __init__(self, units: Sequence[Unit], console: Console | None = None) -> None:
        self._console = console or Console(
            highlight=False, markup=False, emoji=False, soft_wrap=True
        )
        self._bar = Progress(
            BarColumn(),
            TextColumn("{task.fields[done]}/{task.fields[of]}"),
            TextColumn("{task.fields[red]} red"),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        known = [unit.seconds for unit in units if unit.seconds is not None]
        self._usual = median(known) if known else 1.0
        self._total = len(units)
        self._done = self._red = 0
        work = sum(map(self._work_of, units))
        self._task = self._bar.add_task("", total=work, done=0, of=len(units), red=0)

    @property
    def tasks(self) -> Sequence[Task]:
        """What the bar shows."""
        return self._bar.tasks

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def tell(self, result: Result) -> None:
        """Print what became of a scenario."""
        outcome, figures = result.outcome, result.figures.get("scenarios")
        self._done += 1
        self._red += outcome.is_red
        place = f"[{self._done:>{len(str(self._total))}}/{self._total}]"
        seconds = f"{figures[-1]['total']:6.2f} s" if figures else " " * 8
        style = (
            "bold red" if outcome.is_red else "green" if outcome.status == "passed" else "yellow"
        )
        self._console.print(f"{place} {outcome.status:<8}{seconds}  {outcome}", style=style)
        if outcome.is_red:
            self._console.print(indent(outcome.verdict, "    "))
        advance = self._work_of(result.unit)
        self._bar.update(self._task, advance=advance, done=self._done, red=self._red)

    def _work_of(self, unit: Unit) -> float:
        """Return how much of the bar a scenario takes: what it took before, or what is common."""
        return self._usual if unit.seconds is None else unit.seconds
