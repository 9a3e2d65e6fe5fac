"""Where the time of a run goes: phases of a scenario, and the suite's own share."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Self


class _OutsideClock:
    """Sums the time spent outside the suite: in HTTP calls and waiting for jobs."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._depth = 0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Count the time until exit as spent outside; nested uses count once.

        Only of the main thread: what others do, it waits for.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        self._depth += 1
        started = time.perf_counter()
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self.seconds += time.perf_counter() - started


outside = _OutsideClock()


@dataclass
class ScenarioTimings:
    """What one scenario spent, in seconds, and how many entities it moved.

    Attributes:
        scenario: its name.
        seconds: by phase.
        entities: by phase.
        measured: by what is measured of the system under test, each figure in seconds.
        spans: each time in a phase: its name, its begin and its end in seconds since 1970.
        began: when the scenario did, in seconds since 1970.
        total: from its beginning to its end.
    """

    scenario: str
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    entities: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    measured: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    spans: list[tuple[str, float, float]] = field(default_factory=list)
    began: float = field(default_factory=time.time)
    total: float = 0.0
    _started: float = field(default_factory=time.perf_counter, repr=False)

    @contextmanager
    def phase(self, name: str, entities: int = 0) -> Iterator[None]:
        """Add the time until exit, and the entities handled, to the phase called `name`."""
        began, started = time.time(), time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - started
            self.seconds[name] += spent
            self.entities[name] += entities
            self.spans.append((name, round(began, 3), round(began + spent, 3)))

    def measure(self, what: str, seconds: float) -> None:
        """Note how long the system under test took for something."""
        self.measured[what].append(round(seconds, 3))

    def finish(self) -> None:
        """Take the scenario's total."""
        self.total = time.perf_counter() - self._started

    def as_dict(self) -> dict[str, object]:
        """Return the figures for a JSON file, seconds rounded to milliseconds."""
        return {
            "scenario": self.scenario,
            "seconds": {name: round(spent, 3) for name, spent in self.seconds.items()},
            "entities": dict(self.entities),
            "measured": dict(self.measured),
            "spans": self.spans,
            "began": round(self.began, 3),
            "total": round(self.total, 3),
        }


class RunTimings:
    """The timings of all scenarios of a run.

    Args:
        before: seconds that the run has taken already.
    """

    def __init__(self, before: float = 0.0) -> None:
        self._started = time.perf_counter() - before
        self._outside = outside.seconds
        self.scenarios: list[ScenarioTimings] = []

    @classmethod
    def of_this_process(cls) -> Self:
        """Return those of a run that began with this process.

        Starting the interpreter and importing is work of this process alone, so its processor
        time until now is the time since it was started.
        """
        return cls(time.process_time())

    @property
    def outside(self) -> float:
        """The seconds spent outside the suite since the run began."""
        return outside.seconds - self._outside

    def begin(self, scenario: str) -> ScenarioTimings:
        """Start the clock of `scenario`."""
        timings = ScenarioTimings(scenario)
        self.scenarios.append(timings)
        return timings

    def wall(self) -> float:
        """Return the seconds since the run began."""
        return time.perf_counter() - self._started

    @property
    def began(self) -> float:
        """When the run began, in seconds since 1970."""
        return time.time() - self.wall()

    def took(self) -> str:
        """Return a sentence about the time that the run took."""
        return f"Took {self.wall():.1f} s, of which the suite itself {self.own_share():.0%}."

    def measurements(self) -> list[str]:
        """Return a sentence about each thing that was measured."""
        figures: dict[str, list[float]] = defaultdict(list)
        for scenario in self.scenarios:
            for what, seconds in scenario.measured.items():
                figures[what] += seconds
        return [
            f"{what}: {median(seconds):.1f} s (median of {len(seconds)}),"
            f" at most {max(seconds):.1f} s."
            for what, seconds in figures.items()
        ]

    def own_share(self) -> float:
        """Return the part of the wall time that the suite itself spent, between 0 and 1."""
        return 1 - self.outside / self.wall()

    def as_dict(self) -> dict[str, object]:
        """Return all figures for `reports/timings.json`."""
        return {
            "wall": round(self.wall(), 3),
            "outside": round(self.outside, 3),
            "own_share": round(self.own_share(), 4),
            "scenarios": [scenario.as_dict() for scenario in self.scenarios],
        }
