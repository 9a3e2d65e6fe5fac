"""Every defect of every catalogue is caught: by the scenarios that it names, and where it says."""

import re
from collections.abc import Iterable

import pytest

from support.run.registry import SYSTEMS
from support.sandbox.kit.sabotage import Sabotage
from tests.proof.experiments import Experiments, cases_against, defects, essential, sentences_at
from tests.sandboxes import proof_of

ESSENTIAL = {system: essential(system) for system in SYSTEMS}


def _named(pairs: Iterable[tuple[str, Sabotage]], *, whole: bool = False) -> list[object]:
    """Return pairs of a system and its defect by their names; the long proof's where not short."""
    return [
        pytest.param(
            system,
            defect,
            id=f"{system}-{defect.name}",
            marks=[pytest.mark.whole] if whole and defect.name not in ESSENTIAL[system] else [],
        )
        for system, defect in pairs
    ]


NAMED = _named(defects())
SHORT = _named((system, one) for system, one in defects() if one.name in ESSENTIAL[system])
STORED = _named(((system, one) for system, one in defects() if one.store_only), whole=True)
SEEN_OTHERWISE = _named(((system, one) for system, one in defects() if one.without), whole=True)


@pytest.mark.parametrize(("system", "defect"), SHORT)
def test_a_sentence_is_turned_red(system: str, defect: Sabotage, experiments: Experiments) -> None:
    cases = ESSENTIAL[system][defect.name]
    _, against = experiments.catch(system, defect, cases=cases)
    assert not against, "\n".join(against)


@pytest.mark.whole
@pytest.mark.parametrize(("system", "defect"), NAMED)
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
    _, against = experiments.catch(system, defect, changes=dict.fromkeys(defect.without, ""))
    assert not against, "\n".join(against)


@pytest.mark.whole
@pytest.mark.parametrize(("system", "defect"), NAMED)
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
