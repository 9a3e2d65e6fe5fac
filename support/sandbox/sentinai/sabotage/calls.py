# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of calls: tools are called with what belongs to others, or with nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from support.sandbox.sentinai.app import tools
from support.sandbox.sentinai.app.database import Row
from support.sandbox.sentinai.sabotage import sentences, titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]


def executing_with(change: Callable[[Row, Row], tuple[Row, Row]]) -> Context:
    """Let tools be called with another record of the tool, or of the execution."""
    original = tools.execute

    def execute(tool: Row, execution: Row, correlation: str | None) -> dict[str, Any]:
        return original(*change(tool, execution), correlation)

    return patch.object(tools, "execute", execute)


def with_headers(tool: Row, headers: dict[str, str]) -> Row:
    """Return a record of a tool with other headers."""
    endpoint = tool["config"]["endpointConfig"] | {"headers": headers}
    return tool | {"config": tool["config"] | {"endpointConfig": endpoint}}


@CATALOGUE.sabotage(
    "Tools are called without what opens them.",
    caught_by=(titles.CHAIN, titles.SAME_NAME),
    at={
        titles.CHAIN: sentences.STAGES,
        titles.SAME_NAME: sentences.HAS_PASSED,
    },
    diagnosis="is called with no credential that it knows",
)
def credential_forgotten() -> Context:
    return executing_with(lambda tool, execution: (with_headers(tool, {}), execution))


@CATALOGUE.sabotage(
    "What opens a tool is remembered by the tool's name, whosever it is.",
    caught_by=(titles.TWO_TENANTS, titles.MIXED_UP),
    at={titles.TWO_TENANTS: sentences.EACH_TENANT, titles.MIXED_UP: sentences.EACH_TENANTS},
    diagnosis=r"\w+ of \S+ is called with (the credential of the tool \w+ of|no credential)",
)
def credential_of_the_namesake() -> Context:
    known: dict[str, dict[str, str]] = {}

    def change(tool: Row, execution: Row) -> tuple[Row, Row]:
        headers = tool["config"]["endpointConfig"]["headers"]
        return with_headers(tool, known.setdefault(tool["name"], headers)), execution

    return executing_with(change)


@CATALOGUE.sabotage(
    "Where a tool is called is remembered by the tool's name, whosever it is.",
    caught_by=titles.MIXED_UP,
    at=sentences.EACH_TENANTS,
    diagnosis=r"\w+ of \S+ is called with the credential of the tool \w+ of",
)
def address_of_the_namesake() -> Context:
    known: dict[str, str] = {}

    def change(tool: Row, execution: Row) -> tuple[Row, Row]:
        endpoint = tool["config"]["endpointConfig"]
        endpoint = endpoint | {"url": known.setdefault(tool["name"], endpoint["url"])}
        return tool | {"config": tool["config"] | {"endpointConfig": endpoint}}, execution

    return executing_with(change)


@CATALOGUE.sabotage(
    "A tool is told what the call before it was told, whomever that was for.",
    caught_by=titles.MIXED_UP,
    at=sentences.EACH_TENANTS,
    diagnosis=r"and told \{.*\}, which stands in none of its playbooks|which is a",
)
def parameters_of_the_call_before() -> Context:
    last: dict[str, Any] = {}

    def change(tool: Row, execution: Row) -> tuple[Row, Row]:
        told = last.get("payload", execution["input_payload"])
        last["payload"] = execution["input_payload"]
        return tool, execution | {"input_payload": told}

    return executing_with(change)


@CATALOGUE.sabotage(
    "A call that is repeated is told nothing any more.",
    caught_by=titles.RECOVERY,
    at=sentences.THIRD_ATTEMPT,
    diagnosis=r"is called and told \{\}, which stands in none of its playbooks",
)
def retry_tells_nothing() -> Context:
    def change(tool: Row, execution: Row) -> tuple[Row, Row]:
        told = {} if execution["status"] == "failed" else execution["input_payload"]
        return tool, execution | {"input_payload": told}

    return executing_with(change)


@CATALOGUE.sabotage(
    "Every call names the same tenant.",
    caught_by=titles.ORDER,
    at=sentences.EACH,
    diagnosis="is called for the tenant TENANT_001",
)
def every_call_for_one_tenant() -> Context:
    return executing_with(lambda tool, execution: (tool, execution | {"tenant_id": "TENANT_001"}))
