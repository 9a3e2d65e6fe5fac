"""Defects that can be planted in the sandbox, to prove that the suite goes red.

Each is one small function that patches one decision of the balancer's code and leaves that code
as it is. Switched on by `SANDBOX_SABOTAGE=name,name` when the sandbox starts, or while it runs with
`PUT /_sandbox/sabotage` and a list of names; a balancer that was restarted has them, too.
"""

from support.sandbox.chroma_ha.sabotage import (
    failover,
    monitoring,
    reading,
    replication,
    resources,
    slowness,
    start,
    status,
)
from support.sandbox.chroma_ha.sabotage.catalogue import CATALOGUE

__all__ = [
    "CATALOGUE",
    "failover",
    "monitoring",
    "reading",
    "replication",
    "resources",
    "slowness",
    "start",
    "status",
]
