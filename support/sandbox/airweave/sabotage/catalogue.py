"""The catalogue of Airweave's defects."""

from support.sandbox.sabotage import Catalogue

CATALOGUE = Catalogue()
