"""Every defect of every catalogue is caught: by the scenarios that it names, and where it says."""

import re
from collections.abc import Callable

import pytest

from support.run.registry import SYSTEMS
from support.sandbox.kit.sabotage import Sabotage
from tests.proof.experiments import Experiments, cases_against, defects, essential, sentences_at
from tests.sandboxes import proof_of

ESSENTIAL = {system: essential(system) for system in SYSTEMS}


NAMED = [pytest.param(system, one, id=f"{system}-{one.name}") for system, one in defects()]


def _proofs(is_due: Callable[[Sabotage], bool]) -> list[object]:
    """Return defects to be planted: in the long proof, unless their sentences need them."""
    return [
        pytest.param(
            system,
            one,
            id=f"{system}-{one.name}",
            marks=[] if one.name in ESSENTIAL[system] else [pytest.mark.whole],
        )
        for system, one in defects()
        if is_due(one)
    ]


DEFECTS = _proofs(lambda _: True)
STORED = _proofs(lambda defect: defect.store_only)
SEEN_OTHERWISE = _proofs(lambda defect: bool(defect.without))


@pytest.mark.parametrize(("system", "defect"), DEFECTS)
def test_a_defect_is_caught(system: str, defect: Sabotage, experiments: Experiments) -> None:
    _, against = experiments.catch(system, defect)
    assert not against, "\n".join(against)


@pytest.mark.parametrize(("system", "defect"), STORED)
def test_only_the_store_tells_of_what_the_catalogue_says_so(
    system: str, defect: Sabotage, experiments: Experiments
) -> None:
    findings = experiments.overlook(system, defect)
    assert not [case for case, found in findings.items() if found.is_red], findings


@pytest.mark.parametrize(("system", "defect"), SEEN_OTHERWISE)
def test_a_defect_is_caught_without_the_observers_that_are_not_needed(
    system: str, defect: Sabotage, experiments: Experiments
) -> None:
    _, against = experiments.catch(system, defect, dict.fromkeys(defect.without, ""))
    assert not against, "\n".join(against)


@pytest.mark.whole
@pytest.mark.parametrize(("system", "defect"), DEFECTS)
def test_no_slowness_is_taken_for_a_defect(
    system: str, defect: Sabotage, experiments: Experiments
) -> None:
    mistaken = {
        case: found
        for case, found in experiments.hastily(system, defect).items()
        if re.search(defect.diagnosis, found.message)
    }
    assert not mistaken, f"{defect.diagnosis!r} matches:\n{mistaken}"


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_defect_has_one_cause(system: str) -> None:
    proof = proof_of(system)
    named = [name for names in proof.causes.values() for name in names.split()]
    assert sorted(named) == sorted(proof.catalogue)


@pytest.mark.parametrize(("system", "defect"), NAMED)
def test_the_catalogue_names_scenarios_and_sentences_that_exist(
    system: str, defect: Sabotage
) -> None:
    for title, cases in cases_against(system, defect).items():
        assert cases, f"there is no scenario {title!r}"
        assert defect.step(title), f"where is it caught by {title!r}?"
        for case in cases:
            assert sentences_at(case, defect.step(title)), f"{case} has no {defect.step(title)!r}"
