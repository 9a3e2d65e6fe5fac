"""Where events travel."""

from enum import StrEnum

PARTITIONS = 4


class Topic(StrEnum):
    """A topic of Kafka."""

    EXCEPTIONS = "exceptions"
    SLA = "sla"
