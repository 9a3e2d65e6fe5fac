"""The database in which runs are kept: SQLite for one, PostgreSQL for a team."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    DateTime,
    Engine,
    Float,
    Index,
    MetaData,
    Row,
    Table,
    Text,
    create_engine,
    func,
    insert,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from support.history.records import GREEN, Entry, Subject

_SECONDS_TO_CONNECT = 5
_MOST_RUNS = 50
_TABLES = MetaData()
_ENTRIES = Table(
    "datamonkey_scenarios",
    _TABLES,
    Column("run", Text, primary_key=True),
    Column("file", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("deployment", Text, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("system", Text, nullable=False),
    Column("generation", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("bug", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("phases", JSON, nullable=False),
    Index("datamonkey_scenarios_of_deployments", "deployment", "at"),
)


class Store:
    """A history, which is made where there is none.

    Args:
        url: of a SQLite file or a PostgreSQL database, as SQLAlchemy writes it.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: it cannot be opened.
        ImportError: the driver that the URL asks for is not installed.
    """

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        with suppress(DBAPIError):  # another run may just be making it
            _TABLES.create_all(self._engine)

    def keep(self, entries: Iterable[Entry]) -> None:
        """Add what became of the scenarios of a run."""
        rows = {_key(entry): _row(entry) for entry in entries}
        if rows:
            with self._engine.begin() as connection:
                connection.execute(insert(_ENTRIES), list(rows.values()))

    def entries(self) -> list[Entry]:
        """Return what became of scenarios in the newest runs, oldest run first."""
        return self._found()

    def usual_seconds(self) -> dict[tuple[str, str], float]:
        """Return how long scenarios took on average when they were green, by file and name."""
        mean = select(_ENTRIES.c.file, _ENTRIES.c.name, func.avg(_ENTRIES.c.seconds))
        green = mean.where(_ENTRIES.c.status == GREEN)
        with self._engine.connect() as connection:
            found = connection.execute(green.group_by(_ENTRIES.c.file, _ENTRIES.c.name))
            return {(file, name): float(seconds) for file, name, seconds in found}

    def past_of(self, subjects: Collection[Subject]) -> list[Entry]:
        """Return what became of these scenarios in the newest runs, oldest run first."""
        return self._found(
            _ENTRIES.c.deployment.in_({one.deployment for one in subjects}),
            _ENTRIES.c.name.in_({one.name for one in subjects}),
        )

    def _found(self, *where: ColumnElement[bool]) -> list[Entry]:
        newest = (
            select(_ENTRIES.c.run, _ENTRIES.c.at)
            .where(*where)
            .distinct()
            .order_by(_ENTRIES.c.at.desc())
            .limit(_MOST_RUNS)
            .subquery()
        )
        of_them = select(_ENTRIES).where(*where, _ENTRIES.c.run.in_(select(newest.c.run)))
        with self._engine.connect() as connection:
            found = connection.execute(of_them.order_by(_ENTRIES.c.at, _ENTRIES.c.run))
            return [_entry(row) for row in found]

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        if address.database and address.database != ":memory:":
            Path(address.database).absolute().parent.mkdir(parents=True, exist_ok=True)
        return create_engine(address, connect_args={"timeout": _SECONDS_TO_CONNECT})
    if address.drivername in {"postgresql", "postgres"}:
        address = address.set(drivername="postgresql+psycopg")  # the driver that the suite has
    return create_engine(address, connect_args={"connect_timeout": _SECONDS_TO_CONNECT})


def _key(entry: Entry) -> tuple[str, Subject]:
    return entry.run, entry.subject


def _row(entry: Entry) -> dict[str, object]:
    return vars(entry) | {"at": entry.at.astimezone(UTC).replace(tzinfo=None)} | vars(entry.subject)


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    told = dict(row._mapping)
    subject = Subject(told.pop("deployment"), told.pop("file"), told.pop("name"))
    at: datetime = told.pop("at")
    return Entry(subject=subject, at=at.replace(tzinfo=UTC), **told)
