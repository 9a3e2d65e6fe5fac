"""What a generation of Airweave's API must offer, and how to tell which one answers."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Literal, Protocol

from pydantic import BaseModel

from support.airweave.client.models import Collection, Connection, Job, Piece, Strategy
from support.core.content import Document
from support.core.http import ApiError
from support.laws.agreement import Telling


class Ability(StrEnum):
    """What a feature may ask for and not every generation can do."""

    FULL_SYNC = "full_sync"
    KEPT_COUNTER = "kept_counter"
    HYBRID_SCORES = "hybrid_scores"
    EARLY_REFUSAL = "early_refusal"
    FRUGAL_SYNC = "frugal_sync"
    ONE_ROOT = "one_root"
    CREDENTIAL_CHANGE = "credential_change"
    SCHEDULES = "schedules"


class Embedded(StrEnum):
    """What a generation may make the vector of a document of."""

    WORDS = "words"
    DESCRIBED_WORDS = "words behind what is known of it"
    PLACE = "name and path"


Operator = Literal[
    "equals",
    "not_equals",
    "in",
    "not_in",
    "greater_than",
    "less_than",
    "greater_than_or_equal",
    "less_than_or_equal",
]


@dataclass(frozen=True)
class Condition:
    """A condition on hits.

    Attributes:
        field: an attribute of a `Piece`.
        value: with which it is compared; several where it may be any or none of them.
        operator: how.
    """

    field: str
    value: str | int | Sequence[str]
    operator: Operator = "equals"


DESCRIPTION = "Made by an acceptance test"
"""What people are told of a connection that a scenario makes."""

Where = Sequence[Sequence[Condition]]
"""Conditions in groups: one group must hold, and of that every condition. None at all: for all."""


@dataclass(frozen=True)
class Part:
    """Which part of all that can be found is wanted.

    Attributes:
        limit: at most so many hits.
        offset: so many are passed over.
        where: the conditions on them.
    """

    limit: int
    offset: int = 0
    where: Where = ()


class Identified(BaseModel, extra="allow"):
    """Whatever a list tells of a thing."""

    id: str


class Named(BaseModel):
    """A source, or what is connected to it."""

    short_name: str


Pages = Callable[[int, int], Sequence[Identified]]
"""Returns what a list holds from an offset on, at most so many: `page(offset, limit)`."""


@dataclass(frozen=True)
class Limit:
    """Something that a generation cannot do: what stays undone, and why."""

    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.what}, because {self.why}"


@dataclass(frozen=True)
class Subject:
    """A document and where it stands, which is all that a question may be made of.

    Attributes:
        document: what it is.
        path: by which the source knows it.
        source: Airweave's short name of the source.
        entity_type: Airweave's name of the kind of entity that it becomes.
        containers: what it lies in, outermost first, each with its kind: `Directory docs`.
    """

    document: Document
    path: str
    source: str
    entity_type: str
    containers: Sequence[str]


class Generation(Protocol):
    """One generation of the API, spoken in the words of `models.py`."""

    name: ClassVar[str]
    limits: ClassVar[Mapping[Ability, Limit]]

    update_method: ClassVar[str]
    """The HTTP method by which something is changed."""

    filters: ClassVar[Mapping[str, str]]
    """By what hits can be filtered: the attribute of a `Piece`, and what the API calls it.

    Where the attribute is a list, one of its values satisfies the filter.
    """

    ranges: ClassVar[Sequence[str]]
    """Of these filters, those whose values are numbers, of which there are more and less."""

    moments: ClassVar[Sequence[str]]
    """Of these filters, those whose values are times, of which there are earlier and later."""

    ratings: ClassVar[Mapping[Strategy, tuple[float, float]]]
    """The least and the highest rating of a hit, by strategy."""

    most_hits: ClassVar[int]
    """The highest limit of a search."""

    longest_question: ClassVar[int]
    """How many characters a question may have, as far as that is documented or was seen."""

    no_questions: ClassVar[Sequence[str]]
    """What must be refused, because nothing is asked."""

    def sources(self) -> list[str]:
        """Return the short names of the sources that it can be connected to."""

    def collections(self, search: str) -> list[Collection]:
        """Return the organisation's collections whose name contains `search`."""

    def count(self, search: str) -> int | None:
        """Count the organisation's collections whose name contains `search`, if it is told."""

    def connect(
        self,
        readable_id: str,
        source: str,
        credentials: Mapping[str, Any],
        config: Mapping[str, Any],
        *,
        sync: bool,
    ) -> Connection:
        """Connect a source to a collection, without a schedule; `sync` starts the first one."""

    def change_credentials(self, connection_id: str, credentials: Mapping[str, Any]) -> None:
        """Give a connection other credentials; asked only of a generation that can do it."""

    def schedule(self, connection_id: str, cron: str | None) -> None:
        """Let a connection be synced by a schedule, or by none; asked only where that is known."""

    def run(self, connection_id: str, *, full: bool) -> Job:
        """Start a sync; `full` is asked only of a generation that can do it."""

    def jobs(self, connection_id: str) -> list[Job]:
        """Return the connection's sync jobs, newest first."""

    def job(self, connection_id: str, job_id: str) -> Job:
        """Return one sync job."""

    def cancel(self, connection_id: str, job_id: str) -> Job:
        """Ask a job to stop."""

    def told(self, collection: Collection, connection: Connection) -> dict[str, Telling]:
        """Return what each route tells of a connection, its collection and its newest job.

        Things are `the collection`, `the connection`, `the newest sync`, where all are told also
        `the sync <id>`, `the list` with `connections of others`, and, if entities are counted,
        `TypeOfEntity` with the field `entities`.
        """

    def pages(self, name: str, connection_id: str) -> Mapping[str, Pages]:
        """Return what comes in pages: `collections` whose name begins so, `connections`, `jobs`."""

    def search(self, readable_id: str, query: str, strategy: Strategy, part: Part) -> list[Piece]:
        """Search without any language model; hits come best first, with their scores."""

    def questions(self, subject: Subject) -> Mapping[Embedded, str]:
        """Return the text that is embedded for a document, for all that it may be made of.

        Which it is depends on source and deployment: `Questions` finds it out. First comes what
        is asked until then.
        """


