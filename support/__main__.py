"""The one way in: `python -m support VERB …`; behave itself runs features."""

import sys
from importlib import import_module

from rich.console import Console
from rich.table import Table

# What each verb does, and the module whose `main` does it, given the arguments after the verb.
VERBS = {
    "run": ("runs features on several processes", "support.parallel.command"),
    "report": ("renders the results of a run as one HTML page", "support.reporting.html.command"),
    "sandbox": ("runs a system under test on this machine", "support.sandbox.command"),
    "janitor": ("removes what killed runs left behind", "support.run.janitor"),
    "defects": ("lists the defects that can be planted in sandboxes", "support.sandbox.defects"),
    "settings": ("prints a fresh env.test.example", "support.run.settings"),
}

_MISTAKE = 2


def main(arguments: list[str]) -> int:
    """Run a verb and return its exit code; without one, list them."""
    verb, *rest = arguments or ["--help"]
    if verb in VERBS:
        code: int = import_module(VERBS[verb][1]).main(rest)
        return code
    is_asked_for = verb in {"-h", "--help"}
    console = Console(stderr=not is_asked_for, highlight=False)
    if not is_asked_for:
        console.print(f"There is no verb {verb}.")
    console.print(_help())
    return 0 if is_asked_for else _MISTAKE


def _help() -> Table:
    """Return the verbs, a line each."""
    table = Table(
        title="python -m support VERB …",
        caption="Each verb has a --help of its own.",
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
