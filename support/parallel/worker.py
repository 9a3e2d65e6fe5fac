"""What happens in a worker's process: behave runs one unit and leaves its reports in a folder."""

import json
import os
import sys
from copy import copy, deepcopy
from dataclasses import asdict
from functools import cache, partial
from pathlib import Path
from typing import Any

from behave.configuration import Configuration
from behave.formatter._registry import make_formatters
from behave.model import Feature, Scenario
from behave.model_type import Status
from behave.reporter.base import Reporter
from behave.runner import Context, Runner
from behave.runner_util import exec_file, load_step_modules, parse_features

from support.core.secrecy import redact, redact_files
from support.parallel.units import Order, Unit
from support.reporting.outcomes import outcome_of
from support.reporting.report_errors import report_errors, tolerated
from support.run.bootstrap import SHARE, Share
from support.run.session import Session

RESULT = "result.json"
CONSOLE = "console.txt"


def work(order: Order) -> int:
    """Run one unit as behave would, and return behave's exit code."""
    _write_to(order.folder / CONSOLE)
    config = Configuration(list(order.arguments))
    config.format, config.outputs = ["plain"], []
    config.steps_dir = _steps_for(order.unit, config.steps_dir)
    config.userdata.update({SHARE: _share(order), "worker": order.worker})
    return int(_UnitRunner(config, order.unit).run())


def _steps_for(unit: Unit, steps: str) -> str:
    """Return where the sentences of a unit are: of several systems those of its own are enough.

    Reading all of them takes longer than many a scenario.
    """
    folder = Path(unit.location).parent
    own = Path(steps, folder.name)
    return str(own) if (folder.parent.parent / own).is_dir() else steps


def _share(order: Order) -> Share:
    """Return what the worker's run is told of the run that it belongs to."""
    return Share(
        order.unit.number,
        order.folder,
        order.deployments,
        order.journal,
        order.limits,
        partial(UnitReport, order=order),
        order.lost,
    )


class UnitReport(Reporter):  # type: ignore[misc]  # behave carries no types
    """Leaves the result of the unit in the folder, in place of a summary.

    Args:
        config: behave's configuration.
        session: what this process knows of the run.
        order: what it was told to do.
    """

    def __init__(self, config: Configuration, session: Session, order: Order) -> None:
        super().__init__(config)
        self._session = session
        self._order = order
        self._scenario: Scenario | None = None

    def feature(self, feature: Feature) -> None:
        """Remember the unit's scenario."""
        for scenario in feature.walk_scenarios():
            if str(scenario.location) == self._order.unit.location:
                self._scenario = scenario

    def end(self) -> None:
        """Write the result last and in one go: where it lies, all the rest is whole."""
        if self._scenario is None or self._scenario.status is Status.untested:
            return
        folder = self._order.folder
        with tolerated("the last look for secrets in the reports"):
            redact_files(folder)
        result = {
            "outcome": asdict(outcome_of(self._scenario)),
            "deployment_lost": self._session.lost,
            "report_errors": report_errors,
            "figures": self._session.timings.as_dict(),
        }
        draft = folder / f"{RESULT}.draft"
        draft.write_text(redact(json.dumps(result, ensure_ascii=False)), encoding="utf-8")
        draft.rename(folder / RESULT)


class _UnitRunner(Runner):  # type: ignore[misc]
    """behave's runner, for one scenario; hooks, sentences and features are read once a process.

    The paths of the configuration stay what the user gave: JUnit names its files after them.
    """

    def __init__(self, config: Configuration, unit: Unit) -> None:
        super().__init__(config)
        self._unit = unit

    def run_with_paths(self) -> bool:
        """Run the scenario, between the hooks of a run."""
        self.context = Context(self)
        self.hooks = _hooks(Path(self.base_dir, self.config.environment_file))
        _learn(Path(self.base_dir, self.config.steps_dir))
        self.features.append(_alone(_parsed(self._unit.file, self.config.lang), self._unit))
        self.formatters = make_formatters(self.config, self.config.outputs)
        return bool(self.run_model())


@cache
def _hooks(path: Path) -> dict[str, Any]:
    """Return what behave calls before and after whatever it runs."""
    hooks: dict[str, Any] = {}
    exec_file(str(path), hooks)
    return hooks


@cache
def _learn(steps: Path) -> None:
    """Let behave know the sentences in a folder, which it remembers until the process ends."""
    load_step_modules([str(steps)])


def _alone(whole: Feature, unit: Unit) -> Feature:
    """Return a feature with no scenario but that of a unit, which nobody has run yet.

    behave would walk through all the others and tell its formatters of each.
    """
    feature = copy(whole)
    scenario = next(one for one in whole.walk_scenarios() if str(one.location) == unit.location)
    # Nobody changes these; tags cannot even be copied.
    kept = {id(one): one for one in (*scenario.tags, scenario.parent, whole.background)}
    feature.scenarios = [deepcopy(scenario, kept | {id(whole): feature})]
    feature.run_items = feature.scenarios
    return feature


@cache
def _parsed(file: str, language: str | None) -> Feature:
    (feature,) = parse_features([file], language)
    return feature


def _write_to(console: Path) -> None:
    """Send what this process prints into a file, from which the coordinator may quote."""
    descriptor = os.open(console, os.O_WRONLY | os.O_CREAT)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(descriptor, stream.fileno())
    os.close(descriptor)
