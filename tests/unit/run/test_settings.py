"""Settings: what a user may write into env.test, and how mistakes are told."""

from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest
from pydantic import Field

from support.airweave.settings import AirweaveSettings
from support.bongos.settings import GitHubSettings
from support.core.errors import SetupError
from support.core.secrecy import redact
from support.core.settings import Settings, is_secret, weak_secrets, where
from support.run.deployments import configured
from support.run.registry import plugin_of
from support.run.settings import RunSettings, example, groups, probable_typos
from support.sentinai.settings import SentinaiSettings

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in {name for group in groups() for name in group.model_fields}:
        monkeypatch.delenv(name.upper(), raising=False)


def test_env_test_example_lists_every_setting_with_its_default() -> None:
    written = (ROOT / "env.test.example").read_text(encoding="utf-8")
    assert written == example(), "python -m support settings > env.test.example"


def test_a_setting_stands_in_the_chapter_of_what_it_is_for() -> None:
    parts = [part.partition("\n") for part in example().split("\n# ==== ")[1:]]
    chapters = {heading.strip("= "): text for heading, _, text in parts}
    for chapter, variable in {
        "The run": "REQUIRE",
        "Airweave (docs/airweave.md)": "AIRWEAVE_API_URL",
        "Every source": "RATE_LIMIT_DELAY_MS",
        "Source: GitHub": "GITHUB_REPO_NAME",
        "SentinAI (docs/sentinai.md)": "DATABASE_URL",
    }.items():
        assert f"\n{variable}=" in chapters[chapter]


