"""Bugs that products are known to have: their scenarios fail, strictly, where they are declared.

A scenario names the bug that it meets with `@bug_<id>`. It is an ordinary scenario until
`KNOWN_BUGS` says that the deployment at hand has the bug; then it must fail in the way that is
described here, and passing is what turns the run red.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from behave.model import Scenario
from behave.model_type import Status
from behave.runner import ModelRunner

from support.errors import SetupError

PREFIX = "bug_"

Run = Callable[[ModelRunner], bool]


@dataclass(frozen=True)
class Bug:
    """A bug of a product.

    Attributes:
        reason: what is wrong, and where that is known from.
        damage: a regular expression that the message of the failing scenario matches.
    """

    reason: str
    damage: str


BUGS = {
    "shared_document_ids": Bug(
        reason="files of one name in two collections overwrite each other in the store",
        damage="expected revision 1; search shows absent",
    ),
}


def expect_known_bugs(scenarios: Iterable[Scenario], known: frozenset[str]) -> None:
    """Make the scenarios that meet a known bug expect to fail.

    Args:
        scenarios: of the run; those concerned are changed.
        known: ids of the bugs that the deployment has.

    Raises:
        SetupError: nobody has described one of the bugs.
    """
    if unknown := known - BUGS.keys():
        raise SetupError(
            f"KNOWN_BUGS names {', '.join(sorted(unknown))}; known are: {', '.join(sorted(BUGS))}"
        )
    for scenario in scenarios:
        for tag in scenario.effective_tags:
            bug = tag.removeprefix(PREFIX)
            if tag.startswith(PREFIX) and bug in known:
                scenario.run = _expecting(scenario, BUGS[bug], scenario.run)


def _expecting(scenario: Scenario, bug: Bug, run: Run) -> Run:
    """Return `run` with its verdict turned around."""

    def run_and_judge(runner: ModelRunner) -> bool:
        run(runner)
        if scenario.status is Status.passed:
            scenario.set_status(Status.failed)
            scenario.error_message = (
                f"Passed, though it is known to fail: {bug.reason}. Remove it from KNOWN_BUGS."
            )
        elif scenario.status is Status.failed and re.search(bug.damage, failure_message(scenario)):
            # behave knows a status for this, but its own summary cannot count it.
            scenario.set_status(Status.passed)
            scenario.fails_as_known = bug.reason
        return bool(scenario.status.has_failed())

    return run_and_judge


def known_failure(scenario: Scenario) -> str | None:
    """Return the reason for which a scenario failed as it must, or None if it did not."""
    return getattr(scenario, "fails_as_known", None)


def failure_message(scenario: Scenario) -> str:
    """Return all that the failing steps and hooks of a scenario said."""
    said = [step.error_message for step in scenario.all_steps if step.error_message]
    return "\n".join([*said, *filter(None, [scenario.error_message])])
