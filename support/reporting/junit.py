"""JUnit reports: what became of each scenario, one file a feature, however it was selected.

behave's own reporter leaves skipped scenarios out or tells no reason, takes a known bug for a
success, and names the files after the paths that were selected.
"""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from support.core.secrecy import presentable
from support.reporting.outcomes import KNOWN, Outcome
from support.reporting.report_errors import tolerated

_FAILED = "failed"
_FEATURES = "features"


def write_junit(outcomes: Iterable[Outcome], folder: Path) -> None:
    """Write the reports of features, over earlier ones.

    Args:
        outcomes: of all their scenarios, in order.
        folder: of the files; it is made.
    """
    with tolerated("JUnit report"):
        folder.mkdir(parents=True, exist_ok=True)
        for file, those in groupby(outcomes, lambda outcome: outcome.file):
            _write(file, list(those), folder)


def _write(file: str, outcomes: list[Outcome], folder: Path) -> None:
    place = _place(Path(file).with_suffix(""))
    suite = TestSuite(outcomes[0].feature)
    suite.add_testcases([_case(outcome, place) for outcome in outcomes])
    xml = JUnitXml()
    xml.add_testsuite(suite)
    xml.write(str(folder / f"TESTS-{place}.xml"), pretty=True)


def _place(file: Path) -> str:
    """Return where a feature stands below the folder of features, in dots."""
    above = [number for number, part in enumerate(file.parts) if part == _FEATURES]
    return ".".join(file.parts[above[-1] + 1 :] if above else file.parts[-1:])


def _case(outcome: Outcome, place: str) -> TestCase:
    case = TestCase(outcome.name, f"{place}.{outcome.feature}", outcome.seconds)
    message = presentable(outcome.message)
    if outcome.status == KNOWN:
        # As pytest does for what is expected to fail.
        case.result = Skipped(f"known bug {outcome.bug}: {message}", "xfail")
    elif outcome.is_skipped:
        case.result = Skipped(message, "skip")
    elif outcome.is_red:
        kind = Failure if outcome.status == _FAILED else Error
        case.result = kind(message.split("\n")[0], outcome.cause or outcome.status)
        case.result[0].text = presentable(outcome.verdict)
    return case
