"""The revision: the same for the same suite, and another for any other."""

from pathlib import Path

from support.parallel.temporal.revision import own_revision


def suite(folder: Path, sentence: str) -> Path:
    """Return a checkout with one sentence."""
    (folder / "steps/toy").mkdir(parents=True)
    (folder / "steps/toy/toy.py").write_text(sentence, encoding="utf-8")
    (folder / "environment.py").write_text("", encoding="utf-8")
    return folder


def test_it_is_the_same_wherever_the_checkout_lies(tmp_path: Path) -> None:
    assert own_revision(suite(tmp_path / "a", "x")) == own_revision(suite(tmp_path / "b", "x"))


def test_it_changes_with_any_file_and_any_name(tmp_path: Path) -> None:
    checkout = suite(tmp_path, "x")
    seen = [own_revision(checkout)]
    (checkout / "steps/toy/toy.py").write_text("y", encoding="utf-8")
    seen.append(own_revision(checkout))
    (checkout / "steps/toy/toy.py").rename(checkout / "steps/toy/game.py")
    seen.append(own_revision(checkout))
    assert len(set(seen)) == 3


def test_what_python_and_node_leave_behind_changes_nothing(tmp_path: Path) -> None:
    checkout = suite(tmp_path, "x")
    before = own_revision(checkout)
    for name in ("__pycache__", "node_modules"):
        (checkout / "steps/toy" / name).mkdir()
        (checkout / "steps/toy" / name / "made").write_text("", encoding="utf-8")
    assert own_revision(checkout) == before
