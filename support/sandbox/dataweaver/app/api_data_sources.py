"""The routes of data sources: what there is, and what is worked with."""

from typing import Any

from fastapi import APIRouter, HTTPException, status
from sqlalchemy import select

from support.sandbox.dataweaver.app.api_connectors import require_same
from support.sandbox.dataweaver.app.connecting import reader_of
from support.sandbox.dataweaver.app.models import Connector, DataSource
from support.sandbox.dataweaver.app.product import Database, TheConnector
from support.sandbox.dataweaver.app.readers.base import Found, SourceError
from support.sandbox.dataweaver.app.schemas import DataSourceCreate, DataSourceView

router = APIRouter(prefix="/api/connectors")


@router.post("/{connector_id}/discover")
def discover(connector: TheConnector) -> list[dict[str, Any]]:
    """Look what there is; nothing is remembered of it."""
    try:
        return [shown(table) for table in tables_of(connector)]
    except SourceError as error:
        raise HTTPException(
            status.HTTP_500_INTERNAL_SERVER_ERROR, f"Discovery failed: {error}"
        ) from None


def tables_of(connector: Connector) -> list[Found]:
    """Return all that is in the source of a connector."""
    return reader_of(connector).tables()


def shown(table: Found) -> dict[str, Any]:
    """Return a table as it is shown."""
    return {
        "name": table.name,
        "description": table.description,
        "source_type": table.source_type,
        "source_path": table.source_path,
        "schema": {"columns": list(table.columns), "row_count": table.row_count},
    }


@router.get("/{connector_id}/data-sources")
def list_data_sources(connector: TheConnector, session: Database) -> list[DataSourceView]:
    """List the data sources of a connector."""
    own = select(DataSource).where(DataSource.connector_id == connector.id).order_by(DataSource.id)
    return [DataSourceView.model_validate(source) for source in session.scalars(own)]


@router.post("/{connector_id}/data-sources")
def create_data_source(
    connector: TheConnector, asked: DataSourceCreate, session: Database
) -> DataSourceView:
    """Make a data source; 422 if path and body name different connectors."""
    require_same(connector.id, asked.connector_id)
    source = DataSource(**asked.model_dump())
    session.add(source)
    session.commit()
    return DataSourceView.model_validate(source)
