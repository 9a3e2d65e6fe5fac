"""What became of scenarios: the one thing that summary, JUnit, Allure and parallel runs tell of."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from behave.configuration import Configuration
from behave.model import Feature, Scenario
from behave.model_type import Status

from support.core.causes import Cause
from support.core.timings import ScenarioTimings
from support.reporting.causes import cause_of_error

KNOWN = "known"
"""Status of a scenario that failed as a known bug makes it fail, and so turns nothing red."""

LOST = "lost"
"""Status of a scenario whose worker died before it could report."""

NOT_RUN = "untested"
"""behave's word for a scenario that was not begun, because the run was stopped."""

_GREEN = "passed"
_SKIPPED = "skipped"
_NOT_RED = {_GREEN, _SKIPPED, KNOWN}


@dataclass(frozen=True)
class Outcome:
    """What became of a scenario.

    Attributes:
        location: file and line, as behave writes it.
        feature: title of its feature.
        name: its title.
        status: behave's word for its end, or one of those above.
        step_type: given, when or then: of the step that is red; empty if none is.
        step: its sentence.
        message: what is wrong, or why it was skipped.
        bug: the id of the known bug that showed itself; empty if none did.
        cause: why it is red, out of the closed list of causes; empty if it is not red.
        seconds: how long it took.
        tags: that apply to it.
    """

    location: str
    feature: str
    name: str
    status: str
    step_type: str = ""
    step: str = ""
    message: str = ""
    bug: str = ""
    cause: str = ""
    seconds: float = 0.0
    tags: Sequence[str] = ()

    def __str__(self) -> str:
        return f"{self.location}  {self.name}"

    @property
    def file(self) -> str:
        """The feature's file."""
        return self.location.rpartition(":")[0]

    @property
    def is_red(self) -> bool:
        """Whether it turns the run red."""
        return self.status not in _NOT_RED

    @property
    def is_skipped(self) -> bool:
        """Whether it could not run here."""
        return self.status == _SKIPPED

    @property
    def is_missing(self) -> bool:
        """Whether nobody executed it to its end."""
        return self.status in {LOST, NOT_RUN}

    @property
    def gist(self) -> str:
        """What is wrong, without the figures and the tables that differ between scenarios."""
        lines = self.message.splitlines()
        faults = [line for line in lines if line.startswith("- ")]
        timeless = [line for line in lines if not line.startswith("Waited ")]
        return "\n".join(faults or timeless) or self.message

    @property
    def verdict(self) -> str:
        """What is wrong, below the sentence at which that was found out."""
        sentence = f"{self.step_type.title()} {self.step}".strip()
        return "\n".join(filter(None, [sentence, self.message]))


@dataclass(frozen=True)
class KnownFailure:
    """How a scenario failed as it must.

    Attributes:
        bug: the id of the known bug.
        reason: what is wrong with the product.
    """

    bug: str
    reason: str


def known_failure(scenario: Scenario) -> KnownFailure | None:
    """Return the bug for which a scenario failed as it must, or None if it did not."""
    return getattr(scenario, "fails_as_known", None)


def cause_of_failure(scenario: Scenario) -> Cause | None:
    """Return why a scenario is red; None if it is not, or is as a known bug makes it."""
    if not scenario.status.has_failed() or known_failure(scenario):
        return None
    red = next((step for step in scenario.all_steps if step.status.has_failed()), None)
    error = red.exception if red else getattr(scenario, "exception", None)
    if error is None and getattr(scenario, "passed_though_known", False):
        return Cause.SETTINGS
    return cause_of_error(error)


def failure_message(scenario: Scenario) -> str:
    """Return all that the failing steps and hooks of a scenario said."""
    said = [
        str(step.exception) if step.exception else step.error_message
        for step in scenario.all_steps
        if step.status.has_failed()
    ]
    return "\n".join(filter(None, [*said, scenario.error_message]))


def outcomes_of(feature: Feature, config: Configuration) -> Iterator[Outcome]:
    """Yield what became of those scenarios of a feature that were selected."""
    for scenario in feature.walk_scenarios():
        # One that was skipped is to be run no more; only one that was selected has a reason.
        if scenario.should_run(config) or scenario.skip_reason:
            yield outcome_of(scenario)


def outcome_of(scenario: Scenario) -> Outcome:
    """Return what became of a scenario."""
    known = known_failure(scenario)
    cause = cause_of_failure(scenario)
    red = next((step for step in scenario.all_steps if step.status.has_failed()), None)
    if known is not None:
        message = known.reason
    elif scenario.status is Status.skipped:
        message = scenario.skip_reason or ""
    else:
        at_step = (red.error_message or red.status.name) if red else ""
        message = "\n".join(filter(None, [at_step, scenario.error_message]))
    return Outcome(
        location=str(scenario.location),
        feature=scenario.feature.name,
        name=scenario.name,
        status=KNOWN if known else scenario.status.name,
        step_type=red.step_type if red else "",
        step=red.name if red else "",
        message=message,
        bug=known.bug if known else "",
        cause=cause.value if cause else "",
        seconds=scenario.duration,
        tags=sorted(map(str, scenario.effective_tags)),
    )


def paired(
    outcomes: Iterable[Outcome], timings: Iterable[ScenarioTimings]
) -> Iterator[tuple[Outcome, ScenarioTimings | None]]:
    """Yield each outcome with the timings of its scenario; None if nobody executed it to its end.

    Timings know a scenario by its name. Those of one name pair in their order.
    """
    by_name: dict[str, deque[ScenarioTimings]] = defaultdict(deque)
    for one in timings:
        by_name[one.scenario].append(one)
    for outcome in outcomes:
        own = by_name[outcome.name]
        was_run = not outcome.is_skipped and not outcome.is_missing
        yield outcome, own.popleft() if was_run and own else None


def alike(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    """Yield what is said, each with the outcomes that it is said of, the most frequent first."""
    ordered = sorted(outcomes, key=lambda one: one.gist)
    groups = [(said, list(those)) for said, those in groupby(ordered, lambda one: one.gist)]
    yield from sorted(groups, key=lambda group: -len(group[1]))
