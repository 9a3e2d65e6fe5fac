"""Prints the catalogue as a table: `python -m support.sandbox.sentinai.sabotage`."""

from support.sandbox.sentinai.sabotage import CATALOGUE, Sabotage


def markdown() -> str:
    """Return the catalogue as a table, a line a defect."""
    head = "| defect | what a user would suffer | caught by |\n|---|---|---|\n"
    return head + "".join(map(_row, CATALOGUE.values()))


def _row(defect: Sabotage) -> str:
    titles = "<br>".join(title.split(" -- ")[0] for title in defect.caught_by)
    return f"| `{defect.name}` | {defect.harm} | {titles} |\n"


if __name__ == "__main__":
    print(markdown(), end="")  # noqa: T201  the table is the command's result
