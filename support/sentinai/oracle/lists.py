"""Whether lists show everything, however one pages through them and whatever one filters by."""

from support.core.looking import look_until_right
from support.sentinai.laws.lists import broken_lists
from support.sentinai.tenant import Tenant


class Lists:
    """All lists of a tenant.

    Args:
        tenant: whose lists they are.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def expect_whole(self) -> None:
        """Expect that pages together are the whole, and that filters bring just what fits."""
        look_until_right(
            lambda: broken_lists(self._tenant),
            list,
            budget=self._tenant.lag,
            waiting_for="all lists to be whole",
        )
