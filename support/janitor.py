"""Removes what runs left behind that could not clean up, because they were killed.

    python -m support.janitor                  lists what the journals of ended runs still name
    python -m support.janitor --run dm-…       lists all that carries the name of that run
    python -m support.janitor [--run …] --yes  removes it

Nothing is ever removed whose name is not that of a thing of a run.
"""

import argparse
import sys
from pathlib import Path

from support import settings
from support.errors import Failure, SetupError
from support.names import is_run_id
from support.undo import Thing, leftovers
from support.world import Session


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code: 0, 1 if something stays, 2 for a mistake."""
    options = _parse(arguments)
    try:
        session = _open(options.reports)
        things = session.things_of(options.run) if options.run else _from_journals(session)
    except (SetupError, Failure) as error:
        print(f"The janitor cannot start: {error}", file=sys.stderr)  # noqa: T201
        return 2
    if not things:
        print("Nothing is left behind.")  # noqa: T201
    stays = [thing for thing in reversed(things) if not _handle(session, thing, yes=options.yes)]
    if stays and not options.yes:
        print("Nothing was removed; add --yes to remove what is listed.")  # noqa: T201
    return 1 if stays else 0


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
    if loaded.airweave_api_url is None:
        raise SetupError("AIRWEAVE_API_URL is not set; a sandbox takes with it what was in it")
    return Session(loaded, reports)


def _from_journals(session: Session) -> list[Thing]:
    here = str(session.settings.airweave_api_url)
    found = [rest for rest in leftovers(session.reports / "journal") if rest.target == here]
    return [thing for rest in found for thing in rest.things]


def _handle(session: Session, thing: Thing, *, yes: bool) -> bool:
    """Remove a thing, or list it; return whether it is gone."""
    if not yes:
        print(f"left behind: {thing}")  # noqa: T201
        return False
    try:
        session.remove(thing)
    except Failure as error:
        print(f"stays: {thing} ({error})")  # noqa: T201
        return False
    print(f"removed: {thing}")  # noqa: T201
    return True


if __name__ == "__main__":
    sys.exit(main())
