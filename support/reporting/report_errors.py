"""Reports that could not be written. A full disk must not change the verdict, nor go unsaid."""

from collections.abc import Iterator
from contextlib import contextmanager

report_errors: list[str] = []
"""What could not be written in this process, and why, a line each."""


@contextmanager
def tolerated(what: str) -> Iterator[None]:
    """Go on when `what` cannot be written, and remember the error."""
    try:
        yield
    except OSError as error:
        line = f"{what} ({error.strerror or error})"
        if line not in report_errors:
            report_errors.append(line)
