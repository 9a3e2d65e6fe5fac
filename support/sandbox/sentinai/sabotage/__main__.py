"""Prints the catalogue as a table: `python -m support.sandbox.sentinai.sabotage`."""

from support.sandbox.sentinai.sabotage import CATALOGUE

if __name__ == "__main__":
    print(CATALOGUE.markdown(), end="")  # noqa: T201  the table is the command's result
