"""The README's walk-through, followed for a toy source in a copy of the project."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT, clean

TOY = Path(__file__).parent / "toy"
TAG, NAME = "folder", "a text folder"

# Where a line is added, and the line: below the first one that begins like the second item.
LINES = {
    "support/bongos/__init__.py": ("SOURCES = {", f'    "{NAME}": "{TAG}",'),
    "support/source_settings.py": ("class SourceSettings", '    folder_path: str = "homes"'),
    "support/sandbox/vendors.py": ("VENDORS: ", '    "folder": lambda _: Supply("folder"),'),
}
DOCUMENTS = ("Security", "Onboarding", "Pricing")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project, without what is installed or reported."""
    skipped = shutil.ignore_patterns("node_modules", "__pycache__", ".venv", ".git", "reports")
    return Path(shutil.copytree(ROOT, tmp_path / "project", ignore=skipped))


def add_the_toy(project: Path) -> int:
    """Do what the walk-through says; return how many lines that took."""
    shutil.copy(TOY / "bongo.py", project / f"support/bongos/{TAG}.py")
    shutil.copy(TOY / "source.py", project / f"support/sandbox/airweave/sources/{TAG}.py")
    for name, (beginning, line) in LINES.items():
        insert(project / name, beginning, line)
    outline = project / "features/airweave/connectors.feature"
    rows = 0
    lines = []
    for line in outline.read_text(encoding="utf-8").splitlines():
        lines.append(line)
        if line.lstrip().startswith("| postgresql"):
            cells = [cell.strip() for cell in line.strip(" |").split("|")]
            lines.append("      | " + " | ".join([TAG, NAME, *cells[2:]]) + " |")
            rows += 1
    outline.write_text("\n".join(lines), encoding="utf-8")
    files = [TOY / "bongo.py", TOY / "source.py"]
    written = [line for file in files for line in file.read_text().splitlines() if line.strip()]
    return len(written) + len(LINES) + rows


def insert(path: Path, beginning: str, line: str) -> None:
    """Put a line below the first one that begins like that, and below that one's docstring."""
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(number for number, one in enumerate(lines) if one.startswith(beginning)) + 1
    while '"""' in lines[at]:
        at += 1
    path.write_text("\n".join([*lines[:at], line, *lines[at:], ""]), encoding="utf-8")


def test_a_new_source_takes_less_than_120_lines_and_keeps_every_promise(copy: Path) -> None:
    assert add_the_toy(copy) < 120
    (copy / "homes").mkdir()
    behave = [sys.executable, "-m", "behave", f"--tags=@{TAG}"]
    done = subprocess.run(
        behave, cwd=copy, env=clean({}), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "7 scenarios passed, 0 failed" in done.stdout
    assert not list((copy / "homes").iterdir())
