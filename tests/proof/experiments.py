"""Experiments with sandboxes: as they are, slowed down, and with a defect.

A defect counts as caught by a scenario that is green without it. And nothing else may have turned
it red: not an error of the suite, and not a wait that ended too early. How early a wait in vain
may end is measured first: in the sandbox as it is, the scenario needed less patience than that.
That slowness is not taken for the defect either is for the long proof to show.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from support.parallel.units import Result
from support.run.registry import SYSTEMS
from support.sandbox.kit.sabotage import Sabotage
from tests.proof.notebook import Finding, Notebook, finding
from tests.sandboxes import Sandbox, Sandboxes, proof_of
from tests.warm import Case, Patience, cases_of, play

LADDER = (1.0, 4.0, 15.0, 60.0)
"""How many seconds without a change make a wait hopeless; from one rung to the next if need be."""

_MARGIN = 1.5
"""By how much more patience must exceed what a scenario needed once."""

_ASSERTED = "ASSERT FAILED: "

Findings = dict[Case, Finding]
Variant = tuple[str, str]


def variants_of(system: str) -> list[str]:
    """Return every form of a system's sandbox."""
    return list(proof_of(system).variants)


def variants() -> list[Variant]:
    """Return every form of every system's sandbox."""
    return [(system, variant) for system in SYSTEMS for variant in variants_of(system)]


def defects() -> list[tuple[str, Sabotage]]:
    """Return the defects of all systems."""
    return [(one, defect) for one in SYSTEMS for defect in proof_of(one).catalogue.values()]


def cases_for(system: str, variant: str) -> list[Case]:
    """Return the scenarios that a system in this form is held to."""
    tag = proof_of(system).variants[variant].tag
    return [case for case in cases_of(system) if not tag or tag in case.tags]


def cases_against(system: str, defect: Sabotage) -> dict[str, list[Case]]:
    """Return the scenarios that must catch a defect, by the titles that the catalogue names."""
    cases = cases_for(system, variant_of(system, defect))
    return {title: [case for case in cases if title in case.titles] for title in defect.caught_by}


def variant_of(system: str, defect: Sabotage) -> str:
    """Return the form of the system that a defect is planted in."""
    forms = proof_of(system).variants
    return defect.generation if defect.generation in forms else next(iter(forms))


def sentences_at(case: Case, step: str) -> frozenset[str]:
    """Return the sentences of a case that are called `step`, as told or as its outline has them."""
    return frozenset(told for _, told, written in case.steps if step in {told, written})


def catchers(system: str, defect: Sabotage) -> dict[Case, set[str]]:
    """Return the scenarios that must catch a defect, with the sentences, as told, that do."""
    caught: dict[Case, set[str]] = {}
    for title, cases in cases_against(system, defect).items():
        for case in cases:
            caught.setdefault(case, set()).update(sentences_at(case, defect.step(title)))
    return caught


def caught_at(system: str, defect: Sabotage) -> set[str]:
    """Return every sentence, as it is told, at which a defect is caught."""
    return set[str]().union(*catchers(system, defect).values())


def essential(system: str) -> dict[str, list[Case]]:
    """Return for each sentence a scenario in which a defect turns it red, by the defects' names.

    Those are preferred that are seen soon, and then those that are planted anyway.
    """
    catalogue = proof_of(system).catalogue
    chosen: dict[str, list[Case]] = {}
    for ways in _ways_to_turn_red(system).values():
        name, case = min(ways, key=lambda way: (catalogue[way[0]].takes_long, way[0] not in chosen))
        chosen.setdefault(name, []).append(case)
    return chosen


def _ways_to_turn_red(system: str) -> dict[str, list[tuple[str, Case]]]:
    """Return for each sentence the names of defects that it catches, and the scenarios."""
    ways: dict[str, list[tuple[str, Case]]] = {}
    for name, defect in proof_of(system).catalogue.items():
        for case, sentences in catchers(system, defect).items():
            for sentence in sorted(sentences):
                ways.setdefault(sentence, []).append((name, case))
    return ways


