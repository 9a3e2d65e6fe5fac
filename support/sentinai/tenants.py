"""Two tenants of one SentinAI."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from support.core.timings import outside
from support.sentinai.tenant import Tenant


class Tenants:
    """What two tenants are given, and do, alike.

    Args:
        tenant: that the scenario is about.
        other: the other one.
        shared_name: of an exception that each of them has.
    """

    def __init__(self, tenant: Tenant, other: Tenant, shared_name: str) -> None:
        self._both = (tenant, other)
        self._shared_name = shared_name

    def set_up(self) -> None:
        """Make both, each with a playbook that calls a tool."""
        for tenant in self._both:
            tenant.set_up()

    def set_up_tools(self, tools: Mapping[str, str]) -> None:
        """Make both, each with a playbook for each kind of exceptions.

        Args:
            tools: what is called, by the kind of exceptions.
        """
        for tenant in self._both:
            tenant.set_up_tools(tools)

    def submit_at_once(self, count: int) -> None:
        """Let both submit so many exceptions of each kind, all at the same time."""
        with outside(), ThreadPoolExecutor(len(self._both)) as tenants:
            list(tenants.map(lambda tenant: tenant.submit_of_each_kind(count), self._both))

    def submit_same_name(self) -> None:
        """Let both submit an exception of the same name."""
        for tenant in self._both:
            tenant.exceptions.submit_named(self._shared_name)
