"""The four business scenarios, as the plan of the product promises them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GOOGLE, SLACK, LIMS = "GOOGLE_WORKSPACE", "SLACK", "LIMS"

_MESSAGE = ("timestamp", "user", "message", "channel")


@dataclass(frozen=True)
class PlannedTable:
    """A data source of a scenario.

    Attributes:
        connector_type: of the connector that leads to it.
        source_type: what DataWeaver calls it.
        columns: their names, in order.
        row_count: how many rows it has.
    """

    connector_type: str
    source_type: str
    columns: Sequence[str]
    row_count: int


@dataclass(frozen=True)
class PlannedScenario:
    """A scenario.

    Attributes:
        id: by which DataWeaver knows it.
        tables: its data sources, by name.
    """

    id: str
    tables: Mapping[str, PlannedTable]

    @property
    def connector_types(self) -> list[str]:
        """The types of its connectors, one of each."""
        return sorted({table.connector_type for table in self.tables.values()})


PLAN: Mapping[str, PlannedScenario] = {
    "Customer Intelligence Dashboard": PlannedScenario(
        "customer_intelligence",
        {
            "Customer Database": PlannedTable(
                GOOGLE,
                "spreadsheet",
                ("customer_id", "name", "email", "company", "status"),
                1000,
            ),
            "Customer Support Channel": PlannedTable(
                SLACK, "channel", (*_MESSAGE, "thread_ts"), 5000
            ),
        },
    ),
    "Project Management Analytics": PlannedScenario(
        "project_management",
        {
            "Project Plans": PlannedTable(
                GOOGLE,
                "document",
                ("project_id", "title", "description", "timeline", "resources"),
                50,
            ),
            "Team Communications": PlannedTable(SLACK, "channel", (*_MESSAGE, "attachments"), 3000),
        },
    ),
    "Financial Data Consolidation": PlannedScenario(
        "financial_consolidation",
        {
            "Financial Reports": PlannedTable(
                GOOGLE,
                "spreadsheet",
                ("date", "category", "amount", "department", "description"),
                2000,
            )
        },
    ),
    "Biotech Research & Drug Discovery": PlannedScenario(
        "biotech_research",
        {
            "Sample Database": PlannedTable(
                LIMS,
                "database_table",
                ("sample_id", "sample_type", "collection_date", "status", "location"),
                10000,
            ),
            "Experimental Results": PlannedTable(
                LIMS,
                "database_table",
                ("result_id", "sample_id", "test_type", "value", "unit", "timestamp"),
                50000,
            ),
        },
    ),
}
