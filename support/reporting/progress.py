"""What a person sees of a run while it goes on."""

from collections.abc import Mapping
from contextlib import ExitStack
from statistics import median
from textwrap import indent
from typing import Self, TextIO

from behave.configuration import Configuration
from behave.formatter.base import Formatter, StreamOpener
from behave.model import Scenario
from rich.console import Console
from rich.progress import BarColumn, Progress, Task, TextColumn, TimeRemainingColumn
from rich.table import Column

from support.reporting.outcomes import Outcome, outcome_of

_BAR = 20


class Display:
    """Prints a line for each scenario as soon as it has ended, and below it why it is red.

    On a terminal a bar stays below the lines: how many are done, how many of them are red, how
    long the others will take, if they are what they were in earlier runs, and what runs now.

    Args:
        usual: the scenarios by location, with the seconds that each usually takes; None if nobody
            knows.
        console: where to print.
    """

    def __init__(self, usual: Mapping[str, float | None], console: Console | None = None) -> None:
        self._console = console or _console()
        self._bar = Progress(
            BarColumn(bar_width=_BAR),
            TextColumn("{task.fields[done]}/{task.fields[of]}"),
            TextColumn("{task.fields[red]} red"),
            TimeRemainingColumn(),
            TextColumn(
                "{task.description}",
                markup=False,
                table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
            ),
            console=self._console,
            transient=True,
            expand=True,
            disable=not self._console.is_terminal,
        )
        self._usual = usual
        known = [seconds for seconds in usual.values() if seconds is not None]
        self._common = median(known) if known else 1.0
        self._total = len(usual)
        self._done = self._red = 0
        self._running: dict[str, str] = {}
        work = sum(map(self._work_of, usual))
        self._task = self._bar.add_task("", total=work, done=0, of=self._total, red=0)

    @property
    def tasks(self) -> list[Task]:
        """What the bar shows."""
        return self._bar.tasks

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def begin(self, location: str, name: str) -> None:
        """Show that a scenario runs now."""
        self._running[location] = name
        self._bar.update(self._task, description=self._now())

    def tell(self, outcome: Outcome) -> None:
        """Print what became of a scenario."""
        self._running.pop(outcome.location, None)
        self._done += 1
        self._red += outcome.is_red
        place = f"[{self._done:>{len(str(self._total))}}/{self._total}]"
        was_run = not outcome.is_skipped and not outcome.is_missing
        seconds = f"{outcome.seconds:6.2f} s" if was_run else " " * 8
        style = (
            "bold red" if outcome.is_red else "green" if outcome.status == "passed" else "yellow"
        )
        self._console.print(f"{place} {outcome.status:<8}{seconds}  {outcome}", style=style)
        if outcome.is_red:
            self._console.print(indent(outcome.verdict, "    "))
        work = self._work_of(outcome.location)
        self._bar.update(
            self._task, advance=work, done=self._done, red=self._red, description=self._now()
        )

    def _now(self) -> str:
        return ", ".join(self._running.values())

    def _work_of(self, location: str) -> float:
        """Return how much of the bar a scenario takes: what it took before, or what is common."""
        seconds = self._usual.get(location)
        return self._common if seconds is None else seconds


class ProgressFormatter(Formatter):  # type: ignore[misc]  # behave carries no types
    """Shows the progress of a run of behave, unless another formatter is asked for.

    What became of a scenario is known when the next one begins: its clean-up is part of it.
    """

    name = "scenarios"
    description = "A line for each scenario, with what is wrong, and a bar on a terminal"

    def __init__(self, stream_opener: StreamOpener, config: Configuration) -> None:
        super().__init__(stream_opener, config)
        self.stream = self.open()
        self._display: Display | None = None
        self._closing = ExitStack()
        self._running: Scenario | None = None

    def expect(self, usual: Mapping[str, float | None]) -> None:
        """Begin to show progress.

        Args:
            usual: see `Display`.
        """
        self._display = self._closing.enter_context(Display(usual, _console(self.stream)))

    def scenario(self, scenario: Scenario) -> None:
        """Tell of the last scenario, and show this one."""
        self._tell()
        self._running = scenario
        if self._display:
            self._display.begin(str(scenario.location), scenario.name)

    def eof(self) -> None:
        """Tell of the last scenario of a feature."""
        self._tell()

    def close(self) -> None:
        """Take the bar away."""
        self._closing.close()
        super().close()

    def _tell(self) -> None:
        scenario, self._running = self._running, None
        if scenario and self._display:
            self._display.tell(outcome_of(scenario))
        elif scenario:  # a dry run lists them
            self.stream.write(f"{scenario.location}  {scenario.name}\n")


def _console(stream: TextIO | None = None) -> Console:
    return Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)
