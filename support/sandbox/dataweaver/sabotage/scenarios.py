# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of business scenarios, and of much at once."""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from fastapi import HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from support.sandbox.dataweaver.app import api_connectors, api_data_sources, connectors, scenarios
from support.sandbox.dataweaver.app.models import Connector
from support.sandbox.dataweaver.app.readers import demo
from support.sandbox.dataweaver.app.readers.base import Row, SourceError
from support.sandbox.dataweaver.app.scenarios import SCENARIOS, Sample
from support.sandbox.dataweaver.app.schemas import ConnectorCreate, ConnectorView
from support.sandbox.dataweaver.sabotage import sentences, titles
from support.sandbox.dataweaver.sabotage.catalogue import CATALOGUE, STILL

Context = AbstractContextManager[object]

_BROKEN = 500
_TOO_LATE_S = 2.3
_SOME = 6


@CATALOGUE.sabotage(
    "One of the four scenarios is not offered.",
    caught_by=titles.OFFERED,
    at=sentences.OFFERED,
    diagnosis="The plan promises .*, offered are",
)
def scenario_not_offered() -> Context:
    left = {name: one for name, one in SCENARIOS.items() if name != "biotech_research"}
    return patch.object(scenarios, "SCENARIOS", left)


@CATALOGUE.sabotage(
    "Scenarios come without questions.",
    caught_by=titles.OFFERED,
    at=sentences.OFFERED,
    diagnosis="comes without questions or without outcomes",
)
def questions_lost() -> Context:
    original = scenarios.shown
    return patch.object(scenarios, "shown", lambda one: original(one) | {"sample_queries": []})


@CATALOGUE.sabotage(
    "Every scenario is set up with the customers' data.",
    caught_by=titles.PLANNED_PROJECTS,
    at=sentences.AS_PLANNED,
    diagnosis="The plan has Project Plans, and the set-up has not",
    releases=("v2.0.0",),
)
def scenarios_on_other_data() -> Context:
    return _with_tables(lambda _: SCENARIOS["customer_intelligence"].tables)


@CATALOGUE.sabotage(
    "Of each connector of a scenario only the first table becomes a data source.",
    caught_by="Biotech Research & Drug Discovery is set up as planned",
    at=sentences.AS_PLANNED,
    diagnosis="The plan has Experimental Results, and the set-up has not",
    releases=("v2.0.0",),
)
def second_tables_left_out() -> Context:
    original = scenarios.add

    def add(session: Session, scenario: str, kind: str, tables: Sequence[Sample]) -> None:
        original(session, scenario, kind, tables[:1])

    return patch.object(scenarios, "add", add)


@CATALOGUE.sabotage(
    "A scenario lacks a connector.",
    caught_by=titles.PLANNED_CUSTOMERS,
    at=sentences.AS_PLANNED,
    diagnosis="The plan has connectors of the types .*, set up are",
)
def connector_left_out() -> Context:
    return _with_tables(lambda scenario: SCENARIOS[scenario].tables[:1])


@CATALOGUE.sabotage(
    "Data sources of scenarios are of a kind that nobody knows.",
    caught_by=titles.PLANNED,
    at=sentences.AS_PLANNED,
    diagnosis="not one type, but",
)
def kinds_of_data_sources_lost() -> Context:
    def tables_of(scenario: str) -> Sequence[Sample]:
        return [replace(one, source_type="thing") for one in SCENARIOS[scenario].tables]

    return _with_tables(tables_of)


@CATALOGUE.sabotage(
    "A set-up breaks off half-way, and leaves what is there by then.",
    caught_by=titles.PLANNED_CUSTOMERS,
    at=sentences.NOTHING_HALF,
    diagnosis="The set-up failed, and leaves 1 connectors",
)
def halves_left() -> Context:
    original = scenarios.add

    def add(session: Session, scenario: str, kind: str, tables: Sequence[Sample]) -> None:
        if kind == scenarios.SLACK:
            session.commit()
            raise HTTPException(_BROKEN, "Setup failed: no such field")
        original(session, scenario, kind, tables)

    return patch.object(scenarios, "add", add)


@CATALOGUE.sabotage(
    "No scenario can be set up.",
    caught_by=titles.PLANNED,
    at=sentences.AS_PLANNED,
    diagnosis="The set-up failed: DataWeaver answered 500",
    releases=("tip",),
)
def set_up_breaks_down() -> Context:
    def break_down(*_: object) -> list[Connector]:
        raise HTTPException(_BROKEN, "Setup failed: no such field")

    return patch.object(scenarios, "set_up", break_down)


@CATALOGUE.sabotage(
    "Whoever sets a scenario up loses all other connectors.",
    caught_by=titles.TWICE,
    at=sentences.AS_SET_UP,
    diagnosis="the list lacks neighbour" + STILL,
)
def others_removed() -> Context:
    original = scenarios.set_up

    def set_up(session: Session, scenario_id: str) -> list[Connector]:
        for connector in session.scalars(select(Connector)).all():
            if "scenario" not in (connector.config or {}):
                session.delete(connector)
        return original(session, scenario_id)

    return patch.object(scenarios, "set_up", set_up)


