"""What is loaded by name and is not there is told in one line that names the file."""

from pathlib import Path

import pytest

from support.core.errors import SetupError
from support.core.loading import load


@pytest.fixture(autouse=True)
def _package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "half_made"
    package.mkdir()
    for name, text in {
        "__init__": "",
        "whole": "PLUGIN = 7\n",
        "needy": "import no_such_library\n",
        "wrong": "from half_made.whole import NOTHING\n",
        "broken": "''.nothing\n",
    }.items():
        (package / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)


def test_what_is_there_is_loaded() -> None:
    assert load("half_made.whole:PLUGIN", "somebody names it") == 7


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("half_made.absent:PLUGIN", "there is no half_made/absent.py"),
        ("not_made.plugin:PLUGIN", "there is no not_made/plugin.py"),
        ("half_made.whole:NOTHING", "half_made/whole.py has no NOTHING"),
        (
            "half_made.needy:PLUGIN",
            "needy.py cannot be imported: No module named",
        ),
        ("half_made.wrong:PLUGIN", "wrong.py cannot be imported: cannot import name 'NOTHING'"),
    ],
)
def test_what_is_not_there_is_named(name: str, complaint: str) -> None:
    with pytest.raises(SetupError) as mistake:
        load(name, "somebody names it")
    message = str(mistake.value)
    assert message.startswith("somebody names it, but ")
    assert complaint in message
    assert "\n" not in message


def test_a_mistake_inside_of_a_module_keeps_its_traceback() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        load("half_made.broken:PLUGIN", "somebody names it")
