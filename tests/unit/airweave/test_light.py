"""A run of another system reads Airweave's sentences, and loads nothing of Airweave for that."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
READ_ALL_SENTENCES = """
import sys
from importlib import import_module
from pathlib import Path
from support.run.registry import register_parameter_types
register_parameter_types()
for path in Path("steps/airweave").glob("*.py"):
    import_module(f"steps.airweave.{path.stem}")
print("\\n".join(sys.modules))
"""
SDKS = {"boto3", "faker", "github", "googleapiclient", "imap_tools", "notion_client", "psycopg"}
SDKS |= {"qdrant_client", "slack_sdk", "stripe"}
LIGHT = {
    "support.airweave.connectors",
    "support.airweave.known_bugs",
    "support.airweave.parameter_types",
    "support.airweave.plugin",
    "support.airweave.settings",
    "support.bongos.abilities",
    "support.bongos.settings",
}


def test_sentences_load_no_client_no_oracle_and_no_sdk() -> None:
    command = [sys.executable, "-c", READ_ALL_SENTENCES]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & SDKS
    heavy = ("support.airweave.", "support.bongos.")
    assert {name for name in loaded if name.startswith(heavy)} <= LIGHT
