"""Settings: what a user may write into env.test, and how mistakes are told."""

from pathlib import Path
from typing import get_args

import pytest

from support import settings
from support.core.errors import SetupError

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_env_test_example_lists_every_setting_with_its_default() -> None:
    assert (ROOT / "env.test.example").read_text(encoding="utf-8") == settings.example()


def test_env_test_example_is_itself_a_valid_env_test() -> None:
    Path("env.test").write_text(settings.example(), encoding="utf-8")
    assert settings.load() == settings.Settings()
    assert settings.probable_typos() == []


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("env.test").write_text("SCORE_THRESHOLD=0.5\nMAX_RETRIES=1\n", encoding="utf-8")
    monkeypatch.setenv("SCORE_THRESHOLD", "0.7")
    loaded = settings.load()
    assert (loaded.score_threshold, loaded.max_retries) == (0.7, 1)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("GITHUB_REPO_NAME=datamonkey", "must have the form owner/repo"),
        ("GITHUB_REPO_NAME=a/b/c", "must have the form owner/repo"),
        ("SCORE_THRESHOLD=1.5", "less than or equal to 1"),
        ("SCORE_THRESHOLD=-0.1", "greater than or equal to 0"),
        ("AIRWEAVE_API_URL=not-a-url", "valid URL"),
        ("SYNC_TIMEOUT_S=0", "greater than 0"),
        ("LOG_LEVEL=LOUD", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
    ],
)
def test_a_bad_value_is_named_with_its_place_in_one_line(line: str, complaint: str) -> None:
    Path("env.test").write_text(line, encoding="utf-8")
    variable, _, value = line.partition("=")
    with pytest.raises(SetupError) as mistake:
        settings.load()
    message = str(mistake.value)
    assert message.startswith(f"{variable} is {value!r} in env.test: ")
    assert complaint in message
    assert "\n" not in message


def test_all_bad_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("env.test").write_text("SCORE_THRESHOLD=2", encoding="utf-8")
    monkeypatch.setenv("MAX_RETRIES", "many")
    with pytest.raises(
        SetupError, match=r"(?s)SCORE_THRESHOLD.*env\.test.*MAX_RETRIES.*the environment"
    ):
        settings.load()


def test_an_unknown_variable_with_a_known_prefix_is_a_probable_typo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("env.test").write_text("AIRWEAVE_APIKEY=x\nOTHER=1\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_REPOSITORY", "what/ever")
    monkeypatch.setenv("QDRANT_URLS", "x")
    assert settings.probable_typos() == [
        "AIRWEAVE_APIKEY in env.test is not a setting and is ignored; did you mean"
        " AIRWEAVE_API_KEY?",
        "QDRANT_URLS in the environment is not a setting and is ignored; did you mean QDRANT_URL?",
    ]


def test_the_multiplier_stretches_every_budget() -> None:
    plain, stretched = settings.load(), settings.load(timeout_multiplier="3")
    kinds: tuple[settings.Budget, ...] = get_args(settings.Budget)
    assert [stretched.budget(kind) for kind in kinds] == [3 * plain.budget(kind) for kind in kinds]