def test_a_name_that_means_two_things_is_told_twice_and_one_of_them_with_a_prefix(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class OneSettings(Settings):
        """One."""

        prefix: ClassVar[str] = "one"
        database_url: str = Field("", description="Where one keeps its data.")
        patience: str = Field("", description="How long to wait.")

    class OtherSettings(Settings):
        """Other."""

        prefix: ClassVar[str] = "other"
        database_url: str = Field("", description="Where the other keeps its data.")
        patience: str = Field("", description="How long to wait.")

    systems = [
        SimpleNamespace(name=group.prefix, tag=group.prefix, settings=group, further_settings=())
        for group in (OneSettings, OtherSettings)
    ]
    monkeypatch.setattr("support.run.settings.plugins", lambda: systems)
    lines = example().splitlines()
    assert [line for line in lines if "DATABASE_URL=" in line or "PATIENCE=" in line] == [
        "DATABASE_URL=",
        "PATIENCE=",
        "OTHER_DATABASE_URL=",
    ]


def test_env_test_example_is_itself_a_valid_env_test() -> None:
    unset = [group.load() for group in groups()]
    Path("env.test").write_text(example(), encoding="utf-8")
    assert [group.load() for group in groups()] == unset
    assert probable_typos() == []


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("env.test").write_text("SCORE_THRESHOLD=0.5\nMAX_RETRIES=1\n", encoding="utf-8")
    monkeypatch.setenv("SCORE_THRESHOLD", "0.7")
    loaded = AirweaveSettings.load()
    assert (loaded.score_threshold, loaded.max_retries) == (0.7, 1)


@pytest.mark.parametrize(
    ("group", "line", "complaint"),
    [
        (GitHubSettings, "GITHUB_REPO_NAME=datamonkey", "must have the form owner/repo"),
        (GitHubSettings, "GITHUB_REPO_NAME=a/b/c", "must have the form owner/repo"),
        (AirweaveSettings, "SCORE_THRESHOLD=1.5", "less than or equal to 1"),
        (AirweaveSettings, "SCORE_THRESHOLD=-0.1", "greater than or equal to 0"),
        (AirweaveSettings, "AIRWEAVE_SYNC_TIMEOUT_S=0", "greater than or equal to 0.001"),
        (SentinaiSettings, "TIMEOUT_MULTIPLIER=0", "greater than or equal to 0.001"),
        (RunSettings, "LOG_LEVEL=LOUD", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
    ],
)
def test_a_bad_value_is_named_with_its_place_in_one_line(
    group: type[Settings], line: str, complaint: str
) -> None:
    Path("env.test").write_text(line, encoding="utf-8")
    variable, _, value = line.partition("=")
    with pytest.raises(SetupError) as mistake:
        group.load()
    message = str(mistake.value)
    assert message.startswith(f"{variable} is {value!r} in env.test: ")
    assert complaint in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "value",
    ["not-a-url", "https://user:pa55word@host", "https://host/?token=t0ken", "https://u:p@[host"],
)
def test_a_url_that_is_refused_is_never_shown_whole(value: str) -> None:
    Path("env.test").write_text(f"AIRWEAVE_API_URL={value}", encoding="utf-8")
    with pytest.raises(SetupError) as mistake:
        AirweaveSettings.load()
    assert str(mistake.value).startswith("AIRWEAVE_API_URL is ")
    assert value not in str(mistake.value)
    assert "pa55word" not in str(mistake.value)
    assert "t0ken" not in str(mistake.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AIRWEAVE_API_KEY", "two\nlines"),
        ("AIRWEAVE_API_KEY", "red\x1b[31m"),
        ("AIRWEAVE_API_KEY", "ke\u0443"),
        ("AIRWEAVE_API_KEY", "  "),
        ("GITHUB_PERSONAL_ACCESS_TOKEN", "a\u00a0space"),
        ("POSTGRESQL_URL", "host=localhost password=pa55word"),
        ("POSTGRESQL_URL", "postgresql://user:pa55/word@host/name"),
        ("DATABASE_URL", "postgresql://user:pa55word@host:99999/name"),
        ("IMAP_URL", "imaps://user:pa55word@[host"),
    ],
)
def test_a_secret_that_would_show_itself_is_refused_by_the_name_of_its_variable(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    group = next(group for group in groups() if variable.lower() in group.model_fields)
    with pytest.raises(SetupError) as mistake:
        group.load()
    assert str(mistake.value).startswith(f"{variable} is a secret in the environment: must ")
    assert value not in str(mistake.value)
    assert "pa55" not in str(mistake.value)


def test_white_space_around_a_secret_is_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRWEAVE_API_KEY", " a-good-key\n")
    assert AirweaveSettings.load().secret("airweave_api_key") == "a-good-key"


def test_the_password_of_a_url_is_a_secret_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://joe:un%2Fusual-one@host:5432/name")
    SentinaiSettings.load()
    assert redact("un%2Fusual-one is un/usual-one") == "[secret] is [secret]"


@pytest.mark.parametrize(
    ("secret", "is_weak"),
    [("admin", True), ("password", True), ("12345678", True), ("k3y-4-t3st", False)],
)
def test_a_secret_that_cannot_be_hidden_well_is_named(
    secret: str, is_weak: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    weak_secrets.clear()
    monkeypatch.setenv("AIRWEAVE_API_KEY", secret)
    AirweaveSettings.load()
    assert ("AIRWEAVE_API_KEY (the environment)" in weak_secrets) == is_weak
    weak_secrets.clear()


def test_the_password_of_a_url_that_cannot_be_hidden_well_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weak_secrets.clear()
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://joe:gardener@host:5432/name")
    SentinaiSettings.load()
    assert "DATABASE_URL (the environment)" in weak_secrets
    weak_secrets.clear()


@pytest.mark.parametrize(
    "content",
    [
        b"AIRWEAVE_API_URL='http://host",
        b"AIRWEAVE_API_URL: http://host\n",
        b"AIRWEAVE_API_URL\n",
        b"just words\n",
        b"=x\n",
        b"A B=x\n",
        b'A="one\nB="\n',
        "AIRWEAVE_API_URL=http://host\n".encode("utf-16"),
        "AIRWEAVE_API_URL=http://host\n".encode("utf-16-le"),
        b"\x00\x01\x02\xff",
        bytes(range(256)),
    ],
)
def test_a_file_that_is_no_list_of_settings_is_told_in_one_line(content: bytes) -> None:
    Path("env.test").write_bytes(content)
    with pytest.raises(SetupError) as mistake:
        RunSettings.load()
    assert "env.test" in str(mistake.value)


def test_a_folder_instead_of_the_file_is_told_in_one_line() -> None:
    Path("env.test").mkdir()
    with pytest.raises(SetupError, match=r"env\.test cannot be read: Is a directory"):
        RunSettings.load()


def test_small_letters_and_a_byte_order_mark_are_as_good() -> None:
    Path("env.test").write_text("\ufeffscore_threshold=0.5\n", encoding="utf-8")
    assert AirweaveSettings.load().score_threshold == 0.5
    assert where("SCORE_THRESHOLD") == "env.test"


@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "1e309", "1e12", "0", "-1", "", "1e-9"])
def test_a_time_is_a_number_that_makes_sense(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("REQUEST_TIMEOUT_S", "TIMEOUT_MULTIPLIER", "SYNC_TIMEOUT_S"):
        monkeypatch.setenv(variable, value)
        if value:
            with pytest.raises(SetupError, match=variable):
                AirweaveSettings.load()
        else:
            AirweaveSettings.load()
        monkeypatch.delenv(variable)


def test_all_bad_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("env.test").write_text("SCORE_THRESHOLD=2", encoding="utf-8")
    monkeypatch.setenv("MAX_RETRIES", "many")
    with pytest.raises(
        SetupError, match=r"MAX_RETRIES.*the environment.*SCORE_THRESHOLD.*env\.test"
    ):
        AirweaveSettings.load()


def test_a_variable_of_the_environment_that_is_nearly_one_of_ours_is_a_probable_typo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("env.test").write_text("OTHER=1\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_REPOSITORY", "what/ever")
    monkeypatch.setenv("QDRANT_URLS", "x")
    assert probable_typos() == [
        "QDRANT_URLS in the environment is not a setting (did you mean QDRANT_URL?), and is ignored"
    ]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("AIRWEAVE_APIKEY=x", "AIRWEAVE_API_KEY"),
        ("AIRWEVE_API_URL=x", "AIRWEAVE_API_URL"),
        ("REQUIRES=x", "REQUIRE"),
    ],
)
def test_an_unknown_variable_in_the_file_is_a_mistake(line: str, meant: str) -> None:
    Path("env.test").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(SetupError, match=r"in env\.test is not a setting") as mistake:
        probable_typos()
    assert line.partition("=")[0] in str(mistake.value)
    assert f"did you mean {meant}?" in str(mistake.value)


