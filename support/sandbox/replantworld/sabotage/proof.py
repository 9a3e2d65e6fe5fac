"""How to prove that the promises of ReplantWorld go red: afterwards all of its parts are up."""

from support.sandbox.kit.proof import Proof, Variant
from support.sandbox.kit.switches import start_all
from support.sandbox.replantworld.app.configuration import GUIDE, PRODUCT
from support.sandbox.replantworld.sabotage import CATALOGUE
from support.sandbox.replantworld.sabotage.causes import CAUSES

PROOF = Proof(
    CATALOGUE,
    causes=CAUSES,
    variants={"today": Variant((f"--shape={GUIDE}",)), PRODUCT: Variant((f"--shape={PRODUCT}",))},
    # Its own budgets are short: what stands still must be seen to, on a busy machine, too.
    impatience={"REQUEST_TIMEOUT_S": "10", "MAX_RETRIES": "0", "TIMEOUT_MULTIPLIER": "6"},
    restore=lambda settings: start_all(settings, "REPLANTWORLD_CONTROL"),
)
