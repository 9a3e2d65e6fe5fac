"""Starts the syncs that are due; here a minute of schedules lasts a second."""

import threading
from contextlib import suppress
from datetime import datetime, timedelta

from support.sandbox.airweave.app.jobs import AlreadyRunningError, Jobs, PausedError
from support.sandbox.airweave.app.state import State, UnknownError, now

_MINUTE_S = 1.0


class Scheduler:
    """Looks once a minute of its own which connections are due.

    Args:
        state: knows the connections.
        jobs: runs their syncs.
    """

    def __init__(self, state: State, jobs: Jobs) -> None:
        self._state = state
        self._jobs = jobs
        self._ended = threading.Event()

    def start(self) -> None:
        """Begin to look, in a thread of its own that ends with the process."""
        threading.Thread(target=self._run, name="scheduler", daemon=True).start()

    def look(self, moment: datetime) -> None:
        """Start the syncs that are due in this minute; one that is running goes on instead."""
        for connection in self._state.scheduled():
            sync, cron = connection.sync, connection.schedule.cron
            if sync and cron and is_due(cron, moment):
                with suppress(AlreadyRunningError, PausedError, UnknownError):
                    self._jobs.start(connection, sync)

    def _run(self) -> None:
        moment = now()
        while not self._ended.wait(_MINUTE_S):
            moment += timedelta(minutes=1)
            self.look(moment)


def is_due(cron: str, moment: datetime) -> bool:
    """Tell whether a schedule is due in a minute.

    Args:
        cron: minute, hour, day, month and day of the week, each `*`, `*/n` or numbers and ranges
            with commas between them, as in crontab(5).
        moment: the minute.
    """
    day_of_week = moment.isoweekday() % 7
    values = (moment.minute, moment.hour, moment.day, moment.month, day_of_week)
    return all(map(_fits, cron.split(), values))


def _fits(field: str, value: int) -> bool:
    if field.startswith("*"):
        return value % int(field.removeprefix("*").removeprefix("/") or 1) == 0
    ranges = (part.split("-") for part in field.split(","))
    return any(int(ends[0]) <= value <= int(ends[-1]) for ends in ranges)
