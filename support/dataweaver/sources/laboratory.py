"""A laboratory: its system (LIMS) keeps samples and results in tables of PostgreSQL."""

from typing import ClassVar

from support.dataweaver.sources.database import DatabaseSource


class LaboratorySource(DatabaseSource):
    """The same tables, which DataWeaver connects as a laboratory's."""

    connector_type: ClassVar[str] = "LIMS"


SOURCE = LaboratorySource
