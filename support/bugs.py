"""Bugs that products are known to have: their scenarios fail, strictly, where they are declared.

A scenario names the bug that it meets with `@bug_<id>`. It is an ordinary scenario until
`KNOWN_BUGS` says that the deployment at hand has the bug; then it must fail in the way that is
described here, and passing is what turns the run red.
"""

import re
from collections.abc import Callable, Iterable, Sequence
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
    "lingering_vectors": Bug(
        reason="Airweave 2025-08 deletes files of GitHub from its database, but not from Qdrant",
        damage="was deleted.*, yet search still finds it|search shows revision 1 and 2",
    ),
    "collapsed_chunks": Bug(
        reason="Airweave 2025-08 stores all chunks of a file under one id; the last one survives",
        damage=r"search shows revision 1 without \d+ of \d+ sentences",
    ),
    "unsearchable_bodies": Bug(
        reason="Airweave 2025-08 makes files of GitHub searchable by name and path only",
        damage="yet search for these words brings",
    ),
    "restless_repository": Bug(
        reason="Airweave 2025-08 writes the repository again with every sync",
        damage=r"written again by the sync: .*\(GitHubRepositoryEntity\)",
    ),
    "divided_repository": Bug(
        reason="Airweave 2025-08 names the repository differently in its first and later syncs",
        damage="The collection does not hold [^/ ]+/[^/ ]+, in which",
    ),
    "swallowed_source_errors": Bug(
        reason="Airweave 2025-08 forgets files that GitHub could not deliver, and moves on",
        damage="is in the source and no sync tells of a failure, yet search does not find it",
    ),
    "commits_read_twice": Bug(
        reason="Airweave 2025-08 writes what the newest commit of its last visit touched again",
        damage=r"written again by the sync: .*\(GitHubCodeFileEntity\)",
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
        bugs = [bug for bug in sorted(known) if f"{PREFIX}{bug}" in scenario.effective_tags]
        if bugs:
            scenario.run = _expecting(scenario, [BUGS[bug] for bug in bugs], scenario.run)


def _expecting(scenario: Scenario, bugs: Sequence[Bug], run: Run) -> Run:
    """Return `run` with its verdict turned around: one of the bugs must show itself."""

    def run_and_judge(runner: ModelRunner) -> bool:
        run(runner)
        if scenario.status is Status.passed:
            scenario.set_status(Status.failed)
            scenario.error_message = (
                f"Passed, though it is known to fail: {bugs[0].reason}. Remove it from KNOWN_BUGS."
            )
        elif scenario.status is Status.failed and (shown := _shown(bugs, scenario)):
            # behave knows a status for this, but its own summary cannot count it.
            scenario.set_status(Status.passed)
            scenario.fails_as_known = shown[0].reason
        return bool(scenario.status.has_failed())

    return run_and_judge


def _shown(bugs: Sequence[Bug], scenario: Scenario) -> list[Bug]:
    message = failure_message(scenario)
    return [bug for bug in bugs if re.search(bug.damage, message)]


def known_failure(scenario: Scenario) -> str | None:
    """Return the reason for which a scenario failed as it must, or None if it did not."""
    return getattr(scenario, "fails_as_known", None)


def failure_message(scenario: Scenario) -> str:
    """Return all that the failing steps and hooks of a scenario said."""
    said = [
        str(step.exception) if step.exception else step.error_message
        for step in scenario.all_steps
        if step.status.has_failed()
    ]
    return "\n".join(filter(None, [*said, scenario.error_message]))
