"""What a person sees of a parallel run while it goes on."""

from textwrap import indent
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from support.parallel.units import Result


class Display:
    """Prints a line for each scenario as soon as it has ended, and below it why it is red.

    On a terminal a bar stays below the lines: how many are done, how many of them are red, and how
    long the others will take at this pace.

    Args:
        total: how many scenarios there are.
        console: where to print.
    """

    def __init__(self, total: int, console: Console | None = None) -> None:
        self._console = console or Console(
            highlight=False, markup=False, emoji=False, soft_wrap=True
        )
        self._bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[red]} red"),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._total = total
        self._done = self._red = 0
        self._task = self._bar.add_task("", total=total, red=0)

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
        self._bar.update(self._task, advance=1, red=self._red)
