# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of reading: of tests, of discovery, and of what becomes of credentials."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from sqlalchemy.orm import Session

from support.sandbox.dataweaver.app import api_connectors, api_data_sources, connectors
from support.sandbox.dataweaver.app.connecting import reader_of
from support.sandbox.dataweaver.app.models import Connector
from support.sandbox.dataweaver.app.readers.base import Found, SourceError
from support.sandbox.dataweaver.sabotage import sentences, titles
from support.sandbox.dataweaver.sabotage.catalogue import CATALOGUE, STILL

Context = AbstractContextManager[object]
Tables = list[Found]

_INVENTED = Found("Sales", "Sales of the year", "database_table", "sales", ("id", "amount"), 1000)


@CATALOGUE.sabotage(
    "Whoever looks at a connector is shown what it logs in with.",
    caught_by=titles.SECRETS,
    at=sentences.NO_SECRETS,
    diagnosis="GET /api/connectors/.* shows the",
    releases=("tip", "v2.0.0"),
)
def secrets_in_clear() -> Context:
    return patch.object(connectors, "masked", lambda config: config)


@CATALOGUE.sabotage(
    "A test that fails quotes the key in its reason.",
    caught_by=titles.SECRETS_OF_KEYS,
    at=sentences.NO_SECRETS,
    diagnosis="POST /api/connectors/.*/test shows the api key",
)
def secrets_in_reasons() -> Context:
    def quote(connector: Connector) -> dict[str, Any]:
        try:
            return reader_of(connector).details()
        except SourceError as error:
            raise SourceError(f"{error}: {json.dumps(connector.config)}") from None

    return patch.object(api_connectors, "details_of", quote)


@CATALOGUE.sabotage(
    "A test says that all is well, whatever the source says.",
    caught_by=titles.FAILS,
    at=sentences.TEST_FAILS,
    diagnosis="The credentials are wrong, and the test says: success=True",
    releases=("v2.0.0",),
)
def tests_pretended() -> Context:
    return patch.object(api_connectors, "details_of", lambda _: {})


@CATALOGUE.sabotage(
    "A test that fails tells no reason.",
    caught_by=titles.FAILS,
    at=sentences.TEST_FAILS,
    diagnosis="The credentials are wrong, and the reason is: '.*Something went wrong'",
)
def reasons_swallowed() -> Context:
    def swallow(connector: Connector) -> dict[str, Any]:
        try:
            return reader_of(connector).details()
        except SourceError:
            raise SourceError("Something went wrong") from None

    return patch.object(api_connectors, "details_of", swallow)


@CATALOGUE.sabotage(
    "A test fails although the credentials are right.",
    caught_by=titles.PASSES,
    at=sentences.TEST_SUCCEEDS,
    diagnosis="The credentials are right, and the test says: success=False",
)
def right_credentials_refused() -> Context:
    def refuse(_: Connector) -> dict[str, Any]:
        raise SourceError("No valid credentials")

    return patch.object(api_connectors, "details_of", refuse)


@CATALOGUE.sabotage(
    "The status of a connector never changes.",
    caught_by=titles.PASSES,
    at=sentences.CONNECTED,
    diagnosis="The test succeeded, and it is 'disconnected'" + STILL,
    releases=("tip", "v2.0.0"),
)
def status_never_changes() -> Context:
    return patch.object(api_connectors, "set_status", lambda *_: None)


@CATALOGUE.sabotage(
    "Whoever failed a test once passes none any more.",
    caught_by=titles.WORKS_AGAIN,
    at=sentences.CONNECTED,
    diagnosis="The test succeeded, and it is 'error'" + STILL,
)
def error_for_ever() -> Context:
    original = api_connectors.set_status

    def set_status(session: Session, connector: Connector, status: str) -> None:
        if connector.status != connectors.ERROR:
            original(session, connector, status)

    return patch.object(api_connectors, "set_status", set_status)


@CATALOGUE.sabotage(
    "Whoever was connected once stays connected.",
    caught_by=titles.FAILS,
    at=sentences.NOT_CONNECTED,
    diagnosis="The test failed, and it is 'connected'" + STILL,
)
def once_connected_always() -> Context:
    original = api_connectors.set_status

    def set_status(session: Session, connector: Connector, status: str) -> None:
        if status == connectors.CONNECTED:
            original(session, connector, status)

    return patch.object(api_connectors, "set_status", set_status)


@CATALOGUE.sabotage(
    "Discovery leaves out the last table.",
    caught_by=titles.THERE,
    at=sentences.DISCOVERED,
    diagnosis="is in the source, and discovery shows it 0 times" + STILL,
)
def last_table_left_out() -> Context:
    return _discovering(lambda _, tables: tables[:-1])


