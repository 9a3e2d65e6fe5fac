"""Connectors: how they are made, changed and shown."""

from datetime import UTC, datetime

from croniter import croniter
from sqlalchemy.orm import Session

from support.sandbox.dataweaver.app.masking import masked, unmasked
from support.sandbox.dataweaver.app.models import Connector, now
from support.sandbox.dataweaver.app.schemas import ConnectorCreate, ConnectorUpdate, ConnectorView

CONNECTED, ERROR = "CONNECTED", "ERROR"


def create(session: Session, asked: ConnectorCreate) -> Connector:
    """Make a connector."""
    connector = Connector(**asked.model_dump())
    plan(connector)
    session.add(connector)
    session.commit()
    return connector


def change(session: Session, connector: Connector, asked: ConnectorUpdate) -> None:
    """Change what was sent, and nothing else."""
    for name in asked.model_fields_set:
        setattr(connector, name, getattr(asked, name))
    connector.updated_at = now()
    plan(connector)
    session.commit()


def with_kept_secrets(connector: Connector, asked: ConnectorUpdate) -> ConnectorUpdate:
    """Put the secrets that a connector has where only their masks were sent."""
    if asked.config is None:
        return asked
    return asked.model_copy(update={"config": unmasked(asked.config, connector.config)})


def plan(connector: Connector) -> None:
    """Say when a connector is synced next, if it is."""
    is_planned = connector.sync_enabled and connector.sync_schedule is not None
    connector.next_sync = next_time(str(connector.sync_schedule)) if is_planned else None


def next_time(schedule: str) -> datetime:
    """Return when a schedule is due next, in UTC, after this moment."""
    due: datetime = croniter(schedule, datetime.now(UTC)).get_next(datetime)
    return due.replace(tzinfo=None)


def view(connector: Connector) -> ConnectorView:
    """Return a connector as it is shown."""
    shown = ConnectorView.model_validate(connector)
    return shown.model_copy(
        update={"config": masked(connector.config), "status": connector.status.lower()}
    )