def test_a_misspelt_variable_of_a_system_is_a_mistake_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AIRWEAVE_API_ULR", "http://host")
    with pytest.raises(SetupError, match=r"AIRWEAVE_API_ULR in the environment .*API_URL"):
        probable_typos()


@pytest.mark.parametrize("variable", ["AIRWEAVE_API_KEY", "AIRWEAVE_OTHER_API_KEY"])
def test_a_key_without_the_address_that_it_opens_is_a_mistake(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "a-good-key")
    with pytest.raises(SetupError, match=rf"{variable} is set \(the environment\), but AIRWEAVE"):
        configured(plugin_of("airweave"))


def test_the_multiplier_stretches_every_budget() -> None:
    plain, stretched = (AirweaveSettings.load(), AirweaveSettings.load({"TIMEOUT_MULTIPLIER": "3"}))
    assert stretched.budget("sync") == 3 * plain.budget("sync")


def test_a_name_with_the_prefix_of_its_system_wins_over_the_bare_one() -> None:
    Path("env.test").write_text(
        "DATABASE_URL=postgresql://bare\nSENTINAI_DATABASE_URL=postgresql://own\n"
        "MAX_RETRIES=1\nSENTINAI_MAX_RETRIES=2\n",
        encoding="utf-8",
    )
    loaded = SentinaiSettings.load()
    assert loaded.secret("database_url") == "postgresql://own"
    assert (loaded.max_retries, AirweaveSettings.load().max_retries) == (2, 1)


def test_what_a_sandbox_fills_in_wins_for_its_system() -> None:
    Path("env.test").write_text("SENTINAI_TIMEOUT_MULTIPLIER=5\n", encoding="utf-8")
    filled = {"TIMEOUT_MULTIPLIER": "0.1", "GITHUB_REPO_NAME": "of/others"}
    assert SentinaiSettings.load(filled).timeout_multiplier == 0.1
    assert AirweaveSettings.load().timeout_multiplier == 1


@pytest.mark.parametrize("group", groups(), ids=lambda group: group.__name__)
def test_every_address_and_every_secret_is_guarded(
    group: type[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, field in group.model_fields.items():
        for bad in ("https://user:pa55word@host", "two\nlines"):
            monkeypatch.setenv(name.upper(), bad)
            if is_secret(field) == ("\n" in bad) and (is_secret(field) or name.endswith("_url")):
                with pytest.raises(SetupError, match=name.upper()) as mistake:
                    group.load()
                assert "pa55word" not in str(mistake.value)
            monkeypatch.delenv(name.upper())
