"""A run loads nothing of the systems that it has not selected, and none of their vendors' SDKs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support.run.plugin import Plugin
from support.run.registry import SYSTEMS, plugin_of
from tests.running import ROOT, clean, command
from tests.sandboxes import Sandboxes
from tests.warm import Case, cases_of

# What `behave` does, and then a line that tells what it has imported.
RUN_AND_TELL = """
import json, sys
from behave.__main__ import main
code = main(sys.argv[1:])
print("\\n" + json.dumps(sorted(sys.modules)))
sys.exit(code)
"""

# What sources bring along: two systems may need one vendor's SDK.
IMPORT_AND_TELL = """
import json, sys
from importlib import import_module
for module in sys.argv[1:]:
    import_module(module)
print(json.dumps(sorted(sys.modules)))
"""


# The history of runs is kept in a database, whatever is selected.
HISTORY = ("support.history.store", "sqlalchemy.dialects.sqlite")


def modules_of(system: str) -> set[str]:
    """Return what a run of all scenarios of a system imports for it."""
    plugin = plugin_of(system)
    return {*plugin.modules({plugin.tag, *plugin.tags})}


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_is_not_selected_is_not_loaded(
    system: str, sandboxes: Sandboxes, tmp_path: Path
) -> None:
    case, plugin = cases_of(system)[0], plugin_of(system)
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
    assert loaded >= {*plugin.modules(set())}, "it was opened"
    others = {module for other in SYSTEMS if other != system for module in modules_of(other)}
    needless = loaded & others - modules_of(system) - brought_along(plugin, case)
    assert not needless


def brought_along(plugin: Plugin, case: Case) -> set[str]:
    """Return what the tags of a scenario load, and the history."""
    own = [name for tag in case.tags for name in plugin.further_modules.get(tag, ())]
    own += HISTORY
    command = [sys.executable, "-c", IMPORT_AND_TELL, *own]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {*json.loads(done.stdout)}
