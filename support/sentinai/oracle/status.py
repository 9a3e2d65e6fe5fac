"""What the status of an exception tells."""

from collections.abc import Callable, Sequence

from support.core.causes import Cause
from support.core.http import ApiError
from support.core.looking import look_until_right
from support.sentinai.client.models import Exception_
from support.sentinai.client.packs import PAYMENT
from support.sentinai.oracle.flow import Flow
from support.sentinai.tenant import Tenant

_NOT_FOUND = 404
_STATUSES = {"OPEN", "ANALYZING", "IN_PROGRESS", "RESOLVED", "ESCALATED"}


class Status:
    """The status of the exception that was submitted first.

    Args:
        tenant: whose exception it is.
        flow: of the tenant.
    """

    def __init__(self, tenant: Tenant, flow: Flow) -> None:
        self._tenant = tenant
        self._flow = flow

    def expect_told(self) -> None:
        """Expect that the exception is known under its name, to its tenant, with some status.

        And that all other routes tell the same of it.
        """
        due = (self._tenant.exceptions.first, self._tenant.name)

        def read(seen: Exception_) -> str:
            if seen.resolution_status not in _STATUSES:
                return f"has a status that nobody knows: {seen.resolution_status!r}"
            told = (seen.exception_id, seen.tenant_id)
            return "is told" if told == due else f"is told as {told[0]} of {told[1]}"

        self._expect("is told", read, [self._tenant.exceptions.first])
        self._flow.expect_agreement()

    def expect_resolved(self) -> None:
        """Expect that the exception gets resolved."""
        self._expect("is RESOLVED", lambda seen: f"is {seen.resolution_status}")

    def expect_origin(self, source: str) -> None:
        """Expect that the status tells where the exception came from, and of which kind it is.

        When all is settled: a worker may forget what was known when it was accepted.
        """
        self._flow.settle()
        self._expect(
            f"is a {self._tenant.kind(PAYMENT)} from {source}",
            lambda seen: f"is a {seen.exception_type} from {seen.source_system}",
        )

    def _expect(
        self, expected: str, read: Callable[[Exception_], str], names: Sequence[str] = ()
    ) -> None:
        """Expect that the status reads like this.

        Args:
            expected: how.
            read: puts a status into such words.
            names: by which to ask; by default, where they are not the subject, by either one.
        """
        name = self._tenant.exceptions.first
        brought = self._tenant.exceptions.submissions[0].brought
        asked = names or list(dict.fromkeys(filter(None, [name, brought])))

        def faults(seen: Exception_ | None) -> list[str]:
            found = "is unknown" if seen is None else read(seen)
            cause = Cause.LOST if seen is None else Cause.MISREPORTED
            return [] if found == expected else [cause(f"{name} {found}; expected: it {expected}")]

        look_until_right(
            lambda: self._look(asked),
            faults,
            budget=self._tenant.budget,
            waiting_for=f"the status of {name}",
        )

    def _look(self, names: Sequence[str]) -> Exception_ | None:
        for name in names:
            try:
                return self._tenant.client.exception(name)
            except ApiError as error:
                if error.status != _NOT_FOUND:
                    raise
        return None
