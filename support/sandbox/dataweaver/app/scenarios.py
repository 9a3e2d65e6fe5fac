"""The four business scenarios: what each is made of, and how it is set up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from support.sandbox.dataweaver.app import connectors
from support.sandbox.dataweaver.app.models import Connector, DataSource

GOOGLE, SLACK, LIMS = "GOOGLE_WORKSPACE", "SLACK", "LIMS"

_LOGINS = {GOOGLE: "OAUTH2", SLACK: "API_KEY", LIMS: "API_KEY"}
_NAMES = {GOOGLE: "Google Workspace", SLACK: "Slack", LIMS: "Laboratory"}
_MESSAGE = ("timestamp", "user", "message", "channel")


@dataclass(frozen=True)
class Sample:
    """A table of a scenario.

    Attributes:
        connector: the type of the connector that leads to it.
        name: for people, and its path.
        source_type: what it is called in its source.
        columns: their names; the first one tells its rows apart.
        row_count: how many rows it has.
    """

    connector: str
    name: str
    source_type: str
    columns: Sequence[str]
    row_count: int


@dataclass(frozen=True)
class BusinessScenario:
    """A scenario.

    Attributes:
        name: for people.
        description: of it.
        kind: enterprise or biotech.
        tables: that it is made of.
        queries: what people may want to know.
        outcomes: what they get.
    """

    name: str
    description: str
    kind: str
    tables: Sequence[Sample]
    queries: Sequence[str] = field(default_factory=list)
    outcomes: Sequence[str] = field(default_factory=list)


SCENARIOS: Mapping[str, BusinessScenario] = {
    "customer_intelligence": BusinessScenario(
        "Customer Intelligence Dashboard",
        "Who the customers are, and what they say",
        "enterprise",
        [
            Sample(
                GOOGLE,
                "Customer Database",
                "spreadsheet",
                ("customer_id", "name", "email", "company", "status"),
                1000,
            ),
            Sample(SLACK, "Customer Support Channel", "channel", (*_MESSAGE, "thread_ts"), 5000),
        ],
        ["Which customers write to support most?"],
        ["One profile of each customer"],
    ),
    "project_management": BusinessScenario(
        "Project Management Analytics",
        "How projects are planned, and how they go",
        "enterprise",
        [
            Sample(
                GOOGLE,
                "Project Plans",
                "document",
                ("project_id", "title", "description", "timeline", "resources"),
                50,
            ),
            Sample(SLACK, "Team Communications", "channel", (*_MESSAGE, "attachments"), 3000),
        ],
        ["Which projects are talked about most?"],
        ["Projects that are late, and why"],
    ),
    "financial_consolidation": BusinessScenario(
        "Financial Data Consolidation",
        "What is spent, by whom, and for what",
        "enterprise",
        [
            Sample(
                GOOGLE,
                "Financial Reports",
                "spreadsheet",
                ("date", "category", "amount", "department", "description"),
                2000,
            )
        ],
        ["Which department spends most?"],
        ["One report of all departments"],
    ),
    "biotech_research": BusinessScenario(
        "Biotech Research & Drug Discovery",
        "What was measured, and of which sample",
        "biotech",
        [
            Sample(
                LIMS,
                "Sample Database",
                "database_table",
                ("sample_id", "sample_type", "collection_date", "status", "location"),
                10000,
            ),
            Sample(
                LIMS,
                "Experimental Results",
                "database_table",
                ("result_id", "sample_id", "test_type", "value", "unit", "timestamp"),
                50000,
            ),
        ],
        ["Which samples have unusual results?"],
        ["Results beside their samples"],
    ),
}


def set_up(session: Session, scenario_id: str) -> list[Connector]:
    """Set a scenario up, all of it or nothing; what is there already stays as it is."""
    there = connectors_of(session, scenario_id)
    if there:
        return there
    tables = SCENARIOS[scenario_id].tables
    for kind in dict.fromkeys(table.connector for table in tables):
        add(session, scenario_id, kind, [one for one in tables if one.connector == kind])
    session.commit()
    return connectors_of(session, scenario_id)


def connectors_of(session: Session, scenario_id: str) -> list[Connector]:
    """Return the connectors of a scenario that is set up; none if it is not."""
    found = session.scalars(select(Connector).order_by(Connector.id))
    return [one for one in found if (one.config or {}).get("scenario") == scenario_id]


def add(session: Session, scenario_id: str, kind: str, tables: Sequence[Sample]) -> None:
    """Add a connector of a scenario, and its data sources."""
    connector = Connector(
        name=_NAMES[kind],
        description=f"{_NAMES[kind]} of {SCENARIOS[scenario_id].name}",
        connector_type=kind,
        auth_type=_LOGINS[kind],
        config={"demo_mode": True, "scenario": scenario_id},
        sync_enabled=False,
        status=connectors.CONNECTED,
    )
    session.add(connector)
    session.flush()
    for table in tables:
        session.add(
            DataSource(
                connector_id=connector.id,
                name=table.name,
                source_type=table.source_type,
                source_path=table.name,
                is_active=True,
                sync_enabled=True,
            )
        )


def shown(scenario_id: str) -> dict[str, Any]:
    """Return a scenario as it is listed."""
    scenario = SCENARIOS[scenario_id]
    return {
        "id": scenario_id,
        "name": scenario.name,
        "description": scenario.description,
        "scenario_type": scenario.kind,
        "sample_queries": list(scenario.queries),
        "expected_outcomes": list(scenario.outcomes),
    }
