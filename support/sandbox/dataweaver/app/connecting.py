"""Which reader a connector needs."""

from support.sandbox.dataweaver.app.models import Connector
from support.sandbox.dataweaver.app.readers.base import Reader
from support.sandbox.dataweaver.app.readers.google import GoogleReader
from support.sandbox.dataweaver.app.readers.postgresql import PostgreSQLReader
from support.sandbox.dataweaver.app.readers.slack import SlackReader
from support.sandbox.dataweaver.app.schemas import ConnectorType

READERS: dict[str, type[Reader]] = {
    ConnectorType.GOOGLE_WORKSPACE: GoogleReader,
    ConnectorType.SLACK: SlackReader,
    ConnectorType.LIMS: PostgreSQLReader,
    ConnectorType.DATABASE: PostgreSQLReader,
}


def reader_of(connector: Connector) -> Reader:
    """Return what reads the source that a connector leads to."""
    return READERS[connector.connector_type](connector.config or {})
