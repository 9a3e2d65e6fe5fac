"""The catalogue of the defects of ReplantWorld."""

from support.sandbox.kit.sabotage import Catalogue

CATALOGUE = Catalogue()

STILL = r"[\s\S]*nothing changed in the last"
"""Ends a diagnosis of what never comes: slowness alone is never still."""
