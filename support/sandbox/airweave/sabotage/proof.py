"""How to prove that Airweave's promises go red: two generations, and a GitHub that may be slow."""

from support.sandbox.airweave.sabotage import CATALOGUE
from support.sandbox.airweave.sabotage.causes import CAUSES
from support.sandbox.kit import private
from support.sandbox.kit.proof import Proof, Settings, Variant

_LATE_COMMITS = {"kind": "late_commit", "seconds": 0.3, "every": 2}


def _list_commits_late(settings: Settings) -> None:
    with private.client(settings, "GITHUB_FAULTS") as github:
        github.put("/faults", json=[_LATE_COMMITS]).raise_for_status()


def _forget_faults(settings: Settings) -> None:
    with private.client(settings, "GITHUB_FAULTS") as github:
        github.delete("/faults").raise_for_status()


PROOF = Proof(
    CATALOGUE,
    causes=CAUSES,
    variants={
        "today": Variant(),
        "2025-08": Variant(("--sources", "github", "--generation", "2025-08"), "github"),
    },
    impatience={
        "REQUEST_TIMEOUT_S": "10",
        "MAX_RETRIES": "0",
        "AIRWEAVE_WALK_SEED": "15",
        "AIRWEAVE_WALK_TIMEOUT_S": "1",
    },
    blindfold={"QDRANT_URL": "", "VESPA_URL": ""},
    slow_down=_list_commits_late,
    restore=_forget_faults,
)
