"""What became of a scenario, in words."""

from behave.model import Scenario
from behave.model_type import Status


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


def note(scenario: Scenario) -> str:
    """Return what behave's own summary does not tell of a scenario, or an empty text."""
    if scenario.status is Status.skipped and scenario.skip_reason:
        return f"Skipped: {scenario.name} ({scenario.skip_reason})"
    if known_failure(scenario):
        return f"Known bug: {scenario.name} ({known_failure(scenario)})"
    if scenario.status.has_failed() and scenario.error_message:
        return f"Red: {scenario.name} ({failure_message(scenario)})"
    return ""
