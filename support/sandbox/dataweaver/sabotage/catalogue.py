"""The catalogue of the defects of DataWeaver."""

from support.sandbox.kit.sabotage import Catalogue

CATALOGUE = Catalogue()
