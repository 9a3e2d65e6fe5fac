# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of the stages: what the workers do with an exception."""

import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from support.sandbox.sentinai.app import assessing, executing, tools, views
from support.sandbox.sentinai.app.database import Connection, Row, required, rows
from support.sandbox.sentinai.app.stages import STAGES, Stage
from support.sandbox.sentinai.app.work import Work
from support.sandbox.sentinai.sabotage import sentences, titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE, STILL

Context = AbstractContextManager[object]


def nothing(*_: object, **__: object) -> None:
    """Do nothing at all."""


@CATALOGUE.sabotage(
    "The playbook that fits is named, and then nothing happens any more.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis="show StepExecutionRequested, ToolExecution.* never instead of once" + STILL,
)
def chain_stops_at_the_playbook() -> Context:
    stage = STAGES["playbook"]
    return patch.dict(STAGES, {"playbook": Stage(stage.takes, nothing)})


@CATALOGUE.sabotage(
    "Steps are requested, and nobody asks the tool.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis="show ToolExecutionRequested, ToolExecution.* never instead of once" + STILL,
)
def step_never_reaches_its_tool() -> Context:
    return patch.object(executing, "_request_tool", nothing)


@CATALOGUE.sabotage(
    "No feedback is kept of what the tools did.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis="show FeedbackCaptured never instead of once" + STILL,
)
def feedback_forgotten() -> Context:
    stage = STAGES["feedback"]
    return patch.dict(STAGES, {"feedback": Stage(stage.takes, nothing)})


@CATALOGUE.sabotage(
    "The first step of every playbook is left out.",
    caught_by=titles.STEPS,
    at=sentences.TOLD,
    diagnosis=r"were told: \['pay again', 'tell the payer'\] instead of",
)
def first_step_skipped() -> Context:
    original = executing.step_of

    def step_of(connection: Connection, playbook: int, order: int) -> Row | None:
        return original(connection, playbook, order + 1)

    return patch.object(executing, "step_of", step_of)


@CATALOGUE.sabotage(
    "Of every playbook only the first step is executed.",
    caught_by=titles.STEPS,
    at=sentences.TOLD,
    diagnosis=r"were told: \['look up the payer'\] instead of" + STILL,
)
def one_step_is_all() -> Context:
    original = executing.step_of

    def step_of(connection: Connection, playbook: int, order: int) -> Row | None:
        return original(connection, playbook, order) if order == 1 else None

    return patch.object(executing, "step_of", step_of)


@CATALOGUE.sabotage(
    "Steps are executed in the wrong order.",
    caught_by=titles.STEPS,
    at=sentences.TOLD,
    diagnosis=r"were told: \['tell the payer', 'pay again'",
)
def steps_reversed() -> Context:
    original = executing.step_of

    def step_of(connection: Connection, playbook: int, order: int) -> Row | None:
        counted = "select count(*) as steps from playbook_step where playbook_id = %s"
        steps = required(connection, counted, playbook)["steps"]
        found = original(connection, playbook, order)
        return found and original(connection, playbook, steps + 1 - order)

    return patch.object(executing, "step_of", step_of)


@CATALOGUE.sabotage(
    "Whatever happened, the newest playbook is followed.",
    caught_by=(titles.FITTING, titles.UNFITTING),
    at={titles.FITTING: sentences.ONLY_TOOL, titles.UNFITTING: sentences.STAGES},
    diagnosis=r"were called: \['retryPayment'\] instead of|PlaybookMatched.* once instead of never",
)
def first_playbook_always_fits() -> Context:
    return patch.object(assessing, "fits", lambda _conditions, _exception: True)


@CATALOGUE.sabotage(
    "A playbook is followed for whatever kind its own kind is a part of.",
    caught_by=titles.UNFITTING,
    at=sentences.STAGES,
    diagnosis="PlaybookMatched[^;]* once instead of never",
)
def kinds_matched_in_part() -> Context:
    return patch.object(
        assessing,
        "fits",
        lambda conditions, exception: conditions["match"]["exception_type"] in exception["type"],
    )


@CATALOGUE.sabotage(
    "Of several playbooks that fit, the newest is followed, whatever its priority.",
    caught_by=titles.FITTING,
    at=sentences.ONLY_TOOL,
    diagnosis=r"The tools were called: \['askBank'\] instead of",
)
def priority_ignored() -> Context:
    def newest_first(connection: Connection, query: str, tenant: str) -> list[Row]:
        found = rows(connection, query, tenant)
        return sorted(found, key=lambda row: int(row["playbook_id"]), reverse=True)

    return patch.object(assessing, "rows", newest_first)