@CATALOGUE.sabotage(
    "Discovery shows a table that nobody has.",
    caught_by=titles.THERE,
    at=sentences.DISCOVERED,
    diagnosis=r"discovery shows Sales \('sales'\), which is not in the source",
    releases=("tip", "v2.0.0"),
)
def tables_invented() -> Context:
    return _discovering(lambda _, tables: [*tables, _INVENTED])


@CATALOGUE.sabotage(
    "Discovery shows everything twice.",
    caught_by=titles.THERE,
    at=sentences.DISCOVERED,
    diagnosis="is in the source, and discovery shows it 2 times" + STILL,
)
def tables_doubled() -> Context:
    return _discovering(lambda _, tables: tables * 2)


@CATALOGUE.sabotage(
    "Discovery counts a thousand rows everywhere.",
    caught_by=titles.THERE,
    at=sentences.DISCOVERED,
    diagnosis=r"has \d rows, discovery says 1000" + STILL,
)
def counts_as_constants() -> Context:
    return _discovering(lambda _, tables: [replace(one, row_count=1000) for one in tables])


@CATALOGUE.sabotage(
    "Discovery leaves out the last column.",
    caught_by=titles.THERE,
    at=sentences.DISCOVERED,
    diagnosis="has the columns .*, discovery says" + STILL,
)
def last_column_left_out() -> Context:
    return _discovering(
        lambda _, tables: [replace(one, columns=one.columns[:-1]) for one in tables]
    )


@CATALOGUE.sabotage(
    "Discovery calls everything a file.",
    caught_by=titles.THERE,
    at=sentences.DISCOVERED,
    diagnosis="and discovery shows a file" + STILL,
)
def kinds_of_tables_lost() -> Context:
    return _discovering(lambda _, tables: [replace(one, source_type="file") for one in tables])


@CATALOGUE.sabotage(
    "Discovery shows what was there when it looked first.",
    caught_by=(titles.COMES_AND_GOES, titles.COLUMN, titles.ROWS),
    at=sentences.DISCOVERED,
    diagnosis="discovery shows|discovery says",
)
def discovery_remembered() -> Context:
    seen: dict[int, Tables] = {}
    return _discovering(seen.setdefault)


@CATALOGUE.sabotage(
    "What was taken away stays in discovery.",
    caught_by=titles.COMES_AND_GOES,
    at=sentences.DISCOVERED,
    diagnosis="which is not in the source" + STILL,
)
def removed_tables_kept() -> Context:
    seen: dict[int, dict[str, Found]] = {}

    def keep(connector: int, tables: Tables) -> Tables:
        known = seen.setdefault(connector, {})
        known |= {one.source_path: one for one in tables}
        return [*known.values()]

    return _discovering(keep)


@CATALOGUE.sabotage(
    "What cannot be read is taken for empty.",
    caught_by=titles.UNREADABLE,
    at=sentences.DISCOVERY_FAILS,
    diagnosis=r"Nobody can read the source, and discovery shows \[\]",
    releases=("tip",),
)
def unreadable_taken_for_empty() -> Context:
    original = api_data_sources.tables_of

    def tables_of(connector: Connector) -> Tables:
        try:
            return original(connector)
        except SourceError:
            return []

    return patch.object(api_data_sources, "tables_of", tables_of)


@CATALOGUE.sabotage(
    "A discovery that fails tells no reason.",
    caught_by=titles.UNREADABLE,
    at=sentences.DISCOVERY_FAILS,
    diagnosis="The credentials are wrong, and the reason is: .*Something went wrong",
)
def reasons_of_discovery_swallowed() -> Context:
    original = api_data_sources.tables_of

    def tables_of(connector: Connector) -> Tables:
        try:
            return original(connector)
        except SourceError:
            raise SourceError("Something went wrong") from None

    return patch.object(api_data_sources, "tables_of", tables_of)


def _discovering(change: Callable[[int, Tables], Tables]) -> Context:
    """Have discovery show something else, given the id of the connector and what is there."""
    original = api_data_sources.tables_of

    def tables_of(connector: Connector) -> Tables:
        return change(connector.id, original(connector))

    return patch.object(api_data_sources, "tables_of", tables_of)


@CATALOGUE.sabotage(
    "Whoever tests a connector takes its description away.",
    caught_by=(titles.PASSES, titles.FAILS),
    at={titles.PASSES: sentences.CONNECTED, titles.FAILS: sentences.NOT_CONNECTED},
    diagnosis="main: not one description, but" + STILL,
)
def descriptions_lost_by_tests() -> Context:
    original = api_connectors.set_status

    def set_status(session: Session, connector: Connector, status: str) -> None:
        connector.description = None
        original(session, connector, status)

    return patch.object(api_connectors, "set_status", set_status)
