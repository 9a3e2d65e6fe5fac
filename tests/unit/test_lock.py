"""The lock file: every package of the requirements files, whole and with its hashes."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PIN = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", re.MULTILINE)


def _name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def _pins(*files: str) -> dict[str, str]:
    texts = ((ROOT / file).read_text(encoding="utf-8") for file in files)
    return {_name(name): version for text in texts for name, version in _PIN.findall(text)}


def test_what_is_required_is_locked() -> None:
    required = _pins(*(path.name for path in ROOT.glob("requirements*.txt")))
    assert required.items() <= _pins("requirements.lock").items(), "CONTRIBUTING.md: uv pip compile"


def test_every_locked_package_has_its_hashes_and_no_index_is_named() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert "://" not in text


def test_ci_installs_nothing_else() -> None:
    assert "--require-hashes -r requirements.lock" in (ROOT / ".ci/run").read_text(encoding="utf-8")
