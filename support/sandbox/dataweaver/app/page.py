"""The page that people see: connectors, their tests, and the business scenarios."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from support.sandbox.dataweaver.app import api_connectors, api_scenarios, connectors, scenarios
from support.sandbox.dataweaver.app.models import Connector
from support.sandbox.dataweaver.app.product import Database, TheConnector
from support.sandbox.dataweaver.app.schemas import ConnectorCreate, ConnectorView

ROOT = "/page"

router = APIRouter(prefix=ROOT, default_response_class=HTMLResponse)

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"), autoescape=True, trim_blocks=True
)
_NOTHING = {"name": "", "description": "", "client_id": ""}
_SEE_OTHER, _REFUSED = 303, 422

Typed = Mapping[str, str]


async def _typed(request: Request) -> Typed:
    return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


Form = Annotated[Typed, Depends(_typed)]


@router.get("")
def home() -> str:
    """Welcome people."""
    return drawn("home", "DataWeaver")


@router.get("/connectors")
def list_of_connectors(session: Database) -> str:
    """Show all connectors."""
    return drawn("connectors", "Connector Management", connectors=listed(session))


@router.get("/connectors/new")
def empty_form() -> str:
    """Show the form for a new connector."""
    return drawn("new", "Setup Google Drive Connector", typed=_NOTHING)


@router.post("/connectors/new", response_model=None)
def filled_form(typed: Form, session: Database) -> Response:
    """Make the connector, or say what is wrong with it."""
    try:
        create(session, typed)
    except ValidationError as error:
        return refused(typed, error.errors()[0]["msg"])
    except HTTPException as error:
        return refused(typed, str(error.detail))
    return RedirectResponse(f"{ROOT}/connectors", _SEE_OTHER)


@router.get("/connectors/{connector_id}/test")
def untested(connector: TheConnector) -> str:
    """Show what can be tested."""
    return drawn("test", connector.name)


@router.post("/connectors/{connector_id}/test")
def tested(connector: TheConnector, session: Database) -> str:
    """Test a connector, and show what came of it."""
    result = api_connectors.test_connector(connector, {}, session)
    return drawn("test", connector.name, result=shown(result))


@router.get("/scenarios")
def list_of_scenarios() -> str:
    """Show all business scenarios."""
    return drawn("scenarios", "Business Scenarios", scenarios=scenarios.SCENARIOS)


@router.post("/scenarios/{scenario_id}")
def set_up(scenario_id: str, session: Database) -> str:
    """Set a business scenario up, and show what was made."""
    result = api_scenarios.set_up(scenario_id, session)
    return drawn("result", scenarios.SCENARIOS[scenario_id].name, result=shown(result))


def listed(session: Session) -> list[ConnectorView]:
    """Return the connectors of the list."""
    return [
        connectors.view(one) for one in session.scalars(select(Connector).order_by(Connector.id))
    ]


def create(session: Session, typed: Typed) -> None:
    """Make the connector that was typed in."""
    asked = ConnectorCreate(
        name=typed["name"],
        description=typed["description"],
        connector_type="GOOGLE_WORKSPACE",
        auth_type=typed["auth_type"],
        config={name: typed[name] for name in ("client_id", "client_secret")},
    )
    connectors.create(session, asked)


def refused(typed: Typed, problem: str) -> Response:
    """Show the form again, with what is wrong."""
    title = "Setup Google Drive Connector"
    return HTMLResponse(drawn("new", title, typed=typed, problem=problem), _REFUSED)


def shown(result: dict[str, Any]) -> dict[str, Any]:
    """Return what is shown of a result: all of it."""
    return result


def drawn(template: str, title: str, **values: object) -> str:
    """Return a page as HTML."""
    return _TEMPLATES.get_template(f"{template}.html").render(title=title, root=ROOT, **values)