class Experiments:
    """What is tried out in a session of tests, each thing once.

    Args:
        sandboxes: to try it out with.
        notebook: for what is found out.
    """

    def __init__(self, sandboxes: Sandboxes, notebook: Notebook) -> None:
        self._sandboxes = sandboxes
        self._notebook = notebook

    def as_it_is(self, system: str, variant: str, cases: Sequence[Case]) -> Findings:
        """Return what becomes of scenarios in a sandbox as it is, with all time that users have."""
        sandbox = self._sandboxes.of(system, variant)
        return self._find_out(("as it is", system, variant), cases, partial(play, sandbox))

    def slowed_down(
        self, system: str, variant: str, cases: Sequence[Case], turn: int = 1
    ) -> Findings:
        """Return what becomes of scenarios, shuffled, in a sandbox that is slow in legal ways."""
        sandbox = self._sandboxes.of(system, variant)
        shuffled = random.Random(turn).sample(cases, len(cases))  # noqa: S311  to mix, not to hide
        key = ("slowed down", turn, system, variant)
        return self._find_out(key, shuffled, partial(_slowly, sandbox))

    def catch(
        self,
        system: str,
        defect: Sabotage,
        *,
        cases: Sequence[Case] = (),
        changes: Mapping[str, str] | None = None,
    ) -> tuple[Findings, list[str]]:
        """Plant a defect and look who catches it.

        Args:
            system: to plant it in.
            defect: to be planted.
            cases: the scenarios that are to catch it; all that must, unless some are named.
            changes: what is set otherwise than in a sandbox as it is.

        Returns:
            What became of the scenarios that must, and what is to be said against it.
        """
        able, rung = self._able(system, defect, cases)
        while True:
            findings = self._sabotaged(system, defect, able, rung, changes)
            against = list(complaints(defect, findings))
            is_late = not any(found.is_green for found in findings.values())
            if not against or not is_late or rung + 1 == len(LADDER):
                break
            rung += 1
        for case, found in findings.items():
            self._notebook.note(found, "caught", system, defect.name, case.unit.location)
        return findings, against

    def overlook(self, system: str, defect: Sabotage) -> Findings:
        """Return what becomes of its scenarios when nobody looks into what the product stores."""
        able, rung = self._able(system, defect)
        return self._sabotaged(system, defect, able, rung, proof_of(system).blindfold)

    def hastily(self, system: str, defect: Sabotage) -> Findings:
        """Return what its scenarios say without the defect: of slowness, and far too soon.

        Everything is slow in legal ways, and looked at but once at the sentence where the defect
        is caught.
        """
        variant = variant_of(system, defect)
        sandbox, findings = self._sandboxes.of(system, variant), Findings()
        able, _ = self._able(system, defect)
        for case in able:
            titles = case.titles.intersection(defect.caught_by)
            steps = frozenset.union(*(sentences_at(case, defect.step(title)) for title in titles))
            play_hastily = partial(_slowly, sandbox, patience=Patience(0.0, steps))
            key = ("hastily", system, variant, *sorted(steps))
            findings |= self._find_out(key, [case], play_hastily)
        return findings

    def _able(
        self, system: str, defect: Sabotage, cases: Sequence[Case] = ()
    ) -> tuple[list[Case], int]:
        """Return the scenarios that must catch a defect, and with how much patience.

        They are green without it, and never had to wait for as long as that without a change.

        An example of an outline that cannot run here is left out.
        """
        named = list(dict.fromkeys(cases or catchers(system, defect)))
        found = self.as_it_is(system, variant_of(system, defect), named)
        red = {str(case): what for case, what in found.items() if what.is_red}
        assert not red, f"red without the defect, too: {red}"
        able = [case for case, what in found.items() if what.is_green]
        assert able, f"none of the scenarios can run: {defect.caught_by}"
        return able, max(found[case].rung for case in able)

    def _sabotaged(
        self,
        system: str,
        defect: Sabotage,
        cases: Sequence[Case],
        rung: int,
        changes: Mapping[str, str] | None,
    ) -> Findings:
        sandbox = self._sandboxes.of(system, variant_of(system, defect))
        settings = {**sandbox.proof.impatience, **(changes or {})}
        with sandbox.sabotaged(defect.name):
            results = play(sandbox, cases, settings, Patience(LADDER[rung]))
        found = {result.unit.location: finding(result, rung) for result in results}
        return {case: found[case.unit.location] for case in cases}

    def _find_out(
        self,
        key: tuple[object, ...],
        cases: Sequence[Case],
        play_them: Callable[..., list[Result]],
    ) -> Findings:
        """Return what is in the notebook already, and find out the rest."""

        def note(result: Result, waited: float) -> None:
            self._notebook.note(finding(result, rung_for(waited)), *key, result.unit.location)

        def look_up(case: Case) -> Finding | None:
            return self._notebook.look_up(*key, case.unit.location)

        unknown = [case for case in cases if look_up(case) is None]
        if unknown:
            play_them(cases=unknown, tell=note)
        return {case: found for case in cases if (found := look_up(case))}


def rung_for(seconds: float) -> int:
    """Return which patience is enough for who had to wait for so long without a change."""
    enough = (rung for rung, patience in enumerate(LADDER) if patience > seconds * _MARGIN)
    return next(enough, len(LADDER) - 1)


def complaints(defect: Sabotage, findings: Findings) -> Iterator[str]:
    """Yield what is to be said against a defect's being caught."""
    for case, found in findings.items():
        at = [defect.step(title) for title in case.titles & {*defect.caught_by}]
        if found.is_green:
            yield f"{case}: green"
        elif not found.message.startswith(_ASSERTED):
            yield f"{case}: no verdict, but an error: {found.message}"
        elif not any(found.step in sentences_at(case, step) for step in at):
            yield f"{case}: red at {found.step!r} and not at {at}: {found.message}"
        elif not re.search(defect.diagnosis, found.message):
            yield f"{case}: the message does not match {defect.diagnosis!r}: {found.message}"


def _slowly(sandbox: Sandbox, cases: Sequence[Case], **options: Any) -> list[Result]:  # noqa: ANN401
    """Run scenarios while everything is slow in legal ways."""
    with sandbox.slowed_down():
        return play(sandbox, cases, **options)
