"""The routes of the business scenarios."""

from typing import Any

from fastapi import APIRouter, HTTPException, status
from sqlalchemy import select

from support.sandbox.dataweaver.app import scenarios
from support.sandbox.dataweaver.app.models import Connector, DataSource
from support.sandbox.dataweaver.app.product import Database

router = APIRouter(prefix="/api/connectors/scenarios")


@router.get("")
def list_scenarios() -> list[dict[str, Any]]:
    """List all scenarios."""
    return [scenarios.shown(one) for one in scenarios.SCENARIOS]


@router.post("/{scenario_id}/setup")
def set_up(scenario_id: str, session: Database) -> dict[str, Any]:
    """Set a scenario up; 404 if there is none of this name."""
    if scenario_id not in scenarios.SCENARIOS:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"Unknown scenario: {scenario_id}")
    made = scenarios.set_up(session, scenario_id)
    ids = [one.id for one in made]
    own = select(DataSource).where(DataSource.connector_id.in_(ids)).order_by(DataSource.id)
    return {
        "scenario_id": scenario_id,
        "connectors": [_connector(one) for one in made],
        "data_sources": [_data_source(one) for one in session.scalars(own)],
        "message": f"{scenarios.SCENARIOS[scenario_id].name} is set up",
    }


def _connector(connector: Connector) -> dict[str, Any]:
    names = ("id", "name", "description", "connector_type", "auth_type")
    shown = {name: getattr(connector, name) for name in names}
    return shown | {"status": connector.status.lower()}


def _data_source(source: DataSource) -> dict[str, Any]:
    names = ("id", "name", "description", "source_type", "source_path", "connector_id")
    return {name: getattr(source, name) for name in names}
