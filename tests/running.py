"""Runs behave as a user does, and reads what it reported."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
BEHAVE = Path(sys.executable).with_name("behave")


@dataclass
class Run:
    """A finished run of behave: exit code, what it said, where it reported."""

    code: int
    out: str
    err: str
    reports: Path

    def results(self) -> dict[str, str]:
        """Return the status of every scenario in the Allure results, by name."""
        return {result["name"]: result["status"] for result in self._allure()}

    def messages(self) -> dict[str, str]:
        """Return why scenarios are red, by name."""
        return {
            result["name"]: result["statusDetails"]["message"]
            for result in self._allure()
            if result["status"] in {"failed", "broken"}
        }

    def spans(self, *names: str) -> list[tuple[int, int]]:
        """Return when these scenarios began and ended, in milliseconds."""
        times = {result["name"]: (result["start"], result["stop"]) for result in self._allure()}
        return [times[name] for name in names]

    def _allure(self) -> list[dict[str, Any]]:
        files = (self.reports / "allure").glob("*-result.json")
        return [json.loads(path.read_text(encoding="utf-8")) for path in files]


def command(reports: Path, *arguments: str) -> list[str]:
    """Return the command line of a run that reports into `reports`."""
    options = ["-D", f"reports={reports}", "--junit-directory", str(reports / "junit")]
    return [str(BEHAVE), *options, *arguments]


def clean(environment: dict[str, str]) -> dict[str, str]:
    """Return the environment of a run: these settings, and nothing of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return kept | environment


def run(reports: Path, environment: dict[str, str], *arguments: str) -> Run:
    """Run behave with exactly these settings."""
    done = subprocess.run(
        command(reports, *arguments),
        cwd=ROOT,
        env=clean(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr, reports)
