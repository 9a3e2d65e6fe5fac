"""How to prove that the promises of Chroma HA go red."""

from support.sandbox.chroma_ha.sabotage import CATALOGUE
from support.sandbox.kit.proof import Proof

PROOF = Proof(CATALOGUE, impatience={"REQUEST_TIMEOUT_S": "2", "MAX_RETRIES": "0"})
