"""Why something is red: one cause out of a closed list, carried from where it is seen.

A sentence about a fault is made by the cause that it tells of, `Cause.LOST("a.md is not there")`,
and is a text like any other. Whoever puts several of them together keeps their chief cause.
"""

from collections.abc import Iterable
from enum import StrEnum


class Cause(StrEnum):
    """Why something is red; of several, the one that stands higher is the chief one.

    First the promises of a product, by what is wrong; then whom else it may be due to.
    """

    LEAKED = "leaked"
    """Somebody is shown what is none of their business."""
    ACCEPTED = "accepted"
    """What had to be refused was taken; what came of it is no cause of its own."""
    LOST = "lost"
    """What must be there is not there, or a part of it."""
    STALE = "stale"
    """What was deleted, changed or ended is there as it was before."""
    DUPLICATED = "duplicated"
    """It is there, or was done, more than once."""
    INVENTED = "invented"
    """It is there, or was done, though nobody asked for it."""
    ALTERED = "altered"
    """It is there, but not as it was written, or not where."""
    MISRANKED = "misranked"
    """It comes in the wrong order."""
    NEEDLESS = "needless"
    """It was done again though nothing called for it."""
    REFUSED = "refused"
    """What is right was turned away."""
    MISREPORTED = "misreported"
    """What is told of it is not what happened, or two accounts of it differ."""
    MISCOUNTED = "miscounted"
    """A number does not fit what is there."""
    SLOW = "slow"
    """It did not happen in time."""
    UNAVAILABLE = "unavailable"
    """The system under test gives no answer, or breaks down."""
    SOURCE = "the source"
    """The source refuses, breaks down or gives no answer."""
    RATE_LIMIT = "rate limit"
    """Somebody asks for a longer pause than is made."""
    CREDENTIALS = "credentials"
    """A login is refused that the settings name."""
    NETWORK = "network"
    """The way there is broken: a name, a proxy, a certificate."""
    SETTINGS = "settings"
    """A setting is lacking, or says what is not so."""
    SUITE = "the suite"
    """The suite itself, its features or an observer."""
    UNKNOWN = "unknown"
    """Nothing that was seen tells."""

    def __call__(self, said: str) -> "Fault":
        """Return a sentence as one that tells of this cause."""
        return Fault(said, self)


class Fault(str):
    """A sentence that says what is wrong, and knows its cause.

    Args:
        said: the sentence.
        cause: of what it says.
    """

    cause: Cause

    def __new__(cls, said: str, cause: Cause) -> "Fault":
        """Make the text."""
        fault = super().__new__(cls, said)
        fault.cause = cause
        return fault


_CHIEF_FIRST = {cause: place for place, cause in enumerate(Cause)}


def cause_of(said: str) -> Cause | None:
    """Return the cause that a sentence tells of; None if it tells of none."""
    return getattr(said, "cause", None)


def chief(causes: Iterable[Cause | None]) -> Cause | None:
    """Return the chief one of several causes; None if there is none."""
    return min(filter(None, causes), key=_CHIEF_FIRST.__getitem__, default=None)


def together(sentences: Iterable[str]) -> str:
    """Put sentences below each other, as one text that tells of their chief cause."""
    lines = [one for one in sentences if one]
    return as_in(lines, "\n".join(lines))


def as_in(faults: Iterable[str], said: str) -> str:
    """Return a text as one that tells of the same cause as these faults do."""
    cause = chief(map(cause_of, faults))
    return said if cause is None else cause(said)
