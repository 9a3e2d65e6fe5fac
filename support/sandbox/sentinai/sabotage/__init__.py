"""Defects that can be planted in the sandbox, to prove that the suite goes red.

Each is one small function in `ingestion`, `stages`, `delivery`, `retries`, `access` or
`observability`; those that break a law, and that no scenario was written for, in `records`,
`contents`, `calls`, `lists`, `changes` and `confidence`. It patches one decision of the sandbox's
code and leaves that code as it is.
Switched on by `SANDBOX_SABOTAGE=name,name` when the sandbox starts, or while it runs with
`PUT /_sandbox/sabotage` and a list of names; planted in the server and in every worker, those that
are started later included.
"""

from support.sandbox.sentinai.sabotage import (
    access,
    calls,
    changes,
    confidence,
    contents,
    delivery,
    ingestion,
    lists,
    observability,
    overlooked,
    records,
    retries,
    slowness,
    stages,
)
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE

__all__ = [
    "CATALOGUE",
    "access",
    "calls",
    "changes",
    "confidence",
    "contents",
    "delivery",
    "ingestion",
    "lists",
    "observability",
    "overlooked",
    "records",
    "retries",
    "slowness",
    "stages",
]
