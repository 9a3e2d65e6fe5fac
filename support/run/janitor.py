"""Removes what runs left behind that could not clean up, because they were killed.

    python -m support janitor                  lists what the journals of ended runs still name
    python -m support janitor --run dm-…       lists all that carries the name of that run
    python -m support janitor [--run …] --yes  removes it

Nothing is ever removed whose name is not that of a resource of a run, and nothing of a run that
goes on. What lies where the settings do not lead, such as in another repository, is told and stays.
What runs of other machines left behind is left to these, unless `--other-hosts` is given.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from support.core.command_line import Parser
from support.core.errors import Failure, SetupError
from support.core.names import is_run_id
from support.run.deployments import configured
from support.run.journal import Leftovers, Resource, note_removed, read_journals
from support.run.registry import plugins
from support.run.session import JOURNALS, Session
from support.run.settings import RunSettings


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code: 0, 1 if something stays, 2 for a mistake."""
    options = _parse(arguments)
    try:
        with _session(options.reports) as session:
            session.open(rehearse=False)
            return _work(session, options)
    except (SetupError, Failure) as error:
        _say(f"The janitor cannot run: {error}", sys.stderr)
        return 2


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("janitor", __doc__)
    parser.add_argument("--run", help="only, and all of, what this run made")
    parser.add_argument(
        "--other-hosts", action="store_true", help="also what runs of other machines left behind"
    )
    parser.add_argument("--yes", action="store_true", help="remove; without it, only list")
    parser.add_argument("--reports", type=Path, default=Path("reports"), help="of the runs")
    options = parser.parse_args(arguments)
    if options.run and not is_run_id(options.run):
        parser.error(f"{options.run} is not the name of a run, such as dm-261121093000-3f9a1c")
    return options


def _session(reports: Path) -> Session:
    """Return a run of everything that is configured."""
    live = [plugin for plugin in plugins() if configured(plugin)]
    if not live:
        urls = " or ".join(plugin.url.upper() for plugin in plugins())
        raise SetupError(f"set {urls} first; a sandbox takes with it what was in it")
    tags = {tag for plugin in live for tag in (plugin.tag, *plugin.tags)}
    return Session(RunSettings.load(), reports, tags)


def _work(session: Session, options: argparse.Namespace) -> int:
    journals = read_journals(session.reports / JOURNALS)
    for line in journals.unreadable:
        _say(f"Journal {line}", sys.stderr)
    if options.run in journals.running:
        raise SetupError(f"{options.run} still goes on, and removes by itself what it made")
    if options.run:
        found = _named(session, options.run)
    else:
        found = _journalled(session, journals.ended, other_hosts=options.other_hosts)
    if not found:
        _say("Nothing is left behind here.")
        return 0
    if not options.yes:
        for resource, _ in found:
            _say(f"left behind: {resource}")
        _say("Nothing was removed; add --yes to remove what is listed.")
        return 1
    removed = [_remove(session, resource, journal) for resource, journal in reversed(found)]
    return 0 if all(removed) else 1


def _named(session: Session, run: str) -> list[tuple[Resource, Path | None]]:
    return [(resource, None) for resource in session.resources_of(run)]


def _journalled(
    session: Session, ended: Sequence[Leftovers], *, other_hosts: bool
) -> list[tuple[Resource, Path | None]]:
    here = {place.address for place in session.deployments.values()}
    found = [
        rest
        for rest in ended
        if here.issuperset(rest.deployments.split()) and (other_hosts or not rest.is_foreign)
    ]
    reached: list[tuple[Resource, Path | None]] = []
    for rest in found:
        for resource in rest.resources:
            if _is_within_reach(session, resource, rest):
                reached.append((resource, rest.journal))
            else:
                _say(f"elsewhere, and stays: {resource} (at {rest.place(resource)})", sys.stderr)
    return reached


def _is_within_reach(session: Session, resource: Resource, rest: Leftovers) -> bool:
    """Tell whether a resource lies where the settings lead: its name alone tells too little."""
    return rest.place(resource) in {"", session.places.get(resource.source)}


def _remove(session: Session, resource: Resource, journal: Path | None) -> bool:
    """Remove a resource and return whether it is gone."""
    try:
        session.remove(resource)
    except Failure as error:
        _say(f"stays: {resource} ({error})")
        return False
    if journal is not None:
        note_removed(journal, resource)
    _say(f"removed: {resource}")
    return True


def _say(line: str, stream: TextIO = sys.stdout) -> None:
    print(line, file=stream)
