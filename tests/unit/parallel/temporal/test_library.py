"""Who lacks the library for Temporal is told what to install, and needs it for nothing else."""

import subprocess
import sys

import pytest

from support.__main__ import main
from support.parallel.temporal import library
from tests.running import ROOT


@pytest.mark.parametrize("verb", ["worker", "schedule list"])
def test_what_to_install_is_one_line(
    verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(library, "find_spec", lambda _: None)
    assert main(verb.split()) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "pip install -r requirements-distributed.txt" in told


@pytest.mark.parametrize(
    "module", ["support.parallel.command", "support.parallel.temporal.watched"]
)
def test_neither_a_run_on_this_machine_nor_a_scenario_loads_it(module: str) -> None:
    load = f"import sys, {module}; print('temporalio' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", load], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
