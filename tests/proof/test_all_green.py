"""Every scenario of every system is green: as the sandbox is, and however slow it may be."""

import pytest

from support.run.registry import SYSTEMS
from tests.proof.experiments import Experiments, Findings, cases_for, variants, variants_of
from tests.warm import Case

TURNS = (1,)
"""How often everything is run slowly; `python -m tests.soak` does it for as long as one likes."""


def told(findings: Findings) -> str:
    """Return the findings, a line each."""
    return "\n".join(f"{case}: {found}" for case, found in findings.items())


def red(findings: Findings) -> Findings:
    """Return what is red of the findings."""
    return Findings({case: found for case, found in findings.items() if found.is_red})


def forms_of(system: str) -> dict[Case, list[str]]:
    """Return for each scenario the forms of the sandbox that it is held to.

    The first one is another for each scenario in turn, so that all forms are tried by some.
    """
    held: dict[Case, list[str]] = {}
    for variant in variants_of(system):
        for case in cases_for(system, variant):
            held.setdefault(case, []).append(variant)
    turns = {case: number % len(held[case]) for number, case in enumerate(held)}
    return {case: forms[turns[case] :] + forms[: turns[case]] for case, forms in held.items()}


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_scenario_is_green_in_a_sandbox_as_it_is(
    system: str, experiments: Experiments
) -> None:
    waiting, nowhere = forms_of(system), Findings()
    while waiting:
        skipped = Findings()
        for variant in variants_of(system):
            cases = [case for case, forms in waiting.items() if forms[0] == variant]
            findings = experiments.as_it_is(system, variant, cases)
            assert not told(red(findings))
            skipped |= {case: found for case, found in findings.items() if not found.is_green}
        # What cannot run in one form may run in another.
        nowhere |= {case: found for case, found in skipped.items() if not waiting[case][1:]}
        waiting = {case: waiting[case][1:] for case in skipped if waiting[case][1:]}
    assert not nowhere, f"these are never run:\n{told(nowhere)}"


@pytest.mark.whole
@pytest.mark.parametrize(("system", "variant"), variants())
def test_every_scenario_is_green_in_every_form(
    system: str, variant: str, experiments: Experiments
) -> None:
    findings = experiments.as_it_is(system, variant, cases_for(system, variant))
    assert not told(red(findings))


@pytest.mark.whole
@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize(("system", "variant"), variants())
def test_no_legal_slowness_turns_a_scenario_red(
    system: str, variant: str, turn: int, experiments: Experiments
) -> None:
    cases = cases_for(system, variant)
    findings = experiments.slowed_down(system, variant, cases, turn)
    assert not told(red(findings))
