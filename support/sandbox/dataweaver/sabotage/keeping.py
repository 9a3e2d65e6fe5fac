# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of keeping: what becomes of a connector that is set up, changed, refused or deleted."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from fastapi import HTTPException
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from support.sandbox.dataweaver.app import api_data_sources, connectors, rules
from support.sandbox.dataweaver.app.connecting import READERS
from support.sandbox.dataweaver.app.models import Connector, DataSource
from support.sandbox.dataweaver.app.readers.base import Found, Reader
from support.sandbox.dataweaver.app.schemas import ConnectorCreate, ConnectorUpdate, ConnectorView
from support.sandbox.dataweaver.sabotage import sentences, titles
from support.sandbox.dataweaver.sabotage.catalogue import CATALOGUE, STILL

Context = AbstractContextManager[object]

_REFUSED = 422
_IN_USE = 409


@CATALOGUE.sabotage(
    "The description of a connector is lost.",
    caught_by=titles.SET_UP,
    at=sentences.AS_SET_UP,
    diagnosis="main: not one description, but 'dm-.*None" + STILL,
)
def description_lost() -> Context:
    return _creating({"description": None})


@CATALOGUE.sabotage(
    "Of where a connector leads nothing is kept.",
    caught_by=titles.SET_UP,
    at=sentences.AS_SET_UP,
    diagnosis="main: not one config, but" + STILL,
)
def configuration_lost() -> Context:
    return _creating({"config": {}})


@CATALOGUE.sabotage(
    "Every connector is shown as one of a kind that nobody knows.",
    caught_by=titles.SET_UP,
    at=sentences.AS_SET_UP,
    diagnosis="main: not one connector_type, but .*'UNKNOWN'" + STILL,
)
def kinds_lost() -> Context:
    return _showing(lambda one: one.model_copy(update={"connector_type": "UNKNOWN"}))


@CATALOGUE.sabotage(
    "What is stored of a connector is another name than the one that is shown.",
    caught_by=titles.SET_UP,
    at=sentences.AS_SET_UP,
    diagnosis="main: not one name, but .*the database" + STILL,
    store_only=True,
)
@contextmanager
def another_name_stored() -> Iterator[None]:
    original = connectors.create

    def create(session: Session, asked: ConnectorCreate) -> Connector:
        return original(session, asked.model_copy(update={"name": asked.name[::-1]}))

    with (
        patch.object(connectors, "create", create),
        _showing(lambda one: one.model_copy(update={"name": one.name[::-1]})),
    ):
        yield


@CATALOGUE.sabotage(
    "A schedule is taken, and forgotten.",
    caught_by=titles.CHANGED,
    at=sentences.AS_SET_UP,
    diagnosis="main: not one sync_schedule, but '0 6 .*None" + STILL,
)
def schedule_forgotten() -> Context:
    original = connectors.change

    def change(session: Session, connector: Connector, asked: ConnectorUpdate) -> None:
        original(session, connector, asked)
        connector.sync_schedule = None
        session.commit()

    return patch.object(connectors, "change", change)


@CATALOGUE.sabotage(
    "A change of a connector clears what it does not name.",
    caught_by=titles.CHANGED,
    at=sentences.AS_SET_UP,
    diagnosis="main: not one description, but 'dm-.*None" + STILL,
)
def unnamed_fields_cleared() -> Context:
    original = connectors.change

    def change(session: Session, connector: Connector, asked: ConnectorUpdate) -> None:
        original(session, connector, asked)
        if "description" not in asked.model_fields_set:
            connector.description = None
            session.commit()

    return patch.object(connectors, "change", change)


@CATALOGUE.sabotage(
    "Whoever gives a connector another name gives it to its neighbours, too.",
    caught_by=titles.CHANGED,
    at=sentences.AS_SET_UP,
    diagnosis="neighbour: not one name, but" + STILL,
)
def neighbours_renamed() -> Context:
    original = connectors.change

    def change(session: Session, connector: Connector, asked: ConnectorUpdate) -> None:
        original(session, connector, asked)
        for neighbour in _neighbours(session, connector):
            neighbour.name = connector.name
        session.commit()

    return patch.object(connectors, "change", change)


@CATALOGUE.sabotage(
    "Whoever sets a connector up gets two of them.",
    caught_by=titles.SET_UP,
    at=sentences.AS_SET_UP,
    diagnosis="The list has connector .*, and nobody has set it up",
)
def connectors_made_twice() -> Context:
    original = connectors.create

    def create(session: Session, asked: ConnectorCreate) -> Connector:
        original(session, asked)
        return original(session, asked)

    return patch.object(connectors, "create", create)


@CATALOGUE.sabotage(
    "A deleted connector stays.",
    caught_by=titles.DELETED,
    at=sentences.AS_SET_UP,
    diagnosis="still shows main, which was deleted" + STILL,
)
def deletion_forgotten() -> Context:
    return patch.object(Session, "delete", lambda *_: None)


@CATALOGUE.sabotage(
    "A deleted connector takes its neighbour along.",
    caught_by=titles.DELETED,
    at=sentences.AS_SET_UP,
    diagnosis="the list lacks neighbour" + STILL,
)
def neighbours_deleted() -> Context:
    original = Session.delete

    def delete_all(self: Session, connector: Connector) -> None:
        for neighbour in _neighbours(self, connector):
            original(self, neighbour)
        original(self, connector)

    return patch.object(Session, "delete", delete_all)


