"""Defects that can be planted in the sandbox, to prove that the suite goes red.

Each is one small function in `syncing.py`, `searching.py` or `keeping.py`. It patches one decision
of the sandbox's code and leaves that code as it is. Switched on by `SANDBOX_SABOTAGE=name,name`
when the sandbox starts, or while it runs with `PUT /_sandbox/sabotage` and a list of names.
"""

from support.sandbox.airweave.sabotage import keeping, searching, syncing
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE, Sabotage, Saboteur

__all__ = ["CATALOGUE", "Sabotage", "Saboteur", "keeping", "searching", "syncing"]
