"""A run loads nothing of the systems that it has not selected, and none of their vendors' SDKs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support.run.registry import SYSTEMS, plugin_of
from tests.running import ROOT, clean, command
from tests.sandboxes import Sandboxes
from tests.warm import cases_of

# What `behave` does, and then a line that tells what it has imported.
RUN_AND_TELL = """
import json, sys
from behave.__main__ import main
code = main(sys.argv[1:])
print("\\n" + json.dumps(sorted(sys.modules)))
sys.exit(code)
"""


def modules_of(system: str) -> set[str]:
    """Return what a run of all scenarios of a system imports for it."""
    plugin = plugin_of(system)
    return {*plugin.modules({plugin.tag, *plugin.tags})}


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_is_not_selected_is_not_loaded(
    system: str, sandboxes: Sandboxes, tmp_path: Path
) -> None:
    case = cases_of(system)[0]
    program = [sys.executable, "-c", RUN_AND_TELL]
    done = subprocess.run(
        command(tmp_path, case.unit.location, program=program),
        cwd=ROOT,
        env=clean(sandboxes.of(system).settings),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert loaded >= {*plugin_of(system).modules(set())}, "it was opened"
    others = {module for other in SYSTEMS if other != system for module in modules_of(other)}
    needless = sorted(loaded & others - modules_of(system))
    assert not needless
