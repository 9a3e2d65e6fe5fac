# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of the stages: what the chain does with an exception."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from support.sandbox.sentinai.app import acting, judging, tools, views
from support.sandbox.sentinai.app.database import Connection, Row, one
from support.sandbox.sentinai.app.stages import STAGES, Stage
from support.sandbox.sentinai.app.work import Work
from support.sandbox.sentinai.sabotage import titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]


def nothing(*_: object, **__: object) -> None:
    """Do nothing at all."""


@CATALOGUE.sabotage(
    "The playbook that fits is named, and then nothing happens any more.",
    caught_by=titles.CHAIN,
    damage="StepExecutionRequested never instead of once",
)
def chain_stops_at_the_playbook() -> Context:
    stage = STAGES["playbook"]
    return patch.dict(STAGES, {"playbook": Stage(stage.takes, nothing)})


@CATALOGUE.sabotage(
    "Steps are asked for, and nobody asks the tool.",
    caught_by=titles.CHAIN,
    damage="ToolExecutionRequested never instead of once",
)
def step_never_reaches_its_tool() -> Context:
    return patch.object(acting, "_request_tool", nothing)


@CATALOGUE.sabotage(
    "Nothing is learnt of what the tools did.",
    caught_by=titles.CHAIN,
    damage="FeedbackCaptured never instead of once",
)
def feedback_forgotten() -> Context:
    stage = STAGES["feedback"]
    return patch.dict(STAGES, {"feedback": Stage(stage.takes, nothing)})


@CATALOGUE.sabotage(
    "The first step of every playbook is left out.",
    caught_by=titles.STEPS,
    damage="StepExecutionRequested twice instead of 3 times",
)
def first_step_skipped() -> Context:
    original = acting.step_of

    def step_of(connection: Connection, exception: Row, playbook: int, order: int) -> Any:  # noqa: ANN401
        return original(connection, exception, playbook, order + 1)

    return patch.object(acting, "step_of", step_of)


@CATALOGUE.sabotage(
    "Of every playbook only the first step is executed.",
    caught_by=titles.STEPS,
    damage="StepExecutionRequested once instead of 3 times",
)
def one_step_is_all() -> Context:
    original = acting.step_of

    def step_of(connection: Connection, exception: Row, playbook: int, order: int) -> Any:  # noqa: ANN401
        return original(connection, exception, playbook, order) if order == 1 else None

    return patch.object(acting, "step_of", step_of)


@CATALOGUE.sabotage(
    "Steps are executed in the wrong order.",
    caught_by=titles.STEPS,
    damage="The tool was told: .*tell the payer",
)
def steps_reversed() -> Context:
    original = acting.step_of

    def step_of(connection: Connection, exception: Row, playbook: int, order: int) -> Any:  # noqa: ANN401
        found = original(connection, exception, playbook, order)
        counted = "select count(*) as steps from playbook_step where playbook_id = %s"
        steps = one(connection, counted, playbook) or {"steps": 0}
        if found is None:
            return None
        return original(connection, exception, playbook, steps["steps"] + 1 - order)

    return patch.object(acting, "step_of", step_of)


@CATALOGUE.sabotage(
    "Whatever happened, the first playbook is followed.",
    caught_by=(titles.FITTING, titles.UNFITTING),
    damage="Called were: .*retryPayment|PlaybookMatched once instead of never",
)
def first_playbook_always_fits() -> Context:
    return patch.object(judging, "fits", lambda _conditions, _exception: True)


@CATALOGUE.sabotage(
    "The status never says where an exception came from.",
    caught_by=titles.STATUS,
    damage="source_system='UNKNOWN'",
)
def source_lost() -> Context:
    original = judging.normalized

    def normalized(raw: dict[str, Any], _: object = None) -> dict[str, Any]:
        return original(raw)

    return patch.object(judging, "normalized", normalized)


@CATALOGUE.sabotage(
    "An exception whose playbook is done stays open for ever.",
    caught_by=(titles.GIVEN_NAME, titles.BROUGHT_NAME),
    damage="in vain for exception .* to be RESOLVED",
)
def never_resolved() -> Context:
    original = Work.update

    def update(work: Work, **fields: object) -> None:
        if fields.get("status") != "resolved":
            original(work, **fields)

    return patch.object(Work, "update", update)


@CATALOGUE.sabotage(
    "A tool that fails counts as one that has done its work.",
    caught_by=(titles.RECOVERY, titles.GIVEN_UP),
    damage="RetryScheduled never instead of",
)
def failing_tool_counts_as_done() -> Context:
    original = tools.execute

    def execute(tool: Row, execution: Row, correlation: str | None) -> dict[str, Any]:
        try:
            return original(tool, execution, correlation)
        except tools.ToolError as error:
            return {"status": "error", "message": str(error)}

    return patch.object(tools, "execute", execute)


@CATALOGUE.sabotage(
    "The record of a tool's execution says for ever that it was only asked for.",
    caught_by=(titles.BY_HAND, titles.CHAIN),
    damage="in vain for the record to tell of one execution that succeeded",
)
def execution_stays_requested() -> Context:
    return patch.object(acting, "keep_result", nothing)


@CATALOGUE.sabotage(
    "Whoever lists executions is told that they succeeded, whatever became of them.",
    caught_by=titles.BY_HAND,
    damage="The record tells of .* the store holds .*requested",
    store_only=True,
)
@contextmanager
def record_embellished() -> Iterator[None]:
    original = views.execution

    def execution(row: Row) -> views.Json:
        return original(row) | {"status": "succeeded"}

    with execution_stays_requested(), patch.object(views, "execution", execution):
        yield
