"""How to prove that the promises of Chroma HA go red: afterwards all of its processes are up."""

import httpx

from support.sandbox.chroma_ha.app.configuration import JULY_2025, JUNE_2025
from support.sandbox.chroma_ha.sabotage import CATALOGUE
from support.sandbox.kit.proof import Proof, Settings, Variant

_SECONDS_TO_START = 30


def _start_all(settings: Settings) -> None:
    url = f"{settings['CHROMA_HA_CONTROL_URL']}/processes"
    for name, process in httpx.get(url).raise_for_status().json().items():
        if process["state"] != "up":
            answer = httpx.put(f"{url}/{name}", json={"state": "up"}, timeout=_SECONDS_TO_START)
            answer.raise_for_status()


PROOF = Proof(
    CATALOGUE,
    variants={
        "today": Variant((f"--generation={JULY_2025}",)),
        JUNE_2025: Variant((f"--generation={JUNE_2025}",)),
    },
    impatience={"REQUEST_TIMEOUT_S": "10", "MAX_RETRIES": "0"},
    restore=_start_all,
)
