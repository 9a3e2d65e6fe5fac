"""Defects that can be planted in the sandbox, to prove that the suite goes red.

Each is one small function in `stages`, `delivery`, `failures`, `doors`, `answers` or `telling`. It
patches one decision of the sandbox's code and leaves that code as it is. Switched on by
`SANDBOX_SABOTAGE=name,name` when the sandbox starts, or while it runs with `PUT /_sandbox/sabotage`
and a list of names; planted in the server and in every worker, those that are started later
included.
"""

from support.sandbox.sentinai.sabotage import (
    answers,
    delivery,
    doors,
    failures,
    slowness,
    stages,
    telling,
)
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE

__all__ = [
    "CATALOGUE",
    "answers",
    "delivery",
    "doors",
    "failures",
    "slowness",
    "stages",
    "telling",
]
