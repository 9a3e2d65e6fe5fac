# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of changes: workers go on as before, though somebody was told that it is done."""

from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from support.sandbox.sentinai.app import assessing, executing, tools
from support.sandbox.sentinai.app.database import Connection, Row, required, rows
from support.sandbox.sentinai.sabotage import sentences, titles
from support.sandbox.sentinai.sabotage.calls import executing_with
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "A worker follows for ever the playbook that it followed first.",
    caught_by=titles.NEW_VERSION,
    at=sentences.NEW_VERSION,
    diagnosis=r"(\d+) of 24 exceptions did not go as they should",
)
def playbook_remembered() -> Context:
    original, known = assessing.matching_playbook, dict[tuple[str, str], Row | None]()

    def matching_playbook(connection: Connection, exception: Row) -> Row | None:
        key = (exception["tenant_id"], exception["type"])
        if key not in known:
            known[key] = original(connection, exception)
        return known[key]

    return patch.object(assessing, "matching_playbook", matching_playbook)


@CATALOGUE.sabotage(
    "A worker remembers the first step of each tenant's playbook, whatever its version.",
    caught_by=titles.NEW_VERSION,
    at=sentences.NEW_VERSION,
    diagnosis="Since the change the tool was told .*'pay again': ",
)
def first_step_remembered() -> Context:
    original, known = executing.step_of, dict[str, Row | None]()

    def step_of(connection: Connection, playbook: int, order: int) -> Row | None:
        found = original(connection, playbook, order)
        owner = "select tenant_id from playbook where playbook_id = %s"
        tenant = required(connection, owner, playbook)["tenant_id"]
        return known.setdefault(tenant, found) if order == 1 else found

    return patch.object(executing, "step_of", step_of)


@CATALOGUE.sabotage(
    "The oldest version of a playbook is followed.",
    caught_by=titles.NEW_VERSION,
    at=sentences.NEW_VERSION,
    diagnosis="12 of 24 exceptions did not go as they should",
)
def oldest_version_followed() -> Context:
    def oldest_first(connection: Connection, query: str, *arguments: Any) -> list[Row]:  # noqa: ANN401
        found = rows(connection, query, *arguments)
        return sorted(found, key=lambda row: int(row["version"]))

    return patch.object(assessing, "rows", oldest_first)


@CATALOGUE.sabotage(
    "A worker that has called a tool once calls it even when it is switched off.",
    caught_by=titles.SWITCHED_OFF,
    at=sentences.SWITCHED_OFF,
    diagnosis=r"The tool is switched off, and was called \d+ times since then",
)
def tool_remembered() -> Context:
    known: dict[int, Row] = {}
    return executing_with(
        lambda tool, execution: (known.setdefault(tool["tool_id"], tool), execution)
    )


@CATALOGUE.sabotage(
    "That a tool is switched off is heard only after the next call.",
    caught_by=titles.SWITCHED_OFF,
    at=sentences.SWITCHED_OFF,
    diagnosis=r"The tool is switched off, and was called \d+ times since then",
)
def switch_heard_late() -> Context:
    last: dict[int, Row] = {}

    def change(tool: Row, execution: Row) -> tuple[Row, Row]:
        before = last.get(tool["tool_id"], tool)
        last[tool["tool_id"]] = tool
        return before, execution

    return executing_with(change)


@CATALOGUE.sabotage(
    "A tool that was switched off once is never called again.",
    caught_by=titles.SWITCHED_ON,
    at=sentences.EACH,
    diagnosis="(RetryScheduled|DeadLettered).* instead of never",
)
def switched_off_for_ever() -> Context:
    original = tools.execute

    def execute(tool: Row, execution: Row, correlation: str | None) -> dict[str, Any]:
        was_switched = tool["enabled"] is not None
        return original(tool | ({"enabled": False} if was_switched else {}), execution, correlation)

    return patch.object(tools, "execute", execute)
