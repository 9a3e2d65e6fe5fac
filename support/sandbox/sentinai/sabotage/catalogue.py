"""The catalogue of SentinAI's defects."""

from support.sandbox.sabotage import Catalogue

CATALOGUE = Catalogue()
