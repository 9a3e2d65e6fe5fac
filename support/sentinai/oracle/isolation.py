"""Whether two tenants meet."""

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.sentinai.laws.setup import disagreeing_setup
from support.sentinai.oracle.flow import Flow
from support.sentinai.tenant import Tenant

# The name of an exception, and the tenant that it is said to be of.
Listed = list[tuple[str, str]]


class Isolation:
    """What becomes of a tenant's exceptions, beside what becomes of another tenant's.

    Args:
        tenant: that the scenario is about.
        other: the other one.
    """

    def __init__(self, tenant: Tenant, other: Tenant) -> None:
        self._tenant = tenant
        self._other = other

    def expect_every_stage(self) -> None:
        """Expect that the exceptions of each tenant pass every stage, as if it were alone."""
        for tenant in (self._tenant, self._other):
            Flow(tenant).expect_every_stage()

    def expect_own_listed_only(self) -> None:
        """Expect that each tenant is told of its own exceptions, and of no others.

        And of its own tools and playbooks.
        """
        for tenant in (self._tenant, self._other):
            _expect_own_listed_only(tenant)
            if found := disagreeing_setup(tenant):
                raise Failure(together(found))

    def expect_other_tool_unused(self) -> None:
        """Expect that the other tenant's tool is called for its own exceptions only."""
        for tenant in (self._tenant, self._other):
            Flow(tenant).settle()
        markers = self._other.exceptions.marker_prefix
        calls = [
            call for call in self._other.observer.calls() if not call.exception.startswith(markers)
        ]
        if calls:
            raise Failure(
                Cause.LEAKED(f"The tool of {self._other.name} was called for others: {calls}")
            )


def _expect_own_listed_only(tenant: Tenant) -> None:
    own = sorted((name, tenant.name) for name in tenant.exceptions.names)
    if not own:
        raise Failure(Cause.SUITE(f"{tenant.name} has no exceptions that it could be told of"))

    def faults(listed: Listed) -> list[str]:
        wrong = f"Tenant {tenant.name} has {own}, but is told of {listed}"
        strange = [one for one in listed if one not in own]
        cause = Cause.LEAKED if strange else Cause.LOST
        return [] if listed == own else [cause(wrong)]

    look_until_right(
        lambda: sorted((seen.exception_id, seen.tenant_id) for seen in tenant.client.exceptions()),
        faults,
        budget=tenant.budget,
        waiting_for="the list to show all exceptions",
    )
