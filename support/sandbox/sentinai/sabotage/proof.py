"""How to prove that SentinAI's promises go red: afterwards all of its workers live again."""

from support.sandbox.kit import private
from support.sandbox.kit.proof import Proof, Settings, Variant
from support.sandbox.sentinai.sabotage import CATALOGUE
from support.sandbox.sentinai.sabotage.causes import CAUSES


def _start_workers(settings: Settings) -> None:
    with private.client(settings, "SENTINAI_CONTROL") as switches:
        kinds = switches.get("/workers").raise_for_status().json()
        switches.put("/workers", json=dict.fromkeys(kinds, 1)).raise_for_status()


PROOF = Proof(
    CATALOGUE,
    causes=CAUSES,
    variants={"today": Variant(), "product": Variant(("--shape", "product"))},
    impatience={"REQUEST_TIMEOUT_S": "10", "MAX_RETRIES": "0"},
    blindfold={"DATABASE_URL": ""},
    restore=_start_workers,
)
