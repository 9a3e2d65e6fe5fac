"""Runs are kept as they were, once; and no run waits for a database that does not answer."""

import json
import socket
import time
from pathlib import Path

import pytest

from support.__main__ import main
from support.history.keeping import History
from support.history.records import Subject
from support.history.store import Store
from tests.unit.history.test_judging import told


def test_what_is_kept_comes_back_oldest_run_first(tmp_path: Path) -> None:
    entries = told("grs", "Found") + told("kgg", "Gone")
    store = Store(f"sqlite:///{tmp_path / 'new' / 'history.sqlite'}")
    for run in ("run 01", "run 00", "run 02"):
        store.keep(entry for entry in entries if entry.run == run)
    found = store.entries()
    assert sorted(found, key=str) == sorted(entries, key=str)
    assert [entry.run for entry in found] == sorted(entry.run for entry in entries)
    newest = store.past_of({entries[0].subject})
    assert [(one.run, one.subject.name) for one in newest] == [
        (f"run 0{number}", "Found") for number in range(3)
    ]
    assert store.past_of({Subject("another", "features/a.feature", "Found")}) == []
    store.close()


def test_a_run_is_compared_with_those_before_it_and_then_one_of_them(tmp_path: Path) -> None:
    history = History(f"sqlite:///{tmp_path / 'history.sqlite'}")
    told_by = []
    for entry in told("ggrrg"):
        kept = history.keep([entry])
        assert kept.comparison is not None, kept.trouble
        told_by.append(list(kept.comparison.lines())[:1])
    assert told_by == [
        [],
        [],
        ["Beside 2 earlier runs: 1 new"],
        ["Beside 3 earlier runs: 1 known, red since 2026-11-03 00:00 UTC"],
        ["Beside 4 earlier runs: 1 fixed"],
    ]


def test_a_database_that_does_not_answer_holds_nothing_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://somebody:secret@127.0.0.1:{silent.getsockname()[1]}/history"
        began = time.monotonic()
        kept = History(url, longest=0.3).keep(told("g"))
    assert time.monotonic() - began < 2
    assert kept.comparison is None
    assert kept.trouble == "TimeoutError: it took longer than 0.3 s"


@pytest.mark.parametrize(
    "url",
    ["sqlite:////proc/no/such/folder.sqlite", "nosuchbase://a/b", "postgresql://127.0.0.1:1/x"],
)
def test_a_database_that_cannot_be_opened_is_one_line(url: str) -> None:
    kept = History(url).keep(told("g"))
    assert kept.comparison is None
    assert kept.trouble
    assert "\n" not in kept.trouble


def test_the_command_tells_what_is_red_and_flaky(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'history.sqlite'}"
    store = Store(url)
    for entry in [*told("ggrr", "Red"), *told("grgr", "Flaky")]:
        store.keep([entry])
    store.close()
    monkeypatch.setenv("HISTORY_URL", url)
    assert main(["history", "--json"]) == 0
    seen = json.loads(capsys.readouterr().out)
    assert [(one["name"], one["since"][:10], one["runs"]) for one in seen["red"]] == [
        ("Red", "2026-11-03", 2),
        ("Flaky", "2026-11-04", 1),
    ]
    assert [(one["name"], one["changes"]) for one in seen["flaky"]] == [("Flaky", 3)]
    assert main(["history"]) == 0
    assert "2026-11-03 00:00" in capsys.readouterr().out


def test_a_history_that_cannot_be_read_is_a_mistake(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HISTORY_URL", "postgresql://somebody:secret@127.0.0.1:1/history")
    assert main(["history"]) == 2
    said = capsys.readouterr().err
    assert "HISTORY_URL (the environment) cannot be read" in said
    assert "secret" not in said
