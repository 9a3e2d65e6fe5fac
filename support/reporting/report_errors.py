"""Reports that could not be written. A full disk must not change the verdict, nor go unsaid."""

from collections.abc import Iterator
from contextlib import contextmanager

from behave.model import Feature
from behave.reporter.base import Reporter

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


class TolerantReporter(Reporter):  # type: ignore[misc]  # behave carries no types
    """Lets another reporter fail to write without ending the run.

    Args:
        reporter: the other one.
        what: it writes, for the message.
    """

    def __init__(self, reporter: Reporter, what: str) -> None:
        super().__init__(reporter.config)
        self._reporter = reporter
        self._what = what

    def feature(self, feature: Feature) -> None:
        """Report a feature."""
        with tolerated(self._what):
            self._reporter.feature(feature)

    def end(self) -> None:
        """Report the end of the run."""
        with tolerated(self._what):
            self._reporter.end()
