"""What travels through Temporal, and stays in its history: ids, titles and statuses, no secrets."""

from collections.abc import Sequence
from dataclasses import dataclass

RUN = "datamonkey-run"
"""The type of workflow that a run is."""

SHARD = "datamonkey-shard"
"""The type of workflow that a share of a run is."""

SCENARIO = "scenario"
"""The activity that runs one scenario."""

WORKER_ENDED = "WorkerEnded"
"""The type of failure by which a worker tells that it was stopped; the scenario goes elsewhere."""

TASKS = "tasks"
"""The activity that tells which scenarios come next."""

KEEP = "keep"
"""The activity that writes down what has happened in a history of a shard, when it ends."""

PROGRESS = "progress"
"""The query for what has happened in a shard."""

BEGIN_NO_MORE = "begin-no-more"
"""The signal that what has not begun shall not begin: of a shard to its run, and of that to all."""


@dataclass(frozen=True)
class Task:
    """A scenario that waits.

    Attributes:
        number: of its unit.
        title: for people who look at Temporal.
    """

    number: int
    title: str


@dataclass(frozen=True)
class Terms:
    """What holds for all of a run.

    Attributes:
        run: its id.
        keeps_going: whether others begin when the deployment is lost.
        lost_after: seconds of silence after which a worker counts as lost.
        longest: seconds that a scenario may take, its cleanup included.
    """

    run: str
    keeps_going: bool
    lost_after: float
    longest: float


@dataclass(frozen=True)
class Plan:
    """A run.

    Attributes:
        terms: of it.
        places: how many scenarios run at a time, in each of its shards.
        has_isolated: whether the last shard waits until all others have ended.
    """

    terms: Terms
    places: Sequence[int]
    has_isolated: bool


@dataclass(frozen=True)
class Share:
    """What a shard has to do.

    Attributes:
        terms: of the run.
        shard: its number, from 1 on.
        places: how many scenarios run at a time.
        first: how many its earlier histories have begun.
        told: how many events they had.
    """

    terms: Terms
    shard: int
    places: int
    first: int = 0
    told: int = 0


@dataclass(frozen=True)
class Errand:
    """What a worker is asked for: one attempt at one scenario. All else is in the artifacts."""

    run: str
    number: int
    attempt: int


@dataclass(frozen=True)
class Ended:
    """What became of it.

    Attributes:
        number: of the unit.
        attempt: the last one; more than one only if workers were lost.
        code: with which its process ended.
        stopped: whether it was told to end.
        overran: the seconds that it was allowed, if it was stopped for taking longer.
        deployment_lost: whether the system under test stopped answering.
        problem: why there is no process to tell of; empty if there was one.
        begun: whether a worker had begun it.
    """

    number: int
    attempt: int
    code: int = 0
    stopped: bool = False
    overran: float = 0.0
    deployment_lost: bool = False
    problem: str = ""
    begun: bool = True


@dataclass(frozen=True)
class Event:
    """Something that happened: a unit was handed to the workers, or has ended."""

    number: int
    attempt: int
    ended: Ended | None = None


@dataclass(frozen=True)
class Stretch:
    """Tasks of a shard, from the first one on that has not begun."""

    run: str
    shard: int
    first: int
    most: int


@dataclass(frozen=True)
class Kept:
    """What has happened in one history of a shard, after so many events of earlier ones."""

    run: str
    shard: int
    told: int
    events: Sequence[Event]


@dataclass(frozen=True)
class News:
    """What has happened; what did before this history is in the artifacts."""

    told: int
    events: Sequence[Event]


def name_of(run: str, shard: int) -> str:
    """Return the id of the workflow that a shard is."""
    return f"{run}/{shard}"