@CATALOGUE.sabotage(
    "A scenario that is there already is set up anew.",
    caught_by=titles.TWICE,
    at=sentences.THERE_ONCE,
    diagnosis="It was set up twice, and there are 2 new connectors",
    releases=("v2.0.0",),
)
def set_up_anew() -> Context:
    original = scenarios.connectors_of
    answers = itertools.count()

    def connectors_of(session: Session, scenario: str) -> list[Connector]:
        is_there = original(session, scenario)
        return is_there if next(answers) % 2 else []

    return patch.object(scenarios, "connectors_of", connectors_of)


@CATALOGUE.sabotage(
    "Connectors of scenarios are said to be connected, and are not.",
    caught_by=titles.CONNECTORS_WORK,
    at=sentences.CONNECTORS_WORK,
    diagnosis="is connected, and its test says: success=False",
)
def connectors_of_scenarios_broken() -> Context:
    def refuse(_: Connector) -> dict[str, Any]:
        raise SourceError("No valid credentials")

    return patch.object(api_connectors, "details_of", refuse)


@CATALOGUE.sabotage(
    "Discovery counts half of the rows of scenarios.",
    caught_by=titles.PLAN_DISCOVERED,
    at=sentences.PLAN_DISCOVERED,
    diagnosis="is to have .*, discovery shows",
)
def rows_of_scenarios_miscounted() -> Context:
    original = api_data_sources.tables_of
    return patch.object(
        api_data_sources,
        "tables_of",
        lambda connector: [
            replace(one, row_count=one.row_count // 2) for one in original(connector)
        ],
    )


@CATALOGUE.sabotage(
    "The last row of every table of a scenario is lost.",
    caught_by=titles.PLAN_EXTRACTED,
    at=sentences.PLAN_EXTRACTED,
    diagnosis="is to have .*, extracted were",
)
def last_row_of_scenarios_lost() -> Context:
    original = demo.rows_of

    def rows_of(table: Sample) -> Iterator[Row]:
        return itertools.islice(original(table), table.row_count - 1)

    return patch.object(demo, "rows_of", rows_of)


@CATALOGUE.sabotage(
    "Some answers take too long when many ask.",
    caught_by=titles.TEN_PEOPLE,
    at=sentences.IN_TIME,
    diagnosis="answers came within 2 s, and it should be 95%",
)
def late_answers() -> Context:
    original = connectors.create
    calls = itertools.count()

    def create(session: Session, asked: ConnectorCreate) -> Connector:
        made = original(session, asked)
        if next(calls) % _SOME < _SOME // 2:
            time.sleep(_TOO_LATE_S)
        return made

    return patch.object(connectors, "create", create)


@CATALOGUE.sabotage(
    "When many ask, some are turned away.",
    caught_by=titles.TEN_PEOPLE,
    at=sentences.FEW_ERRORS,
    diagnosis="calls failed, the first one so: DataWeaver answered 500",
    releases=("tip", "v2.0.0"),
)
def some_turned_away() -> Context:
    original = connectors.create
    calls = itertools.count()

    def create(session: Session, asked: ConnectorCreate) -> Connector:
        if not next(calls) % _SOME:
            raise HTTPException(_BROKEN, "cannot commit")
        return original(session, asked)

    return patch.object(connectors, "create", create)


@CATALOGUE.sabotage(
    "What was acknowledged to one of many is lost.",
    caught_by=titles.TEN_PEOPLE,
    at=sentences.KEPT,
    diagnosis="connectors were acknowledged and are lost: .'dm-",
)
def acknowledged_and_lost() -> Context:
    original = Session.delete

    def delete(self: Session, connector: Connector) -> None:
        """Delete the one that the same person made just before, too."""
        own, _, number = connector.name.rpartition("-")
        before = f"{own}-{int(number) - 1}" if number.isdigit() else ""
        for one in self.scalars(select(Connector).where(Connector.name == before)):
            original(self, one)
        original(self, connector)

    return patch.object(Session, "delete", delete)


def _with_tables(tables_of: Callable[[str], Sequence[Sample]]) -> Context:
    """Have scenarios set up with other tables than their own."""
    changed = {name: replace(one, tables=tables_of(name)) for name, one in SCENARIOS.items()}
    return patch.object(scenarios, "SCENARIOS", changed)


@CATALOGUE.sabotage(
    "Connectors of a scenario are said to be connected, and listed as disconnected.",
    caught_by=(titles.PLANNED, titles.CONNECTORS_WORK),
    at={titles.PLANNED: sentences.AS_PLANNED, titles.CONNECTORS_WORK: sentences.CONNECTORS_WORK},
    diagnosis=r"not one status, but 'connected' \(the set-up\); 'disconnected' \(the list\)",
)
def scenarios_listed_as_disconnected() -> Context:
    original = connectors.view

    def view(connector: Connector) -> ConnectorView:
        shown = original(connector)
        is_ours = "scenario" in (connector.config or {})
        return shown.model_copy(update={"status": "disconnected"}) if is_ours else shown

    return patch.object(connectors, "view", view)


@CATALOGUE.sabotage(
    "Whoever sets a scenario up again is told that it has no connectors.",
    caught_by=titles.TWICE,
    at=sentences.THERE_ONCE,
    diagnosis="It was set up twice, and told of as",
)
def second_set_up_tells_nothing() -> Context:
    original = scenarios.set_up

    def set_up(session: Session, scenario_id: str) -> list[Connector]:
        is_there = scenarios.connectors_of(session, scenario_id)
        return [] if is_there else original(session, scenario_id)

    return patch.object(scenarios, "set_up", set_up)
