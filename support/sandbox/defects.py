"""Lists the defects that can be planted in sandboxes, as Markdown.

    python -m support defects SYSTEM               prints the table of one system
    python -m support defects > docs/defects.md    writes the page about all of them

What a sandbox may be slow in is listed below its defects.
"""

import logging
import re
import textwrap
from collections.abc import Iterator

from support.core.command_line import Parser, one_of
from support.core.loading import load
from support.run.registry import SYSTEMS, plugin_of
from support.sandbox.kit.proof import Proof
from support.sandbox.kit.sabotage import Catalogue, Sabotage

_HEAD = textwrap.dedent("""\
    # Planted defects

    Each of these defects can be planted in a sandbox. A test plants every one of them and proves
    that the scenarios beside it go red, at the sentence that was broken, and that they are green
    without it. What is marked as real was found in that release of the product; declared with
    `KNOWN_BUGS`, under its name with underscores, it is expected there. A word in italics stands
    for each of the examples that a scenario has. To see a defect yourself:

    ```sh
    SANDBOX_SABOTAGE=deletes-ignored .venv/bin/behave --tags=@github
    ```

    A sandbox may also be told to be slow in ways that a product is allowed to be; that is switched
    on by name in the same way, and no scenario may go red for it.

    This page is written by `python -m support defects > docs/defects.md`; a test holds it current.
    """)


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code."""
    parser = Parser("defects", __doc__)
    parser.add_argument(
        "system",
        nargs="?",
        type=one_of(SYSTEMS, "system"),
        metavar="SYSTEM",
        help=f"one of {', '.join(SYSTEMS)}; default: a page about all",
    )
    system = parser.parse_args(arguments).system
    logging.disable(logging.INFO)  # what a sandbox loads has much to say
    print(table(catalogue_of(system)) if system else page(), end="")  # noqa: T201  the result
    return 0


def page() -> str:
    """Return the text of `docs/defects.md`."""
    return "\n".join([_HEAD, *(_chapter(system) for system in SYSTEMS)])


def catalogue_of(system: str) -> Catalogue:
    """Return what can be planted in a system.

    Raises:
        SetupError: nothing is catalogued.
    """
    name = f"support.sandbox.{system}.sabotage.proof:PROOF"
    proof: Proof = load(name, f"support/run/registry.py names {system}")
    return proof.catalogue


def table(catalogue: Catalogue) -> str:
    """Return the defects of a catalogue, a line each."""
    head = "| defect | what a user would suffer | caught by |\n|---|---|---|\n"
    return head + "".join(map(_row, catalogue.values()))


def _chapter(system: str) -> str:
    catalogue = catalogue_of(system)
    lines = [f"## {plugin_of(system).name} ({len(catalogue)})\n", table(catalogue)]
    if catalogue.slowness:
        lines += ["Legal slowness:\n", *_slowness(catalogue), ""]
    return "\n".join(lines)


def _slowness(catalogue: Catalogue) -> Iterator[str]:
    for name, plant in catalogue.slowness.items():
        yield f"- `{name}`: {(plant.__doc__ or '').splitlines()[0]}"


def _row(defect: Sabotage) -> str:
    # Markdown would take a placeholder for a tag, and show nothing.
    titles = re.sub(r"<(.+?)>", r"*\1*", "\n".join(defect.caught_by)).replace("\n", "<br>")
    alone = " *(only the store shows it)*" if defect.store_only else ""
    when = "" if defect.generation == "today" else f" *({defect.generation})*"
    real = f" *(real: {', '.join(defect.releases)})*" if defect.releases else ""
    return f"| `{defect.name}`{when} | {defect.harm}{alone}{real} | {titles} |\n"
