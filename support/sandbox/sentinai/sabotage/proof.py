"""How to prove that SentinAI's promises go red: afterwards all of its workers live again."""

import httpx

from support.sandbox.kit.proof import Proof, Settings, Variant
from support.sandbox.sentinai.sabotage import CATALOGUE
from support.sandbox.sentinai.sabotage.causes import CAUSES

_SECONDS_TO_START_WORKERS = 300


def _start_workers(settings: Settings) -> None:
    url = f"{settings['SENTINAI_CONTROL_URL']}/workers"
    kinds = httpx.get(url).raise_for_status().json()
    one_each = dict.fromkeys(kinds, 1)
    httpx.put(url, json=one_each, timeout=_SECONDS_TO_START_WORKERS).raise_for_status()


PROOF = Proof(
    CATALOGUE,
    causes=CAUSES,
    variants={"today": Variant(), "product": Variant(("--shape", "product"))},
    impatience={"REQUEST_TIMEOUT_S": "10", "MAX_RETRIES": "0"},
    blindfold={"DATABASE_URL": ""},
    restore=_start_workers,
)
