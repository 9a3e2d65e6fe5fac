"""What every reader does."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Sequence[Any]
Config = Mapping[str, Any]


class SourceError(Exception):
    """A source refuses, does not answer, or breaks off; the message may be shown to anybody."""


@dataclass(frozen=True)
class Found:
    """A table that a source holds, whatever it is called there.

    Attributes:
        name: for people.
        description: of it.
        source_type: what it is called there, such as `database_table`.
        source_path: by which the source knows it.
        columns: their names, in order.
        row_count: how many rows it has.
    """

    name: str
    description: str
    source_type: str
    source_path: str
    columns: Sequence[str]
    row_count: int


class Reader(ABC):
    """Reads one source.

    Args:
        config: of the connector; what is missing in it is a KeyError of its own name.

    Raises:
        SourceError: from every method, when the source refuses or does not answer.
    """

    def __init__(self, config: Config) -> None:
        self._config = config

    @abstractmethod
    def details(self) -> dict[str, Any]:
        """Log in, and return what people should see of the source."""

    @abstractmethod
    def tables(self) -> list[Found]:
        """Return all tables that are there."""

    @abstractmethod
    def read(self, path: str) -> tuple[Sequence[str], Iterator[Row]]:
        """Return the columns of a table, and its rows one by one."""
