"""Defects that can be planted in the sandbox, to prove that the suite goes red."""

from support.sandbox.replantworld.sabotage.catalogue import CATALOGUE

__all__ = ["CATALOGUE"]
