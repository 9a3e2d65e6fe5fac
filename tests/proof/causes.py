"""Measures how many causes are right: `python -m tests.proof.causes SYSTEM [DEFECT …]`.

Each defect is planted, and the cause that its scenarios are given is held against the one that is
expected of it. With `--sample` so many are drawn, the same ones for the same number.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from support.core.causes import Cause
from support.run.registry import SYSTEMS
from tests.proof.experiments import Experiments
from tests.proof.notebook import Finding, Notebook
from tests.sandboxes import Sandboxes, proof_of

_LONGEST = 300
_JUDGED = ("right", "wrong", "unknown")


def main(arguments: list[str]) -> int:
    """Plant the defects, print what was given for which, and return 0."""
    parser = argparse.ArgumentParser("python -m tests.proof.causes", description=__doc__)
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("defects", nargs="*", metavar="DEFECT", help="default: all of them")
    parser.add_argument("--sample", type=int, help="draw so many of them")
    options = parser.parse_args(arguments)
    proof = proof_of(options.system)
    names = options.defects or list(proof.catalogue)
    if options.sample:
        names = random.Random(options.sample).sample(names, min(options.sample, len(names)))  # noqa: S311
    verdicts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, Sandboxes(Path(folder, "logs")) as sandboxes:
        experiments = Experiments(sandboxes, Notebook(Path(folder, "notebook")))
        try:
            for name in names:
                verdicts.update(_verdicts(experiments, options.system, name))
        except KeyboardInterrupt:
            _say("Stopped.")
    red = sum(verdicts[one] for one in _JUDGED)
    share = verdicts["right"] / red if red else 0
    told = ", ".join(f"{verdicts[one]} {one}" for one in _JUDGED)
    _say(f"{options.system}: {share:.1%} of {red} causes are right ({told})")
    return 0


def _verdicts(experiments: Experiments, system: str, name: str) -> Iterator[str]:
    """Plant a defect and yield what is to be said of each cause that was given for it."""
    proof = proof_of(system)
    try:
        findings, against = experiments.catch(system, proof.catalogue[name])
    except AssertionError as error:
        _say(f"{name}: not judged: {error}"[:_LONGEST])
        return
    for complaint in against:
        _say(f"{name}: {complaint}"[:_LONGEST])
    for case, found in findings.items():
        verdict = judged(found, proof.cause(name))
        if verdict in _JUDGED[1:]:
            said = f"{found.cause or 'nothing'}, not {proof.cause(name)}"
            _say(f"{name}: {said} ({case}): {' '.join(found.message.split())}"[:_LONGEST])
        yield verdict


def judged(found: Finding, expected: Cause | None) -> str:
    """Return whether the cause of a finding is right, wrong, or not known; if it is red."""
    if not found.is_red:
        return found.status
    if found.cause == expected:
        return "right"
    return "unknown" if found.cause in {"", Cause.UNKNOWN} else "wrong"


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  the text is the command's result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
