"""The routes of connectors as version 2.0.0 has them: what is secret is in a field of its own."""

from fastapi import APIRouter
from sqlalchemy import select

from support.sandbox.dataweaver.app import connectors
from support.sandbox.dataweaver.app.api_connectors import require_reader
from support.sandbox.dataweaver.app.masking import is_secret
from support.sandbox.dataweaver.app.models import Connector
from support.sandbox.dataweaver.app.product import Database, TheConnector
from support.sandbox.dataweaver.app.schemas import ConnectorCreate as TipCreate
from support.sandbox.dataweaver.app.schemas import ConnectorUpdate as TipUpdate
from support.sandbox.dataweaver.app.schemas import (
    ConnectorView,
    Json,
    Kind,
    Login,
    Name,
    Schedule,
    Strict,
)

router = APIRouter(prefix="/api/connectors")


class ConnectorCreate(Strict):
    """A new connector."""

    name: Name
    description: str | None = None
    connector_type: Kind
    auth_type: Login
    auth_config: Json | None = None
    connection_config: Json | None = None
    sync_enabled: bool = False
    sync_schedule: Schedule = None


class ConnectorUpdate(Strict):
    """What can be changed of a connector; what is left out stays."""

    name: Name | None = None
    description: str | None = None
    auth_config: Json | None = None
    connection_config: Json | None = None
    sync_enabled: bool | None = None
    sync_schedule: Schedule = None


@router.get("/")
def list_connectors(session: Database) -> list[Json]:
    """List all connectors."""
    found = session.scalars(select(Connector).order_by(Connector.id))
    return [divided(connectors.view(connector)) for connector in found]


@router.post("/")
def create_connector(asked: ConnectorCreate, session: Database) -> Json:
    """Make a connector; 422 for a type that nobody implements."""
    require_reader(asked.connector_type)
    made = connectors.create(session, TipCreate.model_validate(joined(asked)))
    return divided(connectors.view(made))


@router.get("/{connector_id}")
def show_connector(connector: TheConnector) -> Json:
    """Show a connector."""
    return divided(connectors.view(connector))


@router.put("/{connector_id}")
def change_connector(connector: TheConnector, asked: ConnectorUpdate, session: Database) -> Json:
    """Change a connector."""
    changes = TipUpdate.model_validate(joined(asked))
    connectors.change(session, connector, connectors.with_kept_secrets(connector, changes))
    return divided(connectors.view(connector))


def joined(asked: ConnectorCreate | ConnectorUpdate) -> Json:
    """Return what was sent with one configuration instead of two, if there is any."""
    sent = asked.model_dump(exclude_unset=True)
    parts = [sent.pop(name) for name in ("auth_config", "connection_config") if name in sent]
    if not parts:
        return sent
    return sent | {"config": {key: value for part in parts for key, value in (part or {}).items()}}


def divided(shown: ConnectorView) -> Json:
    """Return a connector with two configurations instead of one."""
    told = shown.model_dump()
    config = told.pop("config") or {}
    secret = {name: value for name, value in config.items() if is_secret(name)}
    public = {name: value for name, value in config.items() if name not in secret}
    return told | {"auth_config": secret, "connection_config": public}
