"""Whether SentinAI refuses what it must not accept, and how it says so."""

import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.http import ApiError
from support.sentinai.exceptions import Submission
from support.sentinai.observers.tenant import other_names
from support.sentinai.oracle.flow import Flow
from support.sentinai.tenant import Tenant

# How SentinAI says that the caller is wrong. That a route is not there (404), or that something
# broke (500), is no answer to what was submitted.
_CALLERS_ERROR = {400, 403, 413, 422}
# How it says that it cannot accept anything for the time being.
_NOT_NOW = {429, 503}
_INTERNAL = re.compile(
    r"(?i)insert into|select .+ from|sqlalchemy|asyncpg|psycopg|traceback|\$\d+::|foreign key"
    r"|constraint|/site-packages/"
)


class Refusals:
    """The refusals of what was submitted.

    Args:
        tenant: who submitted it.
        nobody: a tenant that was never made, and may have submitted something as well.
        flow: of the former.
    """

    def __init__(self, tenant: Tenant, nobody: Tenant, flow: Flow) -> None:
        self._tenant = tenant
        self._nobody = nobody
        self._flow = flow

    def expect_callers_error(self) -> None:
        """Expect that all that was submitted is rejected, in words for the caller."""
        by_both = (self._tenant.exceptions, self._nobody.exceptions)
        submissions = [one for exceptions in by_both for one in exceptions.submissions]
        if not submissions:
            raise Failure(Cause.SUITE("Nothing was submitted that could be rejected"))
        for submission in submissions:
            expect_callers_error(submission.refusal)

    def expect_temporary_only(self) -> None:
        """Expect that each exception is either accepted or refused for the time being."""
        if faults := list(_unexplained(self._tenant.exceptions.submissions)):
            raise Failure(together(faults))

    def expect_nothing_kept(self) -> None:
        """Expect that nothing is kept of what was refused, while later exceptions are processed."""
        tenant, exceptions = self._tenant, self._tenant.exceptions
        tenant.activate()  # nobody may look, or submit anything, who is suspended
        self._flow.settle()
        events = tenant.observer.events(exceptions.markers)
        markers = {*exceptions.markers, *other_names(events, exceptions.markers).values()}
        seen = {event.exception for event in events} - markers
        listed = {found.exception_id for found in tenant.client.exceptions()} - markers
        stored: set[str] = set()
        if tenant.observer.database is not None:
            rows = tenant.observer.database.exceptions(tenant.name)
            stored = {row["exception_id"] for row in rows} - markers
        if seen or listed or stored:
            raise Failure(
                Cause.ACCEPTED(
                    f"Refused, and yet there are events of {sorted(seen)}, listed exceptions"
                    f" {sorted(listed)} and stored ones {sorted(stored)}"
                )
            )


def expect_callers_error(refusal: ApiError | None) -> None:
    """Expect a refusal that blames the caller and tells no internal details.

    Raises:
        Failure: there is none, or it is another one.
    """
    if refusal is None:
        raise Failure(Cause.ACCEPTED("SentinAI accepted it"))
    if refusal.status not in _CALLERS_ERROR:
        is_broken = refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        cause = Cause.UNAVAILABLE if is_broken else Cause.MISREPORTED
        raise Failure(cause(f"SentinAI does not say that the caller is wrong: {refusal}"))
    if leak := _INTERNAL.search(refusal.body):
        raise Failure(Cause.LEAKED(f"The refusal tells internal details ({leak[0]!r}): {refusal}"))


def _unexplained(submissions: Sequence[Submission]) -> Iterator[str]:
    for submission in submissions:
        if submission.refusal is not None and submission.refusal.status not in _NOT_NOW:
            yield Cause.UNAVAILABLE(
                f"{submission.brought} is neither accepted nor refused: {submission.refusal}"
            )
