"""Defects that can be planted in the sandbox, to prove that the suite goes red.

Each is one small function in a module named after what is broken. It patches one decision of the
sandbox's code and leaves that code as it is. Switched on by `SANDBOX_SABOTAGE=name,name` when the
sandbox starts, or while it runs with `PUT /_sandbox/sabotage` and a list of names.
"""

from support.sandbox.dataweaver.sabotage import (
    extracting,
    keeping,
    reading,
    scenarios,
    showing,
    slowness,
    syncing,
)
from support.sandbox.dataweaver.sabotage.catalogue import CATALOGUE

__all__ = [
    "CATALOGUE",
    "extracting",
    "keeping",
    "reading",
    "scenarios",
    "showing",
    "slowness",
    "syncing",
]
