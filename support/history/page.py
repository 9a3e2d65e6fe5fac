"""The history as one page, which opens from disk and asks nothing of the internet."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pygal
from pygal.style import Style

from support.history.judging import relative_times
from support.history.records import GREEN, KNOWN, Entry, moment
from support.history.telling import CALM, Told, tables_of

_MOST_LINES = 8
_COLORS = {"passed": "#2e7d32", "failed as known": "#b26a00", "red": "#c62828"}
_LINES = ("#1565c0", "#ad1457", "#00695c", "#6a1b9a", "#b26a00", "#37474f", "#558b2f", "#c62828")
_CSS = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff;
       max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid #ccc; }
figure { margin: 1rem 0; }
"""


@dataclass(frozen=True)
class _Run:
    """A run on one deployment: its id, and what became of its scenarios."""

    id: str
    entries: Sequence[Entry]

    @property
    def label(self) -> str:
        """When it began, as the axis of a chart tells it."""
        return f"{self.entries[0].at:%m-%d %H:%M}"

    def counts(self) -> dict[str, int]:
        """Return how many scenarios were green, failed as known, and were red."""
        return {
            "passed": sum(one.status == GREEN for one in self.entries),
            "failed as known": sum(one.status == KNOWN for one in self.entries),
            "red": sum(one.is_red for one in self.entries),
        }


def page_of(entries: Sequence[Entry], told: Told) -> str:
    """Return the page, as HTML.

    Args:
        entries: what became of scenarios, oldest run first.
        told: what they tell.
    """
    deployments = dict.fromkeys(one.subject.deployment for one in entries)
    tables = [_table(caption, headings, rows) for caption, headings, rows in tables_of(told)]
    parts = [
        *(tables or [f"<p>{CALM}</p>"]),
        *(part for name in deployments for part in _deployment(name, entries)),
    ]
    return "\n".join([_head(told, entries), *parts, "</main></body></html>"])


def _head(told: Told, entries: Sequence[Entry]) -> str:
    title = "Datamonkey: what earlier runs tell"
    between = f", {moment(entries[0].at)} to {moment(entries[-1].at)}" if entries else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_CSS}</style></head><body><main><h1>{title}</h1>"
        f"<p>{told.runs} runs{between}.</p>"
    )


def _table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    top = "".join(f'<th scope="col">{escape(one)}</th>' for one in headings)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows
    )
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    )


def _deployment(name: str, entries: Sequence[Entry]) -> Iterator[str]:
    """Yield the charts of a deployment: how its runs ended, and how long things took in them."""
    own = [one for one in entries if one.subject.deployment == name and one.is_judged]
    runs = [
        _Run(run, [one for one in own if one.run == run])
        for run in dict.fromkeys(one.run for one in own)
    ]
    if not runs:
        return
    yield f"<h2>{escape(name)}</h2>"
    yield _figure("Scenarios by run", _ends(runs))
    times = {
        f"{source}: {phase}": by_run for (_, source, phase), by_run in relative_times(own).items()
    }
    if times:
        yield _figure("Time of each phase, as a multiple of what is usual", _times(runs, times))


def _ends(runs: Sequence[_Run]) -> pygal.StackedBar:
    chart = pygal.StackedBar(style=_style(_COLORS.values()), order_min=0, **_FORM)
    chart.x_labels = [run.label for run in runs]
    counts = [run.counts() for run in runs]
    for word in _COLORS:
        chart.add(word, [one[word] for one in counts])
    return chart


def _times(runs: Sequence[_Run], times: Mapping[str, Mapping[str, float]]) -> pygal.Line:
    """Return a line for each phase, whose times are logarithms; of many those that moved most."""
    chart = pygal.Line(style=_style(_LINES), range=(0, None), **_FORM)
    chart.x_labels = [run.label for run in runs]
    moved = sorted(times, key=lambda name: -max(map(abs, times[name].values())))
    for name in sorted(moved[:_MOST_LINES]):
        chart.add(name, [_multiple(times[name].get(run.id)) for run in runs])
    return chart


_FORM = {
    "js": [],
    "disable_xml_declaration": True,
    "height": 320,
    "width": 1100,
    "legend_at_bottom": True,
    "legend_at_bottom_columns": 4,
    "x_label_rotation": 30,
    "truncate_legend": -1,
    "show_minor_x_labels": True,
}


def _style(colors: Iterable[str]) -> Style:
    return Style(
        background="transparent", plot_background="transparent", colors=tuple(colors), opacity=0.9
    )


def _figure(caption: str, chart: pygal.Graph) -> str:
    drawn = chart.render(is_unicode=True).replace(
        "<svg ", f'<svg role="img" aria-label="{caption}" ', 1
    )
    return f"<figure><figcaption>{caption}</figcaption>{drawn}</figure>"


def _multiple(logarithm: float | None) -> float | None:
    return None if logarithm is None else round(math.exp(logarithm), 2)
