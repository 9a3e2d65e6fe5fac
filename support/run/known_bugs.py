"""Bugs that products are known to have: their scenarios fail, strictly, where they are declared.

A scenario names the bug that it meets with `@bug_<id>`. It is an ordinary scenario until
`KNOWN_BUGS` says that the deployment at hand has the bug; then it must fail in the way that the
system's plugin describes, and passing is what turns the run red. Only of a bug
that is sporadic nobody knows when it shows: its scenario may pass.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from behave.model import Scenario
from behave.model_type import Status
from behave.runner import ModelRunner

from support.core.errors import SetupError
from support.reporting.outcomes import KnownFailure, failure_message
from support.run.plugin import KnownBug
from support.run.registry import plugins

PREFIX = "bug_"

Run = Callable[[ModelRunner], bool]


def expect_known_bugs(scenarios: Iterable[Scenario], known: frozenset[str]) -> None:
    """Make the scenarios that meet a known bug expect to fail.

    Args:
        scenarios: of the run; those concerned are changed.
        known: ids of the bugs that the deployment has.

    Raises:
        SetupError: nobody has described one of the bugs.
    """
    described = {id_: bug for plugin in plugins() for id_, bug in plugin.known_bugs.items()}
    if unknown := known - described.keys():
        raise SetupError(
            f"KNOWN_BUGS names {', '.join(sorted(unknown))};"
            f" known are: {', '.join(sorted(described))}"
        )
    # What must show itself is named before what may, which can look the same.
    ordered = sorted(known, key=lambda id_: (described[id_].is_sporadic, id_))
    for scenario in scenarios:
        bugs = [bug for bug in ordered if f"{PREFIX}{bug}" in scenario.effective_tags]
        if bugs:
            expected = {bug: described[bug] for bug in bugs}
            scenario.run = _expecting(scenario, expected, scenario.run)


def _expecting(scenario: Scenario, bugs: Mapping[str, KnownBug], run: Run) -> Run:
    """Return `run` with its verdict turned around: one of the bugs must show itself."""

    def run_and_judge(runner: ModelRunner) -> bool:
        run(runner)
        certain = {id_: bug for id_, bug in bugs.items() if not bug.is_sporadic}
        if scenario.status is Status.passed and certain:
            scenario.set_status(Status.failed)
            scenario.passed_though_known = True
            reasons = "; ".join(f"{id_} ({bug.reason})" for id_, bug in certain.items())
            scenario.error_message = (
                f"Passed, though it is known to fail: remove {reasons} from KNOWN_BUGS"
            )
        elif scenario.status is Status.failed and (shown := _shown(bugs, scenario)):
            # behave knows a status for this, but its own summary cannot count it.
            scenario.set_status(Status.passed)
            scenario.fails_as_known = shown
        return bool(scenario.status.has_failed())

    return run_and_judge


def _shown(bugs: Mapping[str, KnownBug], scenario: Scenario) -> KnownFailure | None:
    """Return the first of the bugs that a scenario failed by; None if it failed otherwise."""
    message = failure_message(scenario)
    for id_, bug in bugs.items():
        if re.search(bug.diagnosis, message):
            return KnownFailure(id_, bug.reason)
    return None
