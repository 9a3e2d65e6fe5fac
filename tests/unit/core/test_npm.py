"""The npm packages of a folder are installed once, from its lock."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from support.core import npm
from support.core.errors import SetupError

SUPPORT = Path(npm.__file__).parents[1]
PACKAGES = {
    "emulate": ("sandbox/engines/github", "0.12.2"),
    "allure": ("reporting/html", "3.18.0"),
    "@sparticuz/chromium": ("core/browser", "153.0.0"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder that needs one package, which lies beside it: no registry is asked."""
    folder = tmp_path / "project"
    _write(folder / "greeting/package.json", {"name": "greeting", "version": "1.0.0"})
    _write(
        folder / "package.json", {"name": "project", "dependencies": {"greeting": "file:greeting"}}
    )
    _write_lock(folder, version="1.0.0")
    return folder


def _write_lock(folder: Path, version: str) -> None:
    lock = {
        "name": "project",
        "lockfileVersion": 3,
        "packages": {
            "": {"name": "project", "dependencies": {"greeting": "file:greeting"}},
            "greeting": {"version": version},
            "node_modules/greeting": {"resolved": "greeting", "link": True},
        },
    }
    _write(folder / "package-lock.json", lock)


def _write(file: Path, content: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content))


def test_it_installs_once_and_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    modules = npm.ensure_installed(folder, "a greeting")
    assert (modules / "greeting/package.json").exists()
    assert capsys.readouterr().err == "Installing a greeting ...\n"
    npm.ensure_installed(folder, "a greeting")
    assert capsys.readouterr().err == ""


def test_a_changed_lock_is_installed_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    npm.ensure_installed(folder, "a greeting")
    _write_lock(folder, version="1.0.1")
    npm.ensure_installed(folder, "a new greeting")
    assert capsys.readouterr().err.splitlines()[-1] == "Installing a new greeting ..."


def test_a_removed_installation_is_repaired(folder: Path) -> None:
    shutil.rmtree(npm.ensure_installed(folder, "a greeting"))
    assert (npm.ensure_installed(folder, "a greeting") / "greeting").exists()


def test_a_failure_is_told_in_one_line(folder: Path) -> None:
    (folder / "package.json").write_text('{"dependencies": {"not-in-the-lock": "1.0.0"}}')
    with pytest.raises(SetupError, match=r"^npm could not install a greeting: .*lock") as failed:
        npm.ensure_installed(folder, "a greeting")
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_lock_pins_the_package_and_names_no_registry(package: str) -> None:
    folder, version = PACKAGES[package]
    lock = json.loads((SUPPORT / folder / "package-lock.json").read_text())
    assert lock["packages"][f"node_modules/{package}"]["version"] == version
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_node_runs() -> None:
    done = subprocess.run([npm.node(), "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("v24.")
