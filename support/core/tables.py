"""Tables as plain text, for verdicts and for the run summary."""

import io
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from support.core.secrecy import presentable

WIDE = 130
NARROW = 94  # what behave shows indented fits into a terminal of 100 columns, and into Allure


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], width: int = WIDE) -> str:
    """Return rows under headings as text without colours; numbers are aligned to the right.

    Args:
        headings: one a column.
        rows: the cells; floats are shown with two decimals.
        width: the longest line, in characters; longer cells are folded, those of the first column
            only if they are longer than a third of it: they are mostly names.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    are_short = all(len(row[0]) <= width / 3 for row in cells)
    grid = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column, heading in enumerate(headings):
        numbers = bool(cells) and all(_is_number(row[column]) for row in cells)
        justify: JustifyMethod = "right" if numbers else "left"
        is_whole = column == 0 and are_short
        grid.add_column(heading, justify=justify, overflow="fold", no_wrap=is_whole)
    for row in cells:
        # Text, because square brackets in a cell are no markup.
        grid.add_row(*map(Text, row))
    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False)
    with console.capture() as captured:
        console.print(grid)
    return "\n".join(line.rstrip() for line in captured.get().splitlines() if line.strip())


def _cell(value: object) -> str:
    """Return a value as text, ready to be shown: folded, a secret would not be known any more."""
    return f"{value:.2f}" if isinstance(value, float) else presentable(str(value))


def _is_number(cell: str) -> bool:
    return cell == "" or cell.replace(".", "", 1).replace("%", "").isdigit()
