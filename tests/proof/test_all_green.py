"""Every scenario of every system is green: as the sandbox is, and however slow it may be."""

import pytest

from support.run.registry import SYSTEMS
from tests.proof.experiments import Experiments, Findings, cases_for, variants, variants_of

TURNS = (1,)
"""How often everything is run slowly; `python -m tests.soak` does it for as long as one likes."""


def told(findings: Findings) -> str:
    """Return the findings, a line each."""
    return "\n".join(f"{case}: {found}" for case, found in findings.items())


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_scenario_is_green_in_a_sandbox_as_it_is(
    system: str, experiments: Experiments
) -> None:
    green, skipped = set(), Findings()
    for variant in variants_of(system):
        findings = experiments.as_it_is(system, variant, cases_for(system, variant))
        red = {case: found for case, found in findings.items() if found.is_red}
        assert not red, told(red)
        green |= {case for case, found in findings.items() if found.is_green}
        skipped |= {case: found for case, found in findings.items() if not found.is_green}
    nowhere = {case: found for case, found in skipped.items() if case not in green}
    assert not nowhere, f"these are never run:\n{told(nowhere)}"


@pytest.mark.whole
@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize(("system", "variant"), variants())
def test_no_legal_slowness_turns_a_scenario_red(
    system: str, variant: str, turn: int, experiments: Experiments
) -> None:
    cases = cases_for(system, variant)
    findings = experiments.slowed_down(system, variant, cases, turn)
    red = {case: found for case, found in findings.items() if found.is_red}
    assert not red, told(red)
