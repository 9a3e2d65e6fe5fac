"""Deadlines: SentinAI must warn before one passes, and say so when it has passed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.core.tables import NARROW, table
from support.core.waiting import eventually
from support.sentinai.client.events import DEADLINE_NOTICES, Event
from support.sentinai.oracle.flow import Flow
from support.sentinai.tenant import Tenant


class Deadline:
    """The deadline of the exception that was submitted first.

    Args:
        tenant: whose exception it is.
        flow: of the tenant.
    """

    def __init__(self, tenant: Tenant, flow: Flow) -> None:
        self._tenant = tenant
        self._flow = flow
        self._at: datetime | None = None
        self._exception = ""

    def set(self) -> None:
        """Set a deadline that is near, on the exception as SentinAI knows it."""
        first = self._tenant.exceptions.first
        self._exception = self._tenant.observer.told_as([first])[first]
        self._at = datetime.now(UTC) + self._ahead()
        self._tenant.client.set_deadline(self._exception, self._at)

    def wait(self) -> None:
        """Wait until the deadline has passed."""
        eventually(
            lambda: datetime.now(UTC),
            until=lambda now: now > self._deadline(),
            budget=2 * self._ahead().total_seconds(),
            waiting_for="the deadline to pass",
        )

    def expect_notices(self) -> None:
        """Expect one warning before the deadline and one expiry notice after it, and no more."""
        look_until_right(
            self._notices,
            self._faults,
            budget=self._tenant.budget,
            waiting_for="the notices of the deadline",
            details=self._table,
            is_hopeless=lambda notices: len(notices) > len(DEADLINE_NOTICES),
        )
        self._flow.settle()
        late = self._notices()
        if faults := self._faults(late):
            raise Failure(together([*faults, self._table(late)]))

    def _faults(self, notices: Sequence[Event]) -> list[str]:
        seen = [(notice.type, notice.exception) for notice in notices]
        if seen != [(kind, self._exception) for kind in DEADLINE_NOTICES]:
            missing = [kind for kind in DEADLINE_NOTICES if kind not in dict(seen)]
            are = "are" if len(missing) > 1 else "is"
            lacks = f", and {' and '.join(missing)} {are} missing" if missing else ""
            cause = Cause.LOST if missing else Cause.DUPLICATED
            return [cause(f"There are {len(seen)} notices instead of one of each kind{lacks}")]
        warned, expired = notices
        if not warned.at < self._deadline() <= expired.at:
            return [
                Cause.MISRANKED(
                    "A warning comes before its deadline, and the expiry notice after it"
                )
            ]
        return []

    def _notices(self) -> list[Event]:
        events = self._tenant.observer.events(self._tenant.exceptions.names)
        notices = [event for event in events if event.type in DEADLINE_NOTICES]
        return sorted(notices, key=lambda event: event.at)

    def _table(self, notices: Sequence[Event]) -> str:
        if not notices:
            return ""
        rows = [
            (event.type, event.exception, f"{(event.at - self._deadline()).total_seconds():+.1f}")
            for event in notices
        ]
        return table(["seen", "about", "seconds from the deadline"], rows, NARROW)

    def _deadline(self) -> datetime:
        assert self._at is not None, "a sentence before this one sets it"
        return self._at

    def _ahead(self) -> timedelta:
        return timedelta(seconds=self._tenant.system.settings.sentinai_sla_s)
