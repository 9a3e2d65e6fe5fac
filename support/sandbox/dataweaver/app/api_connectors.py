"""The routes of connectors."""

from typing import Any

from fastapi import APIRouter, HTTPException, status
from sqlalchemy import select
from sqlalchemy.orm import Session

from support.sandbox.dataweaver.app import connectors
from support.sandbox.dataweaver.app.connecting import READERS, reader_of
from support.sandbox.dataweaver.app.models import Connector
from support.sandbox.dataweaver.app.product import Database, TheConnector
from support.sandbox.dataweaver.app.readers.base import SourceError
from support.sandbox.dataweaver.app.schemas import ConnectorCreate, ConnectorUpdate, ConnectorView

router = APIRouter(prefix="/api/connectors")

tip = APIRouter(prefix="/api/connectors")
"""The routes that each generation has in words of its own."""


@router.get("/types/supported")
def supported_types() -> list[str]:
    """Tell which types can be connected."""
    return list(READERS)


@tip.get("/")
def list_connectors(session: Database) -> list[ConnectorView]:
    """List all connectors."""
    found = session.scalars(select(Connector).order_by(Connector.id))
    return [connectors.view(connector) for connector in found]


@tip.post("/")
def create_connector(asked: ConnectorCreate, session: Database) -> ConnectorView:
    """Make a connector; 422 for a type that nobody implements."""
    require_reader(asked.connector_type)
    return connectors.view(connectors.create(session, asked))


@tip.get("/{connector_id}")
def show_connector(connector: TheConnector) -> ConnectorView:
    """Show a connector."""
    return connectors.view(connector)


@tip.put("/{connector_id}")
def change_connector(
    connector: TheConnector, asked: ConnectorUpdate, session: Database
) -> ConnectorView:
    """Change a connector."""
    connectors.change(session, connector, connectors.with_kept_secrets(connector, asked))
    return connectors.view(connector)


@router.delete("/{connector_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_connector(connector: TheConnector, session: Database) -> None:
    """Delete a connector with its data sources, extracts and logs; their files stay."""
    session.delete(connector)
    session.commit()


@router.post("/{connector_id}/test")
def test_connector(
    connector: TheConnector, asked: dict[str, Any], session: Database
) -> dict[str, Any]:
    """Try to log in, and tell the reason if that fails; the status follows."""
    require_same(connector.id, asked.get("connector_id", connector.id))
    try:
        details = details_of(connector)
    except SourceError as error:
        set_status(session, connector, connectors.ERROR)
        return {"success": False, "message": f"Connection test failed: {error}", "details": {}}
    set_status(session, connector, connectors.CONNECTED)
    return {"success": True, "message": "Successfully connected", "details": details}


def require_reader(connector_type: str) -> None:
    """Refuse a type that nobody implements."""
    if connector_type not in READERS:
        raise HTTPException(
            status.HTTP_422_UNPROCESSABLE_CONTENT,
            f"No connector is implemented for {connector_type}",
        )


def details_of(connector: Connector) -> dict[str, Any]:
    """Log in to the source of a connector, and return what people should see of it."""
    return reader_of(connector).details()


def set_status(session: Session, connector: Connector, status: str) -> None:
    """Remember how a connector is."""
    connector.status = status
    session.commit()


def require_same(in_path: int, in_body: object) -> None:
    """Refuse a body that names another connector than the path."""
    if in_path != in_body:
        raise HTTPException(
            status.HTTP_422_UNPROCESSABLE_CONTENT,
            f"The path names connector {in_path}, the body connector {in_body}",
        )
