"""How to prove that the promises of ReplantWorld go red."""

from support.sandbox.kit.proof import Proof
from support.sandbox.replantworld.sabotage import CATALOGUE

PROOF = Proof(CATALOGUE, impatience={"REQUEST_TIMEOUT_S": "2", "MAX_RETRIES": "0"})
