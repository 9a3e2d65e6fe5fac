# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of lists: pages that are not the whole, filters that let others through, false counts."""

from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from support.sandbox.sentinai.app import api_dead_letters, api_playbooks
from support.sandbox.sentinai.app.database import Connection, Row, rows
from support.sandbox.sentinai.sabotage import sentences, titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE
from support.sandbox.sentinai.sabotage.selecting import (
    Answer,
    Conditions,
    SelectPage,
    answering,
    selecting,
    under,
    without,
)

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "Later pages leave out their last exception.",
    caught_by=titles.HARD_CASE,
    at=sentences.LISTS,
    diagnosis="the exceptions in pages of 3 leave out",
)
def later_pages_cut_short() -> Context:
    def change(page: Answer) -> Answer:
        return page | ({"items": page["items"][:-1]} if page["page"] > 1 else {})

    return selecting("exception", answering(change))


@CATALOGUE.sabotage(
    "Pages of a timeline overlap.",
    caught_by=titles.STEPS,
    at=sentences.LISTS,
    diagnosis=r"the events of \S+ in pages of 3 (repeat|leave out)",
)
def pages_overlap() -> Context:
    def change(original: SelectPage) -> SelectPage:
        def select(
            connection: Connection, table: str, given: Conditions, order: str, page: int, size: int
        ) -> Answer:
            if size == 1 or page == 1:
                return original(connection, table, given, order, page, size)
            before = original(connection, table, given, order, page - 1, size)
            items = original(connection, table, given, order, page, size)["items"]
            return before | {"items": [*before["items"][-1:], *items][:size]}

        return select

    return selecting("event_log", change)


@CATALOGUE.sabotage(
    "However small pages should be, exceptions come all at once.",
    caught_by=(titles.HARD_CASE, titles.ORDER),
    at=sentences.LISTS,
    diagnosis=r"the exceptions in pages of \d+ come \d+ at a time",
)
def page_size_ignored() -> Context:
    def change(original: SelectPage) -> SelectPage:
        def select(
            connection: Connection, table: str, given: Conditions, order: str, page: int, _: int
        ) -> Answer:
            return original(connection, table, given, order, page, 1000)

        return select

    return selecting("exception", change)


@CATALOGUE.sabotage(
    "Whoever filters exceptions by severity is shown all of them.",
    caught_by=titles.HARD_CASE,
    at=sentences.LISTS,
    diagnosis="exceptions by severity: '(critical|medium)' brings .*, which does not satisfy it",
)
def severity_filter_ignored() -> Context:
    return selecting("exception", without("severity::text = lower(%s)"))


@CATALOGUE.sabotage(
    "Whoever asks for exceptions since a moment is shown older ones, too.",
    caught_by=titles.HARD_CASE,
    at=sentences.LISTS,
    diagnosis="exceptions by created_from: .* brings .*, which does not satisfy it",
)
def since_ignored() -> Context:
    return selecting("exception", without("created_at >= %s"))


@CATALOGUE.sabotage(
    "A filter by status leaves out what was dead-lettered.",
    caught_by=titles.HARD_CASE,
    at=sentences.LISTS,
    diagnosis="exceptions by status: 'escalated' leaves out",
)
def escalated_never_found() -> Context:
    def change(given: Conditions) -> Conditions:
        is_sought = given.get("status::text = lower(%s)") == "escalated"
        return given | ({"status::text <> %s": "escalated"} if is_sought else {})

    return selecting("exception", under(change))


@CATALOGUE.sabotage(
    "Whoever asks for what was done for an exception is shown what was done for all.",
    caught_by=titles.HARD_CASE,
    at=sentences.LISTS,
    diagnosis="executions by exception_id: .* brings .*, which does not satisfy it",
)
def executions_of_all_exceptions() -> Context:
    return selecting("tool_execution", without("exception_id = %s"))


@CATALOGUE.sabotage(
    "The number of executions is that of one page.",
    caught_by=titles.HARD_CASE,
    at=sentences.LISTS,
    diagnosis=r"the executions are \d+, and counted as 3",
)
def page_counted_as_the_whole() -> Context:
    def change(page: Answer) -> Answer:
        return page | {"total": min(page["total"], page["page_size"])}

    return selecting("tool_execution", answering(change))


@CATALOGUE.sabotage(
    "The dead letter queue shows its first entry on every page.",
    caught_by=titles.HARD_CASE,
    at=sentences.LISTS,
    diagnosis="the dead letters in pages of 3 repeat",
)
def first_letter_on_every_page() -> Context:
    def changed(connection: Connection, query: str, *arguments: Any) -> list[Row]:  # noqa: ANN401
        if "offset" in query:
            arguments = (*arguments[:-1], 0)
        return rows(connection, query, *arguments)

    return patch.object(api_dead_letters, "rows", changed)


@CATALOGUE.sabotage(
    "The list of playbooks tells another version than was set up.",
    caught_by=titles.STEPS,
    at=sentences.LISTS,
    diagnosis=r"not one version, but 10 \(the list\); 9 \(who set it up\)",
)
def playbook_listed_otherwise() -> Context:
    def listed(connection: Connection, query: str, *arguments: object) -> list[Row]:
        found = rows(connection, query, *arguments)
        if "from playbook" not in query:
            return found
        return [row | {"version": row["version"] + 1} for row in found]

    return patch.object(api_playbooks, "rows", listed)
