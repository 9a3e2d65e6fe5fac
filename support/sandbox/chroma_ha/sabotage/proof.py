"""How to prove that the promises of Chroma HA go red: afterwards all of its processes are up."""

from support.sandbox.chroma_ha.app.configuration import JULY_2025, JUNE_2025
from support.sandbox.chroma_ha.sabotage import CATALOGUE
from support.sandbox.chroma_ha.sabotage.causes import CAUSES
from support.sandbox.kit.proof import Proof, Variant
from support.sandbox.kit.switches import start_all

PROOF = Proof(
    CATALOGUE,
    causes=CAUSES,
    variants={
        "today": Variant((f"--generation={JULY_2025}",)),
        JUNE_2025: Variant((f"--generation={JUNE_2025}",)),
    },
    impatience={"REQUEST_TIMEOUT_S": "10", "MAX_RETRIES": "0"},
    restore=lambda settings: start_all(settings, "CHROMA_HA_CONTROL"),
)
