"""Prints the catalogue as a table: `python -m support.sandbox.airweave.sabotage`."""

from support.sandbox.airweave.sabotage import CATALOGUE

if __name__ == "__main__":
    print(CATALOGUE.markdown(), end="")  # noqa: T201  the table is the command's result