@CATALOGUE.sabotage(
    "A playbook of another tenant is followed.",
    caught_by=titles.FOREIGN_PLAYBOOK,
    at=sentences.STAGES,
    diagnosis="PlaybookMatched[^;]* once instead of never",
)
def foreign_playbook_followed() -> Context:
    def matching_playbook(connection: Connection, exception: Row) -> Row | None:
        return _anybodys_playbook(connection, exception)

    return patch.object(assessing, "matching_playbook", matching_playbook)


@CATALOGUE.sabotage(
    "Where no playbook of the tenant fits, another tenant's tool is called, and nobody is told.",
    caught_by=titles.FOREIGN_PLAYBOOK,
    at=sentences.OTHER_TOOL,
    diagnosis=r"\S+-other (was called for others|is called for the tenant \S+-main)",
)
def foreign_tool_called_in_secret() -> Context:
    original = assessing.matching_playbook

    def matching_playbook(connection: Connection, exception: Row) -> Row | None:
        found = original(connection, exception)
        if found is None and (foreign := _anybodys_playbook(connection, exception)):
            owner = "select * from tool_definition where tenant_id = %s"
            tool = required(connection, owner, foreign["tenant_id"])
            execution = exception | {"id": uuid.uuid4(), "input_payload": {}}
            tools.execute(tool, execution, None)
        return found

    return patch.object(assessing, "matching_playbook", matching_playbook)


def _anybodys_playbook(connection: Connection, exception: Row) -> Row | None:
    found = rows(connection, "select * from playbook")
    return next((play for play in found if assessing.fits(play["conditions"], exception)), None)


@CATALOGUE.sabotage(
    "The status never tells where an exception came from.",
    caught_by=titles.STATUS,
    at=sentences.ORIGIN,
    diagnosis=r"is a PAYMENT_FAILED\S* from UNKNOWN; expected",
)
def source_lost() -> Context:
    original = assessing.columns_of

    def columns_of(raw: dict[str, Any], _: object = None) -> dict[str, Any]:
        return original(raw)

    return patch.object(assessing, "columns_of", columns_of)


@CATALOGUE.sabotage(
    "An exception whose playbook is done stays open for ever.",
    caught_by=titles.RESOLVED,
    at=sentences.RESOLVED,
    diagnosis="is ANALYZING; expected: it is RESOLVED" + STILL,
)
def never_resolved() -> Context:
    original = Work.update

    def update(work: Work, **fields: object) -> None:
        if fields.get("status") != "resolved":
            original(work, **fields)

    return patch.object(Work, "update", update)


@CATALOGUE.sabotage(
    "A tool that fails counts as one that has done its work.",
    caught_by=(titles.RECOVERY, titles.DEAD_LETTERED),
    at={titles.RECOVERY: sentences.THIRD_ATTEMPT, titles.DEAD_LETTERED: sentences.DEAD_LETTERED},
    diagnosis="the tool was called once instead of (3|4) times" + STILL,
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
    "The record of a tool's execution says for ever that it was only requested.",
    caught_by=(titles.BY_HAND, titles.CHAIN),
    at=sentences.EXECUTION,
    diagnosis="Recorded are .*'requested'.* instead of one execution that has succeeded" + STILL,
)
def execution_stays_requested() -> Context:
    return patch.object(executing, "keep_result", nothing)


@CATALOGUE.sabotage(
    "Whoever lists executions is told that they succeeded, whatever became of them.",
    caught_by=titles.BY_HAND,
    at=sentences.EXECUTION,
    diagnosis="Recorded are .*'succeeded'.*, but the database holds .*'requested'" + STILL,
    store_only=True,
)
@contextmanager
def record_embellished() -> Iterator[None]:
    original = views.execution

    def execution(row: Row) -> views.Json:
        return original(row) | {"status": "succeeded"}

    with execution_stays_requested(), patch.object(views, "execution", execution):
        yield


@CATALOGUE.sabotage(
    "A tool that is called by hand is called with nothing of what it should be told.",
    caught_by=titles.BY_HAND,
    at=sentences.TOLD,
    diagnosis=r"were told: \['None'\] instead of \['by hand'\]",
)
def orders_lost() -> Context:
    original = tools.execute

    def execute(tool: Row, execution: Row, correlation: str | None) -> dict[str, Any]:
        by_hand = execution["exception_id"] is None
        return original(tool, execution | ({"input_payload": {}} if by_hand else {}), correlation)

    return patch.object(tools, "execute", execute)
