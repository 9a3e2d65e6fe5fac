"""Allure results that tell the truth about failed hooks and cleanups.

The formatter of allure-behave 2.16 judges a scenario by its steps alone: a failed cleanup shows as
passed and a failed hook as skipped. It also takes two scenarios of one name for retries, and lets
the steps of an excluded scenario slip into the next one.
"""

import socket
from pathlib import Path

import allure_commons
from allure_behave.formatter import AllureFormatter
from allure_behave.listener import AllureListener
from allure_behave.utils import step_status, step_status_details
from allure_commons.logger import AllureFileLogger
from allure_commons.model2 import Label, Status, StatusDetails
from allure_commons.types import LabelType
from allure_commons.utils import get_testplan, md5, now
from behave.configuration import Configuration
from behave.formatter.base import Formatter, StreamOpener
from behave.model import Scenario, Step
from behave.model_type import Status as BehaveStatus

from support.core.secrecy import presentable
from support.reporting.outcomes import cause_of_failure, failure_message, known_failure
from support.reporting.report_errors import tolerated

_WHAT = "Allure results"
CAUSE = "cause"
"""The label by which the report groups what is red."""

RESULT_FILES = ("*-result.json", "*-container.json", "*-attachment.*", "environment.properties")


class HonestListener(AllureListener):  # type: ignore[misc]  # allure-behave carries no types
    """Judges a scenario by its own status, and names it by where it stands."""

    current_scenario_uuid: str | None

    def start_scenario(self, scenario: Scenario) -> None:
        """Give the result an identity of its own, and the labels that the timeline wants."""
        super().start_scenario(scenario)
        result = self.logger.get_test(self.current_scenario_uuid)
        result.historyId = history_id(scenario.filename, scenario.name)
        prose = [*scenario.feature.description, "", *scenario.description]
        result.description = "\n".join(prose).strip()
        result.labels += [
            Label(name=LabelType.EPIC, value=Path(scenario.filename).parent.name),
            Label(name=LabelType.HOST, value=socket.gethostname()),
            Label(name=LabelType.THREAD, value=self.behave_config.userdata.get("worker", "behave")),
            Label(name=LabelType.SUITE, value=scenario.feature.name),
        ]

    def stop_scenario(self, scenario: Scenario) -> None:
        """Close the result, or drop it if the scenario was not selected and so has no reason."""
        if scenario.status is BehaveStatus.skipped and not scenario.skip_reason:
            self._drop()
            return
        self.flush_steps()
        result = self.logger.get_test(self.current_scenario_uuid)
        result.status, result.statusDetails = _status(scenario), _details(scenario)
        if cause := cause_of_failure(scenario):
            result.labels.append(Label(name=CAUSE, value=cause.value))
        result.stop = now()
        self.logger.close_test(self.current_scenario_uuid)
        self.group_context.append_test(self.current_scenario_uuid)
        self.group_context.exit()
        self.current_step_uuid = self.current_scenario_uuid = None

    def stop_behave_step(self, result: Step) -> None:
        """Close a step; a broken promise gets its message alone, anything else its traceback."""
        details = None
        if result.exception is not None:
            trace = step_status_details(result).trace
            promise_broken = isinstance(result.exception, AssertionError)
            message = presentable(str(result.exception))
            shown = None if promise_broken else presentable(trace or "")
            details = StatusDetails(message=message, trace=shown)
        self.logger.stop_step(
            self.current_step_uuid, stop=now(), status=step_status(result), statusDetails=details
        )

    def _drop(self) -> None:
        self.steps.clear()
        self.logger.drop_test(self.current_scenario_uuid)
        self.current_scenario_uuid = None


class TolerantFileLogger(AllureFileLogger):  # type: ignore[misc]
    """Writes results; one that cannot be written does not end the run."""

    def _report_item(self, item: object) -> None:
        with tolerated(_WHAT):
            super()._report_item(item)

    @allure_commons.hookimpl  # type: ignore[untyped-decorator]
    def report_attached_data(self, body: str | bytes, file_name: str) -> None:
        """Write an attachment."""
        with tolerated(_WHAT):
            super().report_attached_data(body, file_name)


class HonestAllureFormatter(AllureFormatter):  # type: ignore[misc]
    """allure-behave's formatter with the listener above."""

    def __init__(self, stream_opener: StreamOpener, config: Configuration) -> None:
        Formatter.__init__(self, stream_opener, config)
        self.listener = HonestListener(config)
        self.file_logger = TolerantFileLogger(self.stream_opener.name)
        allure_commons.plugin_manager.register(self.listener)
        allure_commons.plugin_manager.register(self.file_logger)
        self.testplan = get_testplan()


def open_formatter(folder: Path, config: Configuration) -> HonestAllureFormatter:
    """Return a formatter that writes into `folder`."""
    return HonestAllureFormatter(StreamOpener(str(folder)), config)


def history_id(file: str, scenario: str) -> str:
    """Return the id by which Allure knows a scenario again in the next run."""
    return str(md5(file, scenario))


def describe_environment(folder: Path, facts: dict[str, str]) -> None:
    """Write what Allure shows as the environment of the run."""
    lines = [f"{name}={presentable(value)}\n" for name, value in facts.items()]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "environment.properties").write_text("".join(lines), encoding="utf-8")


def _status(scenario: Scenario) -> Status:
    status = scenario.status
    if known_failure(scenario):
        return Status.SKIPPED  # as pytest's formatter shows what is expected to fail
    if status is BehaveStatus.passed:
        return Status.PASSED
    if status is BehaveStatus.failed:
        return Status.FAILED
    return Status.BROKEN if status.has_failed() else Status.SKIPPED


def _details(scenario: Scenario) -> StatusDetails | None:
    if scenario.status is BehaveStatus.skipped:
        return StatusDetails(message=scenario.skip_reason)
    if known := known_failure(scenario):
        return StatusDetails(message=f"Known bug {known.bug}: {known.reason}", known=True)
    message = failure_message(scenario)
    return StatusDetails(message=presentable(message)) if message else None
