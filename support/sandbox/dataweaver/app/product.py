"""What the routes and the scheduler work with."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, HTTPException, Request, status
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from support.sandbox.dataweaver.app.models import Connector, DataSource


@dataclass(frozen=True)
class Product:
    """The parts of the product.

    Attributes:
        engine: opens connections to its database.
        storage: the folder for the files of extractions.
    """

    engine: Engine
    storage: Path

    def session(self) -> Session:
        """Open a session; what it has read stays readable after a commit."""
        return Session(self.engine, expire_on_commit=False)


def product_of(request: Request) -> Product:
    """Return the product that serves a request."""
    product: Product = request.app.state.product
    return product


def _session(product: Annotated[Product, Depends(product_of)]) -> Iterator[Session]:
    with product.session() as session:
        yield session


Parts = Annotated[Product, Depends(product_of)]
Database = Annotated[Session, Depends(_session)]


def _connector(connector_id: int, session: Database) -> Connector:
    connector = session.get(Connector, connector_id)
    if connector is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "Connector not found")
    return connector


def _data_source(data_source_id: int, session: Database) -> DataSource:
    source = session.get(DataSource, data_source_id)
    if source is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "Data source not found")
    return source


TheConnector = Annotated[Connector, Depends(_connector)]
TheDataSource = Annotated[DataSource, Depends(_data_source)]
