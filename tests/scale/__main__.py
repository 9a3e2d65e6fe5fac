"""Measures how the suite grows with a source: `python -m tests.scale [SOURCE=SIZE,SIZE ...]`.

It plays the scenario of a great many documents against a sandbox, for each source at each size, a
process each; by default GitHub, S3 and PostgreSQL at 100, 1,000 and 10,000 documents. It prints
what each phase took, what of that the suite's own processor time was, the peak of its memory, and
its requests; at last how each grew from one size to the next, where 1 is in proportion. It is a
command and no test, because a busy machine would make it red.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
from behave.__main__ import main as behave

from support.core.tables import table
from support.core.timings import ScenarioTimings
from tests.running import ROOT, clean
from tests.sandboxes import ALL_TIME, running_sandbox

_SIZES = (100, 1000, 10_000)
_SOURCES = ("github", "s3", "postgresql")
_PHASES = ("create", "change", "sync", "verify")
_MEASURE = "--measure"
_PATIENCE = {"SYNC_TIMEOUT_S": "3600", "RATE_LIMIT_DELAY_MS": "0"}

Figures = dict[str, float]


def main(arguments: list[str]) -> int:
    """Measure and print; return 1 if a scenario is red."""
    wanted = dict(one.partition("=")[::2] for one in arguments) or dict.fromkeys(_SOURCES, "")
    rows: list[tuple[object, ...]] = []
    code = 0
    for source, told in wanted.items():
        sizes = [int(size) for size in told.split(",")] if told else [*_SIZES]
        before: Figures = {}
        with tempfile.TemporaryDirectory() as folder:
            for size in sizes:
                figures = _measured(Path(folder), source, size)
                code = code or int(figures["code"])
                rows.append(_row(source, size, figures, before))
                print(table(_HEADINGS, rows[-1:]), flush=True)  # noqa: T201
                before = figures
    print(table(_HEADINGS, rows))  # noqa: T201
    return code


_HEADINGS = [
    "source",
    "size",
    *(f"{phase} s" for phase in _PHASES),
    "CPU s",
    "of verify",
    "share",
    "MB",
    "asked a document",
    "in verify",
    "growth of verify",
    "of its CPU",
]


def _row(source: str, size: int, now: Figures, before: Figures) -> tuple[object, ...]:
    share = now["cpu"] / now["wall"]
    return (
        source,
        size,
        *(round(now.get(phase, 0.0), 1) for phase in _PHASES),
        round(now["cpu"], 1),
        round(now["cpu of verify"], 1),
        f"{share:.0%}",
        round(now["peak"]),
        round(now["requests"] / size, 2),
        round(now["requests of verify"]),
        *(_growth(now, before, what) for what in ("verify", "cpu of verify")),
    )


def _growth(now: Figures, before: Figures, what: str) -> str:
    """Return how something grew beside how the documents did; 1 is in proportion."""
    if not before:
        return ""
    return f"{now[what] / before[what] / (now['size'] / before['size']):.2f}"


def _measured(folder: Path, source: str, size: int) -> Figures:
    """Play the scenario in a process of its own, against a sandbox of its own."""
    logs, told = folder / f"{source}-{size}", folder / f"{source}-{size}.json"
    logs.mkdir()
    with running_sandbox(logs, "airweave", "--sources", source) as settings:
        environment = clean(settings | ALL_TIME | _PATIENCE) | {"SCALE_DOCUMENTS": str(size)}
        command = [sys.executable, "-m", "tests.scale", _MEASURE, source, str(told)]
        subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr, check=False)
    figures: Figures = json.loads(told.read_text(encoding="utf-8"))
    return figures | {"size": float(size)}


def measure(source: str, told: Path) -> None:
    """Play the scenario in this process, and write down its figures."""
    with _noting() as figures, tempfile.TemporaryDirectory() as reports:
        began = time.perf_counter()
        asked = [f"--tags=@{source}", "-q", "-D", f"reports={reports}"]
        figures["code"] = float(behave(["features/airweave/scale.feature", *asked]) or 0)
        figures["wall"] = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures["cpu"], figures["peak"] = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    told.write_text(json.dumps(figures), encoding="utf-8")


@contextmanager
def _noting() -> Iterator[Figures]:
    """Note what phases take and who is asked, over HTTP, until exit."""
    figures: Figures = defaultdict(float)
    phase, send, put = ScenarioTimings.phase, httpx.Client.send, HTTPConnection.putrequest

    @contextmanager
    def noted(timings: ScenarioTimings, name: str, entities: int = 0) -> Iterator[None]:
        wall, spent, asked = time.perf_counter(), time.process_time(), figures["requests"]
        with phase(timings, name, entities):
            yield
        figures[name] += time.perf_counter() - wall
        figures[f"cpu of {name}"] += time.process_time() - spent
        figures[f"requests of {name}"] += figures["requests"] - asked

    def sent(client: httpx.Client, *arguments: Any, **options: Any) -> httpx.Response:  # noqa: ANN401
        figures["requests"] += 1
        return send(client, *arguments, **options)

    def put_request(connection: HTTPConnection, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        figures["requests"] += 1
        put(connection, *arguments, **options)

    with (
        patch.object(ScenarioTimings, "phase", noted),
        patch.object(httpx.Client, "send", sent),
        patch.object(HTTPConnection, "putrequest", put_request),
    ):
        yield figures


if __name__ == "__main__":
    os.chdir(ROOT)
    if sys.argv[1:2] == [_MEASURE]:
        measure(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main(sys.argv[1:]))
