"""Prints what can be planted in the sandboxes: `python -m support defects > docs/defects.md`."""

import argparse
from importlib import import_module

from support.run.registry import plugins
from support.sandbox.kit.sabotage import Catalogue

_HEAD = """\
# Defects that can be planted

Each of these defects can be planted in a sandbox, and a test proves that the scenarios beside it go
red for it: at the sentence that the catalogue names, with a message that names what is wrong.
`SANDBOX_SABOTAGE=name,name` before a run lets you see it yourself.

This page is written by `python -m support defects`.
"""


def main(arguments: list[str]) -> int:
    """Print the page and return the exit code."""
    argparse.ArgumentParser("python -m support defects", description=__doc__).parse_args(arguments)
    print(page(), end="")  # noqa: T201  the page is the command's result
    return 0


def page() -> str:
    """Return the page, with a table for each system."""
    tables = (f"\n## {one.name}\n\n{_catalogue_of(one.tag).markdown()}" for one in plugins())
    return _HEAD + "".join(tables)


def _catalogue_of(system: str) -> Catalogue:
    catalogue = import_module(f"support.sandbox.{system}.sabotage").CATALOGUE
    assert isinstance(catalogue, Catalogue)
    return catalogue
