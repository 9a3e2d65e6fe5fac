"""The catalogue of Airweave's defects."""

from support.sandbox.kit.sabotage import Catalogue

CATALOGUE = Catalogue()
