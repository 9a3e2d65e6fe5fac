"""Every sentence that gives a verdict is turned red by some defect: that very sentence."""

import pytest

from support.run.registry import SYSTEMS
from tests.proof.experiments import caught_at
from tests.sandboxes import proof_of
from tests.warm import cases_of


def verdicts(system: str) -> set[str]:
    """Return every Then of a system's features."""
    return {told for case in cases_of(system) for kind, told, _ in case.steps if kind == "then"}


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_sentence_that_gives_a_verdict_is_turned_red_by_some_defect(system: str) -> None:
    assert verdicts(system), "there is something to prove"
    caught = [caught_at(system, defect) for defect in proof_of(system).catalogue.values()]
    missing = sorted(verdicts(system).difference(*caught))
    assert not missing, "no defect turns these red:\n" + "\n".join(missing)
