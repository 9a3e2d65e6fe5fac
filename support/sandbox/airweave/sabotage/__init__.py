"""Defects that can be planted in the sandbox, to prove that the suite goes red.

Each is one small function in a module of this package. It patches one decision of the
sandbox's code and leaves that code as it is. Switched on by
`SANDBOX_SABOTAGE=name,name` when the sandbox starts, or while it runs with
`PUT /_sandbox/sabotage` and a list of names.
"""

from support.sandbox.airweave.sabotage import (
    asking,
    august_2025,
    connectors,
    github,
    histories,
    keeping,
    mistaking,
    neighbours,
    overlooked,
    rarities,
    scale,
    searching,
    slowness,
    sources,
    syncing,
    telling,
    trees,
    unforeseen,
)
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE

__all__ = [
    "CATALOGUE",
    "asking",
    "august_2025",
    "connectors",
    "github",
    "histories",
    "keeping",
    "mistaking",
    "neighbours",
    "overlooked",
    "rarities",
    "scale",
    "searching",
    "slowness",
    "sources",
    "syncing",
    "telling",
    "trees",
    "unforeseen",
]
