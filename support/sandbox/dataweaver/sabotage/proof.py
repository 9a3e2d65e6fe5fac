"""How to prove that the promises of DataWeaver go red."""

from support.sandbox.dataweaver.app.configuration import TIP, V2
from support.sandbox.dataweaver.sabotage import CATALOGUE
from support.sandbox.dataweaver.sabotage.causes import CAUSES
from support.sandbox.kit.proof import Proof, Variant

PROOF = Proof(
    CATALOGUE,
    causes=CAUSES,
    variants={
        "today": Variant((f"--generation={TIP}",)),
        # All that it has words of its own for.
        V2: Variant((f"--generation={V2}",), tag="configuration"),
    },
    impatience={"MAX_RETRIES": "0"},
    blindfold={"DATABASE_URL": ""},
)
