"""Renders the Allure results of a run as one HTML page, which needs no server to be read."""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

from support.core.command_line import Parser
from support.core.errors import SetupError
from support.core.names import is_run_id
from support.core.npm import ensure_installed, node
from support.core.secrecy import keep_private

_HERE = Path(__file__).parent

LATEST = Path("reports/latest")
"""Leads to the folder of the run that began last."""

_HISTORY = "report-history.jsonl"

# Allure's pages load Google's tag manager; there is no switch to leave it out.
_ANALYTICS = re.compile(
    r"<script[^>]*googletagmanager[^>]*>\s*</script>\s*(<script>[^<]*gtag\([^<]*</script>)?",
    re.IGNORECASE,
)


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code.

    Raises:
        SetupError: there is nothing to render, or nothing to render it with.
    """
    parser = Parser("report", __doc__)
    parser.add_argument(
        "--results", type=Path, default=LATEST / "allure", help="default: %(default)s"
    )
    parser.add_argument("--output", type=Path, help="default: html, beside the results")
    options = parser.parse_args(arguments)
    keep_private()
    results = options.results.resolve()
    page = render(results, (options.output or results.parent / "html").resolve())
    print(f"Open {page}")  # noqa: T201  the command's result
    return 0


def render(results: Path, output: Path) -> Path:
    """Render Allure results as a single HTML page and return its path.

    The results of a run, in its own folder, are shown beside those that were rendered before.

    Args:
        results: folder with the results of a run.
        output: folder for the page; an earlier page in it is replaced.

    Raises:
        SetupError: there are no results, or Allure cannot be installed or run.
    """
    if not any(results.glob("*-result.json")):
        raise SetupError(f"{results} holds no results: run behave first")
    modules = ensure_installed(_HERE, "Allure (once, about 53 MB)")
    # Into an empty folder, because Allure writes beside an earlier report instead of over it.
    with tempfile.TemporaryDirectory() as folder:
        command = [node(), modules / "allure/cli.js", "generate", results]
        command += ["--config", _HERE / "allurerc.mjs", "--output", folder]
        command += ["--report-name", _title(results.parent)]
        environment = {**os.environ, "REPORT_HISTORY": str(_history_before(results.parent) or "")}
        done = subprocess.run(
            list(map(str, command)), env=environment, capture_output=True, text=True, check=False
        )
        rendered = Path(folder) / "index.html"
        if done.returncode or not rendered.exists():
            said = " ".join((done.stdout + done.stderr).split())
            raise SetupError(f"Allure failed: {said[-500:]}")
        html = _ANALYTICS.sub("", rendered.read_text(encoding="utf-8"))
    output.mkdir(parents=True, exist_ok=True)
    page = output / "index.html"
    page.write_text(html, encoding="utf-8")
    return page


def _title(run: Path) -> str:
    return f"Datamonkey {run.name}"


def _history_before(run: Path) -> Path | None:
    """Return the file that tells of earlier reports, to which this one will be added.

    Args:
        run: the folder of a run; a report of anything else has no history.
    """
    if not is_run_id(run.name):
        return None
    history = run.parent / _HISTORY
    if history.exists():
        lines = history.read_text(encoding="utf-8").splitlines(keepends=True)
        others = [line for line in lines if json.loads(line)["name"] != _title(run)]
        history.write_text("".join(others), encoding="utf-8")
    return history
