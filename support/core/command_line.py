"""How the verbs of `python -m support` read their arguments: a mistake is told in one line."""

import argparse
import difflib
from collections.abc import Callable, Collection
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """Reads the arguments of a verb; a mistake is one line, and exit code 2.

    Args:
        verb: its name.
        text: what `--help` says of it, such as the docstring of its module.
    """

    def __init__(self, verb: str, text: str | None) -> None:
        super().__init__(
            f"python -m support {verb}",
            description=text,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """End the process."""
        self.exit(2, f"{self.prog}: {message} (--help tells more)\n")


def one_of(names: Collection[str], kind: str) -> Callable[[str], str]:
    """Return a type of arguments: one of these names, and no other.

    Args:
        names: that are known.
        kind: what they are names of, for the message.
    """

    def check(name: str) -> str:
        if name not in names:
            raise argparse.ArgumentTypeError(unknown(kind, name, names))
        return name

    return check


def unknown(kind: str, name: str, known: Collection[str]) -> str:
    """Say that there is none of that name, and which one may have been meant."""
    nearest = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(known)}"
    return f"there is no {kind} {name!r}; {hint}"
