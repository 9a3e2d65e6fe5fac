"""PostgreSQL: Airweave reads tables of one schema, which it is told with the credentials."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from support.airweave.connectors.base import Connector, Fields
from support.bongos.postgresql import PostgreSQLBongo

_UNSAID = {"pages": "0", "is_printed": "false"}
"""What stands in every row, and is easily taken for nothing."""


class PostgreSQLConnector(Connector[PostgreSQLBongo]):
    """Makes an entity of each row, of a kind named after the table."""

    # Capitals in the name of the table make no difference here.
    entity_type: ClassVar[str] = f"{PostgreSQLBongo.table.title()}TableEntity"
    wrong_secrets: ClassVar[dict[str, str]] = {"password": "not-the-password"}

    @property
    def credentials(self) -> dict[str, Any]:
        """Where the server is, who asks, and which tables are to be read."""
        url = urlsplit(self.bongo.settings.secret("postgresql_url"))
        return {
            "host": url.hostname,
            "port": url.port or 5432,
            "database": url.path.lstrip("/"),
            "user": url.username,
            "password": url.password,
            "schema": self.bongo.workspace,
            "tables": self.bongo.table,
        }

    def entity_id(self, path: str) -> str:
        """Return schema.table:key."""
        return f"{self.bongo.workspace}.{self.bongo.table}:{path}"

    def facts_of(self, path: str) -> Fields:
        """Return in which table a row is, and what stands in it."""
        details = self.bongo.details.get(path)
        return {
            "schema_name": self.bongo.workspace,
            "table_name": self.bongo.table,
            "title": path,
            "body": self.bongo.documents[path].body.decode(),
            **_UNSAID,
            **({"details": details} if details else {}),
        }

    @property
    def certain(self) -> frozenset[str]:
        """What stands in a row even where it says nothing or no, or more than a word."""
        return frozenset({*_UNSAID, "details"})


CONNECTOR = PostgreSQLConnector
