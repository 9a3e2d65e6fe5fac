"""How to prove that the promises of DataWeaver go red."""

from support.sandbox.dataweaver.sabotage import CATALOGUE
from support.sandbox.kit.proof import Proof

PROOF = Proof(
    CATALOGUE,
    impatience={"MAX_RETRIES": "0"},
    blindfold={"DATABASE_URL": ""},
)
