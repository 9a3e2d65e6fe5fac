"""Which reader a connector needs."""

from support.sandbox.dataweaver.app.models import Connector
from support.sandbox.dataweaver.app.readers.base import Reader
from support.sandbox.dataweaver.app.readers.demo import DemoReader
from support.sandbox.dataweaver.app.readers.google import GoogleReader
from support.sandbox.dataweaver.app.readers.http_api import HttpApiReader
from support.sandbox.dataweaver.app.readers.postgresql import PostgreSQLReader
from support.sandbox.dataweaver.app.readers.slack import SlackReader

READERS: dict[str, type[Reader]] = {
    "GOOGLE_WORKSPACE": GoogleReader,
    "SLACK": SlackReader,
    "LIMS": PostgreSQLReader,
    "DATABASE": PostgreSQLReader,
    "API": HttpApiReader,
}


def reader_of(connector: Connector) -> Reader:
    """Return what reads the source that a connector leads to."""
    config = connector.config or {}
    if config.get("demo_mode"):
        return DemoReader(config, connector.connector_type)
    return READERS[connector.connector_type](config)
