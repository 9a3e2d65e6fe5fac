"""The catalogue of the defects of ReplantWorld."""

from support.sandbox.kit.sabotage import Catalogue

CATALOGUE = Catalogue()
