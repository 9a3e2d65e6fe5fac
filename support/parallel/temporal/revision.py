"""Which suite this is: two checkouts that differ must not share a run."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

_ROOT = Path(__file__).parents[3]
_SUITE = ("behave.ini", "environment.py", "features", "steps", "support")
_MADE = {"__pycache__", "node_modules"}
_LENGTH = 12


def own_revision(root: Path = _ROOT) -> str:
    """Return a word for all that decides what scenarios do: the same on every machine.

    It is made of the files, so that an image without git has one, and a change that is not
    committed another.
    """
    digest = sha256()
    for path in sorted(_files(root)):
        content = sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(root)} {content}\n".encode())
    return digest.hexdigest()[:_LENGTH]


def _files(root: Path) -> Iterator[Path]:
    for name in _SUITE:
        yield from _below(root / name)


def _below(path: Path) -> Iterator[Path]:
    """Yield the files there, but for what is made or installed at the first use."""
    if path.is_file():
        yield path
    elif path.is_dir() and path.name not in _MADE:
        for each in path.iterdir():
            yield from _below(each)
