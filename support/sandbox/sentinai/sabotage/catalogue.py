"""The catalogue of SentinAI's defects."""

from support.sandbox.kit.sabotage import Catalogue

CATALOGUE = Catalogue()