def listed(thing: str, answers: Iterable[Mapping[str, Any]], wanted: str) -> Telling:
    """Return what a list tells of the thing with this id: nothing if it leaves it out."""
    return {thing: answer for answer in answers if answer["id"] == wanted}  # noqa: B035  one has it


def others(what: str, shown: Iterable[str], wanted: str) -> Telling:
    """Return what a list tells that was to hold one thing only: of which others it holds anything.

    Args:
        what: is listed, such as `connections of others`.
        shown: of which thing each entry is.
        wanted: the thing that was asked for.
    """
    return {"the list": {what: sorted({*shown} - {wanted})}}


def name_of_connection(readable_id: str) -> str:
    """Return what a connection with a collection is called: its name may not be longer."""
    return readable_id[:42]


def newcomer(
    items: Callable[[], Sequence[Identified]],
    whole: Callable[[str], Mapping[str, Any] | None] | None = None,
) -> Callable[[], Mapping[str, Any] | None] | None:
    """Remember what is listed now; return what looks up the one thing that has come since.

    So it is found out what a request made whose answer was lost. Where nothing is listed that is
    not possible: then None.

    Args:
        items: lists the things.
        whole: returns a thing by its id, if the list does not tell all of it.
    """
    try:
        before = {item.id for item in items()}
    except ApiError:
        return None

    def look() -> Mapping[str, Any] | None:
        come = next((item for item in items() if item.id not in before), None)
        if come is None:
            return None
        return whole(come.id) if whole else come.model_dump()

    return look


def generation_of(openapi: Mapping[str, Any]) -> str | None:
    """Return the name of the generation that an OpenAPI document describes, if it is a known one.

    Each is told by a route that only it has: `search/instant` came in 2026, when the route of
    one job had been gone for long.
    """
    routes = {re.sub(r"{\w+}", "{}", path).rstrip("/") for path in openapi.get("paths", {})}
    if "/collections/{}/search/instant" in routes:
        return "today"
    if "/source-connections/{}/jobs/{}" in routes:
        return "2025-08"
    return None
