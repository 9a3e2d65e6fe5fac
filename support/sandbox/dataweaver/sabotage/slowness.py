"""Legal slowness: what the product may take its time for, and a suite has to bear.

Switched on like a defect, by names such as `slow-discovery`; no scenario may go red for it.
"""

import time
from contextlib import AbstractContextManager
from unittest.mock import patch

from support.sandbox.dataweaver.app import api_connectors, api_data_sources
from support.sandbox.dataweaver.app.models import Connector
from support.sandbox.dataweaver.app.readers.base import Found
from support.sandbox.dataweaver.sabotage.catalogue import CATALOGUE

_SECONDS = 0.3


@CATALOGUE.slow
def slow_discovery() -> AbstractContextManager[object]:
    """Let every discovery take a moment longer."""
    original = api_data_sources.tables_of

    def tables_of(connector: Connector) -> list[Found]:
        time.sleep(_SECONDS)
        return original(connector)

    return patch.object(api_data_sources, "tables_of", tables_of)


@CATALOGUE.slow
def late_status() -> AbstractContextManager[object]:
    """Let every test take a moment longer."""
    original = api_connectors.details_of

    def details_of(connector: Connector) -> dict[str, object]:
        time.sleep(_SECONDS)
        return original(connector)

    return patch.object(api_connectors, "details_of", details_of)
