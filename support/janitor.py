"""Removes what runs left behind that could not clean up, because they were killed.

    python -m support.janitor                  lists what the journals of ended runs still name
    python -m support.janitor --run dm-…       lists all that carries the name of that run
    python -m support.janitor [--run …] --yes  removes it

Nothing is ever removed whose name is not that of a thing of a run.
"""

import argparse
import sys
from pathlib import Path
from typing import TextIO

from support import settings
from support.bongos import SOURCES
from support.errors import Failure, SetupError
from support.names import is_run_id
from support.session import Session
from support.systems import SYSTEMS
from support.undo import Thing, leftovers, note_removed


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code: 0, 1 if something stays, 2 for a mistake."""
    options = _parse(arguments)
    try:
        session = _open(options.reports)
        found = _named(session, options.run) if options.run else _journalled(session)
    except (SetupError, Failure) as error:
        _say(f"The janitor cannot start: {error}", sys.stderr)
        return 2
    if not found:
        _say("Nothing is left behind.")
        return 0
    if not options.yes:
        for thing, _ in found:
            _say(f"left behind: {thing}")
        _say("Nothing was removed; add --yes to remove what is listed.")
        return 1
    removed = [_remove(session, thing, journal) for thing, journal in reversed(found)]
    return 0 if all(removed) else 1


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("janitor", description=__doc__.splitlines()[0])
    parser.add_argument("--run", help="only, and all of, what this run made")
    parser.add_argument("--yes", action="store_true", help="remove; without it, only list")
    parser.add_argument("--reports", type=Path, default=Path("reports"), help="of the runs")
    options = parser.parse_args(arguments)
    if options.run and not is_run_id(options.run):
        parser.error(f"{options.run} is not the name of a run, such as dm-261121093000-3f9a1c")
    return options


def _open(reports: Path) -> Session:
    loaded = settings.load()
    systems = [tag for tag in SYSTEMS if getattr(loaded, f"{tag}_api_url") is not None]
    if not systems:
        urls = " nor ".join(f"{tag.upper()}_API_URL" for tag in SYSTEMS)
        raise SetupError(f"{urls} is not set; a sandbox takes with it what was in it")
    return Session(loaded, reports, [*systems, *SOURCES.values()])


def _named(session: Session, run: str) -> list[tuple[Thing, Path | None]]:
    return [(thing, None) for thing in session.things_of(run)]


def _journalled(session: Session) -> list[tuple[Thing, Path | None]]:
    here = {system.address for system in session.systems.values()}
    ended = leftovers(session.reports / "journal")
    found = [rest for rest in ended if here.issuperset(rest.target.split())]
    return [(thing, rest.journal) for rest in found for thing in rest.things]


def _remove(session: Session, thing: Thing, journal: Path | None) -> bool:
    """Remove a thing and return whether it is gone."""
    try:
        session.remove(thing)
    except Failure as error:
        _say(f"stays: {thing} ({error})")
        return False
    if journal is not None:
        note_removed(journal, thing)
    _say(f"removed: {thing}")
    return True


def _say(line: str, stream: TextIO = sys.stdout) -> None:
    print(line, file=stream)


if __name__ == "__main__":
    sys.exit(main())
