"""Runs behave as a user does, and reads what it reported."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from junitparser import JUnitXml

ROOT = Path(__file__).parent.parent
BEHAVE = Path(sys.executable).with_name("behave")
SERIAL = (str(BEHAVE),)
PARALLEL = (sys.executable, "-m", "support", "run")


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

    def known(self) -> set[str]:
        """Return the names of the scenarios that failed as a known bug makes them fail."""
        found = [each for each in self._allure() if each.get("statusDetails", {}).get("known")]
        return {result["name"] for result in found}

    def spans(self, *names: str) -> list[tuple[int, int]]:
        """Return when these scenarios began and ended, in milliseconds."""
        times = {result["name"]: (result["start"], result["stop"]) for result in self._allure()}
        return [times[name] for name in names]

    def covered(self) -> float:
        """Return during how many seconds of the run at least one scenario was going on."""
        covered = until = 0
        for began, ended in sorted((one["start"], one["stop"]) for one in self._allure()):
            covered += max(0, ended - max(began, until))
            until = max(until, ended)
        return covered / 1000

    def _allure(self) -> list[dict[str, Any]]:
        files = (self.reports / "allure").glob("*-result.json")
        return [json.loads(path.read_text(encoding="utf-8")) for path in files]


def cases(reports: Path) -> dict[str, dict[str, str]]:
    """Return what JUnit says: the verdict of each case, by file."""
    return {
        path.name: {
            str(case.name): ", ".join(type(end).__name__ for end in case.result) or "passed"
            for suite in JUnitXml.fromfile(str(path))
            for case in suite
        }
        for path in sorted((reports / "junit").glob("*.xml"))
    }


def command(reports: Path, *arguments: str, program: Sequence[str] = SERIAL) -> list[str]:
    """Return the command line of a run that reports into a folder below `reports`."""
    return [*program, "-D", f"reports={reports}", *arguments]


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a run: these settings, and nothing of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return kept | dict(environment)


def run(
    reports: Path,
    environment: Mapping[str, str],
    *arguments: str,
    program: Sequence[str] = SERIAL,
) -> Run:
    """Run behave, or another program with its arguments, with exactly these settings."""
    return finish(start(reports, environment, *arguments, program=program), reports)


def start(
    reports: Path,
    environment: Mapping[str, str],
    *arguments: str,
    program: Sequence[str] = SERIAL,
) -> "subprocess.Popen[str]":
    """Start such a run."""
    return subprocess.Popen(
        command(reports, *arguments, program=program),
        cwd=ROOT,
        env=clean(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: "subprocess.Popen[str]", reports: Path) -> Run:
    """Wait for the end of a run."""
    out, err = process.communicate()
    return Run(process.returncode, out, err, (reports / "latest").resolve())


def support(environment: Mapping[str, str], *arguments: str) -> Run:
    """Run `python -m support` with a verb and its arguments, and with exactly these settings."""
    done = subprocess.run(
        [sys.executable, "-m", "support", *arguments],
        cwd=ROOT,
        env=clean(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr, ROOT)
