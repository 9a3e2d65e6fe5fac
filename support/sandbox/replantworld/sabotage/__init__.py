"""Defects that can be planted in the sandbox, to prove that the suite goes red.

Each is one small function that patches one decision of the product's code and leaves that code as
it is. Switched on by `SANDBOX_SABOTAGE=name,name` when the sandbox starts, or while it runs with
`PUT /_sandbox/sabotage` and a list of names.
"""

from support.sandbox.replantworld.sabotage import (
    batches,
    caching,
    commanding,
    impatience,
    mapping,
    minting,
    monitoring,
    refusing,
    slowness,
    telling,
    testing,
)
from support.sandbox.replantworld.sabotage.catalogue import CATALOGUE

__all__ = [
    "CATALOGUE",
    "batches",
    "caching",
    "commanding",
    "impatience",
    "mapping",
    "minting",
    "monitoring",
    "refusing",
    "slowness",
    "telling",
    "testing",
]
