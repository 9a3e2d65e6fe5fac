"""The one way in: `python -m support VERB …`; behave itself runs features."""

import sys
from importlib import import_module

from rich.console import Console
from rich.table import Table

from support.core.command_line import unknown
from support.core.errors import SetupError

# What each verb does, and the module whose `main` does it, given the arguments after the verb.
VERBS = {
    "run": ("runs features on several processes", "support.parallel.command"),
    "worker": ("runs scenarios of runs on Temporal", "support.parallel.temporal.command"),
    "schedule": ("has runs started by the clock", "support.parallel.temporal.schedule"),
    "report": ("renders the results of a run as one HTML page", "support.reporting.html.command"),
    "history": (
        "tells since when what is red, and what is flaky or slower",
        "support.history.command",
    ),
    "sandbox": ("runs a system under test on this machine", "support.sandbox.command"),
    "defects": ("lists the defects that can be planted in sandboxes", "support.sandbox.defects"),
    "janitor": ("removes what killed runs left behind", "support.run.janitor"),
    "settings": ("prints a fresh env.test.example", "support.run.settings"),
    "new-source": ("writes the skeleton of a source", "support.scaffold.source"),
    "new-system": ("writes the skeleton of a system", "support.scaffold.system"),
}

_MISTAKE = 2


def main(arguments: list[str]) -> int:
    """Run a verb and return its exit code; without one, list them."""
    verb, *rest = arguments or ["--help"]
    if verb in {"-h", "--help"}:
        Console(highlight=False).print(_help())
        return 0
    if verb not in VERBS:
        return _reject(f"{unknown('verb', verb, VERBS)} (--help tells more)")
    try:
        code: int = import_module(VERBS[verb][1]).main(rest)
    except SetupError as mistake:
        return _reject(f"{verb}: {mistake}")
    return code


def _reject(mistake: str) -> int:
    """Tell a mistake in one line, and return the exit code."""
    print(f"python -m support: {mistake}", file=sys.stderr)  # noqa: T201
    return _MISTAKE


def _help() -> Table:
    """Return the verbs, a line each."""
    table = Table(
        title="python -m support VERB …",
        caption="Each verb has a --help of its own. Features are run by behave.",
        title_justify="left",
        caption_justify="left",
        show_header=False,
        box=None,
    )
    for verb, (what, _) in VERBS.items():
        table.add_row(verb, what)
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