@CATALOGUE.sabotage(
    "Deleting a connector that has data sources breaks down.",
    caught_by=titles.WITH_SOURCES,
    at=sentences.WHOLE_OR_GONE,
    diagnosis="It is no refusal that says why: DataWeaver answered 500",
    releases=("tip", "v2.0.0"),
)
def deletion_breaks_down() -> Context:
    original = Session.delete

    def break_down(self: Session, connector: Connector) -> None:
        if _sources(self, connector):
            raise RuntimeError("a row is still referenced")
        original(self, connector)

    return patch.object(Session, "delete", break_down)


@CATALOGUE.sabotage(
    "A connector that may not be deleted loses its data sources all the same.",
    caught_by=titles.WITH_SOURCES,
    at=sentences.WHOLE_OR_GONE,
    diagnosis=r"The connector is refused, and its data sources \[\d+\] are",
)
def refused_and_emptied() -> Context:
    original = Session.delete

    def refuse(self: Session, connector: Connector) -> None:
        if not _sources(self, connector):
            original(self, connector)
            return
        self.execute(delete(DataSource).where(DataSource.connector_id == connector.id))
        self.commit()
        raise HTTPException(_IN_USE, "The connector has data sources")

    return patch.object(Session, "delete", refuse)


@CATALOGUE.sabotage(
    "A data source is added to another connector than the request names.",
    caught_by=titles.OTHERS_SOURCE,
    at=sentences.NOT_ADDED,
    diagnosis="It was not refused",
    releases=("tip", "v2.0.0"),
)
def named_connector_ignored() -> Context:
    return patch.object(api_data_sources, "require_same", lambda *_: None)


@CATALOGUE.sabotage(
    "A source that nobody implements is said to be connected.",
    caught_by=titles.UNIMPLEMENTED,
    at=sentences.UNABLE,
    diagnosis="Nobody can connect it, and a test says: success=True",
)
def everything_connected() -> Context:
    return patch.dict(READERS, {"CLINICAL": _Pretender})


@CATALOGUE.sabotage(
    "A connector may be called nothing.",
    caught_by=titles.EMPTY_NAME,
    at=sentences.REFUSED,
    diagnosis="It was not refused",
    releases=("tip", "v2.0.0"),
)
def empty_names_taken() -> Context:
    return patch.object(rules, "name", lambda _: None)


@CATALOGUE.sabotage(
    "Too long a name breaks DataWeaver down.",
    caught_by=titles.LONG_NAME,
    at=sentences.REFUSED,
    diagnosis="It was not refused as the caller's mistake: DataWeaver answered 500",
)
def long_names_break_down() -> Context:
    def break_down(_: str) -> None:
        raise RuntimeError("value too long for type character varying(255)")

    return patch.object(rules, "name", break_down)


@CATALOGUE.sabotage(
    "Fields that nobody knows are dropped without a word.",
    caught_by=titles.UNKNOWN_FIELD,
    at=sentences.REFUSED,
    diagnosis="It was not refused",
    releases=("tip", "v2.0.0"),
)
def unknown_fields_dropped() -> Context:
    return patch.object(rules, "fields", lambda *_: None)


@CATALOGUE.sabotage(
    "Any text is taken for a schedule.",
    caught_by=titles.NO_SCHEDULE,
    at=sentences.REFUSED,
    diagnosis="It was not refused",
    releases=("tip", "v2.0.0"),
)
@contextmanager
def schedules_unread() -> Iterator[None]:
    with (
        patch.object(rules, "schedule", lambda _: None),
        patch.object(connectors, "plan", lambda _: None),
    ):
        yield


@CATALOGUE.sabotage(
    "A connector that is refused is kept all the same.",
    caught_by=titles.UNKNOWN_KIND,
    at=sentences.REFUSED,
    diagnosis="It was refused, and yet there is a connector 'dm-",
)
@contextmanager
def refused_and_kept() -> Iterator[None]:
    kind = rules.kind

    def create(session: Session, asked: ConnectorCreate) -> Connector:
        made = original(session, asked)
        try:
            kind(asked.connector_type)
        except ValueError as error:
            raise HTTPException(_REFUSED, str(error)) from None
        return made

    original = connectors.create
    with (
        patch.object(rules, "kind", lambda _: None),
        patch.dict(READERS, {"TELEPATHY": _Pretender}),
        patch.object(connectors, "create", create),
    ):
        yield


def _neighbours(session: Session, connector: Connector) -> list[Connector]:
    """Return the other connectors of the same scenario."""
    own = (connector.description or "").removesuffix("main")
    others = select(Connector).where(Connector.id != connector.id)
    return [one for one in session.scalars(others) if (one.description or "").startswith(own)]


def _sources(session: Session, connector: Connector) -> list[DataSource]:
    own = select(DataSource).where(DataSource.connector_id == connector.id)
    return [*session.scalars(own)]


def _creating(changes: dict[str, Any]) -> Context:
    """Have connectors made with other fields than were asked for."""
    original = connectors.create

    def create(session: Session, asked: ConnectorCreate) -> Connector:
        return original(session, asked.model_copy(update=changes))

    return patch.object(connectors, "create", create)


def _showing(change: Callable[[ConnectorView], ConnectorView]) -> Context:
    """Have connectors shown otherwise than they are."""
    original = connectors.view
    return patch.object(connectors, "view", lambda connector: change(original(connector)))


class _Pretender(Reader):
    """Reads nothing, and says that all is well."""

    def details(self) -> dict[str, Any]:
        """Say so."""
        return {}

    def tables(self) -> list[Found]:
        """Find nothing."""
        return []

    def read(self, path: str) -> Any:  # noqa: ANN401  nobody gets here
        """Read nothing."""
        return [], iter(())
