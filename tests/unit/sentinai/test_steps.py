"""The steps of SentinAI load nothing of it: a run of another system must not pay for it."""

import subprocess
import sys

from tests.running import ROOT

HEAVY = ("confluent_kafka", "psycopg", "prometheus_client")
OWN = tuple(f"support.sentinai.{part}" for part in ("client", "observers", "oracle", "scenario"))
LOADING = """
import sys
from importlib import import_module
from pathlib import Path
for path in sorted(Path("steps/sentinai").glob("*.py")):
    import_module(f"steps.sentinai.{path.stem}")
import_module("support.sentinai.plugin")
print(*sys.modules)
"""


def test_steps_and_plugin_load_neither_client_nor_observers() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADING], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = done.stdout.split()
    assert "steps.sentinai.flow" in loaded
    assert not [name for name in loaded if name.startswith((*HEAVY, *OWN))]
