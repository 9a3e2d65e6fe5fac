"""Tells where defects are caught: `python -m tests.proof.steps SYSTEM [DEFECT …]`.

Each defect is planted, and what its catalogue has to say is printed, ready to be pasted: the
sentence at which every scenario that it names goes red. With `--variant` it is planted in another
form of the system's sandbox than its own.
"""

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from support.run.registry import SYSTEMS
from support.sandbox.kit.sabotage import Sabotage
from tests.proof.experiments import Experiments, Findings, cases_against, variants_of
from tests.proof.notebook import Notebook
from tests.sandboxes import Sandboxes, proof_of


def main(arguments: list[str]) -> int:
    """Plant the defects one after the other and return how many were not caught, at most 100."""
    parser = argparse.ArgumentParser(
        "python -m tests.proof.steps",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("defects", nargs="*", metavar="DEFECT", help="default: all of them")
    parser.add_argument("--variant", help="the form of the sandbox; default: that of the defect")
    options = parser.parse_args(arguments)
    if options.variant not in {None, *variants_of(options.system)}:
        parser.error(f"--variant is one of {', '.join(variants_of(options.system))}")
    catalogue, escaped = proof_of(options.system).catalogue, 0
    with tempfile.TemporaryDirectory() as folder, Sandboxes(Path(folder, "logs")) as sandboxes:
        experiments = Experiments(sandboxes, Notebook(Path(folder, "notebook")))
        for name in options.defects or catalogue:
            defect = catalogue[name]
            defect = replace(defect, generation=options.variant or defect.generation)
            findings, against = experiments.catch(options.system, defect)
            _say(f"{name}:\n    at={_steps(options.system, defect, findings)},")
            for complaint in against:
                _say(f"    # {complaint}")
            escaped += bool(against)
    return min(escaped, 100)


def _steps(system: str, defect: Sabotage, findings: Findings) -> str:
    """Return the sentences as the catalogue takes them: one for all, or one for each title."""
    steps = {
        title: {
            written if title != case.unit.name else told
            for case in cases
            if case in findings
            for _, told, written in case.steps
            if told == findings[case].step
        }
        for title, cases in cases_against(system, defect).items()
    }
    one_each = {title: " | ".join(sorted(found)) for title, found in steps.items()}
    alike = set(one_each.values())
    return repr(alike.pop()) if len(alike) == 1 else repr(one_each)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  the text is the command's result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
